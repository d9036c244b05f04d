import type { Command, Value, Word } from "../../shell/model.ts";
import { isShell } from "../../shell/names.ts";
import { baseName, knownText, placeOf, readOptions, wordText } from "./command_line.ts";
import type { Flag, Options } from "./command_line.ts";

/** One call of `sourceosctl` or `workspace-ops`, as far as it can be known. */
export interface Invocation {
  readonly program: "sourceosctl" | "workspace-ops";
  readonly command: Command;
  readonly options: Options;
  /** Whether the subcommand is written out to be this one: each name in turn. */
  readonly names: (...names: readonly string[]) => boolean;
  /** Whether the subcommand may be this one; a word that cannot be known may be any name. */
  readonly mayBe: (...names: readonly string[]) => boolean;
  /** The next word after these names; undefined where there is none. */
  readonly after: (...names: readonly string[]) => Word | undefined;
}

const devRoot: Flag = { name: "--dev-root", takesValue: true };
const docsRoot: Flag = { name: "--docs-root", takesValue: true };
export const downloadsRoot: Flag = { name: "--downloads-root", takesValue: true };
export const mountFlags: readonly Flag[] = [devRoot, docsRoot, downloadsRoot];
export const execute: Flag = { name: "--execute", takesValue: false };
export const policyOk: Flag = { name: "--policy-ok", takesValue: false };
export const noAudit: Flag = { name: "--no-audit", takesValue: false };
export const noPolicyGate: Flag = { name: "--no-policy-gate", takesValue: false };
export const captureScope: Flag = { name: "--capture-scope", takesValue: true };

/** The calls that a script's commands may be: of their own program, or of one that a runner such as `pixi run` starts. */
export function invocationsOf(commands: readonly Command[]): readonly Invocation[] {
  const found: Invocation[] = [];
  const started: Command[] = [];
  for (const command of commands) {
    const program = command.argv[0];
    if (program === undefined) continue;
    let isRunner = false;
    for (const value of program.values) {
      const name = baseName(value);
      const tool = toolNamed(name);
      if (tool !== undefined) found.push(readInvocation(tool, command, command.argv.slice(1)));
      if (name !== undefined && (runners.has(name) || name.startsWith("python") || isShell(name))) isRunner = true;
    }
    if (isRunner) started.push(command);
  }
  if (started.length > 0) addStarted(started, found);
  return found;
}

/** The calls that runners start. */
function addStarted(commands: readonly Command[], found: Invocation[]): void {
  const programs = new Set<string>();
  for (const { command } of found) if (command.argv[0] !== undefined) programs.add(placeOf(command.argv[0]));
  for (const command of commands) {
    const index = command.argv.findIndex((word, position) => position > 0 && word.values.some((value) => toolNamed(baseName(value)) !== undefined));
    const word = command.argv[index];
    if (!mayStart(command, index)) continue;
    // The shell's own analysis knows many runners too, and then lists what they run as a command.
    if (word === undefined || programs.has(placeOf(word))) continue;
    for (const value of word.values) {
      const tool = toolNamed(baseName(value));
      if (tool === undefined) continue;
      const call = readInvocation(tool, command, command.argv.slice(index + 1));
      // `npm install workspace-ops --no-audit` names the tool and does not run it.
      if (groups[tool].some((group) => call.names(group))) found.push(call);
    }
  }
}

/** Of a shell's words only the first that is no option names the file that it runs; the others are what that file is given. */
function mayStart({ argv }: Command, index: number): boolean {
  const names = argv[0]?.values.map(baseName) ?? [];
  if (!names.every((name) => name !== undefined && isShell(name))) return true;
  return argv.slice(1, index).every((word, before) => /^[-+]/.test(wordText(word) ?? "") || /^[-+]\w*o$/i.test(wordText(argv[before]) ?? ""));
}

