import { resolve } from "node:path";
import type { Host, Output } from "./host.ts";

export interface MemoryHost extends Host {
  readonly output: () => string;
  readonly errors: () => string;
}

/** A host for tests: a working folder that is not the process's, and streams that are kept. Standard input is a descriptor; `descriptor` is what standard output claims to go to. */
export function memoryHost(folder: string, settings: { readonly stdin?: number; readonly environment?: Record<string, string>; readonly columns?: number; readonly closesAfter?: number; readonly descriptor?: number } = {}): MemoryHost {
  const { columns, closesAfter, descriptor } = settings;
  const stdout = { ...memoryOutput(columns, closesAfter), ...(descriptor === undefined ? {} : { descriptor }) };
  const stderr = memoryOutput(undefined, undefined);
  return {
    environment: settings.environment ?? {},
    resolve: (path) => (path === "" ? "" : resolve(folder, path)),
    stdin: settings.stdin ?? 0,
    stdout,
    stderr,
    output: stdout.text,
    errors: stderr.text,
  };
}

/** `closesAfter` writes, the reader goes away. */
function memoryOutput(columns: number | undefined, closesAfter = Infinity): Output & { readonly text: () => string } {
  const written: string[] = [];
  return {
    write(text) {
      if (written.length < closesAfter) written.push(text);
    },
    flush: () => undefined,
    isClosed: () => written.length >= closesAfter,
    columns: () => columns,
    text: () => written.join(""),
  };
}
