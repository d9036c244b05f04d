import { BUILTIN_NAMES, RESERVED_WORDS, RUNNER_NAMES, SHELL_NAMES, WRAPPER_NAMES } from "./names.ts";

/**
 * Whether a script shows all that it does: lines of commands whose programs are written out, run no others than what is written out behind them
 * and leave the shell as it is, and whose words hold no name that does not stand in the script in one piece. Most scripts are like that, and one
 * expression tells: it is machine code at its first use, whereas code that walks over the characters is slow until it has run for long. What it
 * cannot tell is for outline.ts and the interpreter.
 */
export function isTransparent(text: string): boolean {
  return text.length <= LONGEST_TEXT && (expression ??= compiled()).test(text) && !(writes(text) && RUNS_FILE.test(text));
}

const LONGEST_TEXT = 16_384;

/** A file that the script itself wrote would be more to read. */
function writes(text: string): boolean {
  return text.includes(">") || text.includes("|");
}

const RUNS_FILE = /(?:^|[\n;&|])[ \t]*[\w.-]*\//;

/** Made when it is first asked for. */
let expression: RegExp | undefined;

function compiled(): RegExp {
  const made = new RegExp(script());
  // For a long text the engine skips its slower kinds of code for expressions, which cost more to make than the fastest.
  made.test(LONG_COMMENT);
  return made;
}

const LONG_COMMENT = `#${" ".repeat(1024)}`;

/** Of each of the repetitions no two parts begin alike, so that no text takes more than linear time. */
function script(): string {
  const endOfWord = "(?=[ \\t\\n;|&]|$)";
  const ordinary = "[\\w./:,@%+=-]";
  const blank = "[ \\t]+(?:\\\\\\n[ \\t]+)*";
  // Neither a variable that the shell acts on, nor one it gives values of its own.
  const variable = "(?!(?:IFS|PATH|PWD|OLDPWD|HOME|SHELL|SHELLOPTS|ENV|DIRSTACK|_)(?!\\w)|BASH)[A-Za-z_]\\w*";
  const unlisted = `(?!(?:${listed().join("|")})${endOfWord}|(?:bash|zsh|ksh|dash)-?\\d)`;
  // A path only where a command begins, where RUNS_FILE looks for it.
  const program = `(?:(?<=(?:^|[\\n;&|])[ \\t]*)[\\w./-]*/)?${unlisted}[a-z][a-z0-9_-]*(?:\\.(?:sh|py|js|mjs|ts|rb|pl))?`;
  // No letter on either side, nor a hyphen that stands in some name: then no name is put together from the value and what stands around it.
  const expansion = `(?:(?<![A-Za-z]|[eE]-)\\$(?=\\w|\\{\\w+\\})\\{?${variable}\\}?(?![A-Za-z$]|-[oO])|\\$\\((?:${UNKNOWN_OUTPUT})(?: ${ordinary}+)*\\))`;
  const quotable = "[\\t\\n !#%-\\[\\]^_a-~\\u00a0-\\uffff]";
  const quoted = `(?<=[ \\t=:/,>])(?:"(?:${quotable}+(?!${quotable})|${expansion})*"|'[\\t\\n -&(-~\\u00a0-\\uffff]*')${endOfWord}`;
  const word = `(?:~(?=/|${endOfWord}))?(?:${ordinary}+(?!${ordinary})|(?<=[\\w./:,@%+=*?-])#|[*?]|${expansion}|${quoted})*(?<![ \\t>])${endOfWord}`;
  const argument = `(?:\\d?>&[0-2]${endOfWord}|\\]${endOfWord}|(?:\\d?>>?[ \\t]*)?${word})`;
  const alone = `(?=(?:[^ \\t\\n;|&"'$]|\\$(?:\\([^()]*\\))?|"[^"]*"|'[^']*')*(?:[ \\t]+#|[ \\t]*(?:[\\n;]|&&|$)))`;
  const assignment = `(?:export[ \\t]+)?${variable}=${alone}`;
  const setting = `set(?:[ \\t]+(?:pipefail|-o|[-+][eEuvx]+o?)${endOfWord})*`;
  const runner = `(?:npm[ \\t]+run|(?:${RUNNER_NAMES.join("|")})[ \\t]+(?!(?:${RUNNING_WORDS})${endOfWord})[a-z][a-z:-]*)`;
  const wrapper = `(?:sudo|time|nice|nohup|npx|command[ \\t]+-v|timeout[ \\t]+\\d+|(?:pixi|uv|poetry|pipenv|conda|yarn)[ \\t]+run|(?:bundle|npm|pnpm)[ \\t]+exec)[ \\t]+`;
  const printing = `printf(?=[ \\t]+(?:'[^'-][^']*'|"[^"$-][^"$]*"|[\\w./:,@%+=]${ordinary}*)${endOfWord})`;
  const call = `(?:${variable}=${ordinary}*[ \\t]+)*(?:(?:${wrapper})*${program}|${runner}|${printing}|\\[|env(?=[ \\t]*(?:>[ \\t]*${ordinary}+[ \\t]*)?(?:[\\n;|&]|$)))${endOfWord}`;
  const command = `${setting}(?=[ \\t]*(?:[\\n;|&#]|$))|(?:${assignment}|${call})(?:(?:${blank}|(?<==))${argument})*`;
  const comment = "(?<![^ \\t\\n;])#[^\\n]*";
  const lineEnd = `(?:${comment})?(?:\\n|$)`;
  const joint = "(?:&&|\\|\\|?)(?=[ \\t]*[^ \\t\\n;&|#\\\\])";
  return `^(?:[ \\t]*(?:(?:${command})[ \\t]*(?:${joint}|;|${lineEnd})|(?:${comment})?\\n|${comment}$|$(?<=[ \\t])))*$`;
}

/** Programs whose output is never known, and no name that matters. */
const UNKNOWN_OUTPUT = "nproc|date|uname|hostname|whoami|id|git(?! -| (?:bisect|rebase|submodule)[ )])";

/** What makes one or another of the runners run a program; wrappers.ts says which. */
const RUNNING_WORDS = "exec(?:-env|-file)?|x|r|run|dlx|develop|shell|enter|create|compose|container|stat|record|trace|rsh|environment|bisect|rebase|submodule|npm|npx|pnpm|pnpx|yarn|terminal-command|local-agent-execution";

/** The names that a plain program does not have. */
function listed(): string[] {
  const names = new Set<string>([...BUILTIN_NAMES, ...RESERVED_WORDS, ...SHELL_NAMES, ...WRAPPER_NAMES]);
  for (const name of ["cd", "echo", "exit", "pwd", "true"]) names.delete(name);
  return [...names].filter((name) => /^[a-z]/.test(name));
}
