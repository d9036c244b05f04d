import { randomBytes } from "node:crypto";
import { closeSync, constants, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A folder that takes files by name. */
export interface OutFolder {
  /** Puts a file there, in place of whatever has its name. Throws what the file system throws. */
  readonly write: (name: string, content: string | Uint8Array) => void;
}

/**
 * The folder at `path`, made where it is missing. A file is written beside its place under a fresh name and moved there whole, so that a symbolic link
 * that waits under its name is replaced and never followed. Throws where there can be no such folder.
 */
export function openOutFolder(path: string): OutFolder {
  mkdirSync(path, { recursive: true });
  if (!statSync(path).isDirectory()) throw new Error(`${path} is no folder`);
  return {
    write: (name, content) => {
      if (!/^[\w-][\w.-]*$/.test(name)) throw new Error(`${name} is no plain file name`);
      const temporary = join(path, `.${name}.${randomBytes(8).toString("hex")}`);
      writeNew(temporary, typeof content === "string" ? Buffer.from(content) : content);
      try {
        renameSync(temporary, join(path, name));
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
    },
  };
}

function writeNew(path: string, bytes: Uint8Array): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o644);
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
  } finally {
    closeSync(descriptor);
  }
}
