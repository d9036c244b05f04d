/** The strings that stand in the list before, with their index. Lists are short and names differ as a rule, so the first pass makes nothing. */
export function repeated(names: readonly unknown[]): readonly { readonly name: string; readonly index: number }[] {
  const found: { name: string; index: number }[] = [];
  if (!mayRepeat(names)) return found;
  const seen = new Set<string>();
  names.forEach((name, index) => {
    if (typeof name !== "string") return;
    if (seen.has(name)) found.push({ name, index });
    seen.add(name);
  });
  return found;
}

/** Up to this many names are compared each with each, which is cheaper than a set. */
const fewNames = 12;

function mayRepeat(names: readonly unknown[]): boolean {
  if (names.length > fewNames) return true;
  for (let index = 1; index < names.length; index += 1) {
    const name = names[index];
    if (typeof name === "string" && names.indexOf(name) < index) return true;
  }
  return false;
}
