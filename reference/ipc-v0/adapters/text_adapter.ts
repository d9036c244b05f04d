import type { Adapter } from "./serve.ts";
import { textOperations } from "./text_operations.ts";

/** The reference adapter. */
export const textAdapter: Adapter = { name: "text.caps", version: "1.0.0", operations: textOperations };
