import { counted, special, type ArrayShape, type Facts, type FlagShape, type Grammar, type ObjectShape, type Refusal, type Table, type TextKind, type TextShape, type Turn } from "./grammar.ts";
import { uniqueNames } from "./unique_names.ts";
import { behindCharacter, escapeAt } from "./utf8.ts";

/** Judges a script that the tables do not accept: the facts that it states, or `refused`. */
export type JudgeScript = (text: string) => Facts;

/** Tells which of the roots accepts a document; undefined where none does, which says nothing of the document. */
export type Acceptor = (bytes: Uint8Array, judgeScript: JudgeScript) => number | undefined;

/** What is not accepted has no facts. */
export const refused: Facts = -1;

/**
 * Tells in one look over its bytes that a document is sound: strict JSON (RFC 8259) without a repeated name, valid by its schema, and nothing in it that
 * a rule has anything to say about.
 *
 * Texts are read by tables, a byte at a time, and nothing is made of what was read. So there is little for the engine to compile, which takes longer than
 * judging a thousand documents, and nothing for it to clear away.
 */
export function acceptorOf({ shapes, roots, texts, scripts, watched, watchStart, turns }: Grammar): Acceptor {
  const scopes = shapes.map(() => uniqueNames());
  let bytes: Uint8Array = new Uint8Array(0);
  let judgeScript: JudgeScript = () => refused;
  /** Where reading goes on. */
  let position = 0;
  // Of the text that was read last.
  let textStart = 0;
  let textEnd = 0;
  let textFacts: Facts = 0;
  /** How many times more often it states what is counted than that is watched for. */
  let balance = 0;
  /** The constructs that are open where it ends, and the point that each is at: three bits each, the innermost in the lowest. */
  let open = 0;
  let textKind = noKind;
  /** Behind the last escape, and the last character outside ASCII, of all that were read. */
  let escapeEnd = 0;
  let outsideEnd = 0;
  /** The root that accepted last: most documents of a run are of one version. */
  let usual = 0;

  function accept(given: Uint8Array, judge: JudgeScript): number | undefined {
    bytes = given;
    judgeScript = judge;
    for (let tried = 0; tried < roots.length; tried += 1) {
      const root = (usual + tried) % roots.length;
      position = escapeEnd = outsideEnd = 0;
      skipBlanks();
      if (readValue(roots[root] ?? 0) === refused) continue;
      skipBlanks();
      if (position !== bytes.length) continue;
      usual = root;
      return root;
    }
    return undefined;
  }

  /** Reads a value of the shape. */
  function readValue(number: number): Facts {
    const shape = shapes[number];
    switch (shape?.type) {
      case "text":
        return shape.isScript ? readScript(shape) : readKnownText(shape);
      case "object":
        return readObject(shape, number);
      case "array":
        return readArray(shape, number);
      case "flag":
        return readFlag(shape);
      case undefined:
        return refused;
    }
  }

  function readObject({ names, members, required, refused: refusals, keep, compares }: ObjectShape, number: number): Facts {
    if (bytes[position] !== openingBrace) return refused;
    const scope = compares ? scopes[number] : undefined;
    scope?.clear();
    let seen = 0;
    let facts = 0;
    for (let sign = openAt(closingBrace); sign !== closingBrace; sign = nextSign()) {
      if (sign !== comma) return refused;
      const member = members[readText(texts, names, idle, 0) - 1];
      if (member === undefined || (seen & member.once) !== 0) return refused;
      if (scope !== undefined && (hasEscapes() || !scope.add(bytes, textStart, textEnd))) return refused;
      seen |= member.once;
      if (nextSign() !== colon) return refused;
      skipBlanks();
      const found = readValue(member.value);
      if (found === refused) return refused;
      facts |= found | member.facts;
    }
    return (seen & required) !== required || isRefused(refusals, facts) ? refused : facts & keep;
  }

  function readArray({ element, atLeastOne, keep, common }: ArrayShape, number: number): Facts {
    if (bytes[position] !== openingBracket) return refused;
    scopes[number]?.clear();
    const isOfTexts = shapes[element]?.type === "text";
    let seen = 0;
    let facts = 0;
    let shared = common;
    let isEmpty = true;
    for (let sign = openAt(closingBracket); sign !== closingBracket; sign = nextSign()) {
      if (sign !== comma) return refused;
      const found = readValue(element);
      if (found === refused || (isOfTexts && (seen & textKind.once) !== 0)) return refused;
      if (isOfTexts) seen |= textKind.once;
      facts |= found;
      shared &= found;
      isEmpty = false;
    }
    if (isEmpty) return atLeastOne ? refused : 0;
    return (facts & keep) | shared;
  }

  /** Goes behind the sign that opens a list of members or elements: the sign that closes it, when it is empty, or a comma, as before each that follows. */
  function openAt(closing: number): number {
    position += 1;
    skipBlanks();
    if (bytes[position] !== closing) return comma;
    position += 1;
    return closing;
  }

  /** Goes behind the next sign. */
  function nextSign(): number {
    skipBlanks();
    const sign = bytes[position] ?? 0;
    position += 1;
    if (sign === comma) skipBlanks();
    return sign;
  }

  function skipBlanks(): void {
    let at = position;
    for (;;) {
      const byte = bytes[at];
      if (byte !== space && byte !== lineFeed && byte !== carriageReturn && byte !== tab) break;
      at += 1;
    }
    position = at;
  }

  function readFlag({ whenTrue, whenFalse }: FlagShape): Facts {
    if (isNext(trueWord)) return whenTrue;
    return isNext(falseWord) ? whenFalse : refused;
  }

  function isNext(word: readonly number[]): boolean {
    for (let index = 0; index < word.length; index += 1) if (bytes[position + index] !== word[index]) return false;
    position += word.length;
    return true;
  }

  function readKnownText({ start, kinds, longest, uniqueIn, keep }: TextShape): Facts {
    const kind = kinds[readText(texts, start, idle, 0) - 1];
    if (kind === undefined || textEnd - textStart > longest) return refused;
    if (uniqueIn !== -1 && (hasEscapes() || scopes[uniqueIn]?.add(bytes, textStart, textEnd) !== true)) return refused;
    textKind = kind;
    return (textFacts & keep) | kind.facts;
  }

  function readScript({ start, longest, refused: refusals, keep }: TextShape): Facts {
    const kind = readText(scripts, start, watched, watchStart);
    if (kind === malformed) return refused;
    if (kind === 0 || textEnd - textStart > longest || balance !== 0 || open !== 0 || isRefused(refusals, textFacts)) return judgeScript(readString());
    return textFacts & keep;
  }

  /** The text that was read last. */
  function readString(): string {
    const written = Buffer.from(bytes.buffer, bytes.byteOffset + textStart, textEnd - textStart).toString(outsideEnd > textStart ? "utf8" : "latin1");
    return hasEscapes() ? String(JSON.parse(`"${written}"`)) : written;
  }

  function hasEscapes(): boolean {
    return escapeEnd > textStart;
  }

  /**
   * Reads the text that begins here, and goes behind it: its kind, or 0 for one that is refused. Two tables are followed at once, which takes no longer
   * than one: each step of a table waits for the one before.
   */
  function readText(table: Table, start: number, beside: Table, startBeside: number): number {
    const { bytes: columns, shift, next, firstStating } = table;
    const { bytes: columnsBeside, shift: shiftBeside, next: nextBeside, firstStating: firstBeside } = beside;
    const read = bytes;
    const { length } = read;
    let at = position + 1;
    let state = start;
    let stateBeside = startBeside;
    let facts = 0;
    let times = 0;
    open = 0;
    textStart = at;
    if (read[position] !== quote) return malformed;
    for (;;) {
      if (at >= length) return malformed;
      const byte = read[at] ?? 0;
      let column = columns[byte] ?? 0;
      let columnBeside = columnsBeside[byte] ?? 0;
      at += 1;
      if (column === special) {
        if (byte === quote) break;
        const character = characterAt(at - 1);
        if (character < 0) return malformed;
        at = position;
        column = table.characters[character] ?? 0;
        columnBeside = beside.characters[character] ?? 0;
      }
      state = next[(state << shift) + column] ?? 0;
      stateBeside = nextBeside[(stateBeside << shiftBeside) + columnBeside] ?? 0;
      if (state >= firstStating || stateBeside >= firstBeside) {
        const statement = table.stated[state] ?? 0;
        const statementBeside = beside.stated[stateBeside] ?? 0;
        facts |= statement | statementBeside;
        times += (statement & counted) - (statementBeside & counted);
        if (table.turns[state] !== 0) open = turned(open, turns[(table.turns[state] ?? 0) - 1]);
      }
    }
    position = at;
    textEnd = at - 1;
    const last = table.standing[state] ?? 0;
    const lastBeside = beside.standing[stateBeside] ?? 0;
    textFacts = facts | last | lastBeside;
    balance = times + (last & counted) - (lastBeside & counted);
    if (table.lastTurns[state] !== 0) open = turned(open, turns[(table.lastTurns[state] ?? 0) - 1]);
    return table.kinds[state] ?? 0;
  }

  /** The character at `at` that is written in a special way, U+0080 for any outside ASCII; -1 where nothing is. `position` is behind it then. */
  function characterAt(at: number): number {
    if (bytes[at] !== backslash) {
      position = outsideEnd = behindCharacter(bytes, at);
      return position === 0 ? -1 : outsideAscii;
    }
    position = escapeEnd = at + (bytes[at + 1] === letterU ? lengthOfHexadecimal : lengthOfEscape);
    return Math.min(escapeAt(bytes, at + 1), outsideAscii);
  }

  return accept;
}

