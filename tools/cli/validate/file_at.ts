import { fstatSync, statSync } from "node:fs";

/** Tells one regular file from another, whatever its names; undefined for all else. */
export function fileAt(place: string | number): string | undefined {
  try {
    const status = typeof place === "number" ? fstatSync(place, { bigint: true }) : statSync(place, { bigint: true });
    return status.isFile() ? `${status.dev}:${status.ino}` : undefined;
  } catch {
    return undefined;
  }
}
