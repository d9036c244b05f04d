import { expect, test } from "vitest";
import { createTurnClock } from "./turn_clock.ts";

test("a clock is read once a turn", async () => {
  let reads = 0;
  const now = createTurnClock(() => (reads += 1));
  expect([now(), now()]).toEqual([1, 1]);
  await Promise.resolve();
  expect([now(), now()]).toEqual([2, 2]);
});
