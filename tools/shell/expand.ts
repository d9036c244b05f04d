import type { ArithmeticExpression, CommandExpansionPart, ParsedScript, ProcessSubstitutionPart, Word, WordPart } from "unbash";
import type { Value } from "./model.ts";
import { evaluateArithmetic, type ArithmeticExpander } from "./arithmetic.ts";
import { expandBraces } from "./braces.ts";
import { restore } from "./embed.ts";
import { readFile } from "./files.ts";
import { isolated } from "./isolation.ts";
import { assignValues, charge, enter, placeOf, STDIN, type Machine } from "./machine.ts";
import { parameterPieces, quotedPiece, simplePieces, textPieces, type OperandExpander } from "./parameter.ts";
import { parseScript, parseWord } from "./parse.ts";
import { markPatterns, mergeAlternatives, type Field, type Piece, type Shape } from "./split.ts";
import { concatenate, distinct, knownText, knownTexts, mapValues, ONLY_EMPTY, product, textValue, union, unknownNumber, unknownValue, unknownValues, type Values } from "./value.ts";
import { tildeList, tildeSegment, unescape } from "./tilde.ts";

/** How a word is expanded in the place where it stands. */
export interface Mode {
  /** Whether unquoted expansions are split into fields. */
  readonly split: boolean;
  /** Whether unquoted `*`, `?` and `[...]` are patterns: of file names, or (`pattern`) of texts, where expansions hold them too. */
  readonly globs: "none" | "files" | "pattern";
  /** Where `~` counts: at the start, and in an assignment also after each `:`. */
  readonly tilde: "none" | "start" | "assignment" | "element";
  /** Whether unquoted text is split as what an expansion gives is: it stands in an expansion, as in `${X:+a b}`. */
  readonly isOperand?: true;
  /** Whether the elements of a list stay fields where nothing is split: in an operand between quotes, as in `"${X+$@}"`. */
  readonly keepsFields?: true;
}

const ARGUMENT: Mode = { split: true, globs: "files", tilde: "start" };
export const ASSIGNMENT: Mode = { split: false, globs: "none", tilde: "assignment" };
/** `[key]=value` between the parentheses of an array. */
export const ELEMENT: Mode = { split: false, globs: "none", tilde: "element" };
export const TARGET: Mode = { split: false, globs: "files", tilde: "start" };
export const TEXT: Mode = { split: false, globs: "none", tilde: "start" };
const PATTERN: Mode = { split: false, globs: "pattern", tilde: "start" };
const QUOTED: Mode = { split: false, globs: "none", tilde: "none" };
const QUOTED_OPERAND: Mode = { ...QUOTED, keepsFields: true };

const MAXIMUM_SHAPES = 8;
const MAXIMUM_BRACES = 64;
const TOO_MANY_WORDS = "it expands in too many ways to follow";

/** The fields that a word of a command line becomes: each alternative is one list of fields. */
export function expandFields(machine: Machine, word: Word): readonly (readonly Field[])[] {
  const plain = plainValue(machine, word);
  if (plain !== undefined) return [[{ values: [plain], splits: false }]];
  if (word.parts?.some((part) => part.type === "BraceExpansion") === true) return expandBraceWord(machine, word);
  return finish(expandShapes(machine, word, ARGUMENT));
}

/** The values of a word that is not split. */
export function expandValues(machine: Machine, word: Word, mode: Mode): Values {
  const plain = mode.tilde === "assignment" || mode.tilde === "element" || mode.globs === "pattern" ? undefined : plainValue(machine, word);
  if (plain !== undefined) return [plain];
  return joinFields(expandShapes(machine, word, mode));
}

export function expandPattern(machine: Machine, word: Word): Values {
  return expandValues(machine, word, PATTERN);
}

/** The text of a heredoc or of another double-quoted place. */
export function expandQuoted(machine: Machine, parts: readonly WordPart[]): Values {
  let shapes: readonly Shape[] = START;
  for (const part of parts) shapes = appendPieces(machine, shapes, partPieces(machine, part, QUOTED, true));
  return joinFields(shapes);
}

