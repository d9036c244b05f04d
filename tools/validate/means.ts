import { valid } from "../generated/valid.ts";
import { interpretScript } from "../shell/analyse.ts";
import type { Means } from "./judge.ts";

/** Judges every document to the end. */
export const allMeans: Means = { validators: valid, interpret: interpretScript };
