import type { ShareOptions } from "./judge.ts";

const checkedEvery = 16;
/** How many documents this thread judges thoroughly, undisturbed, while the engine compiles what judges them. */
const firstAlone = 128;
/** With fewer documents to come, a run on two processors ends later with the help of a thread, which has all of the program to warm up, than without. */
const fewestToShare = 7000;
/** Documents that take long are worth the help, however few they are. */
const patienceMilliseconds = 1000;

/** What a run knows of itself. */
export interface Course {
  /** How many documents were judged thoroughly: those that are accepted at a look are read as quickly as they could be handed on. */
  readonly thorough: () => number;
  /** Whether at least so many documents, or about as many, are still to be judged. */
  readonly areLeft: (count: number) => boolean;
}

/** Tells, asked once a document, when a run is long enough for the help of worker threads. Whoever asks for threads gets them at once. */
export function startPatience({ threads, workerEntry }: ShareOptions, { thorough, areLeft }: Course): () => boolean {
  if (threads === 1 || workerEntry === undefined) return () => false;
  const end = Date.now() + patienceMilliseconds;
  let asked = 0;
  let mayBeLong: boolean | undefined;
  return () => {
    asked += 1;
    if (asked % checkedEvery !== 0) return false;
    if (threads !== undefined) return true;
    if (thorough() < firstAlone) return false;
    mayBeLong ??= areLeft(fewestToShare);
    return mayBeLong || Date.now() >= end;
  };
}