/** A word without quotes, escapes or expansions, which is nearly every word. */
function plainValue(machine: Machine, word: Word): Value | undefined {
  const { text } = word;
  if (machine.frame.embedded.length > 0 || text.charCodeAt(0) === TILDE || text.includes("=~") || text.includes(":~") || word.parts !== undefined) return undefined;
  return textValue(text.includes("\\") ? word.value : text);
}

const TILDE = 126;

function finish(shapes: readonly Shape[]): readonly (readonly Field[])[] {
  return mergeAlternatives(shapes.map((shape) => (shape.current === undefined ? shape.done : [...shape.done, shape.current])));
}

function joinFields(shapes: readonly Shape[]): Values {
  let values: Values = [];
  for (const fields of finish(shapes)) {
    values = union(values, fields.reduce<Values>((all, field, index) => (index === 0 ? field.values : product(product(all, [textValue(" ")]), field.values)), ONLY_EMPTY));
  }
  return values;
}

const START: readonly Shape[] = [{ done: [], current: undefined }];

function expandBraceWord(machine: Machine, word: Word): readonly (readonly Field[])[] {
  charge(machine, word.text.length);
  const raws = expandBraces(word.text, MAXIMUM_BRACES);
  const frame = machine.frame;
  let alternatives: readonly (readonly Field[])[] = [[]];
  for (const raw of raws ?? [word.text]) {
    const parsed = raw === "" ? undefined : parseWord(raw);
    if (parsed === undefined) continue;
    charge(machine, raw.length);
    // The word stands in a text of its own now, so its offsets are those of the whole word.
    machine.frame = { ...frame, place: placeOf(machine, word) };
    const expanded = finish(expandShapes(machine, parsed, ARGUMENT));
    machine.frame = frame;
    const combined = alternatives.flatMap((before) => expanded.map((after) => [...before, ...after]));
    alternatives = combined.length > MAXIMUM_SHAPES ? [[{ values: unknownValues(TOO_MANY_WORDS), splits: true }]] : combined;
  }
  return raws === undefined ? [[{ values: unknownValues("its braces expand to too many words to follow"), splits: true }]] : alternatives;
}

function expandShapes(machine: Machine, word: Word, mode: Mode): readonly Shape[] {
  charge(machine, 2);
  const { parts } = word;
  if (parts === undefined) return appendLiteral(machine, START, word, mode, true, true);
  let shapes = START;
  for (const [index, part] of parts.entries()) {
    if (part.type === "Literal") shapes = appendLiteral(machine, shapes, part, mode, index === 0, index === parts.length - 1);
    else shapes = appendPieces(machine, shapes, partPieces(machine, part, mode, false));
  }
  return shapes;
}

function appendLiteral(machine: Machine, shapes: readonly Shape[], { text, value }: { readonly text: string; readonly value: string }, mode: Mode, first: boolean, last: boolean): readonly Shape[] {
  if (mode.isOperand !== true) return appendPieces(machine, shapes, [literalPiece(machine, text, value, mode, first, last)]);
  let appended = shapes;
  for (const { 0: run, index } of text.matchAll(OPERAND_RUN)) {
    const isTilde = first && index === 0 && run.startsWith("~");
    const isLast = last || run.length < text.length;
    const values = isTilde ? tildeSegment(machine, run, isLast) : [restore(unescape(run), machine.frame.embedded)];
    appended = appendPieces(machine, appended, run.startsWith("\\") ? [quotedPiece(values)] : textPieces(machine, values, false));
  }
  return appended;
}

/** What is escaped, a name with a tilde, or other text. */
const OPERAND_RUN = /\\[\s\S]|^~[^\s\\]*|[^\\]+/g;

/** Puts each piece behind each shape; too many of them become one field that is not known. */
function appendPieces(machine: Machine, shapes: readonly Shape[], pieces: readonly Piece[]): readonly Shape[] {
  const shape = shapes[0];
  const piece = pieces[0];
  if (shapes.length === 1 && pieces.length === 1 && shape !== undefined && piece !== undefined) return [appendPiece(machine, shape, piece)];
  if (shapes.length * pieces.length > MAXIMUM_SHAPES) return [{ done: [], current: { values: unknownValues(TOO_MANY_WORDS), splits: true } }];
  return shapes.flatMap((before) => pieces.map((after) => appendPiece(machine, before, after)));
}

