import type { PathSegment } from "../../shell/model.ts";
import { canBeNamed } from "./home_paths.ts";

/** The denied place that a path below a home lies at, lies under or contains; undefined when there is none. */
export function deniedPlace(names: readonly PathSegment[]): { readonly path: string; readonly relation: "at" | "contains" } | undefined {
  for (const { path, denied } of deniedPlaces) {
    const shared = Math.min(denied.length, names.length);
    let index = 0;
    while (index < shared && matches(names[index], denied[index])) index += 1;
    if (index === shared) return { path: `~/${path}`, relation: names.length < denied.length ? "contains" : "at" };
  }
  return undefined;
}

/** Whether this folder of a home is a denied place or has one below it; the name in lower case. */
export function isDeniedStart(name: string): boolean {
  return deniedStarts.has(name);
}

/** Keys, tokens and browser profiles, below a home folder. A name that ends in `*` stands for every name that begins so. */
const deniedPlaces = [
  ".ssh",
  ".gnupg",
  "Library/Keychains",
  "Library/Application Support/Google/Chrome*",
  "Library/Application Support/Firefox",
  "Library/Application Support/Chromium",
  "Library/Application Support/BraveSoftware",
  "Library/Application Support/Microsoft Edge*",
  "Library/Application Support/Vivaldi",
  "Library/Application Support/Arc",
  "Library/Safari",
  ".config/google-chrome*",
  ".config/chromium",
  ".config/BraveSoftware",
  ".config/microsoft-edge*",
  ".config/vivaldi",
  ".config/mozilla",
  ".mozilla",
  "snap/firefox",
  "snap/chromium",
  ".var/app/org.mozilla.firefox",
  ".var/app/com.google.Chrome",
  ".var/app/org.chromium.Chromium",
  "AppData/Local/Google/Chrome*",
  "AppData/Roaming/Mozilla",
  ".aws",
  ".config/gcloud",
  ".azure",
  ".kube",
  ".docker",
  ".npmrc",
  ".pypirc",
].map((path) => ({ path, denied: path.toLowerCase().split("/") }));

/** The first names of the denied places, in lower case. */
export const deniedStarts: ReadonlySet<string | undefined> = new Set(deniedPlaces.map(({ denied }) => denied[0]));

function matches(segment: PathSegment | undefined, denied: string | undefined): boolean {
  if (segment === undefined || denied === undefined) return false;
  if (denied.endsWith("*") && !segment.pattern) return segment.name.toLowerCase().startsWith(denied.slice(0, -1));
  return canBeNamed(segment, denied, false);
}
