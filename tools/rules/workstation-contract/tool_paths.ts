import type { Fragment, Value } from "../../shell/model.ts";
import { WORKSPACE_VARIABLES } from "../../shell/names.ts";
import { percentDecoded, textAtStart } from "./value_parts.ts";

/**
 * A path as a tool reads it that expands `~` and variables by itself: quoting keeps the shell from doing so, not the tool. `source` in a
 * document's `mounts` is such a path too.
 */
export function asToolPath(value: Value): Value {
  const expanded: Fragment[] = [];
  const decoded = /^file:/i.test(textAtStart(value)) ? (percentDecoded(value) ?? value) : value;
  for (const [index, fragment] of decoded.entries()) {
    if (fragment.kind !== "text") expanded.push(fragment);
    else expanded.push(...expandText(index === 0 ? asPlainPath(fragment.text) : fragment.text, index === 0));
  }
  return withKnownUser(expanded);
}

/** The value with a leading `~` that quotes protected from the shell read as the home it is meant to be. */
export function withLeadingHome(value: Value): Value {
  const first = value[0];
  if (first?.kind !== "text" || !/^(?:~|\$\{?HOME\b)/.test(first.text)) return value;
  return [...expandText(first.text, true), ...value.slice(1)];
}

const homeVariables: ReadonlySet<string> = new Set(["HOME", "USERPROFILE", "HOMEPATH"]);

/** The user's own name, from a variable or from a program that writes it: unknown, but surely one path segment. */
const userNames = /\b(?:USER|LOGNAME|USERNAME)\b|output of `(?:whoami|logname|id)`/;

function expandText(text: string, atStart: boolean): Fragment[] {
  const fragments: Fragment[] = [];
  const add = (plain: string): void => {
    if (plain !== "") fragments.push({ kind: "text", text: plain });
  };
  let rest = text;
  if (atStart) {
    const tilde = /^~([A-Za-z_][A-Za-z0-9._-]*)?(?=\/|\s*$)/.exec(rest);
    if (tilde !== null) {
      fragments.push({ kind: "home", user: tilde[1] });
      rest = rest.slice(tilde[0].length);
    }
  }
  const reference = /\$\{\{([^{}]*)\}\}|\{\{[^{}]*\}\}|\$\([^()]*\)|`[^`]*`|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{[^{}]*\}|\$([A-Za-z_][A-Za-z0-9_]*)|\$[\d@*#]|%([A-Za-z_][A-Za-z0-9_]*)%/g;
  let from = 0;
  for (const match of rest.matchAll(reference)) {
    add(rest.slice(from, match.index));
    fragments.push(variable(match[2] ?? match[3] ?? match[4] ?? (match[1]?.trim() === "github.workspace" || WORKING_FOLDER.test(match[0]) ? "PWD" : match[0]), match[0]));
    from = match.index + match[0].length;
  }
  add(rest.slice(from));
  return fragments;
}

/** What would stand in for the home is never taken, for the home is always set. */
const HOME_OR_ELSE = /^\$\{HOME:?[-=?]/;
const WORKING_FOLDER = /^(?:\$\(\s*pwd\s*\)|`\s*pwd\s*`)$/;

function variable(name: string, written: string): Fragment {
  if (homeVariables.has(name) || HOME_OR_ELSE.test(written)) return { kind: "home", user: undefined };
  if (name === "PWD" || WORKSPACE_VARIABLES.has(name)) return { kind: "workspace" };
  return { kind: "unknown", reason: `the value of ${written} is not known` };
}

/** `/home/$USER` and `/home/$(whoami)` are the user's own home, whoever that is. */
function withKnownUser(value: Value): Value {
  const [first, second, third] = value;
  if (first?.kind !== "text" || second?.kind !== "unknown" || !userNames.test(second.reason)) return value;
  if (!/^(?:\/var|\/usr)?\/(?:home|Users)\/+$/i.test(first.text)) return value;
  if (third !== undefined && !(third.kind === "text" && third.text.startsWith("/"))) return value;
  return [{ kind: "home", user: undefined }, ...value.slice(2)];
}

/** A Windows path in the form that the rest can read, and a `file:` address and the process's own name for its folder as the paths they name. */
function asPlainPath(text: string): string {
  const path = /^(?:[A-Za-z]:\\|%[A-Za-z]+%\\|~\\|\\\\)/.test(text) ? text.replaceAll("\\", "/") : text;
  const address = path.replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/i, "");
  return address.replace(/^(?:\/\/[?.]\/)?(?=[A-Za-z]:\/)/, "/").replace(/^\/+proc\/+(?:thread-)?self\/+cwd(?=\/|$)/, ".");
}