const dryRun: Flag = { name: "--dry-run", takesValue: false };
const evidenceOut: Flag = { name: "--evidence-out", takesValue: true };
const help: Flag = { name: "--help", takesValue: false };
const profile: Flag = { name: "--profile", takesValue: true };

const planFlags: readonly Flag[] = [profile, ...mountFlags, help, ...[execute, policyOk].map(wholeName)];
const initFlags: readonly Flag[] = [profile, ...mountFlags, dryRun, execute, policyOk, evidenceOut, help];
const officeFlags: readonly Flag[] = [
  ...[
    "--workroom-id", "--title", "--artifact-type", "--format", "--backend", "--mode", "--output-root", "--downloads-root",
    "--template-root", "--template", "--prompt-ref", "--data-ref", "--to",
  ].map((name): Flag => ({ name: name as Flag["name"], takesValue: true })),
  dryRun, execute, policyOk, evidenceOut, help,
];

/** Every flag of the program once, to find the subcommand among them. */
const sourceosctlFlags: readonly Flag[] = [...new Map([...initFlags, ...officeFlags].map((flag) => [flag.name, flag])).values()];

const workspaceFlags: readonly Flag[] = [noAudit, noPolicyGate, captureScope];

/** The flags as each group of `workspace-ops` reads them: its own, and those of the others by their whole name. */
const groupFlags: readonly { readonly group: string; readonly flags: readonly Flag[] }[] = [
  { group: "terminal-command", flags: [noAudit, wholeName(noPolicyGate), wholeName(captureScope)] },
  { group: "local-agent-execution", flags: [wholeName(noAudit), noPolicyGate, wholeName(captureScope)] },
  { group: "web-capture", flags: [wholeName(noAudit), wholeName(noPolicyGate), captureScope] },
];

/** The first word of a subcommand, by program. */
const groups: Readonly<Record<Invocation["program"], readonly string[]>> = {
  sourceosctl: ["agent-machine", "office"],
  "workspace-ops": ["terminal-command", "web-capture", "local-agent-execution"],
};

const subcommandNames: ReadonlySet<string> = new Set([
  "agent-machine", "office", "mounts", "plan", "init", "terminal-command", "web-capture", "local-agent-execution", "run", "take",
]);

/** Programs outside the shell's own wrappers that run the program named in their arguments, or that have its subcommands below its name. */
const runners: ReadonlySet<string> = new Set([
  "sourceosctl", "agent-term",
  "pixi", "uv", "uvx", "pipx", "poetry", "pipenv", "hatch", "rye", "conda", "mamba", "micromamba", "npx", "npm", "pnpm", "yarn", "bun", "bunx",
  "nix", "nix-shell", "podman", "docker", "nerdctl", "distrobox", "toolbox", "flatpak", "flatpak-spawn", "systemd-run", "parallel", "watch",
  "chroot", "unshare", "nsenter", "strace", "find", "fd", "busybox", "tini", "dumb-init", "direnv", "mise", "asdf", "chrt", "ionice", "taskset",
  "xvfb-run", "dbus-run-session", "fakeroot", "gosu", "su-exec", "setpriv", "runuser", "caffeinate", "arch", "unbuffer", "script", "ssh",
  "docker-compose", "go", "cargo", "node", "deno", "tsx", "ruby", "perl",
]);

/** The tool that a base name stands for, also in the form of a script. */
function toolNamed(name: string | undefined): Invocation["program"] | undefined {
  if (name === undefined) return undefined;
  const plain = name.replace(SCRIPT_ENDING, "");
  return plain === "sourceosctl" || plain === "workspace-ops" ? plain : undefined;
}

const SCRIPT_ENDING = /\.(?:py|pyz|sh|bash|js|mjs|cjs|ts|rb|pl|cmd|bat|ps1)$/;

function isEndOfOptions(word: Word | undefined): boolean {
  return word?.values.length === 1 && knownText(word.values[0] ?? []) === "--";
}

