#!/usr/bin/env node
"use strict";

/*
 * Starts a bundle of dist/ through V8's code cache, so that a run costs little more than Node's own start.
 *
 * The cache lies beside the bundle and nowhere else: cached code runs as it is, so it deserves the same trust as the code. Its name
 * carries the bundle's digest (V8 compares only the length of the source) and the Node version. A missing, rejected or unwritable
 * cache costs a few milliseconds and nothing more.
 */

const { closeSync, openSync, readSync, renameSync, writeFileSync } = require("node:fs");
const { Script } = require("node:vm");

const distribution = `${__dirname}/../dist`;
const digestLength = 32;
const loaded = new Map();
const uncached = [];
let room = Buffer.allocUnsafeSlow(1 << 19);

function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const file = `${distribution}/${name}`;
  const source = read(file).toString("latin1");
  const cacheFile = `${file}.${source.slice(2, 2 + digestLength)}.${process.version}-${process.arch}.cache`;
  let cachedData;
  try {
    cachedData = read(cacheFile);
  } catch {
    cachedData = undefined;
  }
  const script = new Script(source, { filename: file, cachedData });
  if (cachedData === undefined || script.cachedDataRejected === true) uncached.push({ script, cacheFile });
  const module = { exports: {} };
  loaded.set(name, module);
  script.runInThisContext()(module.exports, bundleRequire, module, file, distribution);
  return module.exports;
}

/** All of a file, until the next call. The engine compiles each function of node:fs that is called, so these few are the ones that judging calls as well. */
function read(file) {
  const descriptor = openSync(file);
  try {
    for (let filled = 0; ; ) {
      const length = readSync(descriptor, room, filled, room.length - filled, filled);
      if (length === 0) return room.subarray(0, filled);
      filled += length;
      if (filled === room.length) room = Buffer.concat([room], 2 * filled);
    }
  } finally {
    closeSync(descriptor);
  }
}

function bundleRequire(specifier) {
  return specifier.startsWith("./") ? load(specifier.slice(2)) : require(specifier);
}

function store({ script, cacheFile }) {
  const temporary = `${cacheFile}.${process.pid}`;
  try {
    writeFileSync(temporary, script.createCachedData(), { flag: "wx" });
    renameSync(temporary, cacheFile);
  } catch {
    // A read-only installation works without a cache.
  }
}

// At the end, when V8 knows which functions a run takes.
process.on("exit", () => uncached.forEach(store));

// What nobody caught is a fault of this program: one line, and the status that says that it could not run.
process.on("uncaughtException", (error) => {
  const isUnbuilt = error instanceof Error && error.code === "ENOENT" && loaded.size === 0;
  const fault = `internal fault, please report it: ${String(error instanceof Error ? error.message : error).replace(/[^\x20-\x7e]+/g, " ")}`;
  process.stderr.write(`wsc: ${isUnbuilt ? "dist/ is missing; run `make build` in the checkout first." : fault}\n`);
  process.exit(2);
});

// The command that is run most has a bundle of its own that holds the whole of it.
load(process.argv[2] === "validate" ? "validate.cjs" : "main.cjs").start();
