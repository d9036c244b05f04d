import type { Command } from "../../shell/model.ts";
import { programNames, wordText } from "./command_line.ts";
import { takesFolders } from "./folder_takers.ts";
import { leftOutWords } from "./left_out.ts";

/** Which arguments of a command are data that it does not open: text to print, to compare or to put in place of other text, a pattern to search for, a title, a name to leave out. */
export function dataArguments(command: Command): (index: number) => boolean {
  const names = programNames(command);
  if (names.length > 0 && names.every((name) => printers.has(name))) return () => true;
  const texts = command.argv.map(wordText);
  const git = names.includes("git");
  const searcher = names.some((name) => searchers.has(name)) ? 0 : git ? texts.indexOf("grep") : -1;
  const pattern = searchPattern(texts, searcher, names);
  const compares = names.some((name) => comparers.has(name));
  const substitutes = names.some((name) => name === "sed" || name === "gsed");
  const leftOut = new Set(names.some(takesFolders) ? leftOutWords(command).map(({ index }) => index) : []);
  return (index) => {
    if (index === pattern || leftOut.has(index)) return true;
    const own = texts[index];
    if (own !== undefined && (dataOption.test(own) || (substitutes && substitution.test(own)))) return true;
    const before = texts[index - 1];
    if (searcher !== -1 && index > searcher && ((before !== undefined && /^(?:-[A-Za-z]*e|--regexp)$/.test(before)) || own?.startsWith("--regexp=") === true)) return true;
    if (compares) return isComparison(before) || isComparison(texts[index + 1]);
    return before !== undefined && (dataFlags.has(before) || (git && /^(?:-[A-Za-z]*m|-[SG])$/.test(before)));
  };
}

const printers: ReadonlySet<string> = new Set(["echo", "printf"]);
const searchers: ReadonlySet<string> = new Set(["grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack"]);
const comparers: ReadonlySet<string> = new Set(["[[", "[", "test"]);
const dataFlags: ReadonlySet<string> = new Set(["--title", "--message", "--body", "--grep", "--exclude", "--exclude-dir"]);
const dataOption = /^--(?:title|message|body|grep|exclude|exclude-dir)=/;

/** One command of `sed` that neither runs, reads nor writes a file: it deletes, prints or puts text in place of other text, on all lines or those that an address names. */
const substitution = /^(?:(?:\d+|\$|\/(?:[^/\\\n]|\\.)+\/)(?:,(?:\d+|\$|\/(?:[^/\\\n]|\\.)+\/))?!?)?(?:[dDpPq=]|s([^\w\s\\])(?:(?!\1)[^\n])*\1(?:(?!\1)[^\n])*\1[gIip0-9]*)$/;

function isComparison(text: string | undefined): boolean {
  return text !== undefined && /^(?:==?|!=|=~)$/.test(text);
}

/** The place of a search program's pattern behind its name: its first argument that is no option nor the value of one, unless `-e` or `-f` gives the pattern. */
function searchPattern(texts: readonly (string | undefined)[], name: number, names: readonly string[]): number | undefined {
  if (name === -1) return undefined;
  const takesValue = names.some((own) => own === "rg" || own === "ag" || own === "ack") ? /^-[A-Za-z]*[ABCGgjmtTEM]$|^--(?:i?glob|type|type-not|max-count|context|after-context|before-context)$/ : /^-[A-Za-z]*[ABCm]$|^--(?:max-count|context|after-context|before-context|include)$/;
  for (let index = name + 1; index < texts.length; index += 1) {
    const text = texts[index];
    if (text === undefined || !text.startsWith("-") || text === "-") return index;
    if (text === "--") return index + 1;
    if (/^-[A-Za-z]*[ef]$|^--(?:regexp|file)\b/.test(text)) return undefined;
    if (takesValue.test(text)) index += 1;
  }
  return undefined;
}
