import { wildcardMatches } from "../../shell/wildcard.ts";
import type { Path, PathSegment } from "../../shell/model.ts";

/** Where a path lies with respect to the home folders of the usual systems. */
export type HomePlace =
  /** It is a home folder, or a folder that contains one. */
  | { readonly kind: "whole" }
  /** It lies below a home folder, by these names (at least one). */
  | { readonly kind: "below"; readonly names: readonly PathSegment[] }
  | { readonly kind: "apart" };

/**
 * Compares without regard to case, since a macOS file system ignores it. A name with a shell pattern stands for all it can match; a name
 * with an unknown part matches only where every name would: as the user's name.
 */
export function homePlace(path: Path): HomePlace {
  if (path.anchor === "home" && path.above === 0) return belowHome(path.segments);
  // Beside a home lies another.
  if (path.anchor === "home" && path.above === 1) return belowHome(path.segments.slice(1));
  if (path.anchor === "home" || path.anchor === "root") return placeFromRoot(withoutProcessRoot(path.segments), path.unknown === undefined);
  return apart;
}

function belowHome(names: readonly PathSegment[]): HomePlace {
  return names.length === 0 ? whole : { kind: "below", names };
}

function placeFromRoot(names: readonly PathSegment[], globOnly: boolean): HomePlace {
  if (names.length === 0) return whole;
  for (const home of singleHomes) {
    const place = placeUnder(names, home, globOnly);
    if (place === "contains" || place === "same") return whole;
    if (place === "below") return { kind: "below", names: names.slice(home.length) };
  }
  for (const { parent, loose } of (homeParents ??= parentsOfHomes())) {
    const place = placeUnder(names, parent, globOnly);
    if (place === "same" || (place === "contains" && !loose)) return whole;
    const user = names[parent.length];
    if (place === "below" && user !== undefined && !(parent.at(-1) === "users" && sharedFolders.has(user.name.toLowerCase()))) {
      return belowHome(names.slice(parent.length + 1));
    }
  }
  return apart;
}

/** Whether a segment can be this lower-case name. `patterns` says whether a segment that is a pattern may match too. */
export function canBeNamed(segment: PathSegment, name: string, patterns: boolean): boolean {
  if (!segment.pattern) return segment.name.toLowerCase() === name;
  return patterns && wildcardMatches(segment.name.toLowerCase(), name);
}

const whole: HomePlace = { kind: "whole" };
const apart: HomePlace = { kind: "apart" };

/** Home folders with a fixed place: the administrator's, on Linux, macOS and image-based systems. */
const singleHomes: readonly (readonly string[])[] = [["root"], ["var", "root"], ["var", "roothome"], ["private", "var", "root"]];

interface HomeParent {
  readonly parent: readonly string[];
  readonly loose: boolean;
}

/**
 * Folders whose every child is somebody's home; `*` is any name, `?` any one letter (a drive). The parents of a loose one are ordinary
 * folders on most machines, so only the folder itself and what lies in it count.
 */
function parentsOfHomes(): readonly HomeParent[] {
  return [
    ...["home", "users", "var/home", "private/var/home", "export/home", "mnt/c/users", "c/users", "c:/users", "cygdrive/c/users", "system/volumes/data/users",
      "volumes/macintosh hd/users"].map((parent) => ({ parent: parent.split("/"), loose: false })),
    ...["usr/home", "exports/home", "srv/home", "data/home", "mnt/home", "net/home", "nfs/home", "nethome", "host/home", "host/users",
      "host/var/home", "run/host/home", "run/host/var/home", "sysroot/home", "host_mnt/users", "mnt/?/users", "?/users", "?:/users",
      "cygdrive/?/users", "volumes/*/users", "volumes/*/home"].map((parent) => ({ parent: parent.split("/"), loose: true })),
  ];
}

let homeParents: readonly HomeParent[] | undefined;

/** Children of `Users` that belong to no one user, on macOS and Windows. */
const sharedFolders: ReadonlySet<string> = new Set(["shared", "public"]);

function placeUnder(names: readonly PathSegment[], parent: readonly string[], patterns: boolean): "contains" | "same" | "below" | undefined {
  const shared = Math.min(names.length, parent.length);
  for (let index = 0; index < shared; index += 1) {
    const segment = names[index];
    const wanted = parent[index];
    if (segment === undefined || wanted === undefined) return undefined;
    if (wanted === "*") continue;
    if (wanted.startsWith("?") ? !(segment.name.length === wanted.length && /^[a-z]:?$/i.test(segment.name)) : !canBeNamed(segment, wanted, patterns)) return undefined;
  }
  if (names.length < parent.length) return "contains";
  return names.length === parent.length ? "same" : "below";
}

/** `/proc/self/root` is another name of `/`. */
function withoutProcessRoot(names: readonly PathSegment[]): readonly PathSegment[] {
  return names[0]?.name === "proc" && names[2]?.name === "root" ? withoutProcessRoot(names.slice(3)) : names;
}
