/** Those whose name an earlier one has already; what has no name repeats none. */
export function* repeatedNames<Named extends { readonly name: string | undefined }>(all: readonly Named[]): Generator<Named & { readonly name: string }> {
  const seen = new Set<string>();
  for (const each of all) {
    if (!hasName(each)) continue;
    if (seen.has(each.name)) yield each;
    seen.add(each.name);
  }
}

function hasName<Named extends { readonly name: string | undefined }>(each: Named): each is Named & { readonly name: string } {
  return each.name !== undefined;
}
