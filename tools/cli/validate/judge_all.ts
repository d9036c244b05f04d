import type { Deliver, Outcome, ShareOptions, Target } from "./judge.ts";
import type { Judging } from "./judging.ts";
import { packing, unpacked, type Parcel } from "./parcel.ts";
import { startPatience, type Course } from "./patience.ts";

const batchSize = 32;

/** Judges each target, in a long run with the help of worker threads. */
export async function judgeAll(targets: Iterable<Target>, options: ShareOptions, judging: Judging, deliver: Deliver): Promise<void> {
  const waiting = lineUp(targets);
  const isLong = startPatience(options, { thorough: judging.thorough, areLeft: waiting.areLeft });
  for (let target = waiting.next(); target !== undefined; target = waiting.next()) {
    if (options.isCutShort()) return;
    const outcome = judging.file(target, options);
    const delivery = deliver(target, outcome instanceof Promise ? await outcome : outcome);
    if (delivery !== undefined) await delivery;
    if (isLong()) {
      const { judgeInParallel } = await import("./parallel.ts");
      await judgeInParallel(
        {
          take: () => ({ items: take(waiting) }),
          judge: (one: Target) => packing(judging.file(one, options)),
          deliver: (one, parcel: Parcel<Outcome>) => deliver(one, unpacked(parcel, one.path)),
        },
        options,
      );
      return;
    }
  }
}

/** Targets in line, of which the next can be counted without being taken. */
interface Waiting {
  readonly next: () => Target | undefined;
  readonly areLeft: Course["areLeft"];
}

function lineUp(targets: Iterable<Target>): Waiting {
  const rest = targets[Symbol.iterator]();
  let seen: Target[] = [];
  let first = 0;
  const draw = (): Target | undefined => {
    const next = rest.next();
    return next.done === true ? undefined : next.value;
  };
  return {
    next: () => {
      if (first < seen.length) return seen[first++];
      if (seen.length > 0) seen = [];
      first = 0;
      return draw();
    },
    areLeft: (count) => {
      for (let target = draw(); target !== undefined; target = draw()) {
        seen.push(target);
        if (seen.length - first >= count) return true;
      }
      return false;
    },
  };
}

function take(waiting: Waiting): Target[] {
  const taken: Target[] = [];
  for (let target = waiting.next(); target !== undefined; target = waiting.next()) {
    taken.push(target);
    if (taken.length === batchSize) break;
  }
  return taken;
}
