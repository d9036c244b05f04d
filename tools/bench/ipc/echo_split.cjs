"use strict";
// The least that an adapter in Node can be: lines split by hand, sent back as they are.
let rest = "";
process.stdin.setEncoding("latin1");
process.stdin.on("data", (chunk) => {
  const arrived = rest + chunk;
  const end = arrived.lastIndexOf("\n") + 1;
  rest = arrived.slice(end);
  let answer = "";
  for (let begin = 0; begin < end; ) {
    const next = arrived.indexOf("\n", begin) + 1;
    answer += arrived.slice(begin, next);
    begin = next;
  }
  if (answer !== "") process.stdout.write(answer, "latin1");
});
