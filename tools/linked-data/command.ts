import { contexts, familyMappings } from "../generated/contexts.ts";
import { linesOf } from "../json/lines.ts";
import { locate } from "../json/locate.ts";
import { readJson } from "../json/read.ts";
import { spellingIn } from "../json/spelling.ts";
import { member } from "../json/value.ts";
import { recognise } from "../schema/catalog.ts";
import { explain } from "../schema/explain.ts";
import { unrecognised } from "../schema/unrecognised.ts";
import { canonicalNQuads, digestOfNQuads, LinkedDataError, linkDocument } from "./convert.ts";
import { roundedNumber, type RoundedNumber } from "./rounded_number.ts";

/**
 * What `wsc linked-data` can print: JSON-LD expanded or compacted, canonical N-Quads (RDFC-1.0), or the SHA-256 of these as `sha256:` and 64
 * hexadecimal digits.
 */
export const linkedDataForms = ["expanded", "compacted", "nquads", "digest"] as const;
export type LinkedDataForm = (typeof linkedDataForms)[number];

/** Why a document has no linked data. */
export interface LinkedDataProblem {
  /** The rule that it breaks; `linked-data/unfaithful` where it breaks none but cannot be written as linked data without loss. */
  readonly ruleId: string;
  /** RFC 6901; "" where the fault is nowhere in particular. */
  readonly pointer: string;
  /** Where it stands, both from 1; columns are UTF-16 code units. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type LinkedDataResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problems: readonly LinkedDataProblem[] };

/**
 * A document as linked data. The document must be well-formed JSON and valid by its family's schema; whether it follows the other rules does
 * not matter, for what it says is the same. The text ends with a newline. Needs no network and never throws for what a document holds.
 */
export async function linkedData(bytes: Uint8Array, { form }: { readonly form: LinkedDataForm }): Promise<LinkedDataResult> {
  const { text, value, problems } = readJson(bytes);
  if (value === undefined || problems.length > 0) return refused(problems, text);
  const recognised = recognise(value);
  if (recognised === undefined) return refused([unrecognised(value)], text);
  const spelling = spellingIn(text);
  const defects = explain(value, recognised, spelling);
  const mapping = familyMappings.get(recognised.family.name);
  if (defects.length > 0) {
    const ownContext = member(value, "@context") !== undefined && defects.some(({ pointer }) => pointer === "/@context");
    return refused([...(ownContext ? [ownContextProblem(mapping?.context)] : []), ...defects.filter(({ pointer }) => !ownContext || pointer !== "/@context")], text);
  }
  if (mapping === undefined) {
    return unfaithful(`Documents of the family "${recognised.family.name}" have no meaning as linked data: the catalog names no context for them.`, "", text);
  }
  const rounded = roundedNumber(value, spelling);
  if (rounded !== undefined) return unfaithful(roundedMessage(rounded), rounded.pointer, text);
  try {
    const linked = await linkDocument(value, { ...mapping, known: contexts });
    if (form === "expanded" || form === "compacted") return { ok: true, text: `${JSON.stringify(linked[form], null, 2)}\n` };
    const nquads = await canonicalNQuads(linked);
    return { ok: true, text: form === "nquads" ? nquads : `${digestOfNQuads(nquads)}\n` };
  } catch (error) {
    if (!(error instanceof LinkedDataError)) throw error;
    return unfaithful(error.message, error.pointer ?? "", text);
  }
}

/** A problem and, where the reader of JSON found it, its offset. */
interface Found extends Pick<LinkedDataProblem, "ruleId" | "pointer" | "message"> {
  readonly start?: number;
  readonly atKey?: boolean;
}

function refused(found: readonly Found[], text: string): LinkedDataResult {
  const locations = locate(text, found.flatMap(({ start, pointer }) => (start === undefined ? [pointer] : [])));
  const offsetOf = ({ start, pointer, atKey }: Found): number => {
    const location = locations.get(pointer);
    return start ?? (atKey === true ? location?.key : location)?.start ?? 0;
  };
  const lines = linesOf(text, found.map(offsetOf));
  const problems = found.map((problem) => {
    const { ruleId, pointer, message } = problem;
    const offset = offsetOf(problem);
    const { line, start } = lines.get(offset) ?? { line: 1, start: 0 };
    return { ruleId, pointer, line, column: offset - start + 1, message };
  });
  return { ok: false, problems };
}

function unfaithful(message: string, pointer: string, text: string): LinkedDataResult {
  return refused([{ ruleId: "linked-data/unfaithful", pointer, message }], text);
}

function roundedMessage({ read }: RoundedNumber): string {
  const seen = Number.isFinite(read) ? `is read as ${String(read)}` : "is too large to be read";
  return `The number that is written here ${seen}, so a digest could not see the difference. Write one that is read as it is written, or its digits as a string.`;
}

function ownContextProblem(context: string | undefined): Found {
  const applied = context === undefined ? "" : ` The context <${context}> is applied to it without being named.`;
  return {
    ruleId: "schema/additionalProperties",
    pointer: "/@context",
    atKey: true,
    message: `The document brings a context of its own, which could change what its words mean.${applied} Remove the member "@context".`,
  };
}
