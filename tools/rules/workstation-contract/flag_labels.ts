import type { JsonValue } from "../../json/value.ts";

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

/** Whether a label's value is true, however it is spelled. */
export function spellsTrue(value: JsonValue): boolean {
  return value === true || (typeof value === "string" && value.trim().toLowerCase() === "true");
}
