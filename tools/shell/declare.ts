import type { Value, Word } from "./model.ts";
import { dropElement } from "./elements.ts";
import { write } from "./directories.ts";
import { cellValues, charge, STDOUT, type Declaration, type Machine, type Success } from "./machine.ts";
import { formatted } from "./output.ts";
import { parseScript } from "./parse.ts";
import { assign, assignNamed, elementKey } from "./simple.ts";
import { assignCell, joinContents, type Content, type Variable } from "./state.ts";
import { concatenate, EMPTY, knownText, knownTexts, textValue, unknownValues, type Values } from "./value.ts";
import { arithmeticValues } from "./expand.ts";
import { argumentContent } from "./functions.ts";
import { assignArguments, assignVariable, describeVariable, readArguments, readVariable, targetName, variableCell } from "./variables.ts";
import { namedIn, plainText, UNKNOWN, wordText } from "./words.ts";

/** `export`, `readonly`: options, then `NAME` or `NAME=value`. */
export function declare(machine: Machine, argv: readonly Word[], exported: boolean | undefined, isReadonly = false): Success {
  const { letters, words } = readLetters(argv);
  if (words.length === 0 || letters.includes("p")) write(machine, LISTED);
  const isFunction = letters.includes("f");
  for (const word of words) {
    for (const declaration of declarations(machine, word)) {
      if (isFunction) {
        const cell = machine.state.cells.get(`function ${declaration.name}`);
        if (cell?.kind === "functions") assignCell(machine.state, `function ${declaration.name}`, { ...cell, exported: !letters.includes("n") });
        continue;
      }
      const now = letters.includes("n") && exported === true ? false : exported;
      if (declaration.contents.length > 0) assign(machine, declaration, now);
      else if (now !== undefined) describeVariable(machine, declaration.name, { exported: now });
      if (isReadonly) describeVariable(machine, declaration.name, { readonly: true });
    }
  }
  return true;
}

/** `declare`, `typeset`, `local`: in a function, the variable is the function's own. */
export function local(machine: Machine, argv: readonly Word[]): Success {
  const { letters, words } = readLetters(argv);
  if (/[fFp]/.test(letters)) {
    if (letters === "f" && words.length > 0) for (const word of words) write(machine, definitionText(machine, wordText(word)));
    else if (!letters.includes("x")) write(machine, LISTED);
    return letters.includes("f") && letters.includes("x") ? declare(machine, argv, true) : true;
  }
  if (words.length === 0) write(machine, LISTED);
  const inFunction = machine.calls.length > 0 && !letters.includes("g");
  for (const word of words) {
    for (const declaration of declarations(machine, word)) {
      const { name, contents } = declaration;
      const before = variableCell(machine, name);
      if (inFunction && !machine.locals.has(`$${name}`)) {
        machine.locals.set(`$${name}`, machine.state.cells.get(`$${name}`));
        assignCell(machine.state, `$${name}`, { kind: "variable", contents: [{ kind: "unset" }], exported: before?.exported === true, level: machine.level });
      }
      if (letters.includes("A")) describeVariable(machine, name, { associative: true });
      if (letters.includes("n")) {
        const target = contents[0]?.kind === "text" ? knownTexts(contents[0].values) : undefined;
        if (target?.length === 1 && target[0] !== undefined && /^[A-Za-z_]\w*$/.test(target[0])) describeVariable(machine, name, { reference: target[0] });
        else if (contents.length > 0) assignVariable(machine, name, [{ kind: "text", values: unknownValues("which variable it stands for is not known") }]);
        continue;
      }
      const conversion: Variable["conversion"] = letters.includes("l") ? "lower" : letters.includes("u") ? "upper" : letters.includes("i") ? "integer" : undefined;
      if (conversion !== undefined) describeVariable(machine, name, { conversion });
      const exported = letters.includes("x") ? true : undefined;
      if (contents.length > 0) assign(machine, declaration, exported);
      else if (exported !== undefined) describeVariable(machine, name, { exported });
      if (letters.includes("r")) describeVariable(machine, name, { readonly: true });
    }
  }
  return true;
}

const LISTED = unknownValues("how the shell lists its variables is not known");

