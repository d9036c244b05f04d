/**
 * What a command may use of the world around it. Everything goes through here, so that commands can be run inside a test and so that
 * the process's own streams, which take milliseconds to set up, are never touched.
 */

export interface Output {
  readonly write: (text: string) => void;
  /** Hands over what is still held back. */
  readonly flush: () => void;
  /** True once nobody reads any more; what is written after that is dropped. */
  readonly isClosed: () => boolean;
  /** The columns of the terminal behind it; undefined where there is none. Asked only when needed. */
  readonly columns: () => number | undefined;
  /** Undefined where the text goes nowhere that has one. */
  readonly descriptor?: number;
}

export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The path from the root of the file system. An empty name stays empty: it names nothing, least of all the working folder. */
  readonly resolve: (path: string) => string;
  /** The descriptor of standard input. */
  readonly stdin: number;
  readonly stdout: Output;
  /** Shows what was written to `stdout` first, so that lines keep their order on a terminal. */
  readonly stderr: Output;
  /** The program that a worker thread starts; where there is none, everything happens in this thread. */
  readonly workerEntry?: string;
}
