import { expect, test } from "vitest";
import { inParallel } from "./pool.ts";

test("after a failure nothing begins any more, and what began is waited for", async () => {
  const events: string[] = [];
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const tasks = [
    async () => {
      events.push("first begins");
      await held;
      events.push("first ends");
    },
    async () => {
      events.push("second fails");
      await Promise.reject(new Error("no"));
    },
    async () => {
      events.push("third begins");
      await Promise.resolve();
    },
  ];
  const whole = inParallel(2, tasks).catch((error: unknown) => {
    events.push(String(error));
  });
  // Long enough for the second to fail, however it is scheduled.
  await new Promise(setImmediate);
  letGo();
  await whole;
  expect(events).toEqual(["first begins", "second fails", "first ends", "Error: no"]);
});
