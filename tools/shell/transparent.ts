import { BUILTIN_NAMES, FOLDER_TAKERS, RESERVED_WORDS, RUNNER_NAMES, SHELL_NAMES, WRAPPER_NAMES } from "./names.ts";

/** What a transparent script may take: what its words name, or, by patterns or programs that take whole folders, more than that. */
export type Taking = "what it names" | "more";

/**
 * Whether a script shows all that it does, and then what it may take: lines of commands whose programs are written out, run no others than what is
 * written out behind them and leave the shell as it is, and whose words hold no name that does not stand in the script in one piece. Undefined
 * where that cannot be told. Most scripts are like that, and one expression tells: it is machine code at its first use, whereas code that walks
 * over the characters is slow until it has run for long. What it cannot tell is for outline.ts and the interpreter.
 */
export function takingOf(text: string): Taking | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  plain ??= compiled("plain");
  plain.lastIndex = 0;
  plain.test(text);
  if (plain.lastIndex === text.length) return "what it names";
  rest ??= compiled("rest");
  rest.lastIndex = plain.lastIndex;
  return rest.test(text) && !(writes(text) && RUNS_FILE.test(text)) ? "more" : undefined;
}

const LONGEST_TEXT = 16_384;

/** A file that the script itself wrote would be more to read. */
function writes(text: string): boolean {
  return text.includes(">") || text.includes("|");
}

const RUNS_FILE = /(?:^|[\n;&|])[ \t]*[\w.-]*\//;

/** The expressions, made when they are first asked for. The first finds the end of the lines that take what they name, which are nearly all; the second tells of what is left. */
let plain: RegExp | undefined;
let rest: RegExp | undefined;

function compiled(extent: Extent): RegExp {
  const made = new RegExp(script(extent), "y");
  // For a long text the engine skips its slower kinds of code for expressions, which cost more to make than the fastest.
  made.test(LONG_COMMENT);
  return made;
}

const LONG_COMMENT = `#${" ".repeat(1024)}`;

type Extent = "plain" | "rest";

/**
 * Of each of the repetitions no two parts begin alike, so that no text takes more than linear time: what is read quickly where it is like most others
 * (`simple`, `bare`) is refused where it is read in general.
 */
