/**
 * Brace expansion (`{a,b}`, `{1..9..2}`, `{a..e}`) of a word's raw text, which happens before any other expansion: the results are raw texts.
 * Undefined when there would be more than `limit` of them.
 */
export function expandBraces(raw: string, limit: number): string[] | undefined {
  const scan: Scan = { raw, limit, pairs: pairBraces(raw), position: 0, depth: 0, failed: false };
  const results = sequence(scan, raw.length, "");
  return scan.failed ? undefined : results;
}

interface Scan {
  readonly raw: string;
  readonly limit: number;
  readonly pairs: ReadonlyMap<number, Pair>;
  position: number;
  depth: number;
  failed: boolean;
}

const MAXIMUM_DEPTH = 32;

/** Reads up to the end, or to one of the stop characters (which stays unread), and gives every text it may become. */
function sequence(scan: Scan, end: number, stop: string): string[] {
  let results = [""];
  const append = (texts: readonly string[]): void => {
    if (results.length * texts.length > scan.limit) scan.failed = true;
    else results = results.flatMap((before) => texts.map((after) => before + after));
  };
  while (scan.position < end && !scan.failed) {
    const character = scan.raw.charAt(scan.position);
    if (character === stop) break;
    if (character === "{") {
      append(brace(scan));
      continue;
    }
    const next = skipQuoted(scan.raw, scan.position);
    append([scan.raw.slice(scan.position, next)]);
    scan.position = next;
  }
  return results;
}

/** At a `{`: the alternatives when it is a brace expansion, else its text. */
function brace(scan: Scan): string[] {
  const start = scan.position;
  const pair = scan.pairs.get(start);
  scan.position = start + 1;
  if (pair === undefined) return ["{"];
  scan.depth++;
  if (scan.depth > MAXIMUM_DEPTH) scan.failed = true;
  let results = pair.comma ? alternatives(scan, pair.end) : range(scan.raw.slice(start + 1, pair.end), scan);
  results ??= sequence(scan, pair.end, "").map((inner) => `{${inner}}`);
  scan.depth--;
  scan.position = pair.end + 1;
  return results;
}

function alternatives(scan: Scan, end: number): string[] {
  const results: string[] = [];
  while (!scan.failed) {
    results.push(...sequence(scan, end, ","));
    if (results.length > scan.limit) scan.failed = true;
    if (scan.position >= end) break;
    scan.position++;
  }
  return results;
}

interface Pair {
  readonly end: number;
  /** Whether a comma stands between the braces on their own level. */
  comma: boolean;
}

function pairBraces(raw: string): Map<number, Pair> {
  const pairs = new Map<number, Pair>();
  const open: { start: number; comma: boolean }[] = [];
  let position = 0;
  while (position < raw.length) {
    const character = raw.charAt(position);
    const innermost = open[open.length - 1];
    if (character === "{") open.push({ start: position, comma: false });
    else if (character === "," && innermost !== undefined) innermost.comma = true;
    else if (character === "}" && innermost !== undefined) {
      open.pop();
      pairs.set(innermost.start, { end: position, comma: innermost.comma });
    }
    position = skipQuoted(raw, position);
  }
  return pairs;
}

function range(body: string, scan: Scan): string[] | undefined {
  const parts = /^([+-]?\d{1,15}|[A-Za-z])\.\.([+-]?\d{1,15}|[A-Za-z])(?:\.\.([+-]?\d{1,15}))?$/.exec(body);
  if (parts === null) return undefined;
  const [, from = "", to = "", by] = parts;
  const letters = /^[A-Za-z]$/.test(from);
  if (letters !== /^[A-Za-z]$/.test(to)) return undefined;
  const first = letters ? from.charCodeAt(0) : Number(from);
  const last = letters ? to.charCodeAt(0) : Number(to);
  const step = Math.max(1, Math.abs(Number(by ?? 1)));
  const count = Math.floor(Math.abs(last - first) / step) + 1;
  if (count > scan.limit) {
    scan.failed = true;
    return [];
  }
  const width = [from, to].some((text) => /^[+-]?0\d/.test(text)) ? Math.max(from.length, to.length) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = first + (last >= first ? step : -step) * index;
    if (letters) return escapeUnlessLetter(String.fromCharCode(value));
    return value < 0 ? `-${String(-value).padStart(width - 1, "0")}` : String(value).padStart(width, "0");
  });
}

/** `{Z..a}` runs over punctuation that would mean something in a raw word. */
function escapeUnlessLetter(character: string): string {
  return /[A-Za-z]/.test(character) ? character : `\\${character}`;
}

/** The end of the quoted or expanded run at `position`, or of the single character there. */
function skipQuoted(raw: string, position: number): number {
  const character = raw.charAt(position);
  if (character === "\\") return Math.min(position + 2, raw.length);
  if (character === "'") return closeAfter(raw, raw.indexOf("'", position + 1));
  if (character === "`") return skipTo(raw, position + 1, "`");
  if (character === '"') return skipTo(raw, position + 1, '"');
  if (character === "$") {
    const next = raw.charAt(position + 1);
    if (next === "'") return skipTo(raw, position + 2, "'");
    if (next === "{") return skipNested(raw, position + 1, "{", "}");
    if (next === "(") return skipNested(raw, position + 1, "(", ")");
  }
  if ((character === "<" || character === ">") && raw.charAt(position + 1) === "(") return skipNested(raw, position + 1, "(", ")");
  return position + 1;
}

function closeAfter(raw: string, index: number): number {
  return index < 0 ? raw.length : index + 1;
}

function skipTo(raw: string, from: number, close: string): number {
  let position = from;
  while (position < raw.length) {
    const character = raw.charAt(position);
    if (character === "\\") position += 2;
    else if (character === close) return position + 1;
    else if (close === '"' && character === "$" && raw.charAt(position + 1) === "(") position = skipNested(raw, position + 1, "(", ")");
    else position++;
  }
  return raw.length;
}

function skipNested(raw: string, from: number, open: string, close: string): number {
  let depth = 0;
  let position = from;
  while (position < raw.length) {
    const character = raw.charAt(position);
    if (character === "\\") position += 2;
    else if (character === "'") position = closeAfter(raw, raw.indexOf("'", position + 1));
    else if (character === '"') position = skipFlat(raw, position + 1);
    else {
      if (character === open) depth++;
      else if (character === close) depth--;
      position++;
      if (depth === 0) return position;
    }
  }
  return raw.length;
}

/** The end of a double-quoted run inside an expansion; what is nested in it is of no interest to braces. */
function skipFlat(raw: string, from: number): number {
  let position = from;
  while (position < raw.length) {
    if (raw.charAt(position) === "\\") position += 2;
    else if (raw.charAt(position) === '"') return position + 1;
    else position++;
  }
  return raw.length;
}