/** What `declare -f` prints: the function as it may be defined again in another shell. */
function definitionText(machine: Machine, name: string | undefined): Values {
  const cell = name === undefined ? undefined : machine.state.cells.get(`function ${name}`);
  const only = cell?.kind === "functions" && !cell.partial && cell.definitions.length === 1 ? cell.definitions[0] : undefined;
  if (only === undefined || only.frame.embedded.length > 0) return unknownValues("how a function is defined is not known");
  charge(machine, only.body.end - only.body.pos);
  return [textValue(`${only.name} () ${only.frame.text.slice(only.body.pos, only.body.end)}\n`)];
}

function readLetters(argv: readonly Word[]): { letters: string; words: readonly Word[] } {
  let letters = "";
  let index = 1;
  for (; index < argv.length; index++) {
    const text = wordText(argv[index]);
    if (text === undefined || !/^[-+]./.test(text)) break;
    if (text === "--") {
      index++;
      break;
    }
    if (text.startsWith("-")) letters += text.slice(1);
  }
  return { letters, words: argv.slice(index) };
}

/** What a word of `export` and its kin declares: known from the syntax, or from the text that the word expands to. */
function declarations(machine: Machine, word: Word): readonly Declaration[] {
  const known = machine.declared.get(word);
  if (known !== undefined) return [known];
  const found: Declaration[] = [];
  for (const value of word.values) {
    const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(\+?=)?/.exec(plainText(value));
    const name = match?.[1];
    if (match === null || name === undefined) continue;
    if (match[3] === undefined) {
      if (knownText(value) === name) found.push({ name, key: undefined, append: false, contents: [] });
      continue;
    }
    const key = match[2] === undefined ? undefined : match[2].includes(UNKNOWN) ? unknownValues("a key is not known") : [textValue(match[2])];
    found.push({ name, key, append: match[3] === "+=", contents: [{ kind: "text", values: [behind(value, match[0].length)] }] });
  }
  return found;
}

/** The value without so much of its plain text. */
function behind(value: Value, length: number): Value {
  let rest = length;
  for (const [index, fragment] of value.entries()) {
    const size = fragment.kind === "text" || fragment.kind === "glob" ? fragment.text.length : UNKNOWN.length;
    if (rest < size && fragment.kind === "text") return concatenate(textValue(fragment.text.slice(rest)), value.slice(index + 1));
    if (rest < size) return value.slice(index);
    rest -= size;
  }
  return EMPTY;
}

export function unset(machine: Machine, argv: readonly Word[]): Success {
  const { letters, words } = readLetters(argv);
  for (const word of words) {
    for (const value of word.values) {
      const text = plainText(value);
      const certain = word.values.length === 1;
      const [, name = text, key] = /^([A-Za-z_]\w*)\[([\s\S]+)\]$/.exec(text) ?? [];
      if (key !== undefined) unsetElement(machine, targetName(machine, name), certain && !key.includes(UNKNOWN) ? [textValue(key)] : unknownValues("a key is not known"));
      else if (!text.includes(UNKNOWN)) unsetName(machine, name, letters, certain);
    }
  }
  return true;
}

function unsetElement(machine: Machine, name: string, key: Values): void {
  const known = elementKey(machine, name, key);
  let contents: readonly Content[] = [];
  for (const content of readVariable(machine, name)) contents = joinContents(contents, dropElement(content, known));
  assignVariable(machine, name, contents);
}

/** Without a letter the name is that of a variable, or where there is none, of a function. */
function unsetName(machine: Machine, name: string, letters: string, certain: boolean): void {
  const held = readVariable(machine, name);
  if (!letters.includes("f")) assignCell(machine.state, `$${name}`, unsetCell(machine, name, certain));
  const mayBeFunction = letters.includes("f") || (!letters.includes("v") && held.some(({ kind }) => kind === "unset" || kind === "environment"));
  const cell = machine.state.cells.get(`function ${name}`);
  if (cell?.kind !== "functions" || !mayBeFunction) return;
  assignCell(machine.state, `function ${name}`, { ...cell, definitions: certain && letters.includes("f") ? [] : cell.definitions, partial: true });
}

