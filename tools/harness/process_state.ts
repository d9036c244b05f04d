import { existsSync, readFileSync } from "node:fs";

/** Whether the process runs. One that has ended and that nobody has waited for does not, where the system tells. */
export function processRuns(id: number): boolean {
  try {
    process.kill(id, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  if (!existsSync("/proc/self/stat")) return true;
  try {
    const status = readFileSync(`/proc/${id}/stat`, "latin1");
    // pid (name) state ...; the name may hold anything, parentheses included.
    const state = status.charAt(status.lastIndexOf(")") + 2);
    return state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}
