import type { Path, PathSegment } from "../../shell/model.ts";
import { wildcardMatches } from "../../shell/wildcard.ts";
import { canBeNamed, homePlace } from "./home_paths.ts";

/** The apps whose raw stores are closed; an App Door is the only way in. */
export type StoreOwner = "Notes" | "Photos" | "Reminders" | "Voice Memos";

/**
 * The app whose raw store the path is or lies in. Names that belong to nothing but a store count anywhere; folders with everyday names
 * (`Reminders`) only below the Library folder of a home. Case does not matter.
 */
export function storeAt(path: Path): StoreOwner | undefined {
  const place = homePlace(path);
  if (place.kind === "below") {
    for (const { owner, names } of storesBelowHome) {
      if (place.names.length >= names.length && startsAlike(place.names, names, path.unknown === undefined)) return owner;
    }
  }
  for (let index = 0; index < path.segments.length; index += 1) {
    const owner = storeNamed(path.segments, index);
    if (owner !== undefined) return owner;
  }
  // Below a folder that cannot be known, `Library/Reminders` is most likely a home's.
  return path.anchor === "unknown" && startsAlike(path.segments.slice(firstKnown(path.segments)), ["library", "reminders"], false) ? "Reminders" : undefined;
}

/** The app whose raw store lies below the path and is not left out, where the path lies strictly between a home and the store. A pattern names no one folder. */
export function storeBelow(path: Path, leftOut: LeftOut = nothing): StoreOwner | undefined {
  const place = homePlace(path);
  if (place.kind !== "below") return undefined;
  const { length } = place.names;
  return storesBelowHome.find(({ names }) => length < names.length && startsAlike(place.names, names, false) && (leftOut.get(names) ?? 0) <= length)?.owner;
}

/** For the names of a store below the home, how many of them lead to the last that a command leaves out. */
export type LeftOut = ReadonlyMap<readonly string[], number>;

/** The stores that patterns of names can leave out, each by its own name or that of a folder it lies in. */
export function leftOutBy(patterns: readonly string[]): LeftOut {
  if (patterns.length === 0) return nothing;
  const leftOut = new Map<readonly string[], number>();
  for (const pattern of patterns) {
    const wanted = pattern.toLowerCase().replace(/\?|\[[^[\]]*\]/g, "*").split("/").filter((name) => name !== "" && name !== ".");
    // What leaves out all that a folder holds, leaves out the folder.
    while (wanted.length > 1 && wanted.at(-1)?.replaceAll("*", "") === "") wanted.pop();
    for (const { names } of storesBelowHome) leftOut.set(names, Math.max(leftOut.get(names) ?? 0, lastNamed(wanted, names)));
  }
  return leftOut;
}

const nothing: LeftOut = new Map();

/** How many names lead to the last one at which the wanted ones may end; none of those before a home is known. */
function lastNamed(wanted: readonly string[], names: readonly string[]): number {
  for (let end = names.length; end > 0 && wanted.length > 0; end -= 1) {
    const tail = wanted.slice(-end);
    if (tail.every((name, index) => wildcardMatches(name, names[end - tail.length + index] ?? ""))) return end;
  }
  return 0;
}

/** Whether stores lie below this folder of a home; the name in lower case. */
export function isStoreStart(name: string): boolean {
  return storeStarts.has(name);
}

const storesBelowHome: readonly { readonly owner: StoreOwner; readonly names: readonly string[] }[] = [
  { owner: "Notes" as const, path: "library/group containers/group.com.apple.notes" },
  { owner: "Notes" as const, path: "library/containers/com.apple.notes" },
  { owner: "Photos" as const, path: "pictures/photos library.photoslibrary" },
  { owner: "Photos" as const, path: "library/containers/com.apple.photos" },
  { owner: "Reminders" as const, path: "library/reminders" },
  { owner: "Reminders" as const, path: "library/group containers/group.com.apple.reminders" },
  { owner: "Reminders" as const, path: "library/containers/com.apple.reminders" },
  { owner: "Voice Memos" as const, path: "library/group containers/group.com.apple.voicememos.shared" },
  { owner: "Voice Memos" as const, path: "library/containers/com.apple.voicememos" },
  { owner: "Voice Memos" as const, path: "library/application support/com.apple.voicememos" },
].map(({ owner, path }) => ({ owner, names: path.split("/") }));

