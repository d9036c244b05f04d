import packageDescription from "../../package.json" with { type: "json" };
import { ruleset } from "../generated/ruleset.ts";
import type { ToolInformation } from "../report/diagnostic.ts";

/** What reports say of the program that judged. */
export const tool: ToolInformation = { name: "workstation-contracts", version: packageDescription.version, ruleset };
