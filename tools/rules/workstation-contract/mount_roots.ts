import { resolvePath } from "../../shell/path.ts";
import type { Path, PathSegment, Value, Word } from "../../shell/model.ts";
import { isStoreStart, storeAt, storeBelow } from "./apple_stores.ts";
import { deniedPlace, isDeniedStart } from "./denied_paths.ts";
import { homePlace } from "./home_paths.ts";
import { downloadsRoot, mountFlags, type Invocation } from "./invocations.ts";
import { knownText, placeOf, type Flag } from "./command_line.ts";
import { noLinks, throughLinks, type Links } from "./links.ts";
import { isNotable } from "./notable.ts";
import { startingFolders } from "./starting_folders.ts";
import { asToolPath } from "./tool_paths.ts";
import { phrase, quotedValue } from "./wording.ts";

/** Why a mount root is not acceptable. A value has one reason only: the first of these that holds. */
export type MountFault = "raw-apple-store" | "whole-home" | "unscoped-downloads" | "sensitive-path" | "unresolvable-path";

export interface RootVerdict {
  readonly fault: MountFault;
  /** What was found, as a sentence. */
  readonly found: string;
}

export interface FaultyRoot extends RootVerdict {
  /** The word of the script that holds the root. */
  readonly word: Word;
  /** True for the value of `--downloads-root`. */
  readonly downloads: boolean;
}

/**
 * The faulty mount roots of one `sourceosctl agent-machine` call; each fault once for a word. A word with a value that is certainly at fault is
 * not also called unresolvable for its other values.
 */
export function faultyRoots(invocation: Invocation, links: Links): FaultyRoot[] {
  if (invocation.program !== "sourceosctl" || !invocation.mayBe("agent-machine") || mountsNothing(invocation)) return [];
  const roots: FaultyRoot[] = [];
  for (const flag of mountFlags) roots.push(...withoutDoubts(rootsOf(invocation, flag, links)));
  const { open } = invocation.options;
  if (open.length > 0 && (invocation.names("agent-machine", "mounts", "plan") || invocation.names("agent-machine", "mounts", "init"))) roots.push(...open.map(openArgument));
  return roots;
}

/** Whether the subcommand is written out to be neither `mounts plan` nor `mounts init`. */
function mountsNothing({ after }: Invocation): boolean {
  return isNoneOf(after("agent-machine"), ["mounts"]) || isNoneOf(after("agent-machine", "mounts"), ["plan", "init"]);
}

function isNoneOf(word: Word | undefined, names: readonly string[]): boolean {
  return word?.splits === false && word.values.every((value) => {
    const name = knownText(value);
    return name !== undefined && !names.includes(name);
  });
}

function rootsOf(invocation: Invocation, flag: Flag, links: Links): readonly FaultyRoot[] {
  const found = new Map<string, FaultyRoot>();
  for (const { value = [], word } of invocation.options.settings(flag)) {
    if (links === noLinks && isUsualRoot(value)) continue;
    for (const directory of startingFolders(asToolPath(value), invocation.command.directories)) {
      const verdict = judgeRoot(value, directory, `The value of ${flag.name}`, links);
      if (verdict === undefined) continue;
      const key = `${placeOf(word)} ${verdict.fault}`;
      if (!found.has(key)) found.set(key, { ...verdict, word, downloads: flag === downloadsRoot });
    }
  }
  return [...found.values()];
}

function withoutDoubts(roots: readonly FaultyRoot[]): readonly FaultyRoot[] {
  if (roots.length < 2) return roots;
  const certain = new Set(roots.filter(({ fault }) => fault !== "unresolvable-path").map(({ word }) => placeOf(word)));
  return roots.filter(({ fault, word }) => fault !== "unresolvable-path" || !certain.has(placeOf(word)));
}

function openArgument(word: Word): FaultyRoot {
  const value = word.values.find((candidate) => candidate.some(({ kind }) => kind === "unknown")) ?? [];
  return { word, downloads: false, fault: "unresolvable-path", found: `The argument ${quotedValue(value)} may hold any option, mount roots included${because(value)}.` };
}

