import type { ParameterExpansionPart, ParameterOperation, Word } from "unbash";
import { elementOf, PLAIN_KEY, type Key } from "./elements.ts";
import { charge, type Machine } from "./machine.ts";
import { changeValues, type OperationExpander } from "./modify.ts";
import { DEFAULT_SEPARATORS, splitUnquoted, type Field, type Piece, type Shape } from "./split.ts";
import type { Value } from "./model.ts";
import { joinContents, listContent, type Content } from "./state.ts";
import { distinct, knownText, knownTexts, mapValues, ONLY_EMPTY, product, textValue, union, unknownValue, unknownValues, type Values } from "./value.ts";
import { assignVariable, contentValues, isAlwaysSet, mapContent, readArgument, readArguments, readVariable, separatorValues, specialParameter, targetName, variableCell, variableValues } from "./variables.ts";

/** How the words inside `${...}` are expanded; given by `expand`, which builds on this. */
export interface OperandExpander extends OperationExpander {
  readonly shapes: (word: Word) => readonly Shape[];
}

/** `$X`, `$1`, `$@`... */
export function simplePieces(machine: Machine, name: string, quoted: boolean): Piece[] {
  charge(machine, 1);
  if (name === "@" || name === "*") return listPieces(machine, name, readArguments(machine), quoted, name === "*");
  return textPieces(machine, scalarValues(machine, name), quoted);
}

/** `${...}`, with everything that may stand between the braces. */
export function parameterPieces(machine: Machine, part: ParameterExpansionPart, quoted: boolean, operands: OperandExpander): Piece[] {
  charge(machine, 2);
  const { operation, prefix } = part;
  let name = part.parameter;
  if (operation?.type === "Names") return listPieces(machine, name, [{ kind: "many", values: unknownValues("which variables there are is not known") }], quoted, operation.operator === "*");
  const index = part.index === undefined ? undefined : indexOf(operands.values(part.index));
  const whole = index?.key === "@" || index?.key === "*" || name === "@" || name === "*";
  if (prefix === "#") return textPieces(machine, lengths(machine, part, index, whole), quoted);
  if (prefix === "!") {
    if (whole) return listPieces(machine, name, keyContents(machine, name), quoted, index?.key === "*");
    const names = knownTexts(scalarValues(machine, name));
    if (names?.length !== 1 || names[0] === undefined || !/^([A-Za-z_]\w*|\d+|[@*])$/.test(names[0])) return indirectPieces(machine, names, quoted);
    name = names[0];
    if (name === "@" || name === "*") return simplePieces(machine, name, quoted);
  }
  if (whole) {
    const contents = name === "@" || name === "*" ? readArguments(machine) : listContents(machine, name);
    const isJoined = index?.key === "*" || name === "*";
    const elements = listPieces(machine, name, listOperation(machine, name, contents, operation, operands), quoted, isJoined);
    return operation?.type === "Default" ? defaultedList(contents, elements, operation.operator, shapesToPieces(operands.shapes(operation.operand), quoted), isJoined && quoted ? [quotedPiece(ONLY_EMPTY)] : NO_FIELDS) : elements;
  }
  const contents = index === undefined ? scalarContents(machine, name) : elementContents(machine, name, index);
  return scalarPieces(machine, { name, isElement: index !== undefined }, contents, operation, quoted, operands);
}

/** The values of a parameter in a place where it is one text. */
export function scalarValues(machine: Machine, name: string): Values {
  if (/^[A-Za-z_]/.test(name)) return variableValues(machine, name);
  let values: Values = [];
  for (const content of scalarContents(machine, name)) values = union(values, contentValues(machine, name, content));
  return values;
}

function scalarContents(machine: Machine, name: string): readonly Content[] {
  if (/^[1-9]\d*$/.test(name)) return readArgument(machine, Number(name));
  if (name === "0" && !machine.state.cells.has("$0")) return [{ kind: "text", values: unknownValues("the name of the script is not known") }];
  if (!/^[A-Za-z_]/.test(name)) return [{ kind: "text", values: specialParameter(machine, name) }];
  return readVariable(machine, name);
}

