import type { Assignment, Word } from "unbash";
import { BUILTIN_NAMES, FOLDER_TAKERS, isShell, RESERVED_WORDS, WRAPPER_NAMES } from "./names.ts";
import { isShellVariable } from "./shell_variables.ts";
import { mayRun, runnerNamed } from "./program_kind.ts";
import type { Survey } from "./survey.ts";
import { isPlainName, isTransparentWord, literalText, plainText } from "./transparent_words.ts";

/** What of a call stands behind its program. */
type Words = readonly (Word | Assignment)[];

/** Whether a call shows what it runs, and leaves the shell as it is. */
export function isTransparentCall(name: Word, words: Words, survey: Survey): boolean {
  let program = plainText(name);
  let rest = words;
  let isWrapped = false;
  for (let behind = behindWrapper(program, rest); behind !== undefined; behind = behindWrapper(program, rest)) {
    program = plainText(behind[0]);
    rest = behind.slice(1);
    isWrapped = true;
  }
  if (program === undefined) return false;
  const judge = isWrapped ? undefined : BUILTINS.get(program);
  if (judge !== undefined) return judge(rest, survey) && areTransparentArguments(rest, survey);
  const first = plainText(rest[0]);
  if (program === "bash" || program === "sh") return isTransparentShell(rest, survey);
  if (program === "command") return !isWrapped && first === "-v" && areTransparentArguments(rest, survey);
  const base = program.slice(program.lastIndexOf("/") + 1);
  const runner = LISTED.has(base) ? runnerNamed(base) : undefined;
  if (runner === undefined ? !isUnlisted(base) : first === undefined || !/^[a-z]/.test(first) || mayRun(runner, first)) return false;
  if (base !== program) survey.runsPath = true;
  if (base === "tee" || base === "dd") survey.writes = true;
  if (TAKERS.has(base.toLowerCase())) survey.takesMore = true;
  return areTransparentArguments(rest, survey);
}

const TAKERS: ReadonlySet<string> = new Set(FOLDER_TAKERS);

/** What runs the command that follows it at once; with the word that must stand between. */
const WRAPPERS: ReadonlyMap<string, RegExp | undefined> = new Map<string, RegExp | undefined>([
  ...["sudo", "time", "nice", "nohup", "npx"].map((name) => [name, undefined] as const),
  ["timeout", /^\d+$/],
  ...["pixi", "uv", "poetry", "pipenv", "conda", "yarn"].map((name) => [name, /^run$/] as const),
  ...["bundle", "npm", "pnpm"].map((name) => [name, /^exec$/] as const),
]);

/** The words of the command that a wrapper runs; undefined where the program is none, or not used as one. */
function behindWrapper(program: string | undefined, words: Words): Words | undefined {
  if (program === undefined || !WRAPPERS.has(program)) return undefined;
  const between = WRAPPERS.get(program);
  if (between === undefined) return words;
  return between.test(plainText(words[0]) ?? "") ? words.slice(1) : undefined;
}

/** `bash -c 'text'`, with nothing behind the text. */
function isTransparentShell(words: Words, survey: Survey): boolean {
  const [option, script] = words;
  const text = literalText(script);
  return words.length === 2 && /^-[elux]*c$/.test(plainText(option) ?? "") && text !== undefined && survey.isTransparentText(text) && areTransparentArguments(words, survey);
}

type Judge = (words: Words, survey: Survey) => boolean;

const isHarmless: Judge = () => true;
const declares: Judge = (words) => words.every((word) => word.type === "Assignment" || isPlainName(word));
const unsets: Judge = (words) => words.every(isPlainName);
const sets: Judge = (words) => words.every((word) => USUAL_SETTING.test(plainText(word) ?? ""));
const USUAL_SETTING = /^(?:[-+](?:[eEuvx]+o?|o)|errexit|errtrace|nounset|pipefail|verbose|xtrace)$/;

const reads: Judge = (words, survey) => {
  survey.captures = true;
  return words.every((word, index) => (index === 0 && plainText(word) === "-r") || isPlainName(word));
};

const echoes: Judge = (words, survey) => {
  survey.prints ||= words.some(({ text }, index) => text.includes("\\") || (index === 0 && text.startsWith("-")));
  return true;
};

const prints: Judge = (words, survey) => {
  survey.prints = true;
  return literalText(words[0])?.startsWith("-") === false;
};

const traps: Judge = (words, survey) => {
  const text = literalText(words[0]);
  return words.length > 1 && text !== undefined && (text === "-" || (!text.startsWith("-") && survey.isTransparentText(text)));
};

/** The builtins that leave the shell as it is, or change no more of it than what is asked for here. */
const BUILTINS: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ...[":", "[", "true", "cd", "pwd", "exit", "return", "break", "continue", "shift"].map((name) => [name, isHarmless] as const),
  ...["export", "local", "readonly", "declare"].map((name) => [name, declares] as const),
  ["unset", unsets], ["set", sets], ["read", reads], ["echo", echoes], ["printf", prints], ["trap", traps],
]);

/** Programs and words of the shell that run others or change the shell, or how a script is read. */
const LISTED: ReadonlySet<string> = new Set<string>([...BUILTIN_NAMES, ...RESERVED_WORDS, ...WRAPPER_NAMES].filter((name) => !["cd", "echo", "pwd", "true"].includes(name)));

/** Whether a name is that of a program like any other. The file system may ignore case. */
export function isUnlisted(name: string): boolean {
  const lower = name.toLowerCase();
  return /^[a-z_][\w-]*(?:\.(?:sh|py|js|mjs|ts|rb|pl))?$/.test(lower) && !LISTED.has(lower) && !isShell(lower);
}

function areTransparentArguments(words: Words, survey: Survey): boolean {
  for (const word of words) if (!(word.type === "Word" ? isTransparentWord(word, survey) : isTransparentAssignment(word, survey))) return false;
  return true;
}

export function isTransparentAssignment({ name, value, append, index }: Assignment, survey: Survey): boolean {
  if (isShellVariable(name) || (index !== undefined && !/^\w+$/.test(index.text))) return false;
  if (value.type === "Word") return append !== true && isTransparentWord(value, survey);
  for (const element of value.elements) if (!isTransparentWord(element, survey)) return false;
  return true;
}
