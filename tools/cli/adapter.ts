import { serve } from "../../reference/ipc-v0/adapters/serve.ts";
import { textAdapter } from "../../reference/ipc-v0/adapters/text_adapter.ts";
import type { CommandModule } from "./command.ts";

export const command: CommandModule = {
  usage: {
    name: "adapter",
    operands: "text.caps",
    operandChoices: [textAdapter.name],
    summary: "be the reference adapter of IPC v0",
    description: [
      "Serves one session of IPC v0 over standard input and output: the operations text.caps, which returns its text in upper case, and text.stream, which does the same in steps and can be cancelled. A runner starts it; there is little to see by hand.",
    ],
    options: [],
    examples: [{ command: 'wsc run --adapter "wsc adapter text.caps" --op text.caps --text hello', does: "invokes it once" }],
    exitStatus: [
      { status: 0, means: "the input ended" },
      { status: 1, means: "no protocol in common" },
      { status: 2, means: "it could not start" },
    ],
  },
  run: async ({ operands }, host) => {
    if (operands.length === 1 && operands[0] === textAdapter.name) return await serve(textAdapter);
    host.stderr.write(`wsc adapter: name one adapter: ${textAdapter.name}\nTry: wsc adapter --help\n`);
    return 2;
  },
};
