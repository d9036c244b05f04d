/**
 * What keeps `text` from being an OCI image reference that is pinned by a SHA-256 digest, as a phrase ("its digest is ..."); undefined
 * when nothing does. The grammar is that of the distribution project's `reference` package: `[domain[:port]/]path[:tag]@digest`.
 */
export function pinningProblem(text: string): string | undefined {
  if (text.length <= longestName && usual.test(text)) return undefined;
  const at = text.indexOf("@");
  if (at === -1) return "it has no digest";
  return referenceProblem(text.slice(0, at)) ?? digestProblem(text.slice(at + 1));
}

/** Whether `text` is a well-formed reference whose digest is still to be filled in. */
export function isPlaceholderReference(text: string): boolean {
  return text.endsWith(placeholder) && referenceProblem(text.slice(0, -placeholder.length)) === undefined;
}

/** The references that nearly all images have; the rest of the grammar is taken apart below, to say what is wrong. */
const usual = /^[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[0-9]+(?=\/)|_[a-z0-9]+(?:[._-][a-z0-9]+)*)?(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}$/;

const placeholder = "@sha256:REPLACE_WITH_DIGEST";

const longestName = 255;

function referenceProblem(text: string): string | undefined {
  const blank = /\s/.exec(text);
  if (blank !== null) return "it contains a blank";
  if (text.includes("://")) return "it begins with a scheme, which no reference has";
  const slash = text.lastIndexOf("/");
  const colon = text.indexOf(":", slash + 1);
  const tag = colon === -1 ? undefined : text.slice(colon + 1);
  const name = colon === -1 ? text : text.slice(0, colon);
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) return "its tag is malformed";
  if (name === "") return "it names no image";
  if (name.length > longestName) return `its name is longer than ${longestName} characters`;
  const components = name.split("/");
  const [first = "", ...rest] = components;
  const path = rest.length > 0 && isDomain(first) ? rest : components;
  if (path.every(isPathComponent)) return undefined;
  return path.some((component) => /[A-Z]/.test(component)) ? "its name has uppercase letters" : "its name is malformed";
}

function digestProblem(text: string): string | undefined {
  const [algorithm, ...rest] = text.split(":");
  const digest = rest.join(":");
  if (algorithm !== "sha256") return "its digest is not a sha256 digest";
  if (digest.length === 65 && /^[0-9a-f]{64}[\r\n]/.test(digest)) return "a line break follows its digest";
  if (digest.length !== 64) return `its digest has ${digest.length} characters, not 64`;
  if (/^[0-9a-f]+$/.test(digest)) return undefined;
  return /^[0-9a-fA-F]+$/.test(digest) ? "its digest has uppercase letters" : "its digest has characters that are not hexadecimal";
}

function isDomain(text: string): boolean {
  return /^(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*|\[[0-9a-fA-F:.]+\])(?::[0-9]+)?$/.test(text) && !/(?:^|\.)-|-(?:\.|:|$)/.test(text);
}

function isPathComponent(text: string): boolean {
  return /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/.test(text);
}
