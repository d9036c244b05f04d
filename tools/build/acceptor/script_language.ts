/**
 * The scripts that plainly do no harm, as regular languages: lines of commands whose programs are written out, run no others than what is written
 * out behind them and leave the shell as it is, and whose words hold no name that does not stand in the script in one piece. They say nothing that
 * the interpreter of tools/shell does not say; most scripts are in them.
 *
 * A script is read by two automata at once: `script` reads its commands and marks what they are, `watched` looks for names and signs anywhere in its
 * text. A character outside ASCII counts as U+0080.
 */
import { BUILTIN_NAMES, FOLDER_TAKERS, RESERVED_WORDS, RUNNER_NAMES, SHELL_NAMES, WRAPPER_NAMES } from "../../shell/names.ts";
import { deniedStarts } from "../../rules/workstation-contract/denied_paths.ts";
import { notableNames } from "../../rules/workstation-contract/notable.ts";
import { storeStarts } from "../../rules/workstation-contract/apple_stores.ts";
import { runnerTable } from "../../shell/runner_table.ts";
import { SHELL_VARIABLE_NAMES } from "../../shell/shell_variables.ts";
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
  /** A program writes what it reads into a file that it is told. */
  writes: "\uf006",
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
const expansion = either(language`\$${variable}`, language`\$\{${variable}(?::?-${ordinary}*)?\}`, output);

/** A letter on either side, or a hyphen that stands in some name: a name could be put together from the value and what stands around it. */
const joined = holding(language`[A-Za-z]${PUT_IN}|[eA-Z]-${PUT_IN}|${PUT_IN}[A-Za-z]|${PUT_IN}${PUT_IN}|${PUT_IN}-[oA-Z]`);

const quotable = "[\\t\\n !#%-\\[\\]^_a-~\\x80]";
const singleQuotable = "[\\t\\n -&(-_a-~\\x80]";
const quoted = either(without(language`"(?:${quotable}|${PUT_IN})*"`, joined), language`'${singleQuotable}*'`);

const bare = without(language`(?:${ordinary}|#|${PUT_IN})*`, either(joined, language`#${ANYTHING}`, holding(language`${PUT_IN}#`)));
const unquoted = either(bare, language`~`, language`~${both(bare, language`/${ANYTHING}`)}`);
const word = replaced(either(without(unquoted, language``), language`${either(language``, both(unquoted, language`${ANYTHING}[=:/]`))}${quoted}`), PUT_IN, expansion);
/** A pattern with so few letters between two slashes is meant for no store. */
const pattern = language`(?:[\w.,@+-]*/)*(?:[\w.-]{0,8}\*|\*[\w.-]{1,8})${marks.takesMore}(?:/[\w.,@+-]*)*`;
const argument = language`\d?>&\d|\]|\d?<[ \t]*${word}|(?:\d?>>?[ \t]*)?${either(word, pattern)}`;

const takers: ReadonlySet<string> = new Set(FOLDER_TAKERS);
const listed = new Set<string>([...BUILTIN_NAMES, ...RESERVED_WORDS, ...SHELL_NAMES, ...WRAPPER_NAMES, ...takers, "sourceosctl", "workspace-ops", "tee", "dd"]);
for (const name of ["echo", "exit", "pwd", "true"]) listed.delete(name);

/** A program like any other; none that runs others, changes the shell, or gives a second name to a folder. */
const name = without(language`[a-z][a-z0-9_-]*`, either(language`${[...listed].filter((each) => /^[a-z]/.test(each)).map((each) => each.replace(/\d/g, "\\d")).join("|")}`, language`(?:bash|zsh|ksh|dash)-?\d[a-z0-9_-]*|[a-z0-9_-]*(?:ln|mount|bindfs)`));
const folderTaker = language`${texts([...takers].filter((each) => /^[a-z]+$/.test(each) && !WRAPPER_NAMES.some((other) => other === each)))}${marks.takesMore}`;
const program = either(language`cd${marks.changesFolder}|(?:tee|dd)${marks.writes}`, language`${name}(?:\.(?:sh|py|js|mjs|ts|rb|pl))?`, folderTaker);

