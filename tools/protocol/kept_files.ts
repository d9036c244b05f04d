/** The files that a run keeps, by docs/specs/ipc-v0.md, chapter 11. */
export const transcriptFile = "ipc-transcript.ndjson";
export const receiptFile = "run-receipt.json";

/**
 * More bytes than a run keeps in one file. The reference runner reads 64 MiB of an adapter, which canonical JSON can make 4.4 times as long: it writes 1e20
 * out in full.
 */
export const largestFile = 320 * 1024 * 1024;
