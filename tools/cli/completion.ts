import type { CommandModule, OptionDefinition, Usage } from "./command.ts";
import { refuseArguments } from "./help.ts";
import { sharedOptions } from "./read_arguments.ts";

const programs = ["wsc", "workstation-contracts"];
const shells = ["bash", "zsh", "fish"] as const;

const usage: Usage = {
  name: "completion",
  operands: "bash|zsh|fish",
  operandChoices: shells,
  summary: "print the completion script of a shell",
  description: ["Prints a script that lets the shell complete commands, options, their values and rule ids. It is made from the same table as the help."],
  options: [],
  examples: [
    { command: 'eval "$(wsc completion bash)"', does: "in ~/.bashrc" },
    { command: "wsc completion zsh > ~/.zfunc/_wsc", does: "for a folder in zsh's fpath" },
    { command: "wsc completion fish > ~/.config/fish/completions/wsc.fish", does: "for fish" },
  ],
  exitStatus: [
    { status: 0, means: "printed" },
    { status: 2, means: "no such shell, or wrong usage" },
  ],
};

export const command: CommandModule = {
  usage,
  async run({ operands }, host, commands) {
    const [shell, ...more] = operands;
    const known = shells.find((name) => name === shell);
    if (shell === undefined || more.length > 0) return refuseArguments({ problem: `name one shell: ${shells.join(", ")}` }, usage, host);
    if (known === undefined) return refuseArguments({ problem: "is not a shell with completion", word: shell, known: shells }, usage, host);
    const usages = await Promise.all(commands.map(async ({ load }) => (await load()).usage));
    host.stdout.write(scripts[known](usages));
    return 0;
  },
};

const scripts: Record<(typeof shells)[number], (usages: readonly Usage[]) => string> = { bash, zsh, fish };

function bash(usages: readonly Usage[]): string {
  const branches = usages.map((each) => {
    const cases = optionsOf(each).filter(takesValue).map((option) => `        ${forms(option).join("|")}) ${replies(option.choices, option.completesPaths)}; return ;;`);
    return [
      `    ${each.name})`,
      ...(cases.length === 0 ? [] : ['      case "$previous" in', ...cases, "      esac"]),
      `      if [[ $word == -* ]]; then ${replies(optionsOf(each).flatMap(forms))}; else ${replies(each.operandChoices, each.completesPaths)}; fi ;;`,
    ].join("\n");
  });
  return [
    "# Completion of wsc for bash; print it anew after an update: wsc completion bash",
    "# A reply a line, so that a name with a blank stays one; bash 3.2 has no mapfile.",
    "_wsc_reply() {",
    "  local reply",
    '  while IFS= read -r reply; do COMPREPLY+=("$reply"); done < <(compgen "$@")',
    "}",
    "_wsc() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"',
    "  # To bash, the = of --name=value is a word of its own.",
    '  if [[ $word == = ]]; then word=; elif [[ $previous == = ]]; then previous="${COMP_WORDS[COMP_CWORD-2]}"; fi',
    "  COMPREPLY=()",
    `  if (( COMP_CWORD == 1 )); then ${replies([...usages.map(({ name }) => name), "--help", "--version"])}; return; fi`,
    '  case "${COMP_WORDS[1]}" in',
    ...branches,
    "  esac",
    "}",
    `complete -o filenames -F _wsc ${programs.join(" ")}`,
    "",
  ].join("\n");
}

/** Offers words, paths, both or nothing. */
function replies(words: readonly string[] = [], paths = false): string {
  const offers = [...(words.length === 0 ? [] : [`_wsc_reply -W ${quoted(words.join(" "))} -- "$word"`]), ...(paths ? ['_wsc_reply -f -- "$word"'] : [])];
  return offers.length === 0 ? ":" : offers.join("; ");
}

function zsh(usages: readonly Usage[]): string {
  const branches = usages.map((each) => {
    const options = optionsOf(each).flatMap((option) =>
      forms(option).map((form) => quoted(`${form}[${escaped(option.summary)}]${zshValue(option)}`)),
    );
    const operand = each.operandChoices === undefined ? (each.completesPaths === true ? ["'*:file:_files'"] : []) : [quoted(`1:word:(${each.operandChoices.join(" ")})`)];
    return `    ${each.name}) _arguments ${[...options, ...operand].join(" ")} ;;`;
  });
  return [
    `#compdef ${programs.join(" ")}`,
    "# Completion of wsc for zsh; print it anew after an update: wsc completion zsh",
    "_wsc() {",
    "  if (( CURRENT == 2 )); then",
    `    local -a names=(${usages.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(" ")})`,
    "    _describe command names",
    "    return",
    "  fi",
    "  local name=$words[2]",
    "  shift words",
    "  (( CURRENT-- ))",
    "  case $name in",
    ...branches,
    "  esac",
    "}",
    'if [[ $funcstack[1] == _wsc ]]; then _wsc "$@"; else compdef _wsc ' + programs.join(" ") + "; fi",
    "",
  ].join("\n");
}

/** What follows an option: its value, and the paths, words or nothing (a blank) that it can be completed with. */
function zshValue({ value, choices, completesPaths }: OptionDefinition): string {
  if (value === undefined) return "";
  return `:${value}:${choices !== undefined ? `(${choices.join(" ")})` : completesPaths === true ? "_files" : " "}`;
}

function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, "\\$&");
}

function fish(usages: readonly Usage[]): string {
  const lines = programs.flatMap((program) => [
    `complete -c ${program} -f`,
    ...usages.map(({ name, summary }) => `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`),
    ...usages.flatMap((each) => {
      const when = `-n '__fish_seen_subcommand_from ${each.name}'`;
      return [
        ...(each.completesPaths === true ? [`complete -c ${program} ${when} -F`] : []),
        ...(each.operandChoices === undefined ? [] : [`complete -c ${program} ${when} -a ${quoted(each.operandChoices.join(" "))}`]),
        ...optionsOf(each).map((option) => {
          const short = option.short === undefined ? "" : ` -s ${option.short}`;
          return `complete -c ${program} ${when} -l ${option.name}${short}${fishValue(option)} -d ${quoted(option.summary)}`;
        }),
      ];
    }),
  ]);
  return `# Completion of wsc for fish; print it anew after an update: wsc completion fish\n${lines.join("\n")}\n`;
}

function fishValue({ value, choices, completesPaths }: OptionDefinition): string {
  if (value === undefined) return "";
  return choices !== undefined ? ` -x -a ${quoted(choices.join(" "))}` : completesPaths === true ? " -r -F" : " -x";
}

function optionsOf({ options }: Usage): readonly OptionDefinition[] {
  return [...options, ...sharedOptions];
}

function takesValue({ value }: OptionDefinition): boolean {
  return value !== undefined;
}

function forms({ name, short }: OptionDefinition): string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
