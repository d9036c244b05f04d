import type { Word } from "./model.ts";
import { write } from "./directories.ts";
import { cellValues, STDOUT, type Declaration, type Machine, type Success } from "./machine.ts";
import { formatted } from "./output.ts";
import { parseScript } from "./parse.ts";
import { assign } from "./simple.ts";
import { assignCell, joinContents, type Content, type Variable } from "./state.ts";
import { concatenate, EMPTY, knownText, knownTexts, textValue, unknownValues, type Values } from "./value.ts";
import { arithmeticValues } from "./expand.ts";
import { argumentContent } from "./functions.ts";
import { assignArguments, assignVariable, describeVariable, readArguments, readVariable, variableCell } from "./variables.ts";
import { wordText } from "./words.ts";

/** `export`, `readonly`: options, then `NAME` or `NAME=value`. */
export function declare(machine: Machine, argv: readonly Word[], exported: boolean | undefined): Success {
  const { letters, words } = readLetters(argv);
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
    }
  }
  return true;
}

/** `declare`, `typeset`, `local`: in a function, the variable is the function's own. */
export function local(machine: Machine, argv: readonly Word[]): Success {
  const { letters, words } = readLetters(argv);
  if (/[fFp]/.test(letters)) return letters.includes("f") && letters.includes("x") ? declare(machine, argv, true) : true;
  const inFunction = machine.calls.length > 0 && !letters.includes("g");
  for (const word of words) {
    for (const declaration of declarations(machine, word)) {
      const { name, contents } = declaration;
      const before = variableCell(machine, name);
      if (inFunction && !machine.locals.has(`$${name}`)) {
        machine.locals.set(`$${name}`, machine.state.cells.get(`$${name}`));
        if (contents.length === 0) {
          assignCell(machine.state, `$${name}`, { kind: "variable", contents: [{ kind: "unset" }], exported: before?.exported === true, level: machine.level });
        }
      }
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
    }
  }
  return true;
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
    const first = value[0];
    const match = first?.kind === "text" ? /^([A-Za-z_]\w*)(\+?=)?/.exec(first.text) : null;
    const name = match?.[1];
    if (first?.kind !== "text" || match === null || name === undefined) continue;
    if (match[2] === undefined) {
      if (first.text === name && value.length === 1) found.push({ name, key: undefined, append: false, contents: [] });
      continue;
    }
    const assigned = concatenate(textValue(first.text.slice(match[0].length)), value.slice(1));
    found.push({ name, key: undefined, append: match[2] === "+=", contents: [{ kind: "text", values: [assigned] }] });
  }
  return found;
}

export function unset(machine: Machine, argv: readonly Word[]): Success {
  const { letters, words } = readLetters(argv);
  for (const word of words) {
    for (const value of word.values) {
      const name = knownText(value);
      if (name === undefined) continue;
      const certain = word.values.length === 1;
      const element = /^([A-Za-z_]\w*)\[/.exec(name)?.[1];
      if (element !== undefined) {
        const values = readVariable(machine, element).flatMap((content) => (content.kind === "list" ? content.elements.flat() : content.kind === "many" || content.kind === "text" ? content.values : []));
        assignVariable(machine, element, [{ kind: "many", values }]);
        continue;
      }
      if (!letters.includes("f")) assignCell(machine.state, `$${name}`, unsetCell(machine, name, certain));
      if (!letters.includes("v") && machine.state.cells.has(`function ${name}`) && letters.includes("f")) {
        assignCell(machine.state, `function ${name}`, { kind: "functions", definitions: [], partial: true, level: machine.level, exported: false });
      }
    }
  }
  return true;
}

function unsetCell(machine: Machine, name: string, certain: boolean): Variable {
  const contents: readonly Content[] = certain ? [{ kind: "unset" }] : joinContents(readVariable(machine, name), [{ kind: "unset" }]);
  return { kind: "variable", contents, exported: false, level: machine.level };
}

/** `set -- a b`, and the one option that changes what inner shells see. */
export function setArguments(machine: Machine, argv: readonly Word[]): Success {
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

/** `printf`, and `printf -v name`. */
export function printFormatted(machine: Machine, argv: readonly Word[]): Success {
  const isVariable = wordText(argv[1]) === "-v";
  const words = isVariable ? argv.slice(3) : argv.slice(wordText(argv[1]) === "--" ? 2 : 1);
  const values = isVariable || cellValues(machine, STDOUT) !== undefined ? formatted(words) : NOTHING_WRITTEN;
  if (!isVariable) write(machine, values);
  else {
    const name = wordText(argv[2]);
    if (name !== undefined && /^[A-Za-z_]\w*$/.test(name)) assignVariable(machine, name, [{ kind: "text", values }]);
  }
  return true;
}

const NOTHING_WRITTEN: Values = [EMPTY];

