import type { ValidateOptions } from "../../validate/judge.ts";
import type { JudgeOptions, Outcome, Target, Verdict } from "./judge.ts";
import { readDocument } from "./read_document.ts";
import { startAcceptance } from "./acceptance.ts";
import type { ThoroughJudging } from "./thorough.ts";

/** Judges the documents of a run; a promise only where something has to be loaded first. */
export interface Judging {
  readonly file: (target: Target, options: JudgeOptions) => Outcome | Promise<Outcome>;
  readonly bytes: (bytes: Uint8Array, path: string, options: ValidateOptions, keep: Pick<JudgeOptions, "keepExcerpts">) => Verdict | Promise<Verdict>;
  /** How many documents were not accepted at a look. */
  readonly thorough: () => number;
}

/** Most documents are sound, which takes one look to tell. The first that may not be so loads what judges every document thoroughly. */
export function startJudging(): Judging {
  let thorough: ThoroughJudging | undefined;
  let count = 0;
  const accept = startAcceptance((text) => thorough?.scriptFacts(text));

  /** Judges thoroughly, as soon as that is loaded. */
  const thoroughly = <Result>(judge: (judging: ThoroughJudging) => Result | Promise<Result>): Result | Promise<Result> => {
    count += 1;
    if (thorough !== undefined) return judge(thorough);
    return import("./thorough.ts").then(({ startThoroughJudging }) => judge((thorough ??= startThoroughJudging())));
  };

  return {
    thorough: () => count,
    file(target, options) {
      const opened = readDocument(target.absolute, options.maximumBytes);
      if (opened.type !== "bytes") return opened;
      const { bytes } = opened;
      return accept(bytes, target.path, options) ?? thoroughly((judging) => judging.file(bytes, target, options));
    },
    bytes(bytes, path, options, keep) {
      return accept(bytes, path, options) ?? thoroughly((judging) => judging.bytes(bytes, path, options, keep));
    },
  };
}
