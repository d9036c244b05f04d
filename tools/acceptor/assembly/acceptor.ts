/**
 * Tells in one look over its bytes that a document is sound: strict JSON (RFC 8259) without a repeated name, valid by its schema, and nothing in it that
 * a rule has anything to say about.
 *
 * This is AssemblyScript, which becomes WebAssembly: that is quick from its first document on, whereas JavaScript is quick only once the engine has
 * watched it run over some hundred. In memory there is first the grammar, then the document, then what is remembered of names.
 */
import { behindCharacter, escapeAt } from "./characters";
import { ArrayShape, Facts, FlagShape, Grammar, Member, ObjectShape, Refusal, Shape, ShapeType, Table, TextKind, TextShape, Turn } from "./image";
import { addName, clearScope, forgetNames } from "./names";

/** Judges a script that the tables do not accept, which stands between the addresses as the document writes it: the facts that it states, or `refused`. */
@external("host", "judgeScript")
declare function judgeScript(start: usize, end: usize): Facts;

/** What is not accepted has no facts. */
const refused: Facts = -1;
/** The fact that is counted as well: a script has to state it as often as it is watched for. */
const counted: Facts = 1;

let grammar: Grammar = changetype<Grammar>(0);
let limit: usize = 0;
/** Where reading goes on. */
let position: usize = 0;
// Of the text that was read last.
let textStart: usize = 0;
let textEnd: usize = 0;
let textFacts: Facts = 0;
/** How many times more often it states what is counted than that is watched for. */
let balance: i32 = 0;
/** The constructs that are open where it ends, and the point that each is at: three bits each, the innermost in the lowest. */
let open: i32 = 0;
let textKind: TextKind = changetype<TextKind>(0);
/** Behind the last escape of all that were read. */
let escapeEnd: usize = 0;
/** The root that accepted last: most documents of a run are of one version. */
let usual: i32 = 0;

/** Which of the roots of the grammar that begins at `address` accepts the document of so many bytes; -1 where none does, which says nothing of the document. */
export function accept(address: usize, length: usize): i32 {
  grammar = changetype<Grammar>(address);
  limit = grammar.document + length;
  // Whoever looks a few bytes beyond the end finds no part of a document.
  store<u64>(limit, 0);
  for (let tried = 0; tried < grammar.rootCount; tried += 1) {
    const root = (usual + tried) % grammar.rootCount;
    position = grammar.document;
    escapeEnd = 0;
    forgetNames(grammar.scopes, grammar.scopeCount, limit + 8);
    skipBlanks();
    if (readValue(changetype<Shape>(load<usize>(grammar.roots + root * sizeof<usize>()))) === refused) continue;
    skipBlanks();
    if (position !== limit) continue;
    usual = root;
    return root;
  }
  return -1;
}

/** Reads a value of the shape. */
function readValue(shape: Shape): Facts {
  switch (shape.type) {
    case ShapeType.text:
      return readText(changetype<TextShape>(shape));
    case ShapeType.object:
      return readObject(changetype<ObjectShape>(shape));
    case ShapeType.array:
      return readArray(changetype<ArrayShape>(shape));
    default:
      return readFlag(changetype<FlagShape>(shape));
  }
}

function readObject(shape: ObjectShape): Facts {
  if (load<u8>(position) !== openingBrace) return refused;
  const scope = shape.scope;
  if (scope !== null) clearScope(scope);
  let seen = 0;
  let facts = 0;
  for (let sign = openAt(closingBrace); sign !== closingBrace; sign = nextSign()) {
    if (sign !== comma) return refused;
    const kind = follow(grammar.texts, shape.names);
    if (kind <= 0) return refused;
    const member = changetype<Member>(shape.members + (kind - 1) * offsetof<Member>());
    if ((seen & member.once) !== 0) return refused;
    if (scope !== null && (hasEscapes() || !addName(scope, textStart, textEnd))) return refused;
    seen |= member.once;
    if (nextSign() !== colon) return refused;
    skipBlanks();
    const found = readValue(member.value);
    if (found === refused) return refused;
    facts |= found | member.facts;
  }
  return (seen & shape.required) !== shape.required || isRefused(shape.refused, shape.refusedCount, facts) ? refused : facts & shape.keep;
}

