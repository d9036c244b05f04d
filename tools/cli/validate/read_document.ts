import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { basename, dirname } from "node:path";

/** Why a path gives no bytes. */
export type NoBytes = { readonly type: "folder" } | { readonly type: "missing" } | { readonly type: "unreadable"; readonly reason: string };

/** What lies behind a path. `bytes` are valid until the next call. */
export type Opened = { readonly type: "bytes"; readonly bytes: Buffer } | NoBytes;

const leastShared = 1 << 14;
const largestShared = 1 << 17;
let room: Buffer | undefined;

/** A regular file that is open; whoever asked for it closes `descriptor`. */
export interface OpenFile {
  readonly type: "open";
  readonly descriptor: number;
  readonly size: number;
}

/** Reads a regular file. Of a large one at most `limit` + 1 bytes are read, which is enough to see that it is too large. */
export function readDocument(path: string, limit: number): Opened {
  let descriptor: number;
  try {
    descriptor = openSync(path, withoutWaiting);
  } catch (error) {
    return explainFailure(path, error);
  }
  try {
    const bytes = readSmall(descriptor);
    if (bytes !== undefined) return { type: "bytes", bytes };
    const opened = examine(descriptor);
    return opened.type === "open" ? { type: "bytes", bytes: readUpTo(descriptor, opened.size, limit) } : opened;
  } catch (error) {
    return { type: "unreadable", reason: reasonOf(error) };
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a regular file, following links, without ever waiting for a pipe or a device. */
export function openDocument(path: string): OpenFile | NoBytes {
  let descriptor: number;
  try {
    descriptor = openSync(path, withoutWaiting);
  } catch (error) {
    return explainFailure(path, error);
  }
  const opened = examine(descriptor);
  if (opened.type !== "open") closeSync(descriptor);
  return opened;
}

const withoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** What a descriptor stands for. */
function examine(descriptor: number): OpenFile | NoBytes {
  const status = fstatSync(descriptor);
  if (status.isFile()) return { type: "open", descriptor, size: status.size };
  if (status.isDirectory()) return { type: "folder" };
  return { type: "unreadable", reason: status.isFIFO() ? "is a pipe, not a file; give - to read standard input" : "is a device, not a file" };
}

/**
 * All of a small file, without asking what it is, which takes as long as to read it: only a regular file can be read at a position and ends before
 * the room does. Undefined for a folder, a pipe, a terminal, an empty or endless device, and for a file that is empty or large.
 */
function readSmall(descriptor: number): Buffer | undefined {
  const buffer = roomFor(leastShared);
  try {
    const read = readSync(descriptor, buffer, 0, buffer.length, 0);
    if (read === 0 || read === buffer.length) return undefined;
    return readSync(descriptor, buffer, read, buffer.length - read, read) === 0 ? buffer.subarray(0, read) : undefined;
  } catch {
    return undefined;
  }
}

/** All that standard input holds, up to `limit` + 1 bytes. Waits for the writer. */
export function readStandardInput(descriptor: number, limit: number): Exclude<Opened, { readonly type: "folder" | "missing" }> {
  try {
    if (fstatSync(descriptor).isDirectory()) return { type: "unreadable", reason: "is a folder" };
    return { type: "bytes", bytes: readUpTo(descriptor, 0, limit) };
  } catch (error) {
    return { type: "unreadable", reason: reasonOf(error) };
  }
}

/** Reads once, waiting where nothing has arrived yet; 0 at the end. */
export function readSome(descriptor: number, buffer: Buffer, offset: number, length: number): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer, offset, length, null);
    } catch (error) {
      if (codeOf(error) === "EOF") return 0;
      if (codeOf(error) !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Says in plain words why the file system refused. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

const reasons: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ELOOP: "is a link that leads back to itself",
  ENXIO: "is a socket or a device, not a file",
  ENODEV: "is a device, not a file",
  ENOTDIR: "leads through something that is not a folder",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
  EISDIR: "is a folder",
  ENOSPC: "no space is left on the device",
  EROFS: "the file system is read-only",
  ENOENT: "no such file or folder",
};

function explainFailure(path: string, error: unknown): NoBytes {
  if (codeOf(error) !== "ENOENT") return { type: "unreadable", reason: reasonOf(error) };
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isLink) return { type: "unreadable", reason: "is a link to a file that does not exist" };
  if (basename(path).includes(undecoded)) return { type: "unreadable", reason: "its name is not UTF-8; rename it" };
  if (dirname(path).includes(undecoded)) return { type: "unreadable", reason: "lies in a folder whose name is not UTF-8; rename the folder" };
  return { type: "missing" };
}

/** What Node puts for the bytes of a name that are not UTF-8, so that the name it gives is not that of the file. */
const undecoded = "\ufffd";

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

function readUpTo(descriptor: number, expected: number, limit: number): Buffer {
  let buffer = roomFor(Math.min(expected, limit) + 1);
  let filled = 0;
  for (;;) {
    const read = readSome(descriptor, buffer, filled, Math.min(buffer.length, limit + 1) - filled);
    filled += read;
    if (read === 0 || filled > limit || (expected > 0 && filled === expected)) return buffer.subarray(0, filled);
    if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
  }
}

/** Small files share one buffer, as large as the largest of them; a large file gets its own, which does not outlive it. */
function roomFor(size: number): Buffer {
  if (size > largestShared) return Buffer.allocUnsafeSlow(size);
  if (room === undefined || room.length < size) room = Buffer.allocUnsafeSlow(Math.max(2 * size, leastShared));
  return room;
}
