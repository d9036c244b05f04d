import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Outcome, ShareOptions, Target } from "./judge.ts";
import { judgeAll } from "./judge_all.ts";
import { startPatience } from "./patience.ts";

const options: ShareOptions = { maximumBytes: 1000, keepExcerpts: false, threads: undefined, workerEntry: "/no/such/worker.cjs", isCutShort: () => false };

/** After how many of so many documents help is asked for; undefined where it never is. */
function documentsAlone(documents: number, given: Partial<ShareOptions>, left = documents): number | undefined {
  let judged = 0;
  const isLong = startPatience({ ...options, ...given }, (count) => left - judged >= count);
  for (judged = 1; judged <= documents; judged += 1) if (isLong()) return judged;
  return undefined;
}

describe("help is asked for", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ["never, with one thread", 20_000, { threads: 1 }, undefined],
    ["never, where threads cannot be started", 20_000, { workerEntry: undefined }, undefined],
    ["soon, by whoever names the threads", 100, { threads: 2 }, 16],
    ["never, with few documents", 5000, {}, undefined],
    ["early, with many", 20_000, {}, 128],
  ])("%s", (_when, documents, given, expected) => {
    expect(documentsAlone(documents, given)).toBe(expected);
  });

  test("where the documents take long, however few they are", () => {
    const isLong = startPatience(options, () => false);
    const answers = Array.from({ length: 32 }, () => {
      vi.setSystemTime(Date.now() + 50);
      return isLong();
    });
    expect(answers.indexOf(true)).toBe(31);
  });
});

test("what was looked at ahead is judged in its order, each once", async () => {
  const targets = Array.from({ length: 300 }, (_, index): Target => ({ path: `${index}.json`, absolute: `/${index}.json`, walked: true }));
  const judged: string[] = [];
  const outcome: Outcome = { type: "unreadable", reason: "made up" };
  const judging = { file: () => outcome, bytes: () => Promise.reject(new Error("not asked for")) };
  await judgeAll(targets.values(), options, judging, ({ path }) => {
    judged.push(path);
    return undefined;
  });
  expect(judged).toEqual(targets.map(({ path }) => path));
});
