import { randomBytes } from "node:crypto";
import { accessSync, closeSync, constants, fchmodSync, fchownSync, openSync, realpathSync, renameSync, rmSync, statSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";

/** A file that is written beside the one whose place it takes. */
export interface Replacement {
  readonly descriptor: number;
  /** The whole new content takes the place of the old at once, so that no reader and no crash finds half a file. */
  readonly finish: () => void;
  readonly discard: () => void;
}

/** Begins what is to replace the regular file at `path`, or to be new there; throws what the file system throws. A link stays a link; mode and owner are kept. */
export function startReplacement(path: string): Replacement {
  const status = statSync(path, { throwIfNoEntry: false });
  const real = status === undefined ? path : realpathSync(path);
  if (status !== undefined) accessSync(real, constants.W_OK);
  const temporary = join(dirname(real), `.wsc-${randomBytes(8).toString("hex")}`);
  const descriptor = openSync(temporary, "wx");
  if (status !== undefined) takeAfter(status, descriptor);
  return {
    descriptor,
    finish() {
      renameSync(temporary, real);
      closeSync(descriptor);
    },
    discard() {
      closeSync(descriptor);
      rmSync(temporary, { force: true });
    },
  };
}

function takeAfter({ uid, gid, mode }: Stats, descriptor: number): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Files are given away by root alone; whoever else may write here gets the new file as its own.
  }
  fchmodSync(descriptor, mode);
}
