/** A mutant as a program: `npx tsx reference/ipc-v0/mutants/adapter.ts IPC-TR-009`. Without a requirement it is the healthy adapter. */
import { adapterMutants } from "./adapter_mutants.ts";
import { startAdapter } from "./adapter_peer.ts";

const [requirement] = process.argv.slice(2);
const mutant = adapterMutants.find((candidate) => candidate.requirement === requirement);
if (requirement !== undefined && mutant === undefined) {
  process.stderr.write(`there is no mutant for ${requirement}\n`);
  process.exitCode = 2;
} else {
  const environment = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const adapter = startAdapter(mutant?.habits() ?? {}, {
    environment,
    write: (bytes) => {
      process.stdout.write(bytes);
    },
    isFull: () => process.stdout.writableNeedDrain,
    exit: (status) => {
      process.stdout.write("", () => {
        if (status === null) process.kill(process.pid, "SIGKILL");
        else process.exit(status);
      });
    },
  });
  process.stdin.on("data", adapter.data);
  process.stdin.once("end", adapter.end);
}
