/**
 * The scripts that plainly do no harm, as regular languages: lines of commands whose programs are written out, run no others than what is written
 * out behind them and leave the shell as it is, and whose words hold no name that does not stand in the script in one piece. They say nothing that
 * the interpreter of tools/shell does not say; most scripts are in them.
 *
 * A script is read by two automata at once: `script` reads its commands and marks what they are, `watch` looks for names and signs anywhere in its
 * text. A character outside ASCII counts as U+0080.
 */
import { BUILTIN_NAMES, FOLDER_TAKERS, RESERVED_WORDS, RUNNER_NAMES, SHELL_NAMES, WRAPPER_NAMES } from "../../shell/names.ts";
import { ANYTHING, both, either, holding, language, replaced, texts, without, type Language } from "./language.ts";

/** Marks on the way through a script. */
export const marks = {
  /** Behind the name of a tool that a known call begins with. */
  tool: "\uf000",
  /** The call concerns the Agent Machine, */
  machine: "\uf001",
  /** or an artifact of the Office Plane. */
  artifact: "\uf002",
  /** A program that takes whole folders, or a pattern: more is taken than what is named. */
  takesMore: "\uf003",
  /** The folder changes. */
  changesFolder: "\uf005",
  /** A program is given by a path, which may be that of a file that the script wrote. */
  runsPath: "\uf004",
} as const;

/** Marks of the words that open, divide and close compound commands. */
export const turns = { if: "\uf030", then: "\uf031", elif: "\uf032", else: "\uf033", fi: "\uf034", loop: "\uf035", do: "\uf036", for: "\uf037", done: "\uf038", open: "\uf039", close: "\uf03a" } as const;

/** An expansion is written so until the contexts in which it may stand are told. */
const PUT_IN = "\uf00f";

const blank = language`[ \t]+(?:\\\n[ \t]+)*`;
const ordinary = "[\\w./:,@%+=-]";

const variable = language`[A-Za-z_]\w*`;
/** Of programs whose output is never known, and no name that matters. */
const output = language`\$\((?:nproc|date|uname|hostname|whoami|id|git[ \t]+(?:branch|describe|diff|log|rev-parse|show|status|tag))(?:[ \t]+${ordinary}+)*\)`;
const expansion = either(language`\$${variable}`, language`\$\{${variable}\}`, output);

/** A letter on either side, or a hyphen that stands in some name: a name could be put together from the value and what stands around it. */
const joined = holding(language`[A-Za-z]${PUT_IN}|[eA-Z]-${PUT_IN}|${PUT_IN}[A-Za-z]|${PUT_IN}${PUT_IN}|${PUT_IN}-[oA-Z]`);

const quotable = "[\\t\\n !#%-\\[\\]^_a-~\\x80]";
const singleQuotable = "[\\t\\n -&(-_a-~\\x80]";
const quoted = either(without(language`"(?:${quotable}|${PUT_IN})*"`, joined), language`'${singleQuotable}*'`);

const bare = without(language`(?:${ordinary}|#|${PUT_IN})*`, either(joined, language`#${ANYTHING}`, holding(language`${PUT_IN}#`)));
const unquoted = either(bare, language`~`, language`~${both(bare, language`/${ANYTHING}`)}`);
const word = replaced(either(without(unquoted, language``), language`${either(language``, both(unquoted, language`${ANYTHING}[=:/,]`))}${quoted}`), PUT_IN, expansion);
/** A pattern with so few letters between two slashes is meant for no store. */
const pattern = language`(?:[\w.,@+-]*/)*(?:[\w.-]{0,8}\*|\*[\w.-]{1,8})${marks.takesMore}(?:/[\w.,@+-]*)*`;
const argument = language`\d?>&\d|\]|(?:\d?>>?[ \t]*)?${either(word, pattern)}`;

const takers: ReadonlySet<string> = new Set(FOLDER_TAKERS);
const listed = new Set<string>([...BUILTIN_NAMES, ...RESERVED_WORDS, ...SHELL_NAMES, ...WRAPPER_NAMES, ...takers, "sourceosctl"]);
for (const name of ["echo", "exit", "pwd", "true"]) listed.delete(name);

