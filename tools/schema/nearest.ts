import distance from "leven";

export interface Suggestion {
  readonly name: string;
  /** True when nothing else can have been meant: only case or punctuation differ, or a slip in a name that is long enough. */
  readonly certain: boolean;
}

/** The one of `names` that `word` was probably meant to be; undefined when none is near enough or two are equally near. */
export function nearest(word: string, names: readonly string[]): Suggestion | undefined {
  let best: { name: string; distance: number } | undefined;
  let tied = false;
  for (const name of names) {
    const allowed = Math.max(Math.floor(Math.min(word.length, name.length) / 3), 1);
    if (word === name || Math.abs(word.length - name.length) > allowed + separators) continue;
    const between = editDistance(word, name);
    if (between > allowed || between >= Math.min(word.length, name.length)) continue;
    if (best === undefined || between < best.distance) {
      best = { name, distance: between };
      tied = false;
    } else if (between === best.distance) tied = true;
  }
  if (best === undefined || tied) return undefined;
  const length = Math.min(word.length, best.name.length);
  return { name: best.name, certain: best.distance === 0 || (best.distance === 1 && length >= 4) || (best.distance === 2 && length >= 8) };
}

/** Names that differ only in separators may differ more in length than a slip allows. */
const separators = 8;

/** 0 when only case and separators differ; two neighbours swapped count as one slip. */
function editDistance(word: string, name: string): number {
  const left = simplified(word);
  const right = simplified(name);
  if (left === right) return 0;
  return isSwap(left, right) ? 1 : distance(left, right);
}

function simplified(name: string): string {
  return name.toLowerCase().replaceAll(/[\s._-]/g, "");
}

function isSwap(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let first = 0;
  while (left[first] === right[first]) first += 1;
  return left[first] === right[first + 1] && left[first + 1] === right[first] && left.slice(first + 2) === right.slice(first + 2);
}
