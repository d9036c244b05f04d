import { interpretScript } from "./analyse.ts";
import type { Interpreter } from "./model.ts";
import { readTransparent } from "./transparent_tree.ts";

/** Reads any script: what most are told by looking through them, and all by following them. Takes a parser, so it is loaded when a script needs it. */
export const interpreter: Interpreter = { readTransparent, interpret: interpretScript };
