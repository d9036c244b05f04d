import type { Command, Value, Word } from "../../shell/model.ts";
import { programNames, wordText } from "./command_line.ts";
import { behindOption, textAtStart } from "./value_parts.ts";

/** An argument by which a command leaves out some of what lies below a folder that it takes. */
export interface LeftOutWord {
  readonly index: number;
  /** The names, with `*` for all that is not known. */
  readonly patterns: readonly string[];
}

/** The arguments by which a command leaves something out. */
export function leftOutWords({ argv }: Command): readonly LeftOutWord[] {
  const names = programNames({ argv });
  const found: LeftOutWord[] = [];
  let isInList = false;
  for (const [index, word] of argv.entries()) {
    const text = wordText(word);
    const before = wordText(argv[index - 1]) ?? "";
    // Of `zip`, all words up to its next option are left out.
    isInList = names.includes("zip") && text?.startsWith("-") !== true && (isInList || isPatternOption(before, names));
    const patterns = isInList || isPatternOption(before, names) ? word.values.map(patternOf) : /^(?:-f|--filter)$/.test(before) ? word.values.flatMap(filteredBy) : ownPatterns(word, names);
    if (patterns.length > 0) found.push({ index, patterns });
  }
  return found;
}

function isPatternOption(text: string, names: readonly string[]): boolean {
  return /^--i?exclude$/.test(text) || (text === "-x" && names.includes("zip")) || (text === "-e" && names.includes("restic"));
}

/** What an option leaves out that holds its value itself. A file of patterns may name anything. */
function ownPatterns(word: Word, names: readonly string[]): readonly string[] {
  return word.values.flatMap((value) => {
    const start = textAtStart(value);
    if (/^--i?exclude-(?:from|file)\b|^-x(?:r[-\d]?)?@/.test(start) || (start.startsWith("-X") && names.some((name) => name.endsWith("tar")))) return ["*"];
    const filter = behindOption(value, /^--filter=/);
    if (filter !== undefined) return filteredBy(filter);
    const pattern = behindOption(value, /^(?:--i?exclude=|-x(?:r[-\d]?)?!)/);
    return pattern === undefined ? [] : [patternOf(pattern)];
  });
}

/** `- pattern`, as a filter leaves out what it names. */
function filteredBy(value: Value): readonly string[] {
  const pattern = behindOption(value, /^(?:-|exclude)[ _]/);
  return pattern === undefined ? [] : [patternOf(pattern)];
}

function patternOf(value: Value): string {
  let text = "";
  for (const fragment of value) text += fragment.kind === "text" ? fragment.text : fragment.kind === "home" ? "" : "*";
  return text;
}
