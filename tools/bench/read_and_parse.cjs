"use strict";
// The yardstick: reads and parses, and does nothing else. `--lines` parses each line of the files.
const { readFileSync, readdirSync, statSync } = require("node:fs");
const lines = process.argv[2] === "--lines";
for (const argument of process.argv.slice(lines ? 3 : 2)) {
  const files = statSync(argument).isDirectory() ? readdirSync(argument).map((name) => `${argument}/${name}`) : [argument];
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    if (!lines) JSON.parse(text);
    else for (const line of text.split("\n")) if (line !== "") JSON.parse(line);
  }
}