/** What makes one or another of the runners run a program. */
const running = Object.values(runnerTable()).flatMap((make) => {
  const { subcommands = [], groups = [], variants } = make();
  return [...subcommands, ...groups, ...(variants?.keys() ?? [])];
});
const subcommand = without(language`[a-z][a-z:-]*`, texts(new Set(running)));
const runner = either(
  language`npm[ \t]+run`,
  language`${texts(RUNNER_NAMES.filter((each) => !takers.has(each) && each !== "workspace-ops"))}[ \t]+${subcommand}`,
  language`${texts(RUNNER_NAMES.filter((each) => takers.has(each)))}${marks.takesMore}[ \t]+${subcommand}`,
);
const wrapper = language`(?:sudo|time|nice|nohup|npx|command[ \t]+-v|timeout[ \t]+\d+|(?:pixi|uv|poetry|pipenv|conda|yarn)[ \t]+run|(?:bundle|npm|pnpm)[ \t]+exec)[ \t]+`;
const printing = language`printf[ \t]+(?:'[\t\n -&(-,.-_a-~\x80]${singleQuotable}*'|"[\t\n !#%-,.-\[\]^_a-~\x80]${quotable}*"|[\w./:,@%+=]${ordinary}*)`;

/** In double brackets, where the shell reads by a syntax of its own, nothing that could be taken for an operator. */
const operand = language`[\w./]+|\$${variable}|"(?:[\w \t./:,@+-]*|\$${variable}|\$\{${variable}\})"`;
const test = either(
  language`\[(?:${blank}(?:!=?|${argument}))*`,
  language`\[\[${blank}(?:!${blank})?(?:-[a-zA-Z]${blank}(?:${operand})|(?:${operand})${blank}(?:==?|!=|-(?:eq|ne|lt|le|gt|ge))${blank}(?:${operand}))${blank}\]\]`,
);
/** Of variables in small letters only those are assigned that `export` names: by its letters alone, an assignment is told from a program here. */
const assigned = language`[A-Z_]\w*`;
const call = either(
  language`(?:${assigned}=${ordinary}*[ \t]+)*(?:${either(language`(?:${wrapper})*(?:(?:[\w.][\w.-]*)?/${marks.runsPath})*${program}`, runner, printing)})(?:${blank}${argument})*`,
  language`env(?:[ \t]*>[ \t]*${ordinary}+)?`,
  language`${texts(RUNNER_NAMES.filter((each) => !takers.has(each) && each !== "workspace-ops"))}[ \t]+--version(?:[ \t]*>>?[ \t]*${ordinary}+)?`,
  test,
);
const setting = language`set(?:[ \t]+(?:pipefail|-o|[-+][eEuvx]+o?))*`;
const value = language`${word}?`;
const assignment = language`(?:${assigned}=${value}|export[ \t]+${variable}=${value}(?:${blank}${variable}=${value})*)`;
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

const literal = either(language`(?:~/)?${ordinary}+`, language`"${quotable}*"`, language`'${singleQuotable}*'`);
const outputs = language`(?:${blank}(?:\d?>&\d|\d?>>?[ \t]*${ordinary}+))*`;

const segment = language`/[\w-][\w.-]*`;
const closed = [...storeStarts, ...deniedStarts, "downloads"].filter((each) => each !== undefined);
/** The first folder below a home: in small letters, for closed ones count in any, or one that many have. */
const folder = either(without(language`[a-z0-9_-][a-z0-9_.-]*`, texts(closed)), texts(["Developer", "Documents"]));
const belowHome = language`/(?:${folder}|Downloads/SourceOS/agent-downloads)${segment}*/?`;
export const safeRoot = language`~${belowHome}`;
/** Which variable it is, is watched for: here its letters would make the table wider. */
const homeVariable = language`\$[A-Z]+|\$\{[A-Z]+\}`;
const root = language`(?:~|${homeVariable})${belowHome}|"${homeVariable}${belowHome}"`;