function indirectPieces(machine: Machine, names: readonly string[] | undefined, quoted: boolean): Piece[] {
  let values: Values = [];
  for (const name of names ?? []) values = union(values, /^[A-Za-z_]\w*$/.test(name) ? variableValues(machine, name) : unknownValues("which variable is meant is not known"));
  return textPieces(machine, values.length === 0 ? unknownValues("which variable is meant is not known") : values, quoted);
}

function listContents(machine: Machine, name: string): readonly Content[] {
  const isUnordered = variableCell(machine, targetName(machine, name))?.associative === true;
  return readVariable(machine, name).map((content) => {
    if (content.kind === "list" && content.elements.length > 1 && isUnordered) return { kind: "many", values: distinct(content.elements.flat()) };
    if (content.kind === "text") return { kind: "list", keys: ["0"], elements: [content.values] };
    if (content.kind === "environment") return { kind: "many", values: contentValues(machine, name, content) };
    return content.kind === "unset" ? { kind: "list", keys: [], elements: [] } : content;
  });
}

/** `${!array[@]}` */
function keyContents(machine: Machine, name: string): readonly Content[] {
  const isUnordered = variableCell(machine, targetName(machine, name))?.associative === true;
  return readVariable(machine, name).map((content) => {
    if (content.kind === "text") return listContent([[textValue("0")]]);
    if (content.kind === "unset") return listContent([]);
    if (content.kind !== "list") return { kind: "many", values: unknownValues("which keys there are is not known") };
    const keys = content.keys.map((key) => [textValue(key)]);
    return isUnordered && keys.length > 1 ? { kind: "many", values: keys.flat() } : listContent(keys);
  });
}

function elementContents(machine: Machine, name: string, index: Index): readonly Content[] {
  const isAssociative = variableCell(machine, targetName(machine, name))?.associative === true;
  // A key that has to be calculated may mean any element.
  const keys = index.keys.every((key) => isAssociative || PLAIN_KEY.test(key)) && index.keys.length > 0 ? index.keys : [undefined];
  let joined: readonly Content[] = [];
  for (const content of readVariable(machine, name)) for (const key of keys) joined = joinContents(joined, [elementOf(name, content, key)]);
  return joined;
}

interface Target {
  readonly name: string;
  readonly isElement: boolean;
}

/** A text between brackets: the one that it is, and all that it may be; no key where that is not known. */
interface Index {
  readonly key: Key;
  readonly keys: readonly string[];
}

function indexOf(values: Values): Index {
  const keys = knownTexts(values) ?? [];
  return { key: keys.length === 1 ? keys[0] : undefined, keys };
}

function scalarPieces(machine: Machine, target: Target, contents: readonly Content[], operation: ParameterOperation | undefined, quoted: boolean, operands: OperandExpander): Piece[] {
  if (operation?.type === "Default") return defaulted(machine, target, contents, operation, quoted, operands);
  let values: Values = [];
  for (const content of contents) values = union(values, contentValues(machine, target.name, content));
  const changed = changeValues(machine, values, operation, operands);
  // Where nothing is set, nothing is put before it or behind it.
  const isPut = operation?.type === "Replace" && operation.operator !== "/" && operation.operator !== "//";
  const mayBeUnset = isPut && contents.some(({ kind }) => kind === "unset" || (kind === "environment" && !isAlwaysSet(target.name)));
  return textPieces(machine, mayBeUnset ? union(changed, ONLY_EMPTY) : changed, quoted);
}

/** `${X:-word}` and its kin: which of the contents stay, and whether the word may take their place. */
function defaulted(
  machine: Machine,
  target: Target,
  contents: readonly Content[],
  operation: Extract<ParameterOperation, { type: "Default" }>,
  quoted: boolean,
  operands: OperandExpander,
): Piece[] {
  const emptyCounts = operation.operator.startsWith(":");
  const { kept, missing } = presence(machine, target.name, contents, emptyCounts);
  const kind = operation.operator.slice(-1);
  const word = (): readonly Shape[] => operands.shapes(operation.operand);
  if (kind === "+") {
    const pieces = kept.length > 0 ? shapesToPieces(word(), quoted) : [];
    return missing || kept.length === 0 ? [...pieces, ...textPieces(machine, ONLY_EMPTY, quoted)] : pieces;
  }
  const pieces = kept.length > 0 ? textPieces(machine, kept, quoted) : [];
  if (kind === "?") {
    operands.values(operation.operand);
    return pieces.length > 0 ? pieces : textPieces(machine, ONLY_EMPTY, quoted);
  }
  if (!missing) {
    // Never used, but what it would run is listed all the same.
    operands.values(operation.operand);
    return pieces;
  }
  if (kind === "=") {
    const values = operands.values(operation.operand);
    if (!target.isElement && /^[A-Za-z_]/.test(target.name)) assignVariable(machine, target.name, [{ kind: "text", values: union(kept, values) }]);
    return textPieces(machine, union(kept, values), quoted);
  }
  return [...pieces, ...shapesToPieces(word(), quoted)];
}