function readArray(shape: ArrayShape): Facts {
  if (load<u8>(position) !== openingBracket) return refused;
  const scope = shape.scope;
  if (scope !== null) clearScope(scope);
  const element = shape.element;
  const isOfTexts = element.type === ShapeType.text;
  let seen = 0;
  let facts = 0;
  let shared = shape.common;
  let isEmpty = true;
  for (let sign = openAt(closingBracket); sign !== closingBracket; sign = nextSign()) {
    if (sign !== comma) return refused;
    const found = readValue(element);
    if (found === refused) return refused;
    if (isOfTexts) {
      if ((seen & textKind.once) !== 0) return refused;
      seen |= textKind.once;
    }
    facts |= found;
    shared &= found;
    isEmpty = false;
  }
  if (isEmpty) return shape.atLeastOne !== 0 ? refused : 0;
  return (facts & shape.keep) | shared;
}

/** Goes behind the sign that opens a list of members or elements: the sign that closes it, when it is empty, or a comma, as before each that follows. */
function openAt(closing: u8): u8 {
  position += 1;
  skipBlanks();
  if (load<u8>(position) !== closing) return comma;
  position += 1;
  return closing;
}

/** Goes behind the next sign, and behind the blanks that follow a comma. */
function nextSign(): u8 {
  skipBlanks();
  const sign = load<u8>(position);
  position += 1;
  if (sign === comma) skipBlanks();
  return sign;
}

function skipBlanks(): void {
  let at = position;
  for (let byte = load<u8>(at); byte <= space; byte = load<u8>(at)) {
    if (byte !== space && byte !== lineFeed && byte !== carriageReturn && byte !== tab) break;
    at += 1;
    // Lines are indented by many blanks.
    while (load<u64>(at) === eightSpaces) at += 8;
  }
  position = at;
}

function readFlag(shape: FlagShape): Facts {
  const word = load<u32>(position);
  if (word === wordTrue) {
    position += 4;
    return shape.whenTrue;
  }
  if (word !== wordFals || load<u8>(position, 4) !== letterE) return refused;
  position += 5;
  return shape.whenFalse;
}

function readText(shape: TextShape): Facts {
  if (shape.isScript !== 0) return readScript(shape);
  const kind = follow(grammar.texts, shape.start);
  if (kind <= 0 || ((textEnd - textStart) as i32) > shape.longest) return refused;
  const scope = shape.uniqueIn;
  if (scope !== null && (hasEscapes() || !addName(scope, textStart, textEnd))) return refused;
  textKind = changetype<TextKind>(shape.kinds + (kind - 1) * offsetof<TextKind>());
  return textKind.facts;
}

/** Names and signs are watched for while the commands of a script are read. */
function readScript(shape: TextShape): Facts {
  const kind = followBoth(grammar.scripts, shape.start, grammar.watched, grammar.watchStart);
  if (kind < 0) return refused;
  const isHarmless = kind !== 0 && open === 0 && balance === 0 && ((textEnd - textStart) as i32) <= shape.longest && !isRefused(shape.refused, shape.refusedCount, textFacts);
  return isHarmless ? textFacts & shape.keep : judgeScript(textStart, textEnd);
}

function hasEscapes(): bool {
  return escapeEnd > textStart;
}

/** Follows the table through the text that begins here, and goes behind it: its kind, 0 for one that is refused, -1 where no text stands. */
function follow(table: Table, start: u32): i32 {
  if (load<u8>(position) !== quote) return -1;
  const columns = table.bytes;
  const next = table.next;
  const shift = table.shift;
  let at = position + 1;
  let state = start;
  textStart = at;
  for (;;) {
    const byte = load<u8>(at);
    let column: u32 = load<u8>(columns + byte);
    at += 1;
    if (column === special) {
      if (byte === quote) break;
      const character = characterAt(at - 1);
      if (character < 0) return -1;
      at = position;
      column = load<u8>(table.characters + character);
    }
    state = load<u16>(next + (((state << shift) + column) << 1));
  }
  position = at;
  textEnd = at - 1;
  return load<u8>(table.kinds + state);
}

/**
 * The same of a script, of which the states of either table may state something. Two tables at once take little longer than one, for each step of a table
 * waits for the one before. The loop stands here again, for other texts are most of a document and would pay for what only scripts need.
 */
