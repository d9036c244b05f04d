import { restore } from "./embed.ts";
import { directoryOf, type Machine } from "./machine.ts";
import { concatenate, EMPTY, mapValues, ONLY_EMPTY, product, textValue, union, unknownValues, type Values } from "./value.ts";
import { contentValues, readVariable, variableValues } from "./variables.ts";

const HOME: Values = [[{ kind: "home", user: undefined }]];

/** Text in which a `~` counts at the start and after each colon. */
export function tildeList(machine: Machine, raw: string, first: boolean, last: boolean): Values {
  const segments = raw.split(":");
  if (segments.length > 64) return unknownValues("it has too many parts to follow");
  let values: Values = ONLY_EMPTY;
  for (const [index, segment] of segments.entries()) {
    if (index > 0) values = product(values, [textValue(":")]);
    const counts = (first || index > 0) && segment.startsWith("~");
    values = product(values, counts ? tildeSegment(machine, segment, last || index < segments.length - 1) : [restore(unescape(segment), machine.frame.embedded)]);
  }
  return values;
}

/** `~`, `~user`, `~+`, `~-`, with what follows up to the end of the text. `last`: no quoted or expanded part follows. */
export function tildeSegment(machine: Machine, raw: string, last: boolean): Values {
  const end = raw.search(/[/:]/);
  const prefix = end < 0 ? raw.slice(1) : raw.slice(1, end);
  const literal = [restore(unescape(raw), machine.frame.embedded)];
  // A prefix that runs on into a quoted part or an expansion is no tilde prefix.
  if (end < 0 && !last) return literal;
  const rest = end < 0 ? EMPTY : restore(unescape(raw.slice(end)), machine.frame.embedded);
  const home = tildeHome(machine, prefix);
  if (home === undefined) return literal;
  const expanded = mapValues(home, (value) => concatenate(value, rest));
  // Not every shell ends the prefix of an argument at a colon, as bash does.
  return raw.charAt(end) === ":" ? union(expanded, literal) : expanded;
}

function tildeHome(machine: Machine, prefix: string): Values | undefined {
  // Without `$HOME`, the shell asks the user database.
  if (prefix === "") return readVariable(machine, "HOME").reduce<Values>((all, content) => union(all, content.kind === "unset" ? HOME : contentValues(machine, "HOME", content)), []);
  if (prefix === "+") return directoryOf(machine);
  if (prefix === "-") return variableValues(machine, "OLDPWD");
  if (/^[+-]?\d+$/.test(prefix)) return unknownValues("which folder of the directory stack is meant is not known");
  if (/^[A-Za-z_][\w.-]*$/.test(prefix)) return [[{ kind: "home", user: prefix }]];
  // The name of the user comes from an expansion: it is somebody's home all the same.
  if (prefix.includes("\uE000")) return [[{ kind: "home", user: undefined }]];
  return undefined;
}

export function unescape(raw: string): string {
  return raw.includes("\\") ? raw.replace(/\\(\n|[\s\S])/g, (_, character: string) => (character === "\n" ? "" : character)) : raw;
}
