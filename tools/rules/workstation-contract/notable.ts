/**
 * Whether text holds a name that some rule asks about, a tool's or a raw store's, or a percent sign, which may hide one: a quick test before
 * anything is analysed or resolved. In any case, as some file systems ignore case.
 */
export function isNotable(text: string): boolean {
  return notable.test(text) || text.includes("%");
}

/** The same of a text whose words are looked at one by one for percent signs that an expansion may follow. */
export function isNamed(text: string): boolean {
  return notable.test(text) || escape.test(text);
}

/** The same of a whole script, where a percent sign counts only before two digits that make an escape (`%4e`), or where an expansion could put them there. */
export function isNotableScript(text: string): boolean {
  return notable.test(text) || (text.includes("%") && (text.includes("$") || escape.test(text)));
}

const escape = /%[0-9A-Fa-f]{2}/;

/** The tools, and then what names a store. */
export const notableNames: readonly string[] = ["sourceosctl", "workspace-ops", "note", "photo", "remind", "voice", "apple", "container"];

// One expression, with both cases spelled out: the flag for that triples the time to compile it, and every run does. Names of some length only,
// so that it may skip over text.
const notable = new RegExp(notableNames.map(inAnyCase).join("|"));

function inAnyCase(name: string): string {
  let expression = "";
  for (const letter of name) expression += letter === "-" ? letter : `[${letter}${letter.toUpperCase()}]`;
  return expression;
}
