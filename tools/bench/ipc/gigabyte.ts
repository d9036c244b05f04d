/** `gigabyte.ts BYTES`: runs an adapter that answers nothing but floods its standard output, and prints the microseconds it took and the peak of the runner's memory in MiB. */
import { run } from "../../../reference/ipc-v0/runner/run.ts";

const [bytes = ""] = process.argv.slice(2);
const start = process.hrtime.bigint();
for (const piece of ["x", '{"v":"ipc.v0"}\\n']) {
  const script = `const piece=Buffer.from(${JSON.stringify(piece).replace("\\\\n", "\\n")}.repeat(4096));for(let left=${bytes};left>0;left-=piece.length){try{require("fs").writeSync(1,piece)}catch{process.exit(1)}}`;
  const { outcome } = await run({ command: [process.execPath, "-e", script], operation: "text.caps", args: {}, secrets: {}, environment: process.env });
  if (outcome.ok) throw new Error("a flood is no answer");
}
process.stdout.write(JSON.stringify({ microseconds: Number(process.hrtime.bigint() - start) / 1e3, peak: process.resourceUsage().maxRSS / 1024 }));