function unsetCell(machine: Machine, name: string, certain: boolean): Variable {
  const contents: readonly Content[] = certain && variableCell(machine, name)?.readonly !== true ? [{ kind: "unset" }] : joinContents(readVariable(machine, name), [{ kind: "unset" }]);
  return { kind: "variable", contents, exported: false, level: machine.level };
}

/** `set -- a b`, and the one option that changes what inner shells see. */
export function setArguments(machine: Machine, argv: readonly Word[]): Success {
  if (argv.length === 1) write(machine, LISTED);
  for (let index = 1; index < argv.length; index++) {
    const word = argv[index];
    const text = wordText(word);
    if (text === "--" || text === "-") {
      if (text === "--" || argv.length > index + 1) assignArguments(machine, [argumentContent(argv.slice(index + 1))]);
      return true;
    }
    if (text === undefined || !/^[-+]/.test(text)) {
      assignArguments(machine, [argumentContent(argv.slice(index))]);
      return true;
    }
    const name = text.endsWith("o") ? wordText(argv[index + 1]) : undefined;
    if ((text.includes("a") && /^[-+][A-Za-z]*$/.test(text)) || name === "allexport") assignCell(machine.state, "allexport", { kind: "flag", set: text.startsWith("-") });
    if (text.endsWith("o")) index++;
  }
  return true;
}

export function shiftArguments(machine: Machine, argv: readonly Word[]): Success {
  const text = argv.length > 1 ? wordText(argv[1]) : "1";
  const count = text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
  assignArguments(
    machine,
    readArguments(machine).map((content) => {
      if (content.kind !== "list") return content;
      if (count === undefined) return { kind: "many", values: content.elements.flat() };
      const elements = count > content.elements.length ? content.elements : content.elements.slice(count);
      return { kind: "list", elements, keys: elements.map((_, index) => String(index + 1)) };
    }),
  );
  return undefined;
}

export function getOptions(machine: Machine, argv: readonly Word[]): Success {
  const name = wordText(argv[2]);
  const values = readArguments(machine).flatMap((content) => (content.kind === "list" ? content.elements.flat() : content.kind === "many" ? content.values : []));
  if (name !== undefined) assignVariable(machine, name, [{ kind: "text", values: unknownValues("which option comes is not known") }]);
  assignVariable(machine, "OPTARG", [{ kind: "text", values: [...values.slice(0, 32), ...unknownValues("the value of the option is not known")] }]);
  assignVariable(machine, "OPTIND", [{ kind: "text", values: unknownValues("how many options there are is not known") }]);
  return undefined;
}

export function letExpressions(machine: Machine, argv: readonly Word[]): Success {
  for (const word of argv.slice(1)) {
    for (const value of word.values) {
      // `let X*=2`: what looks like a pattern is no file name.
      const text = value.map((fragment) => (fragment.kind === "text" || fragment.kind === "glob" ? fragment.text : "\0")).join("");
      const command = text.includes("\0") ? undefined : parseScript(`((${text}))`)?.commands[0]?.command;
      if (word.values.length === 1 && command?.type === "ArithmeticCommand" && command.expression !== undefined) arithmeticValues(machine, command.expression);
      else {
        const name = /^[A-Za-z_]\w*/.exec(text)?.[0];
        if (name !== undefined) assignVariable(machine, name, [{ kind: "text", values: unknownValues("it is the result of a calculation") }]);
      }
    }
  }
  return undefined;
}

/** `printf`, and `printf -v name` or `-vname`. */
export function printFormatted(machine: Machine, argv: readonly Word[]): Success {
  const option = namedIn(argv[1]);
  const isAttached = option !== undefined && /^-v./.test(option);
  const isAssigned = isAttached || option === "-v";
  const next = isAttached ? 2 : isAssigned ? 3 : 1;
  const written = (): Values => formatted(argv.slice(namedIn(argv[next]) === "--" ? next + 1 : next));
  if (isAssigned) {
    const name = isAttached ? option.slice(2) : namedIn(argv[2]);
    if (name !== undefined) assignNamed(machine, name, written());
  } else write(machine, cellValues(machine, STDOUT) === undefined ? NOTHING_WRITTEN : written());
  return true;
}

const NOTHING_WRITTEN: Values = [EMPTY];