/** Calls of the tools that demand nothing, or what their marks say. Arguments are written out, and none begins like one that asks for more. */
const mountOption = language`--(?:dev|docs|downloads)-root(?:${blank}|=)${root}|--(?:profile|evidence-out)(?:${blank}|=)${ordinary}+|--dry-run|--policy-ok`;
const officeOption = without(literal, language`["']?--(?:e${ANYTHING}|["']?)`);
/** The options with, where they ask for execution, the word that policy allows it. */
function allowed(option: Language): Language {
  const any = language`(?:${blank}(?:${option}|--execute))*`;
  return language`(?:${blank}${option})*|${any}${blank}--policy-ok${any}`;
}
const machineCall = language`agent-machine${marks.machine}${blank}mounts${blank}(?:plan|init)(?:${blank}${mountOption})*`;
const officeCall = language`office${blank}(?:doctor|${without(language`[a-z]+(?:-[a-z]+)*`, language`doctor`)}${marks.artifact})(?:${allowed(officeOption)})`;
const workspaceOption = language`--[abd-mo-z][a-z-]*(?:=${ordinary}+)?`;
const scope = language`--capture-scope(?:${blank}|=)${without(language`[a-z]+(?:-[a-z]+)*`, language`none`)}`;
const workspaceCall = either(
  language`(?:terminal-command|local-agent-execution)${blank}run(?:${blank}${workspaceOption})*(?:${blank}--${blank}${call})?`,
  language`web-capture${blank}take(?:${blank}(?:${workspaceOption}|${scope}))*`,
);
const toolCall = either(language`sourceosctl${marks.tool}${blank}(?:${machineCall}|${officeCall})${outputs}`, language`workspace-ops${marks.tool}${blank}${workspaceCall}`);

export const script = linesOf(either(call, toolCall, setting));

const tools = ["sourceosctl", "workspace-ops"];
export const storeNames = notableNames.filter((each) => !tools.includes(each));

/** Where what is watched for ends in a text. */
export const watched = {
  /** The name of a tool, which stands in a script as often as there are known calls of one. */
  tool: language`${ANYTHING}(?:${tools.map(anyCase).join("|")})`,
  /** Any other name that some rule asks about, in any case, as some file systems ignore case, and an escape that may hide one; */
  name: language`${ANYTHING}(?:${storeNames.map(anyCase).join("|")}|%[0-9A-Fa-f]{2})`,
  /** or which an expansion may put there. */
  percent: language`${ANYTHING}%`,
  dollar: language`${ANYTHING}\$`,
  /** A variable that the shell acts on, or gives values of its own. */
  shellVariable: either(
    language`(?:${ANYTHING}[^\w])?(?:${SHELL_VARIABLE_NAMES.filter((each) => each !== "HOME").join("|")}|BASH\w*)[^\w]`,
    // The home may be read.
    language`(?:${ANYTHING}[^\w${"{"}$])?HOME[^\w]`,
  ),
  /** Any expansion but that of the home. */
  expands: language`${ANYTHING}\$\{?(?:[^\w{]|[A-GI-Za-z_]|H[^O]|HO[^M]|HOM[^E]|HOME\w)`,
  /** By a home, an expansion, a parent, or a path from the root. */
  leavesCheckout: language`${ANYTHING}(?:[~$]|\.\.|[^\w.]/)|(?:${ANYTHING}\s)?-\w*/|/`,
  writes: language`${ANYTHING}[>|]`,
} as const;

/** The text with its letters in any case, as an expression. */
export function anyCase(text: string): string {
  return text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