function script(extent: Extent): string {
  const isPlain = extent === "plain";
  const endOfWord = "(?=[ \\t\\n;|&]|$)";
  const ordinary = "[\\w./:,@%+=-]";
  const blank = "[ \\t]+(?:\\\\\\n[ \\t]+)*";
  // Neither a variable that the shell acts on, nor one it gives values of its own.
  const variable = "(?!(?:IFS|PATH|PWD|OLDPWD|HOME|SHELL|SHELLOPTS|ENV|DIRSTACK|_)(?!\\w)|BASH)[A-Za-z_]\\w*";
  const unlisted = `(?!(?:${listed(isPlain ? FOLDER_TAKERS : []).join("|")})${endOfWord}|(?:bash|zsh|ksh|dash)-?\\d)`;
  const named = `${unlisted}[a-z][a-z0-9_-]*`;
  // A path only where a command begins, where RUNS_FILE looks for it.
  const program = `${isPlain ? "" : "(?:(?<=(?:^|[\\n;&|])[ \\t]*)[\\w./-]*/)?"}${named}(?:\\.(?:sh|py|js|mjs|ts|rb|pl))?`;
  // No letter on either side, nor a hyphen that stands in some name: then no name is put together from the value and what stands around it.
  const expansion = `(?:(?<![A-Za-z]|[eE]-)\\$(?=\\w|\\{\\w+\\})\\{?${variable}\\}?(?![A-Za-z$]|-[oO])|\\$\\((?:${UNKNOWN_OUTPUT})(?: ${ordinary}+)*\\))`;
  const quotable = "[\\t\\n !#%-\\[\\]^_a-~\\u00a0-\\uffff]";
  const quoted = `(?<=[ \\t=:/,>])(?:"(?:${quotable}+(?!${quotable})|${expansion})*"|'[\\t\\n -&(-~\\u00a0-\\uffff]*')${endOfWord}`;
  const pattern = isPlain ? "" : "[*?]|";
  const word = `(?:~(?=/|${endOfWord}))?(?:${ordinary}+(?!${ordinary})|(?<=[\\w./:,@%+=*?-])#|${pattern}${expansion}|${quoted})*(?<![ \\t>])${endOfWord}`;
  const argument = `(?:\\d?>&[0-2]${endOfWord}|\\]${endOfWord}|(?:\\d?>>?[ \\t]*)?${word})`;
  const bare = "[ \\t][\\w./:,@%+= \\t-]*(?=[\\n;|&]|$)";
  const words = `(?:${bare}|(?!${bare})(?:${blank}${argument})*)`;
  const alone = `(?=(?:[^ \\t\\n;|&"'$]|\\$(?:\\([^()]*\\))?|"[^"]*"|'[^']*')*(?:[ \\t]+#|[ \\t]*(?:[\\n;]|&&|$)))`;
  const assignment = `(?:export[ \\t]+)?${variable}=${alone}(?:(?:${blank}|(?<==))${argument})*`;
  const setting = `set(?:[ \\t]+(?:pipefail|-o|[-+][eEuvx]+o?)${endOfWord})*(?=[ \\t]*(?:[\\n;|&#]|$))`;
  const runners = RUNNER_NAMES.filter((name) => !isPlain || !FOLDER_TAKERS.includes(name));
  const runner = `(?:npm[ \\t]+run|(?:${runners.join("|")})[ \\t]+(?!(?:${RUNNING_WORDS})${endOfWord})[a-z][a-z:-]*)`;
  const wrapper = `(?:sudo|time|nice|nohup|npx|command[ \\t]+-v|timeout[ \\t]+\\d+|(?:pixi|uv|poetry|pipenv|conda|yarn)[ \\t]+run|(?:bundle|npm|pnpm)[ \\t]+exec)[ \\t]+`;
  const printing = `printf(?=[ \\t]+(?:'[^'-][^']*'|"[^"$-][^"$]*"|[\\w./:,@%+=]${ordinary}*)${endOfWord})`;
  const call = `(?:(?=\\w+=)${variable}=${ordinary}*[ \\t]+)*(?:(?:${wrapper})*${program}|${runner}|${printing}|\\[|env(?=[ \\t]*(?:>[ \\t]*${ordinary}+[ \\t]*)?(?:[\\n;|&]|$)))${endOfWord}`;
  const command = `(?:${call}${words}|${setting}|${assignment})`;
  const comment = "(?<![^ \\t\\n;])#[^\\n]*";
  const lineEnd = `(?:${comment})?(?:\\n|$)`;
  const joint = "(?:&&|\\|\\|?)(?=[ \\t]*[^ \\t\\n;&|#\\\\])";
  return `(?:[ \\t]*(?:${command}[ \\t]*(?:${joint}|;|${lineEnd})|(?:${comment})?\\n|${comment}$|$(?<=[ \\t])))*${isPlain ? "" : "$"}`;
}

/** Programs whose output is never known, and no name that matters. */
const UNKNOWN_OUTPUT = "nproc|date|uname|hostname|whoami|id|git(?! -| (?:bisect|rebase|submodule)[ )])";

/** What makes one or another of the runners run a program; wrappers.ts says which. */
const RUNNING_WORDS = "exec(?:-env|-file)?|x|r|run|dlx|develop|shell|ssh|enter|create|compose|container|stat|record|trace|rsh|environment|bisect|rebase|submodule|npm|npx|pnpm|pnpx|yarn|terminal-command|local-agent-execution";

/** The names that a plain program does not have, and others. */
function listed(others: readonly string[]): string[] {
  const names = new Set<string>([...BUILTIN_NAMES, ...RESERVED_WORDS, ...SHELL_NAMES, ...WRAPPER_NAMES, ...others]);
  for (const name of ["cd", "echo", "exit", "pwd", "true"]) names.delete(name);
  return [...names].filter((name) => /^[a-z]/.test(name));
}
