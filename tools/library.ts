/** What `import ... from "workstation-contracts"` offers. */
export { validateBytes as validate, type ValidateOptions } from "./validate/validate.ts";
export { applyFixes } from "./validate/fix.ts";
export { tool } from "./validate/tool.ts";
export type { Diagnostic, FileReport, Fix, Position, Severity, Summary, TextEdit, ToolInformation, ValidationReport } from "./report/diagnostic.ts";
export type { WorkstationContractV01 } from "./generated/workstation-contract/workstation-contract.v0.1.types.ts";
export type { WorkstationContractV02 } from "./generated/workstation-contract/workstation-contract.v0.2.types.ts";
