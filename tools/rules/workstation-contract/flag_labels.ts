import type { JsonValue } from "../../json/value.ts";
import type { ContractView } from "./contract.ts";

/** The labels that hold "true" or "false". */
export const flagLabels: readonly string[] = [
  "sourceos.agent_machine",
  "sourceos.office_plane",
  "sourceos.terminal_command",
  "sourceos.browser_session",
  "sourceos.local_agent_execution",
  "sourceos.file_conflict",
  "sourceos.workspace_ops",
];

/** Whether a contract carries a flag label that is true, however true is spelled: a misspelled flag must not lift a demand. */
export function isFlagged(view: ContractView, label: string): boolean {
  return view.labels.some(({ key, value }) => key === label && spellsTrue(value));
}

export function spellsTrue(value: JsonValue): boolean {
  return value === true || (typeof value === "string" && value.trim().toLowerCase() === "true");
}
