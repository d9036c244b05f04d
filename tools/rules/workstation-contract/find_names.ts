import { resolvePath } from "../../shell/path.ts";
import type { Command, Value } from "../../shell/model.ts";
import { throughLinks } from "./links.ts";
import type { Links } from "./links.ts";
import { startingFolders } from "./starting_folders.ts";
import { withLeadingHome } from "./tool_paths.ts";

interface Call {
  readonly command: Command;
  readonly texts: readonly (string | undefined)[];
  readonly links: Links;
}

/** Which arguments of `find` are names that reach no store: names to leave out, and names of files inside the checkout that it gives to no other program. */
export function namesCompared({ command, texts, links }: Call): (index: number) => boolean {
  const givesFiles = texts.some((text) => text !== undefined && /^-(?:exec|ok)(?:dir)?$/.test(text));
  const staysInside = !givesFiles && startsOf(command, texts).every((start) => isInCheckout(start, command, links));
  // Within parentheses or behind a comma, what leaves a file out of one part may let it into another.
  const isList = !texts.some((text) => text === "(" || text === ",");
  const hasOr = texts.some(isOr);
  return (index) => {
    if (!/^-(?:i?name|i?path|i?wholename|i?regex|i?lname)$/.test(texts[index - 1] ?? "")) return false;
    if (staysInside) return true;
    if (!isList) return false;
    const isNegated = isNot(texts[index - 2]);
    return isNegated ? !hasOr && !isNot(texts[index - 3]) : texts[index + 1] === "-prune" && isOr(texts[index + 2]);
  };
}

function isOr(text: string | undefined): boolean {
  return text === "-o" || text === "-or";
}

function isNot(text: string | undefined): boolean {
  return text === "!" || text === "-not";
}

/** The folders that it starts from. */
function startsOf({ argv }: Command, texts: Call["texts"]): readonly Value[] {
  let first = 1;
  while (/^-(?:[HLP]|O\d|D)$/.test(texts[first] ?? "")) first += texts[first] === "-D" ? 2 : 1;
  const starts: Value[] = [];
  for (const [index, word] of argv.entries()) {
    if (index < first) continue;
    if (/^(?:-.|[(!]$)/.test(texts[index] ?? "")) break;
    starts.push(...word.values);
  }
  return starts.length === 0 ? [[{ kind: "text", text: "." }]] : starts;
}

function isInCheckout(start: Value, { directories }: Command, links: Links): boolean {
  const path = withLeadingHome(start);
  return startingFolders(path, directories).every((directory) => {
    const { anchor, unknown } = resolvePath(path, directory);
    return anchor === "workspace" && unknown === undefined && throughLinks(resolvePath(path, directory), links).length === 0;
  });
}
