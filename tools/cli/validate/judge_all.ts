import type { Deliver, Outcome, ShareOptions, Target } from "./judge.ts";
import type { Judging } from "./judging.ts";
import { packing, unpacked, type Parcel } from "./parcel.ts";
import { startPatience } from "./patience.ts";

const batchSize = 32;

/** Judges each target, in a long run with the help of worker threads. */
export async function judgeAll(targets: Iterable<Target>, options: ShareOptions, judging: Judging, deliver: Deliver): Promise<void> {
  const waiting = targets[Symbol.iterator]();
  const isLong = startPatience(options);
  for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
    if (options.isCutShort()) return;
    const outcome = judging.file(next.value, options);
    const delivery = deliver(next.value, outcome instanceof Promise ? await outcome : outcome);
    if (delivery !== undefined) await delivery;
    if (isLong()) {
      const { judgeInParallel } = await import("./parallel.ts");
      await judgeInParallel(
        {
          take: () => ({ items: take(waiting) }),
          judge: (target: Target) => packing(judging.file(target, options)),
          deliver: (target, parcel: Parcel<Outcome>) => deliver(target, unpacked(parcel, target.path)),
        },
        options,
      );
      return;
    }
  }
}

function take(targets: Iterator<Target>): Target[] {
  const taken: Target[] = [];
  while (taken.length < batchSize) {
    const next = targets.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}
