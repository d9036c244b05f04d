/** Runs the validator from source: `npx tsx tools/validate_contract.ts FILE...` is `wsc validate FILE...`. */
import { start } from "./cli/entry.ts";

start(["validate", ...process.argv.slice(2)]);
