import type { ShareOptions } from "./judge.ts";

const patienceMilliseconds = 60;
const checkedEvery = 16;

/**
 * Tells, asked once a document, when a run has turned out to be long enough for the help of worker threads, whose start would only slow down
 * a short one. Whoever asks for threads gets them at once.
 */
export function startPatience({ threads, workerEntry }: ShareOptions): () => boolean {
  if (threads === 1 || workerEntry === undefined) return () => false;
  const end = Date.now() + (threads === undefined ? patienceMilliseconds : 0);
  let asked = 0;
  return () => (asked += 1) % checkedEvery === 0 && Date.now() >= end;
}
