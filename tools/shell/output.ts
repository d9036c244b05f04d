import type { Value, Word } from "./model.ts";
import { cellValues, directoryOf, STDIN, type Machine } from "./machine.ts";
import { readFiles } from "./files.ts";
import type { OutputName } from "./names.ts";
import { resolvePath, resolveValue, writtenFolder } from "./path.ts";
import { concatenate, distinct, EMPTY, knownText, mapValues, ONLY_EMPTY, product, textValue, unknownValue, unknownValues, type Values } from "./value.ts";
import { programNamed, variableValues } from "./variables.ts";
import { spacedWords, wordText } from "./words.ts";

const LINE: Values = [textValue("\n")];

const WRITERS: Readonly<Record<OutputName, (machine: Machine, argv: readonly Word[]) => Values | undefined>> = {
  dirname: (_, argv) => onOperand(argv, folderOf),
  basename: (_, argv) => (argv.length > 2 ? undefined : onOperand(argv, lastNameOf)),
  realpath: resolved,
  readlink: resolved,
  which: located,
  cat: copied,
  tee: (machine) => cellValues(machine, STDIN),
  printenv: printed,
  git: checkout,
  test: nothing,
  "[": nothing,
  mkdir: nothing,
  rm: nothing,
  cp: nothing,
  mv: nothing,
  touch: nothing,
  chmod: nothing,
  sleep: nothing,
  false: nothing,
  umask: nothing,
  wait: nothing,
  seq: counted,
};

/** What programs write whose output can be known; undefined when it cannot after all. */
export const OUTPUTS: ReadonlyMap<string, (machine: Machine, argv: readonly Word[]) => Values | undefined> = new Map(Object.entries(WRITERS));

const MAXIMUM_COUNTED = 64;

/** `seq [first [step]] last`, in whole numbers. */
function counted(_: Machine, argv: readonly Word[]): Values | undefined {
  const numbers = argv.slice(1).map((word) => (/^-?\d{1,9}$/.test(wordText(word) ?? "") ? Number(wordText(word)) : NaN));
  const [first = NaN, step = NaN, last = NaN] = numbers.length === 1 ? [1, 1, ...numbers] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  if (numbers.length > 3 || step === 0 || Number.isNaN(first + step + last)) return undefined;
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  return count > MAXIMUM_COUNTED ? undefined : [textValue(Array.from({ length: count }, (_, index) => `${first + index * step}\n`).join(""))];
}

function nothing(): Values {
  return ONLY_EMPTY;
}

/** `echo`: its words, with a blank between each two. Escapes are decoded by some shells only, so words with them are unknown. */
export function echoed(argv: readonly Word[]): Values {
  let index = 1;
  let newline = true;
  for (; /^-[neE]+$/.test(wordText(argv[index]) ?? ""); index++) newline &&= wordText(argv[index])?.includes("n") !== true;
  const decodes = argv.slice(1, index).some((word) => wordText(word)?.includes("e") === true);
  const values = spacedWords(argv.slice(index));
  const written = decodes ? mapValues(values, (value) => value.flatMap((fragment) => (fragment.kind === "text" ? textValue(decodeEscapes(fragment.text)) : [fragment]))) : values;
  return newline ? product(written, LINE) : written;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", e: "\x1b", E: "\x1b", "\\": "\\", '"': '"', "'": "'" };

/** The escapes of `echo -e`, `printf`, `%b` and `xargs -d`. */
export function decodeEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:0?([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([\s\S]))/g, (whole: string, octal?: string, hexadecimal?: string, short?: string, long?: string, letter?: string) => {
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 255);
    const code = hexadecimal ?? short ?? long;
    if (code !== undefined) return parseInt(code, 16) <= 0x10ffff ? String.fromCodePoint(parseInt(code, 16)) : whole;
    return ESCAPES[letter ?? ""] ?? whole;
  });
}

const MAXIMUM_DIRECTIVES = 256;

