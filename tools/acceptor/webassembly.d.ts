/** What is used of the WebAssembly JavaScript Interface, which the types of Node do not describe. */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: "WebAssembly.Module";
  }
  const Module: new (bytes: Uint8Array) => Module;

  interface Memory {
    readonly buffer: ArrayBuffer;
    /** By pages of 64 KiB; gives their number before. Throws a RangeError where there is no more memory. */
    grow(pages: number): number;
  }

  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  const Instance: new (module: Module, imports: Readonly<Record<string, Readonly<Record<string, (...numbers: number[]) => number>>>>) => Instance;
}