/** Judges one value as a mount root; undefined when it is a known path outside every place that is closed. */
export function judgeRoot(given: Value, directory: Value, name: string, links: Links = noLinks): RootVerdict | undefined {
  const value = asToolPath(given);
  if (links === noLinks && isUsualRoot(value)) return undefined;
  const path = resolvePath(value, directory);
  const verdict = judgePath(path, value);
  if (verdict !== undefined) return { fault: verdict.fault, found: `${name}, ${quotedValue(given)}, ${verdict.found}` };
  for (const led of throughLinks(path, links)) {
    const further = judgePath(resolvePath(led, directory), led);
    if (further !== undefined) return { fault: further.fault, found: `${name}, ${quotedValue(given)}, leads through a link to ${quotedValue(led)}, which ${further.found}` };
  }
  return undefined;
}

/** Whether a value is a root as most are: a plain path in a folder of the home under which nothing is closed, or the folder that agents share. It spares the whole judgement. */
function isUsualRoot(value: Value): boolean {
  const [home, rest] = value;
  if (value.length !== 2 || home?.kind !== "home" || rest?.kind !== "text") return false;
  if (!PLAIN_PATH.test(rest.text) || isNotable(rest.text)) return false;
  const end = rest.text.indexOf("/", 1);
  const first = rest.text.slice(1, end === -1 ? undefined : end).toLowerCase();
  if (first !== "downloads") return !isStoreStart(first) && !isDeniedStart(first);
  return end !== -1 && `${rest.text}/`.startsWith("/SourceOS/agent-downloads/", end);
}

/** Names that follow one another, each behind one slash: no `.` or `..`, no hidden name, nothing that a shell or a tool expands. */
const PLAIN_PATH = /^(?:\/[\w-][\w.-]*)+\/?$/;

function judgePath(path: Path, value: Value): RootVerdict | undefined {
  const store = storeAt(path);
  if (store !== undefined) return { fault: "raw-apple-store", found: `lies in the raw ${store} store.` };
  const reached = storeBelow(path);
  if (reached !== undefined) return { fault: "raw-apple-store", found: `contains the raw ${reached} store.` };

  const place = homePlace(path);
  // What follows the home's own name may begin with a slash or not.
  const undecidedStart = value[0]?.kind === "home" && value[1]?.kind === "unknown";
  if (place.kind === "whole" && !undecidedStart) return { fault: "whole-home", found: "is a home folder or contains one." };
  const verdict = place.kind === "below" ? judgeBelowHome(place.names, path.unknown !== undefined) : undefined;
  return verdict ?? judgeUnknown(path);
}

/** Judges a path by the names that lead to it from a home; `goesOn` where more may follow them. */
function judgeBelowHome(names: readonly PathSegment[], goesOn: boolean): RootVerdict | undefined {
  const [first, second, third] = names;
  if (first?.pattern === false && first.name.toLowerCase() === "downloads") {
    const scoped = second?.name === "SourceOS" && third?.name === "agent-downloads";
    // Where the rest is unknown, it may or may not be the scoped folder: then the path is unresolvable, not unscoped.
    const undecided = goesOn && (second === undefined || second.pattern || (second.name === "SourceOS" && third?.pattern !== false));
    if (!scoped && !undecided) return { fault: "unscoped-downloads", found: "is in Downloads, outside the folder that agents share." };
  }
  const denied = deniedPlace(names);
  return denied && { fault: "sensitive-path", found: `${denied.relation === "at" ? "is at or under" : "contains"} the denied path ${denied.path}.` };
}

function judgeUnknown({ anchor, unknown, segments }: Path): RootVerdict | undefined {
  if (anchor === "unknown" || unknown !== undefined) return { fault: "unresolvable-path", found: `cannot be known before run time: ${phrase(unknown ?? "the folder that it starts from is not known")}.` };
  if (segments.some(({ pattern }) => pattern)) return { fault: "unresolvable-path", found: "is a pattern, which stands for whatever the machine holds at run time." };
  return undefined;
}

function because(value: Value): string {
  for (const fragment of value) if (fragment.kind === "unknown") return `: ${phrase(fragment.reason)}`;
  return "";
}