/** What is open after a turn; `broken` where it is none that may be taken there, or leads too deep. */
function turned(open: number, turn: Turn | undefined): number {
  if (open === broken || turn === undefined) return broken;
  const { from, to } = turn;
  if (from === 0) return open >= deepest ? broken : (open << bitsOfPoint) | to;
  if (((from >> (open & pointMask)) & 1) === 0) return broken;
  return to === 0 ? open >> bitsOfPoint : (open & ~pointMask) | to;
}

function isRefused(refusals: readonly Refusal[], facts: Facts): boolean {
  for (const { of, when } of refusals) if ((facts & of) === when) return true;
  return false;
}

const outsideAscii = 0x80;
const bitsOfPoint = 3;
const pointMask = 7;
/** So much is open in nine constructs. */
const deepest = 1 << (8 * bitsOfPoint);
const broken = -1;
/** Watches for nothing. */
const idle: Table = { bytes: new Uint8Array(256), characters: new Uint8Array(outsideAscii + 1), shift: 0, next: new Uint16Array(1), firstStating: 1, stated: new Uint32Array(1), standing: new Uint32Array(1), kinds: new Uint8Array(1), turns: new Uint8Array(1), lastTurns: new Uint8Array(1) };
/** The kind of what is no text. */
const malformed = -1;
const noKind: TextKind = { once: 0, facts: 0 };

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openingBracket = 0x5b;
const backslash = 0x5c;
const closingBracket = 0x5d;
const letterU = 0x75;
const openingBrace = 0x7b;
const closingBrace = 0x7d;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const lengthOfEscape = 2;
/** With `u` and four digits. */
const lengthOfHexadecimal = 6;
const trueWord = [0x74, 0x72, 0x75, 0x65];
const falseWord = [0x66, 0x61, 0x6c, 0x73, 0x65];