function followBoth(table: Table, start: u32, beside: Table, startBeside: u32): i32 {
  if (load<u8>(position) !== quote) return -1;
  let at = position + 1;
  let state = start;
  let stateBeside = startBeside;
  textStart = at;
  textFacts = 0;
  balance = 0;
  open = 0;
  for (;;) {
    const byte = load<u8>(at);
    let column: u32 = load<u8>(table.bytes + byte);
    let columnBeside: u32 = load<u8>(beside.bytes + byte);
    at += 1;
    if (column === special) {
      if (byte === quote) break;
      const character = characterAt(at - 1);
      if (character < 0) return -1;
      at = position;
      column = load<u8>(table.characters + character);
      columnBeside = load<u8>(beside.characters + character);
    }
    state = load<u16>(table.next + (((state << table.shift) + column) << 1));
    stateBeside = load<u16>(beside.next + (((stateBeside << beside.shift) + columnBeside) << 1));
    if (state >= table.firstStating || stateBeside >= beside.firstStating) {
      note(load<i32>(table.stated + (state << 2)), load<i32>(beside.stated + (stateBeside << 2)), load<u8>(table.turns + state));
    }
  }
  position = at;
  textEnd = at - 1;
  note(load<i32>(table.standing + (state << 2)), load<i32>(beside.standing + (stateBeside << 2)), load<u8>(table.lastTurns + state));
  return load<u8>(table.kinds + state);
}

function note(facts: Facts, watched: Facts, turn: i32): void {
  textFacts |= facts | watched;
  balance += (facts & counted) - (watched & counted);
  if (turn !== 0) open = turned(changetype<Turn>(grammar.turns + (turn - 1) * offsetof<Turn>()));
}

/** What is open after a turn; `broken` where it is none that may be taken there, or leads too deep. */
function turned(turn: Turn): i32 {
  if (open === broken) return broken;
  if (turn.from === 0) return open >= deepest ? broken : (open << bitsOfPoint) | turn.to;
  if (((turn.from >> (open & pointMask)) & 1) === 0) return broken;
  return turn.to === 0 ? open >> bitsOfPoint : (open & ~pointMask) | turn.to;
}

/** The character at `at` that is written in a special way, U+0080 for any outside ASCII; -1 where nothing is. `position` is behind it then. */
function characterAt(at: usize): i32 {
  if (load<u8>(at) !== backslash) {
    position = behindCharacter(at);
    return position === 0 ? -1 : outsideAscii;
  }
  position = escapeEnd = at + (load<u8>(at, 1) === letterU ? lengthOfHexadecimal : lengthOfEscape);
  return min(escapeAt(at + 1), outsideAscii);
}

function isRefused(refusals: usize, count: i32, facts: Facts): bool {
  for (let index = 0; index < count; index += 1) {
    const refusal = changetype<Refusal>(refusals + index * offsetof<Refusal>());
    if ((facts & refusal.of) === refusal.when) return true;
  }
  return false;
}

/** The column of a byte that ends a text, begins an escape, belongs to a character outside ASCII, or is not allowed. */
const special: u32 = 0xff;
const outsideAscii: i32 = 0x80;
const bitsOfPoint: i32 = 3;
const pointMask: i32 = 7;
/** So much is open in nine constructs. */
const deepest: i32 = 1 << 24;
const broken: i32 = -1;

const tab: u8 = 0x09;
const lineFeed: u8 = 0x0a;
const carriageReturn: u8 = 0x0d;
const space: u8 = 0x20;
const quote: u8 = 0x22;
const comma: u8 = 0x2c;
const colon: u8 = 0x3a;
const openingBracket: u8 = 0x5b;
const backslash: u8 = 0x5c;
const closingBracket: u8 = 0x5d;
const letterE: u8 = 0x65;
const letterU: u8 = 0x75;
const openingBrace: u8 = 0x7b;
const closingBrace: u8 = 0x7d;
const lengthOfEscape: usize = 2;
/** With `u` and four digits. */
const lengthOfHexadecimal: usize = 6;
const eightSpaces: u64 = 0x2020202020202020;
/** `true`, and the beginning of `false`, as four bytes of which the first is the least. */
const wordTrue: u32 = 0x65757274;
const wordFals: u32 = 0x736c6166;
