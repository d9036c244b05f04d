import type { Fragment, Path, PathSegment, Value } from "./model.ts";
import { concatenate, EMPTY, textValue, unknownValue } from "./value.ts";

/**
 * Resolves a path against the folder it is relative to, as programs do: `.`, `..` (by name, without looking at symbolic links), `//` and
 * a trailing `/` are gone. An empty path is the folder itself. A quoted `~` is a name like any other.
 */
export function resolvePath(value: Value, directory: Value): Path {
  const { anchor, user, above, segments, unknown } = resolve(value, directory);
  return { anchor, user, above, segments: segments.map(toSegment), unknown };
}

/** The same resolution, as a value: what `cd` makes of `$PWD`. */
export function resolveValue(value: Value, directory: Value): Value {
  const { anchor, user, above, segments, unknown } = resolve(value, directory);
  if (segments.length > MAXIMUM_SEGMENTS) return unknownValue("it lies too deep to follow");
  let result: Value = EMPTY;
  if (anchor === "home") result = [{ kind: "home", user }];
  else if (anchor === "workspace" || (anchor === "unknown" && above > 0)) result = [{ kind: "workspace" }];
  else if (anchor === "unknown") result = unknownValue(unknown ?? "its start is not known");
  for (let level = 0; level < above; level++) result = concatenate(result, textValue("/.."));
  for (const segment of segments) result = concatenate(concatenate(result, textValue("/")), segment);
  return anchor === "root" && segments.length === 0 ? textValue("/") : result;
}

/** A folder as a program writes it out. Above the checkout that is no text that could be known, and its `..` are none that could be cut away. */
export function writtenFolder(folder: Value): Value {
  const [anchor, rest] = folder;
  if (anchor?.kind !== "workspace" || rest?.kind !== "text" || !/^\/\.\.(?:\/|$)/.test(rest.text)) return folder;
  return [...unknownValue(ABOVE_WORKSPACE), ...textValue(rest.text.replace(/^(?:\/\.\.(?=\/|$))+/, "")), ...folder.slice(2)];
}

interface Resolution {
  anchor: Path["anchor"];
  user: string | undefined;
  above: number;
  readonly segments: Value[];
  unknown: string | undefined;
}

const HIDDEN_HOME = "where a home folder lies is not known";
const HIDDEN_WORKSPACE = "where the checkout lies is not known";
const ABOVE_WORKSPACE = "it lies above the checkout, and where that is cannot be known";
const MAXIMUM_ABOVE = 16;
const MAXIMUM_SEGMENTS = 64;

function resolve(value: Value, directory: Value): Resolution {
  const absolute = isAbsolute(value) ? value : concatenate(concatenate(directory, textValue("/")), value);
  const resolution: Resolution = { anchor: "root", user: undefined, above: 0, segments: [], unknown: undefined };
  let segment: Fragment[] = [];
  let atStart = true;
  for (const fragment of absolute) {
    switch (fragment.kind) {
      case "text": {
        const names = fragment.text.split("/");
        for (const [index, name] of names.entries()) {
          if (index > 0) {
            close(resolution, segment);
            segment = [];
          }
          if (name === "") continue;
          segment.push({ kind: "text", text: name });
          atStart = false;
        }
        break;
      }
      case "home":
      case "workspace":
        if (atStart) {
          resolution.anchor = fragment.kind;
          resolution.user = fragment.kind === "home" ? fragment.user : undefined;
          segment.push(fragment);
          atStart = false;
        } else {
          // Both are absolute, so another level begins here, at a place that is not known.
          const reason = fragment.kind === "home" ? HIDDEN_HOME : HIDDEN_WORKSPACE;
          close(resolution, segment);
          segment = [{ kind: "unknown", reason }];
          resolution.unknown ??= reason;
        }
        break;
      case "unknown":
        resolution.unknown ??= fragment.reason;
        // With a slash before it, it is below the root; it may hold anything all the same.
        if (atStart && !startsWithSlash(absolute) && !isNumber(fragment)) resolution.anchor = "unknown";
        segment.push(fragment);
        atStart = false;
        break;
      case "glob":
        segment.push(fragment);
        atStart = false;
        break;
    }
  }
  close(resolution, segment);
  if (resolution.anchor === "workspace" && resolution.above > 0) {
    resolution.anchor = "unknown";
    resolution.unknown ??= ABOVE_WORKSPACE;
  }
  return resolution;
}

function isAbsolute(value: Value): boolean {
  const first = value[0];
  if (first === undefined || first.kind === "glob" || isNumber(first)) return false;
  return first.kind === "text" ? first.text.startsWith("/") : true;
}

function startsWithSlash(value: Value): boolean {
  const first = value[0];
  return first?.kind === "text" && first.text.startsWith("/");
}

/** A number is never empty and holds no slash: it is a name, or part of one, whichever it is. */
function isNumber(fragment: Fragment): boolean {
  return fragment.kind === "unknown" && fragment.isNumber === true;
}

/** Ends a segment: the anchor itself, a name, or a step up. */
function close(resolution: Resolution, segment: readonly Fragment[]): void {
  const first = segment[0];
  if (first === undefined) return;
  if (first.kind === "home" || first.kind === "workspace") {
    const rest = segment.slice(1);
    if (rest.length === 0) return;
    // `${HOME}x` is beside the home folder, not in it.
    resolution.above = 1;
    resolution.segments.push([{ kind: "unknown", reason: first.kind === "home" ? HIDDEN_HOME : HIDDEN_WORKSPACE }, ...rest]);
    return;
  }
  if (first.kind === "unknown" && !isNumber(first) && segment.length === 1 && resolution.anchor === "unknown" && resolution.segments.length === 0 && resolution.above === 0) return;
  if (segment.length === 1 && first.kind === "text") {
    if (first.text === ".") return;
    if (first.text === "..") {
      goUp(resolution);
      return;
    }
  }
  resolution.segments.push(segment);
}

function goUp(resolution: Resolution): void {
  if (resolution.segments.pop() !== undefined) return;
  if (resolution.anchor === "home" || resolution.anchor === "workspace") resolution.above = Math.min(resolution.above + 1, MAXIMUM_ABOVE);
}

function toSegment(segment: Value): PathSegment {
  let name = "";
  let pattern = false;
  for (const fragment of segment) {
    if (fragment.kind === "text") {
      name += fragment.text;
    } else if (!name.endsWith("*") || !pattern) {
      name += "*";
      pattern = true;
    }
  }
  return { name, pattern };
}