function appendPiece(machine: Machine, shape: Shape, piece: Piece): Shape {
  let { current } = shape;
  const [first, ...others] = piece.fields;
  if (first === undefined && !piece.breakBefore && !piece.breakAfter) return shape;
  const done = [...shape.done];
  let { isApart } = shape;
  if (piece.breakBefore || (first === undefined && piece.breakAfter)) {
    if (current !== undefined) done.push(current);
    else if (done.length === 0) isApart = true;
    current = undefined;
  }
  if (first !== undefined) {
    if (current !== undefined) charge(machine, productCost(current.values, first.values));
    current = current === undefined ? first : joinedFields(current, first);
  }
  for (const field of others) {
    if (current !== undefined) done.push(current);
    current = field;
  }
  if (piece.breakAfter && current !== undefined) {
    done.push(current);
    current = undefined;
  }
  return { done, current, ...(isApart === true && { isApart }) };
}

/** Of a list of unknown length only the first element stands behind what precedes the list, and only the last before what follows it. */
function joinedFields(left: Field, right: Field): Field {
  let values = product(left.values, right.values);
  const inner = right.splits ? right.values.filter(isKnown) : [];
  if (inner.length > 0) values = union(union(values, left.values), inner);
  if (left.splits) values = union(values, left.values.filter(isKnown));
  return { values, splits: left.splits || right.splits };
}

function isKnown(value: Value): boolean {
  return value.every(({ kind }) => kind !== "unknown" && kind !== "glob");
}

/** Putting values behind values costs what they are many, and what they are long. */
function productCost(left: Values, right: Values): number {
  if (left.length === 1 && right.length === 1) return 0;
  let length = 0;
  for (const value of left) for (const fragment of value) if (fragment.kind === "text") length += fragment.text.length;
  return right.length * (left.length + (length >> 9));
}

/** Unquoted text: `raw` as written, `value` without its escapes. */
function literalPiece(machine: Machine, raw: string, value: string, mode: Mode, first: boolean, last: boolean): Piece {
  const values = literalValues(machine, raw, value, mode, first, last);
  const splits = mode.split && values.some((one) => one.some((fragment) => fragment.kind === "unknown"));
  return { fields: [{ values, splits }], breakBefore: false, breakAfter: false };
}

function literalValues(machine: Machine, raw: string, value: string, mode: Mode, first: boolean, last: boolean): Values {
  const { embedded } = machine.frame;
  if (mode.tilde === "none" || !raw.includes("~")) return [restore(value, embedded)];
  if (mode.tilde === "assignment") return tildeList(machine, raw, first, last);
  // An argument that looks like an assignment is expanded like one: `make PREFIX=~/x`.
  const assignment = first ? (mode.tilde === "element" ? /^\[[^\]]*\]=/ : mode.split ? /^[A-Za-z_]\w*\+?=/ : undefined)?.exec(raw)?.[0] : undefined;
  if (assignment !== undefined) return mapValues(tildeList(machine, raw.slice(assignment.length), true, last), (rest) => concatenate(textValue(assignment), rest));
  if (!first || !raw.startsWith("~")) return [restore(value, embedded)];
  return tildeSegment(machine, raw, last);
}

function partPieces(machine: Machine, part: WordPart, mode: Mode, quoted: boolean): Piece[] {
  const asQuoted = quoted || !mode.split;
  const { embedded } = machine.frame;
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return [quotedPiece([restore(part.value, embedded)])];
    case "DoubleQuoted":
    case "LocaleString":
      return quotedPieces(machine, part.parts, mode);
    case "Glob":
    case "ExtendedGlob": {
      const values = part.type === "Glob" && part.kind === "bracket" ? bracketValues(machine, part.parts) : globValues(machine, part);
      if (mode.globs === "none") return [quotedPiece(mapValues(values, (value) => value.map((fragment) => (fragment.kind === "glob" ? { kind: "text", text: fragment.text } : fragment))))];
      return [{ fields: [{ values, splits: mode.split }], breakBefore: false, breakAfter: false }];
    }
    case "BraceExpansion":
      return bracePieces(machine, part.parts, part.text, mode);
    case "SimpleExpansion":
      return marked(ofText(simplePieces(machine, part.text.slice(1), asQuoted), mode), mode, quoted);
    case "ParameterExpansion":
      return marked(ofText(parameterPieces(machine, part, asQuoted, operandExpander(machine, mode, quoted)), mode), mode, quoted);
    case "CommandExpansion":
      return marked(textPieces(machine, commandOutput(machine, part), asQuoted), mode, quoted);
    case "ArithmeticExpansion":
      return [quotedPiece(part.expression === undefined ? ONLY_EMPTY : arithmeticValues(machine, part.expression))];
    case "ProcessSubstitution":
      return [quotedPiece([processFile(machine, part)])];
  }
}

