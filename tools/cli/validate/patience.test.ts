import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Outcome, ShareOptions, Target } from "./judge.ts";
import { judgeAll } from "./judge_all.ts";
import { startPatience } from "./patience.ts";

const options: ShareOptions = { maximumBytes: 1000, keepExcerpts: false, threads: undefined, workerEntry: "/no/such/worker.cjs", isCutShort: () => false };

/** After how many of so many documents help is asked for, where one in `oneIn` is judged thoroughly; undefined where it never is. */
function documentsAlone(documents: number, given: Partial<ShareOptions>, oneIn = 1): number | undefined {
  let judged = 0;
  const isLong = startPatience({ ...options, ...given }, { thorough: () => Math.floor(judged / oneIn), areLeft: (count) => documents - judged >= count });
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
    ["never, with one thread", 20_000, { threads: 1 }, 1, undefined],
    ["never, where threads cannot be started", 20_000, { workerEntry: undefined }, 1, undefined],
    ["soon, by whoever names the threads", 100, { threads: 2 }, 1, 16],
    ["never, with few documents", 5000, {}, 1, undefined],
    ["early, with many that have to be judged thoroughly", 20_000, {}, 1, 128],
    ["once so many had to be", 20_000, {}, 4, 512],
    ["never, where nearly all are accepted at a look", 100_000, {}, 1000, undefined],
  ])("%s", (_when, documents, given, oneIn, expected) => {
    expect(documentsAlone(documents, given, oneIn)).toBe(expected);
  });

  test.each([[1, 127], [1000, -1]])("where the documents take long, however few they are, if they are judged thoroughly: one in %i", (oneIn, expected) => {
    let judged = 0;
    const isLong = startPatience(options, { thorough: () => Math.floor(judged / oneIn), areLeft: () => false });
    const answers = Array.from({ length: 160 }, () => {
      judged += 1;
      vi.setSystemTime(Date.now() + 50);
      return isLong();
    });
    expect(answers.indexOf(true)).toBe(expected);
  });
});

test("what was looked at ahead is judged in its order, each once", async () => {
  const targets = Array.from({ length: 300 }, (_, index): Target => ({ path: `${index}.json`, absolute: `/${index}.json`, walked: true }));
  const judged: string[] = [];
  const outcome: Outcome = { type: "unreadable", reason: "made up" };
  const judging = { file: () => outcome, bytes: () => Promise.reject(new Error("not asked for")), thorough: () => 0 };
  await judgeAll(targets.values(), options, judging, ({ path }) => {
    judged.push(path);
    return undefined;
  });
  expect(judged).toEqual(targets.map(({ path }) => path));
});