/** A program like any other; none that runs others, changes the shell, or gives a second name to a folder. */
const name = without(language`[a-z][a-z0-9_-]*`, either(language`${[...listed].filter((each) => /^[a-z]/.test(each)).map((each) => each.replace(/\d/g, "\\d")).join("|")}`, language`(?:bash|zsh|ksh|dash)-?\d[a-z0-9_-]*|[a-z0-9_-]*(?:ln|mount|bindfs)`));
const folderTaker = language`${texts([...takers].filter((each) => /^[a-z]+$/.test(each) && !WRAPPER_NAMES.some((other) => other === each)))}${marks.takesMore}`;
const program = either(language`cd${marks.changesFolder}`, language`${name}(?:\.(?:sh|py|js|mjs|ts|rb|pl))?`, folderTaker);

/** What makes one or another of the runners run a program; runner_table.ts says which. */
const subcommand = without(language`[a-z][a-z:-]*`, texts([
  "exec", "exec-env", "exec-file", "x", "r", "run", "dlx", "develop", "shell", "ssh", "enter", "create", "compose", "container", "stat", "record", "trace", "rsh", "environment", "bisect", "rebase", "submodule",
  "npm", "npx", "pnpm", "pnpx", "yarn", "terminal-command", "local-agent-execution",
]));
const runner = either(
  language`npm[ \t]+run`,
  language`${texts(RUNNER_NAMES.filter((each) => !takers.has(each) && each !== "workspace-ops"))}[ \t]+${subcommand}`,
  language`${texts(RUNNER_NAMES.filter((each) => takers.has(each)))}${marks.takesMore}[ \t]+${subcommand}`,
);
const wrapper = language`(?:sudo|time|nice|nohup|npx|command[ \t]+-v|timeout[ \t]+\d+|(?:pixi|uv|poetry|pipenv|conda|yarn)[ \t]+run|(?:bundle|npm|pnpm)[ \t]+exec)[ \t]+`;
const printing = language`printf[ \t]+(?:'[\t\n -&(-,.-_a-~\x80]${singleQuotable}*'|"[\t\n !#%-,.-\[\]^_a-~\x80]${quotable}*"|[\w./:,@%+=]${ordinary}*)`;

/** What cannot be taken for an operator. */
const operand = both(word, language`[\w$"'./]${ANYTHING}`);
const test = either(
  language`\[(?:${blank}(?:!=?|${argument}))*`,
  // What stands in double brackets has a syntax of its own.
  language`\[\[${blank}(?:!${blank})?(?:-[a-zA-Z]${blank}${operand}|${operand}${blank}(?:==?|!=|-(?:eq|ne|lt|le|gt|ge))${blank}${operand})${blank}\]\]`,
);
const call = either(
  test,
  language`(?:${variable}=${ordinary}*[ \t]+)*(?:${either(language`(?:${wrapper})*${program}`, runner, printing)})(?:${blank}${argument})*`,
  language`[\w.-]*/${marks.runsPath}(?:[\w.-]*/)*${program}(?:${blank}${argument})*`,
  language`env(?:[ \t]*>[ \t]*${ordinary}+)?`,
  language`${texts(RUNNER_NAMES.filter((each) => !takers.has(each) && each !== "workspace-ops"))}[ \t]+--version(?:[ \t]*>>?[ \t]*${ordinary}+)?`,
);
const setting = language`set(?:[ \t]+(?:pipefail|-o|[-+][eEuvx]+o?))*`;
const value = language`${word}?`;
const assignment = language`(?:${variable}=${value}|export[ \t]+${variable}=${value}(?:${blank}${variable}=${value})*)`;
const comment = "#[\\t -_a-~\\x80]*";