/** The values that count as present, and whether there may be none. */
function presence(machine: Machine, name: string, contents: readonly Content[], emptyCounts: boolean): { kept: Values; missing: boolean } {
  let kept: Values = [];
  let missing = false;
  for (const content of contents) {
    if (content.kind === "unset") {
      missing = true;
      continue;
    }
    if (content.kind === "environment" && !isAlwaysSet(name)) missing = true;
    for (const value of contentValues(machine, name, content)) {
      if (emptyCounts && mayBeNothing(value)) missing = true;
      if (!emptyCounts || value.length > 0) kept = union(kept, [value]);
    }
  }
  return { kept, missing };
}

function listOperation(machine: Machine, name: string, contents: readonly Content[], operation: ParameterOperation | undefined, operands: OperandExpander): readonly Content[] {
  if (operation === undefined || operation.type === "Default") return contents;
  if (operation.type === "Slice") {
    const offset = operands.number(operation.offset);
    const length = operation.length === undefined ? Infinity : operands.number(operation.length);
    const first = name === "@" || name === "*" ? [scalarValues(machine, "0")] : [];
    return contents.map((content) => sliceList(content, first, offset, length));
  }
  return contents.map((content) => mapContent(content, (values) => changeValues(machine, values, operation, operands)));
}

/** `first`: what stands before the elements at offset 0, as `$0` does before the arguments. */
function sliceList(content: Content, first: readonly Values[], offset: number | undefined, length: number | undefined): Content {
  if (content.kind === "many") return offset === undefined || offset <= 0 ? { kind: "many", values: distinct([...content.values, ...first.flat()]) } : content;
  if (content.kind !== "list") return content;
  const all = [...first, ...content.elements];
  if (offset === undefined || length === undefined || length < 0) return all.length === 0 ? content : { kind: "many", values: distinct(all.flat()) };
  const keys = [...first.keys(), ...content.keys.map(Number)];
  const start = offset < 0 ? (keys[keys.length - 1] ?? -1) + 1 + offset : offset;
  const position = keys.findIndex((key) => key >= start);
  return listContent(start < 0 || position < 0 ? [] : all.slice(position, position + length));
}

/** `${array[@]:-word}`, `${array[@]+word}`... */
function defaultedList(contents: readonly Content[], elements: Piece[], operator: string, given: readonly Piece[], none: readonly Piece[]): Piece[] {
  const mayBeEmpty = contents.some((content) => content.kind !== "list" || content.elements.length === 0 || (operator.startsWith(":") && content.elements.length === 1 && content.elements[0]?.some(mayBeNothing) === true));
  const mayHold = contents.some((content) => content.kind !== "unset" && (content.kind !== "list" || content.elements.length > 0));
  if (operator.endsWith("+")) return [...(mayHold ? given : []), ...(mayBeEmpty ? none : [])];
  return mayBeEmpty && operator.endsWith("-") ? [...(mayHold ? elements : []), ...given] : elements;
}

function mayBeNothing(value: Value): boolean {
  return value.every(({ kind }) => kind === "unknown");
}

const NO_FIELDS: readonly Piece[] = [{ fields: [], breakBefore: false, breakAfter: false }];