function globValues(machine: Machine, part: Extract<WordPart, { type: "Glob" | "ExtendedGlob" }>): Values {
  if (part.parts !== undefined) expandQuoted(machine, part.parts);
  return [[{ kind: "glob", text: part.type === "Glob" ? part.value : part.text }]];
}

/** `[...]`, which may hold expansions. */
function bracketValues(machine: Machine, parts: readonly WordPart[]): Values {
  return mapValues(expandQuoted(machine, parts), (value) => {
    const text = knownText(value);
    return text === undefined ? concatenate(concatenate([{ kind: "glob", text: "[" }], value), [{ kind: "glob", text: "]" }]) : [{ kind: "glob", text: `[${text}]` }];
  });
}

/** In a text a list of unknown length is one piece of it, with all that stands around it. */
function ofText(pieces: Piece[], mode: Mode): Piece[] {
  if (mode.split || mode.keepsFields === true || !pieces.some(({ fields }) => fields.some(({ splits }) => splits))) return pieces;
  return pieces.map((piece) => ({ ...piece, fields: piece.fields.map(({ values }) => ({ values, splits: false })) }));
}

/** In a pattern, what an unquoted expansion gives is a pattern too. */
function marked(pieces: Piece[], mode: Mode, quoted: boolean): Piece[] {
  if (mode.globs !== "pattern" || quoted) return pieces;
  return pieces.map((piece) => ({
    ...piece,
    fields: piece.fields.map((field) => ({ ...field, values: mapValues(field.values, (value) => value.flatMap((fragment) => (fragment.kind === "text" ? markPatterns(fragment.text) : [fragment]))) })),
  }));
}

function quotedPieces(machine: Machine, parts: readonly WordPart[], mode: Mode): Piece[] {
  const only = parts[0];
  if (only === undefined) return [quotedPiece(ONLY_EMPTY)];
  if (parts.length === 1) return partPieces(machine, only, mode, true);
  let shapes = START;
  for (const part of parts) shapes = appendPieces(machine, shapes, partPieces(machine, part, mode, true));
  return finish(shapes).map((fields) => ({ fields, breakBefore: false, breakAfter: false }));
}

/** Braces where they are not expanded: as they stand. */
function bracePieces(machine: Machine, parts: readonly WordPart[] | undefined, text: string, mode: Mode): Piece[] {
  if (parts === undefined) return [quotedPiece([restore(unescape(text), machine.frame.embedded)])];
  let shapes: readonly Shape[] = appendPieces(machine, START, [quotedPiece([textValue("{")])]);
  for (const part of parts) shapes = appendPieces(machine, shapes, part.type === "Literal" ? [quotedPiece([restore(part.value, machine.frame.embedded)])] : partPieces(machine, part, mode, false));
  shapes = appendPieces(machine, shapes, [quotedPiece([textValue("}")])]);
  return finish(shapes).map((fields) => ({ fields, breakBefore: false, breakAfter: false }));
}

function operandExpander(machine: Machine, mode: Mode, quoted: boolean): OperandExpander {
  const text = (word: Word): Values => (quoted ? quotedOperand(machine, word) : expandValues(machine, word, TEXT));
  return {
    shapes: (word) => {
      if (!mode.split || (quoted && word.parts === undefined)) return [{ done: [], current: { values: text(word), splits: false } }];
      if (quoted) return expandShapes(machine, word, QUOTED_OPERAND);
      return word.text === "" ? START : expandShapes(machine, word, { ...mode, isOperand: true });
    },
    values: text,
    replacement: (word) => expandValues(machine, word, TEXT),
    pattern: (word) => expandPattern(machine, word),
    number: (word) => textNumber(machine, word),
  };
}

