import { validUsual } from "../generated/valid_usual.ts";
import type { Means } from "./judge.ts";

/** Judges most documents of the usual families, and loads in a fraction of the time. */
export const quickMeans: Means = { validators: validUsual };