function lengths(machine: Machine, part: ParameterExpansionPart, index: Index | undefined, whole: boolean): Values {
  const unknown = unknownValues("a length is not known");
  if (whole) {
    const contents = part.parameter === "@" || part.parameter === "*" ? readArguments(machine) : listContents(machine, part.parameter);
    return contents.reduce<Values>((all, content) => union(all, content.kind === "list" ? [textValue(String(content.elements.length))] : unknown), []);
  }
  const contents = index === undefined ? scalarContents(machine, part.parameter) : elementContents(machine, part.parameter, index);
  const values = contents.reduce<Values>((all, content) => union(all, contentValues(machine, part.parameter, content)), []);
  return mapValues(values, (value) => {
    const text = knownText(value);
    return text === undefined ? unknownValue("a length is not known") : textValue(String(Array.from(text).length));
  });
}

/** The fields of `$@`, `$*`, `${array[@]}`... */
function listPieces(machine: Machine, name: string, contents: readonly Content[], quoted: boolean, joined: boolean): Piece[] {
  const pieces: Piece[] = [];
  for (const content of contents) {
    if (content.kind === "list") {
      if (quoted && joined) pieces.push(quotedPiece(content.elements.reduce((all, element, index) => (index === 0 ? element : product(product(all, joints(machine)), element)), ONLY_EMPTY)));
      else if (quoted) pieces.push({ fields: content.elements.map((values) => ({ values, splits: false })), breakBefore: false, breakAfter: false });
      else pieces.push(unquotedList(machine, content.elements));
    } else if (content.kind === "many" && quoted && joined) {
      pieces.push(quotedPiece(union(content.values, unknownValues("how many elements are joined is not known"))));
    } else if (content.kind === "many") {
      const values = quoted ? content.values : distinct(textPieces(machine, content.values, false).flatMap((piece) => piece.fields.flatMap((field) => field.values)));
      pieces.push({ fields: [{ values: values.length === 0 ? ONLY_EMPTY : values, splits: true }], breakBefore: false, breakAfter: false });
    } else {
      pieces.push(...textPieces(machine, contentValues(machine, name, content), quoted));
    }
  }
  return pieces;
}

/** What `"$*"` puts between two elements: the first character of `$IFS`. */
function joints(machine: Machine): Values {
  let values: Values = [];
  for (const content of readVariable(machine, "IFS")) {
    if (content.kind === "text") values = union(values, mapValues(content.values, (value) => (value[0]?.kind === "text" ? textValue(value[0].text.charAt(0)) : value.slice(0, 1))));
    else values = union(values, content.kind === "unset" || content.kind === "environment" ? [textValue(" ")] : unknownValues("`$IFS` is not known"));
  }
  return values;
}

/** Elements that are split once more, one after the other. */
function unquotedList(machine: Machine, elements: readonly Values[]): Piece {
  const fields: Field[] = [];
  for (const element of elements) {
    const pieces = textPieces(machine, element, false);
    const only = pieces[0];
    if (pieces.length === 1 && only !== undefined) fields.push(...only.fields);
    else fields.push({ values: distinct(pieces.flatMap((piece) => piece.fields.flatMap((field) => field.values))), splits: true });
  }
  return { fields, breakBefore: false, breakAfter: false };
}

export function quotedPiece(values: Values): Piece {
  return { fields: [{ values, splits: false }], breakBefore: false, breakAfter: false };
}

/** What the text of an expansion becomes: one field between quotes, else as many as its separators make. */
export function textPieces(machine: Machine, values: Values, quoted: boolean): Piece[] {
  if (quoted) return [quotedPiece(values)];
  charge(machine, values.length);
  const cell = machine.state.cells.get("$IFS");
  if (cell === undefined) return splitUnquoted(values, DEFAULT_SEPARATORS);
  const separators = knownTexts(separatorValues(machine));
  if (separators === undefined) return [...splitUnquoted(values, DEFAULT_SEPARATORS), { fields: [{ values: unknownValues("`$IFS` is not known"), splits: true }], breakBefore: false, breakAfter: false }];
  return separators.flatMap((text) => splitUnquoted(values, text));
}

function shapesToPieces(shapes: readonly Shape[], quoted: boolean): Piece[] {
  return shapes.map((shape) => {
    const fields = shape.current === undefined ? shape.done : [...shape.done, shape.current];
    return { fields: fields.length === 0 && quoted ? [{ values: ONLY_EMPTY, splits: false }] : fields, breakBefore: shape.isApart === true, breakAfter: fields.length > 0 && shape.current === undefined };
  });
}
