/**
 * Programs that run another program, as data: what stands between their own name and the command they run.
 * Sources: the manual pages of the programs (GNU coreutils, util-linux, sudo, doas, findutils, procps, macOS, pixi, Nix).
 */
export interface Wrapper {
  /** Short options that take a value, in the same word or the next. */
  readonly values?: string;
  /** Short options that take no value. Together with `values` they are all that the program knows. */
  readonly flags?: string;
  /** Long options that take a value, as `--name value` or `--name=value`. Their unambiguous abbreviations count. */
  readonly longValues?: readonly string[];
  readonly longFlags?: readonly string[];
  /** Long options that take several values, each a word of its own, and how many (`bwrap --bind from to`). */
  readonly longCounts?: Readonly<Record<string, number>>;
  /** Long options of one dash (`find`-like programs) are not split into letters. */
  readonly singleDash?: boolean;
  /** How many words stand before the command (`timeout 5 command`). */
  readonly operands?: number;
  /** Whether `NAME=value` words may stand before the command. */
  readonly assignments?: boolean;
  /** Words of which one must come first (`pixi run`); without it the program runs nothing. */
  readonly subcommands?: readonly string[];
  /** Whether the subcommand is itself the program (`corepack pnpm`). */
  readonly runsSubcommand?: boolean;
  /** Subcommands behind which other words count than behind the rest (`git bisect`). */
  readonly variants?: ReadonlyMap<string, Wrapper>;
  /** Options with which the program runs nothing (`command -v`). */
  readonly inert?: readonly string[];
  /** Options whose value is a text for the shell (`su -c`, `script -c`). */
  readonly texts?: readonly string[];
  /** Options whose value is the folder to run in. */
  readonly folders?: readonly string[];
  /** Options with which the command runs in a home. */
  readonly logins?: readonly string[];
  /** Options whose value is split into words and put before the command (`env -S`). */
  readonly splits?: readonly string[];
  /** Options whose value is the program; its arguments stand behind the operands, or behind `--` (`flatpak run --command=program`). */
  readonly programs?: readonly string[];
  /** Whether the command's first word names a package, whose program is called like it (`nix run nixpkgs#program`). */
  readonly installable?: boolean;
  /** Whether what stands behind the options may be something else than a command, where no `--` stands before it. */
  readonly likely?: boolean;
  /** Whether a lone `-` is an option (`env -`). */
  readonly dash?: boolean;
  /** Options with which the command gets none of the variables that the shell exports. */
  readonly clears?: readonly string[];
  /** Options without which it may get none of them. */
  readonly keeps?: readonly string[];
  /** Options whose value is a variable to unset. */
  readonly unsets?: readonly string[];
  /** Options behind which the command begins, whatever stands between (`nix develop -c command`). */
  readonly begins?: readonly string[];
  /** The words are joined and run as a text: by a shell here, or on another machine. */
  readonly joined?: boolean;
  /** A command that is one word is a text for the shell (`pixi run 'a && b'`). */
  readonly lone?: boolean;
  /** Where the command runs, when that is not the present folder. */
  readonly place?: "home" | "unknown";
  /** Whether the command is run by the shell itself, so that it may be a builtin that changes it. */
  readonly inShell?: boolean;
  /** Whether nothing behind the command is run (`exec`). */
  readonly replaces?: boolean;
  /** A use of its own that no table describes. */
  readonly special?: "find" | "xargs" | "parallel" | "su";
  /** Words that may stand before the subcommand (`docker compose run`). */
  readonly groups?: readonly string[];
  /** Every operand is a text for the shell (`hyperfine 'a' 'b'`). */
  readonly each?: boolean;
  /** Without a command it starts a shell, which reads the standard input. */
  readonly interactive?: boolean;
}
