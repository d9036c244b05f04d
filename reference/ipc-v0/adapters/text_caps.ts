/** The reference adapter as a program: `npx tsx reference/ipc-v0/adapters/text_caps.ts`. */
import { serve } from "./serve.ts";
import { textAdapter } from "./text_adapter.ts";

process.exitCode = await serve(textAdapter);