/** `printf format arguments`: the format is used again until no argument is left. */
export function formatted(words: readonly Word[]): Values {
  const [first, ...rest] = words;
  const format = wordText(first);
  if (format === undefined || rest.some((word) => word.splits)) return unknownValues("what is printed is not known");
  const pieces = format.split(/(%(?:[-+ #0]*[0-9]*(?:\.[0-9]*)?[a-zA-Z]|%|[-+ #0]*\*?.))/);
  let values: Values = ONLY_EMPTY;
  let next = 0;
  let directives = 0;
  do {
    const before = next;
    for (const piece of pieces) {
      if (!piece.startsWith("%")) values = product(values, [textValue(decodeEscapes(piece))]);
      else if (piece === "%%") values = product(values, [textValue("%")]);
      else {
        if (++directives > MAXIMUM_DIRECTIVES) return unknownValues("too much is printed");
        const argument = rest[next++]?.values ?? ONLY_EMPTY;
        values = product(values, mapValues(argument, (value) => format1(piece, value)));
      }
    }
    if (next === before) break;
  } while (next < rest.length);
  return values;
}

function format1(directive: string, value: Value): Value {
  if (directive === "%s") return value;
  const text = knownText(value);
  if (directive === "%b") return value.flatMap((fragment) => (fragment.kind === "text" ? textValue(decodeEscapes(fragment.text)) : [fragment]));
  if ((directive === "%d" || directive === "%i") && text !== undefined && /^-?(0|[1-9]\d{0,14})$/.test(text)) return value;
  if (directive === "%q" && text !== undefined && /^[\w./:=@%+-]+$/.test(text)) return value;
  if (directive === "%c" && text !== undefined) return textValue(text.charAt(0));
  const width = /^%(-?)(\d{1,3})s$/.exec(directive);
  if (width !== null && text !== undefined) return textValue(width[1] === "-" ? text.padEnd(Number(width[2])) : text.padStart(Number(width[2])));
  return unknownValue("what is printed is not known");
}

function onOperand(argv: readonly Word[], change: (value: Value) => Value): Values | undefined {
  const operands = argv.slice(1).filter((word) => wordText(word) !== "--");
  const only = operands[0];
  if (only === undefined || operands.length !== 1 || (wordText(only) ?? "").startsWith("-")) return undefined;
  return product(mapValues(only.values, change), LINE);
}

function folderOf(value: Value): Value {
  const last = value[value.length - 1];
  if (last === undefined) return textValue(".");
  if (last.kind === "home" || last.kind === "workspace") return writtenFolder(concatenate(value, textValue("/..")));
  if (last.kind !== "text") return unknownValue("the folder of an unknown path is not known");
  const text = last.text.replace(/\/+$/, "");
  if (text === "" && value.length === 1) return textValue("/");
  const slash = text.lastIndexOf("/");
  if (slash >= 0) {
    const kept = text.slice(0, slash).replace(/\/+$/, "");
    return value.length === 1 && kept === "" ? textValue("/") : concatenate(value.slice(0, -1), textValue(kept));
  }
  if (value.length === 1) return textValue(".");
  return text === "" ? folderOf(value.slice(0, -1)) : unknownValue("the folder of an unknown path is not known");
}

function lastNameOf(value: Value): Value {
  const last = value[value.length - 1];
  if (last === undefined) return EMPTY;
  if (last.kind !== "text") return unknownValue("the last name of an unknown path is not known");
  const text = last.text.replace(/\/+$/, "");
  const slash = text.lastIndexOf("/");
  if (slash >= 0 || value.length === 1) return textValue(text === "" ? "/" : text.slice(slash + 1));
  return unknownValue("the last name of an unknown path is not known");
}

/** `realpath`, `readlink -f`: the path by name; symbolic links are not followed. */
function resolved(machine: Machine, argv: readonly Word[]): Values | undefined {
  if (wordText(argv[0])?.endsWith("readlink") === true && !argv.some((word) => /^-(.*[fem]|-canonicalize.*)$/.test(wordText(word) ?? ""))) return undefined;
  const operands = argv.slice(1).filter((word) => !(wordText(word) ?? "").startsWith("-"));
  if (operands.length !== 1 || operands[0] === undefined || argv.some((word) => (wordText(word) ?? "").startsWith("--relative"))) return undefined;
  const values = operands[0].values.flatMap((value) => directoryOf(machine).map((directory) => writtenFolder(resolveValue(value, directory))));
  return product(distinct(values), LINE);
}

/** `which program`: a path that ends in the program's name. */
export function located(_: Machine, argv: readonly Word[]): Values | undefined {
  const names = argv.slice(1).filter((word) => !(wordText(word) ?? "").startsWith("-"));
  const name = wordText(names[0]);
  if (names.length !== 1 || name === undefined || name === "") return undefined;
  return product([programNamed(`where \`${name}\` lies is not known`, name)], LINE);
}

function copied(machine: Machine, argv: readonly Word[]): Values | undefined {
  const operands = argv.slice(1).filter((word) => !/^-./.test(wordText(word) ?? ""));
  if (operands.length === 0 || (operands.length === 1 && wordText(operands[0]) === "-")) return cellValues(machine, STDIN);
  const only = operands[0];
  return operands.length === 1 && only !== undefined ? readFiles(machine, only.values) : undefined;
}

function printed(machine: Machine, argv: readonly Word[]): Values | undefined {
  const name = wordText(argv[1]);
  return argv.length === 2 && name !== undefined && /^[A-Za-z_]\w*$/.test(name) ? product(variableValues(machine, name), LINE) : undefined;
}

/** `git rev-parse --show-toplevel`, in the checkout. */
function checkout(machine: Machine, argv: readonly Word[]): Values | undefined {
  const inCheckout = directoryOf(machine).every((directory) => resolvePath(directory, directory).anchor === "workspace");
  if (argv.length !== 3 || wordText(argv[1]) !== "rev-parse" || wordText(argv[2]) !== "--show-toplevel" || !inCheckout) return undefined;
  return product([[{ kind: "workspace" }]], LINE);
}
