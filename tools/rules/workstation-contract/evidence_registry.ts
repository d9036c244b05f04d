import registry from "../../../schemas/evidence-registry.json" with { type: "json" };
import distance from "leven";

/** Whether a key is canonical. */
export function isCanonicalKey(key: string): boolean {
  return canonicalKeys.has(key);
}

/** The canonical key that another most likely means: the same but for case and separators, or a few letters away. Undefined when none is near, or two are. */
export function nearestKey(key: string): string | undefined {
  if (key.length > longestKey + 8) return undefined;
  byNormalForm ??= new Map(registry.keys.map(({ key: canonical }) => [normalised(canonical), canonical]));
  const alike = byNormalForm.get(normalised(key));
  if (alike !== undefined) return alike;
  const lower = key.toLowerCase();
  let nearest: string | undefined;
  let least = Math.min(3, Math.floor(key.length / 4)) + 1;
  for (const canonical of canonicalKeys) {
    if (Math.abs(canonical.length - lower.length) > least) continue;
    const steps = distance(lower, canonical);
    if (steps === least) nearest = undefined;
    if (steps >= least) continue;
    least = steps;
    nearest = canonical;
  }
  return nearest;
}

/** Whether a near key is near enough to be put in its place without asking: it differs in case, separators or two letters of a long key. */
export function isCertainly(key: string, canonical: string): boolean {
  return normalised(key) === normalised(canonical) || (canonical.length >= 10 && distance(key.toLowerCase(), canonical) <= 2);
}

const canonicalKeys: ReadonlySet<string> = new Set(registry.keys.map(({ key }) => key));
/** Made when a key is not canonical, as most are. */
let byNormalForm: ReadonlyMap<string, string> | undefined;
const longestKey = Math.max(...registry.keys.map(({ key }) => key.length));

function normalised(key: string): string {
  return key.toLowerCase().replace(/[\s._/:-]+/g, "");
}