function readInvocation(program: Invocation["program"], command: Command, all: readonly Word[]): Invocation {
  // Before the subcommand, `--` ends the program's own options; the subcommand reads its own all the same.
  const words = isEndOfOptions(all[0]) ? all.slice(1) : all;
  const leading = leadingNames(words);
  const find = subcommandFinder(words, leading, program === "sourceosctl" ? sourceosctlFlags : workspaceFlags);
  const names = (...wanted: readonly string[]): boolean => isWrittenOut(wanted, leading) ?? find(wanted, false) !== undefined;
  return {
    program,
    command,
    options: readOptions(words, flagsFor(program, names), subcommandNames),
    names,
    mayBe: (...wanted) => isWrittenOut(wanted, leading) ?? find(wanted, true) !== undefined,
    after: (...wanted) => find(wanted, false)?.next,
  };
}

/** Whether the subcommand is this one, where that is written out before any option: then it takes no look at the options. */
function isWrittenOut(wanted: readonly string[], leading: readonly string[]): boolean | undefined {
  for (let index = 0; index < wanted.length; index += 1) {
    if (index === leading.length) return undefined;
    if (leading[index] !== wanted[index]) return false;
  }
  return true;
}

/** Looks for the words that spell a subcommand; undefined where they do not stand. */
type SubcommandFinder = (names: readonly string[], unknownCounts: boolean) => { readonly next: Word | undefined } | undefined;

function subcommandFinder(words: readonly Word[], leading: readonly string[], flags: readonly Flag[]): SubcommandFinder {
  let read: { readonly positionals: readonly Word[]; readonly skippable: ReadonlySet<Word> } | undefined;
  return (names, unknownCounts) => {
    if (names.length < leading.length) return isWrittenOut(names, leading) === true ? { next: words[names.length] } : undefined;
    if (read === undefined) {
      const { positionals, open } = readOptions(words, flags, subcommandNames);
      read = { positionals, skippable: new Set(open) };
    }
    const end = endOfPath(read.positionals, read.skippable, names, unknownCounts);
    return end === undefined ? undefined : { next: read.positionals[end] };
  };
}

/** The known names before the first word that is an option or not known: positional arguments, whatever follows. */
function leadingNames(words: readonly Word[]): readonly string[] {
  const names: string[] = [];
  for (const { values, splits } of words) {
    const name = values.length === 1 && !splits ? knownText(values[0] ?? []) : undefined;
    if (name === undefined || name.startsWith("-")) break;
    names.push(name);
  }
  return names;
}

/** The index after the words that spell the subcommand. Words that may hold anything may also hold options only, so they can be passed over. */
function endOfPath(words: readonly Word[], skippable: ReadonlySet<Word>, names: readonly string[], unknownCounts: boolean): number | undefined {
  let reached: ReadonlySet<number> = new Set([0]);
  for (const [index, word] of words.entries()) {
    const next = new Set<number>();
    for (const depth of reached) {
      if (skippable.has(word)) next.add(depth);
      if (word.values.some((value) => knownText(value) === names[depth] || (unknownCounts && isUnknown(value)))) next.add(depth + 1);
    }
    if (next.has(names.length)) return index + 1;
    if (next.size === 0) return undefined;
    reached = next;
  }
  return undefined;
}

function flagsFor(program: Invocation["program"], names: Invocation["names"]): readonly Flag[] {
  if (program === "workspace-ops") return groupFlags.find(({ group }) => names(group))?.flags ?? workspaceFlags;
  if (names("office")) return officeFlags;
  // A set of subcommands is read with the longest table that any of them has.
  return names("agent-machine", "mounts", "plan") && !names("agent-machine", "mounts", "init") ? planFlags : initFlags;
}

/** The flag where it counts by its whole name only. Settings are asked for by name, so it answers for the flag itself. */
function wholeName(flag: Flag): Flag {
  return { ...flag, wholeNameOnly: true };
}

function isUnknown(value: Value): boolean {
  return value.some(({ kind }) => kind === "unknown");
}
