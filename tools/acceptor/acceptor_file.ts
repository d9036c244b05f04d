import { closeSync, openSync, readSync } from "node:fs";
import { startAcceptor, type Acceptor, type Places } from "./acceptor.ts";

/** What the build says of an acceptor. */
export interface Header extends Places {
  readonly family: string;
  readonly kind: string;
  /** The version of the documents that each root accepts. */
  readonly versions: readonly string[];
  /** The facts that scripts may state, by name. */
  readonly scriptFacts: Readonly<Record<string, number>>;
  /** The size of the program, in bytes. */
  readonly program: number;
}

export interface LoadedAcceptor extends Header {
  readonly accept: Acceptor;
}

/** The header, in JSON, has so many bytes of the file. */
const headerRoom = 2048;

/** An acceptor as a file: its header, the program, and the image that the program finds in memory. */
export function acceptorFile(header: Omit<Header, "program">, program: Uint8Array, image: Uint8Array): Uint8Array {
  const text = JSON.stringify({ ...header, program: program.length } satisfies Header);
  if (text.length > headerRoom) throw new Error(`a header of ${String(text.length)} bytes has no room in the file`);
  return Buffer.concat([Buffer.from(text.padEnd(headerRoom), "latin1"), program, image]);
}

/** Loads an acceptor. Throws where that cannot be done: there is no such file, it is cut short, or the engine does not run the program. */
export function loadAcceptor(path: string): LoadedAcceptor {
  const descriptor = openSync(path, "r");
  try {
    const read = (room: Buffer, place: number): Buffer => {
      if (readSync(descriptor, room, 0, room.length, place) !== room.length) throw new Error(`${path} is cut short`);
      return room;
    };
    const header = JSON.parse(read(Buffer.allocUnsafe(headerRoom), 0).toString("latin1")) as Header;
    const program = new WebAssembly.Module(read(Buffer.allocUnsafe(header.program), headerRoom));
    return { ...header, accept: startAcceptor(program, header, (room) => read(room, headerRoom + header.program)) };
  } finally {
    closeSync(descriptor);
  }
}