/** A script whose commands are of these kinds. Whether what opens is closed, and divided as it should be, is for a stack to tell. */
function linesOf(command: Language): Language {
  const joint = "[ \\t]*(?:&&|\\|\\|?)[ \\t]*";
  const lineEnd = `(?:[ \\t]*(?:${comment})?\\n)`;
  const end = `(?:[ \\t]*;|(?:[ \\t]+${comment}|[ \\t]*)\\n)`;
  /** Behind a word that asks for a command. */
  const gap = `(?:[ \\t]+(?:${comment}\\n)?|\\n)${lineEnd}*[ \\t]*`;
  const rest = language`(?:${joint}${command})*`;
  // What an assignment leaves behind counts for what follows it on its own, not in a pipeline.
  const list = language`(?:${assignment}[ \t]*&&[ \t]*)*(?:(?:![ \t]+)?${command}${rest}|${assignment})`;
  const forLoop = language`for[ \t]+${variable}[ \t]+in(?:${blank}${either(word, pattern)})+${end}${lineEnd}*[ \t]*do${turns.for}`;
  const opening = either(language`if${turns.if}|(?:while|until)${turns.loop}|\{${turns.open}`, forLoop);
  const dividing = language`then${turns.then}|elif${turns.elif}|else${turns.else}|do${turns.do}`;
  const closing = language`(?:fi${turns.fi}|done${turns.done}|\}${turns.close})(?:(?:[ \t]*|[ \t]+\d)>>?[ \t]*${ordinary}+)?${rest}`;
  const part = either(language`(?:${dividing}${gap})?(?:${opening}${gap})*${list}`, closing);
  return language`(?:[ \t]*${part}${end}|${lineEnd})*[ \t]*(?:${part}(?:[ \t]+${comment}|[ \t]*)|${comment})?`;
}

const literal = either(language`${ordinary}+`, language`"${quotable}*"`, language`'${singleQuotable}*'`);
/** An argument of a tool that is no `--execute`, also abbreviated. */
const harmless = without(literal, language`["']?--e${ANYTHING}`);

const segment = language`/[\w-][\w.-]*`;
/** The first folder below a home: in small letters, for closed ones count in any, or one that many have. */
const folder = either(without(language`[a-z0-9_-][a-z0-9_.-]*`, texts(["library", "pictures", "snap", "appdata", "downloads"])), texts(["Developer", "Documents"]));
export const safeRoot = language`~/(?:${folder}|Downloads/SourceOS/agent-downloads)${segment}*/?`;
const outputs = language`(?:${blank}(?:\d?>&\d|\d?>>?[ \t]*${ordinary}+))*`;
const mountOption = language`(?:--(?:dev|docs|downloads)-root(?:${blank}|=)${safeRoot}|--(?:profile|evidence-out)(?:${blank}|=)${ordinary}+|--dry-run|--policy-ok)`;
const tool = either(
  language`agent-machine${marks.machine}${blank}mounts${blank}(?:plan|init)(?:${blank}${mountOption})*`,
  language`office${blank}(?:doctor|${without(language`[a-z]+(?:-[a-z]+)*`, language`doctor`)}${marks.artifact})(?:${blank}${harmless})*`,
);
const toolCall = language`sourceosctl${marks.tool}${blank}${tool}${outputs}`;

export const script = linesOf(either(call, toolCall, setting));

/** Where what is watched for ends in a text. */
export const watched = {
  /** The name of the tool, which stands in a script as often as there are known calls of it. */
  tool: language`${ANYTHING}${anyCase("sourceosctl")}`,
  /** Any other name that some rule asks about, in any case, as some file systems ignore case, and an escape that may hide one; */
  name: language`${ANYTHING}(?:${["workspace-ops", "note", "photo", "remind", "voice", "apple", "container"].map(anyCase).join("|")}|%[0-9A-Fa-f]{2})`,
  /** or which an expansion may put there. */
  percent: language`${ANYTHING}%`,
  dollar: language`${ANYTHING}\$`,
  /** A variable that the shell acts on, or gives values of its own. */
  shellVariable: language`(?:${ANYTHING}[^\w])?(?:IFS|PATH|PWD|OLDPWD|HOME|SHELL|SHELLOPTS|ENV|DIRSTACK|_|BASH\w*)[^\w]`,
  /** By a home, an expansion, a parent, or a path from the root. */
  leavesCheckout: language`${ANYTHING}(?:[~$]|\.\.|[^\w.]/)|(?:${ANYTHING}\s)?-\w*/|/`,
  writes: language`${ANYTHING}[>|]`,
} as const;

/** The text with its letters in any case, as an expression. */
export function anyCase(text: string): string {
  return text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