/** The folders of a home below which stores lie, in lower case. */
export const storeStarts: ReadonlySet<string | undefined> = new Set(storesBelowHome.map(({ names }) => names[0]));

const ownersByBundle: readonly (readonly [string, StoreOwner])[] = [
  ["notes", "Notes"],
  ["photos", "Photos"],
  ["photolibraryd", "Photos"],
  ["photoanalysisd", "Photos"],
  ["reminders", "Reminders"],
  ["remindd", "Reminders"],
  ["voicememos", "Voice Memos"],
];

/** The last name of a path to a document about a store, such as `group.com.apple.notes.md`: no bundle identifier ends so. */
const DOCUMENT_NAME = /\.(?:md|markdown|rst|adoc|txt|log|html?|json|ya?ml|toml|csv|pdf|docx?|odt|rtf|xlsx?|ods|pptx?|odp|eml|ics|png|jpe?g|svg|wav|m4a)$/;

/** Folders that hold the data of apps by bundle identifier; the second of each is what an unquoted space leaves of it. */
const containerFolders: ReadonlySet<string> = new Set(["containers", "group containers", "application support", "support", "daemon containers"]);

/** Names so telling that a pattern which can match one, and spells most of it, is meant for it. */
const tellingNames: readonly (readonly [string, StoreOwner])[] = [
  ["notestore.sqlite", "Notes"],
  ["group.com.apple.notes", "Notes"],
  ["group.com.apple.reminders", "Reminders"],
  ["group.com.apple.voicememos.shared", "Voice Memos"],
  ["photos library.photoslibrary", "Photos"],
];
const tellingLength = 9;

/** The store that a pattern of a name is meant for; the name in lower case, with `*` for what it leaves open. */
export function storeMeant(name: string): StoreOwner | undefined {
  if (name.replaceAll("*", "").length < tellingLength) return undefined;
  return tellingNames.find(([telling]) => wildcardMatches(name, telling))?.[1];
}

function storeNamed(segments: readonly PathSegment[], index: number): StoreOwner | undefined {
  const segment = segments[index];
  if (segment === undefined) return undefined;
  const name = segment.name.toLowerCase();
  if (name.endsWith(".photoslibrary")) return "Photos";
  const before = segments[index - 1]?.name.toLowerCase();
  if (segment.pattern || name.includes("*")) return storeMeant(name);
  const file = name.replace(/-(?:wal|shm|journal)$/, "");
  if (file === "notestore.sqlite") return "Notes";
  if (file === "photos.sqlite" && before === "database") return "Photos";
  if (name === "container_v1" && (before === "reminders" || segments[index + 1]?.name.toLowerCase() === "stores")) return "Reminders";
  const group = name.startsWith("group.com.apple.") ? name.slice("group.com.apple.".length) : undefined;
  const bundle = group ?? (name.startsWith("com.apple.") && containerFolders.has(before ?? "") ? name.slice("com.apple.".length) : undefined);
  if (bundle === undefined || (index === segments.length - 1 && DOCUMENT_NAME.test(bundle))) return undefined;
  return ownersByBundle.find(([own]) => bundle === own || bundle.startsWith(`${own}.`))?.[1];
}

function startsAlike(segments: readonly PathSegment[], names: readonly string[], patterns: boolean): boolean {
  const shared = Math.min(segments.length, names.length);
  for (let index = 0; index < shared; index += 1) {
    const segment = segments[index];
    const name = names[index];
    if (segment === undefined || name === undefined || !canBeNamed(segment, name, patterns)) return false;
  }
  return shared > 0;
}

function firstKnown(segments: readonly PathSegment[]): number {
  const index = segments.findIndex(({ pattern }) => !pattern);
  return index === -1 ? segments.length : index;
}
