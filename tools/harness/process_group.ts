import { readdirSync, readFileSync } from "node:fs";

/** Sends `signal` to every process of the group; a group that is gone is left alone. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // The group has ended, or its last members belong to someone else now.
  }
}

/** Whether a process of the group still runs. Ended processes that nobody has waited for do not count. */
export function groupIsAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return hasRunningMember(group);
}

/**
 * A group can be made of ended processes alone: in a container nobody may ever wait for orphans. Where /proc tells, they are looked
 * through; elsewhere the group counts as running.
 */
function hasRunningMember(group: number): boolean {
  let processes: string[];
  try {
    processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return true;
  }
  if (processes.length === 0) return true;
  return processes.some((id) => {
    try {
      const status = readFileSync(`/proc/${id}/stat`, "latin1");
      // pid (name) state parent group ...; the name may hold anything, parentheses included.
      const [state, , member] = status.slice(status.lastIndexOf(")") + 2).split(" ");
      return Number(member) === group && state !== "Z" && state !== "X";
    } catch {
      return false;
    }
  });
}
