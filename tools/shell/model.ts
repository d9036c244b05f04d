/**
 * What a step's script can run, as far as that can be known without running it.
 * Offsets are UTF-16 code units in the script's own text (the value of `run`, after JSON unescaping). A command that stands inside
 * quoted text (`bash -c '...'`) has the offsets of the word that holds it.
 */

/** One piece of a word's value. */
export type Fragment =
  /** Text as the program receives it. */
  | { readonly kind: "text"; readonly text: string }
  /** An unquoted pattern character run (`*`, `?`, `[...]`) that path name expansion may replace. */
  | { readonly kind: "glob"; readonly text: string }
  /** A home folder, from `~`, `$HOME` or `~user` (then `user` is set). It has no trailing slash. */
  | { readonly kind: "home"; readonly user: string | undefined }
  /** The folder of the checkout: where a step starts, and the workspace variables of CI systems. */
  | { readonly kind: "workspace" }
  /** Text that cannot be known before run time; it may be empty and may hold slashes. A number (`$?`) is never empty and holds nothing that a shell takes apart. */
  | { readonly kind: "unknown"; readonly reason: string; readonly isNumber?: true };

/** One value that a word may have: its fragments, in order. Adjacent texts are merged; the empty list is the empty string. */
export type Value = readonly Fragment[];

/** A word after expansion. It has every value that some run can give it, at least one. */
export interface Word {
  readonly values: readonly Value[];
  /** True when the word may become no word or several words at run time (an unquoted unknown or pattern, `"$@"` of an unknown list). */
  readonly splits: boolean;
  readonly start: number;
  readonly end: number;
}

export interface Redirection {
  /** `<`, `>`, `>>`, `<>`, `>|`, `&>`, `&>>`: the ones that open a file. */
  readonly operator: string;
  readonly target: Word;
}

/** One simple command that can run. */
export interface Command {
  /** The program and its arguments; empty for redirections that stand alone (`> f`) or behind a compound command. A `[[ ... ]]` test is listed with its words. For a wrapper (`sudo -u x cat f`) there is one command for the wrapper, with all its words, and one for what it runs. */
  readonly argv: readonly Word[];
  /** The words `NAME=value` before the program, which has them in its environment. */
  readonly assignments?: readonly Word[];
  readonly redirections: readonly Redirection[];
  /** True for what is certainly a call of a function of the script: what it does with its words is told by the function's own commands, which are listed as well. */
  readonly isFunctionCall?: true;
  /** The folders it may run in. */
  readonly directories: readonly Value[];
  /** The wrappers and shells around it, outermost first (`["sudo", "bash -c"]`). */
  readonly within: readonly string[];
  readonly start: number;
  readonly end: number;
}

export interface SyntaxProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A place where something runs that cannot be known: an unknown program, `eval` of unknown text, a shell fed by a download. */
export interface DynamicCommand {
  readonly reason: string;
  /** True when the script asks for more work than is granted, so that commands after the ones listed were not looked at. */
  readonly hidesCommands?: true;
  readonly start: number;
  readonly end: number;
}

export interface Script {
  readonly commands: readonly Command[];
  readonly problems: readonly SyntaxProblem[];
  readonly dynamic: readonly DynamicCommand[];
}

/** Reads any script. */
export interface Interpreter {
  /** What is still to ask about a script that shows all that it does, as most do; undefined for one that has to be followed. Quicker than following it. */
  readonly readTransparent: (text: string) => Transparency | undefined;
  /** What a script can run. */
  readonly interpret: (text: string) => Script;
}

/** What is still to ask about a script that shows all that it does. */
export interface Transparency {
  /**
   * The words that do not stand in the text as their programs receive them, each with a blank behind it, and NUL, which is part of no name, for
   * what is put in at run time. Together with the text they hold every name that the script can give to a program.
   */
  readonly words: string;
  /** Whether it may take more than it names: by a pattern, or a program that copies or mounts whole folders. */
  readonly takesMore: boolean;
}

/** A path after resolution against the folder it is relative to. `.`, `..`, `//` and trailing `/` are gone. */
export interface Path {
  /**
   * `root`: an absolute path. `home`: relative to a home folder (the user's own when `user` is undefined). `workspace`: below the
   * checkout. `unknown`: the start cannot be known, or `..` left the workspace.
   */
  readonly anchor: "root" | "home" | "workspace" | "unknown";
  readonly user: string | undefined;
  /**
   * How many folders above the anchor the segments start; 0 for nearly every path. `~/..` is anchor `home`, above 1, no segments: it
   * CONTAINS the home. `~/../bob` is anchor `home`, above 1, segments `bob`: beside the home, most likely another home. Always 0 for `root`.
   * A path that leaves the workspace has anchor `unknown` and counts here how far above the workspace it starts.
   */
  readonly above: number;
  /** The names below the anchor. A name that holds an unknown or a glob is a pattern (see `pattern`). */
  readonly segments: readonly PathSegment[];
  /** Why some of it is unknown; undefined when all of it is known. */
  readonly unknown: string | undefined;
}

export interface PathSegment {
  /** The name; where it is not wholly known, the known text with `*` for each unknown or glob run. */
  readonly name: string;
  readonly pattern: boolean;
}