/** Between double quotes `~` does not count, and the parser has already decoded what is quoted in the word. */
function quotedOperand(machine: Machine, word: Word): Values {
  return word.parts === undefined ? [restore(word.value, machine.frame.embedded)] : joinFields(expandShapes(machine, word, QUOTED));
}

/** A number in `${X:1:2}`. */
function textNumber(machine: Machine, word: Word): number | undefined {
  const values = expandValues(machine, word, QUOTED);
  const text = values.length === 1 && values[0] !== undefined ? knownText(values[0])?.trim() : undefined;
  if (text === undefined) return undefined;
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  charge(machine, text.length);
  const command = parseScript(`((${text}))`)?.commands[0]?.command;
  const numbers = command?.type === "ArithmeticCommand" && command.expression !== undefined ? knownTexts(arithmeticValues(machine, command.expression)) : undefined;
  return numbers?.length === 1 && /^-?\d{1,9}$/.test(numbers[0] ?? "") ? Number(numbers[0]) : undefined;
}

function commandOutput(machine: Machine, part: CommandExpansionPart): Values {
  const { script } = part;
  if (script === undefined) return ONLY_EMPTY;
  const output = runNested(machine, script, placeOf(machine, part));
  return distinct(output.map(withoutTrailingNewlines));
}

/** Runs the script of a substitution in a subshell and gives what it writes. */
function runNested(machine: Machine, script: ParsedScript, place: { readonly start: number; readonly end: number }): Values {
  enter(machine);
  const { frame } = machine;
  if (script.source !== undefined) machine.frame = { text: script.source, place, embedded: frame.embedded };
  const output = isolated(machine, true, () => {
    machine.run.statements(machine, script.commands);
  });
  machine.frame = frame;
  machine.depth--;
  return output;
}

function withoutTrailingNewlines(value: Value): Value {
  const last = value[value.length - 1];
  if (last?.kind !== "text" || !last.text.endsWith("\n")) return value;
  let end = last.text.length;
  while (last.text.charAt(end - 1) === "\n") end--;
  return concatenate(value.slice(0, -1), textValue(last.text.slice(0, end)));
}

function processFile(machine: Machine, part: ProcessSubstitutionPart): Value {
  const place = placeOf(machine, part);
  const value = unknownValue(`the file of \`${part.text.slice(0, 40)}\` at ${place.start} has no known name`);
  if (part.script === undefined) return value;
  if (part.operator === ">") {
    machine.readers.push({ script: part.script, file: value, frame: machine.frame, place });
    return value;
  }
  machine.substitutions.set(value[0], runNested(machine, part.script, place));
  return value;
}

/** Runs the process substitutions that read, from this one on: once the statement that they stand in has run, what it wrote to them is known. */
export function runReaders(machine: Machine, from: number): void {
  const { frame } = machine;
  for (const { script, file, frame: own, place } of machine.readers.splice(from)) {
    machine.frame = own;
    isolated(machine, false, () => {
      assignValues(machine, STDIN, readFile(machine, file) ?? unknownValues("what is written to it is not known"));
      runNested(machine, script, place);
    });
  }
  machine.frame = frame;
}

/** What an arithmetic expression gives, as text. */
export function arithmeticValues(machine: Machine, expression: ArithmeticExpression): Values {
  enter(machine);
  const number = evaluateArithmetic(machine, expression, arithmeticExpander(machine));
  machine.depth--;
  return number === undefined ? [unknownNumber("it is the result of a calculation")] : [textValue(String(number))];
}

function arithmeticExpander(machine: Machine): ArithmeticExpander {
  return {
    word: (word) => {
      if (word.parts !== undefined) return expandQuoted(machine, word.parts);
      if (!/[$`]/.test(word.value)) return [restore(word.value, machine.frame.embedded)];
      const parsed = parseWord(`"${word.value}"`);
      return parsed === undefined ? unknownValues("it is the result of a calculation") : expandValues(machine, parsed, QUOTED);
    },
    command: (expansion) => (expansion.script === undefined ? ONLY_EMPTY : distinct(runNested(machine, expansion.script, placeOf(machine, expansion)).map(withoutTrailingNewlines))),
  };
}
