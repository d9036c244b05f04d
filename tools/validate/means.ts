import { valid } from "../generated/valid.ts";
import { interpreter } from "../shell/interpreter.ts";
import type { Means } from "./judge.ts";

/** Judges every document to the end. */
export const allMeans: Means = { validators: valid, interpreter };
