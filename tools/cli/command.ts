import type { Host } from "./host.ts";

/** One `--name` a command understands. */
export interface OptionDefinition {
  readonly name: string;
  readonly short?: string;
  /** The word that stands for the value in the help; an option without one is a switch. */
  readonly value?: string;
  /** Each time it is given counts, not the last alone. */
  readonly repeatable?: true;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  /** The value is a file or folder, which a shell can complete. */
  readonly completesPaths?: boolean;
  readonly summary: string;
}

/** Everything that is to be said about a command: its help, its completion and the reading of its options are made from this. */
export interface Usage {
  readonly name: string;
  /** What follows the name: `[OPTIONS] FILE...`. */
  readonly operands: string;
  /** The words its operand may be; undefined where any are. */
  readonly operandChoices?: readonly string[];
  readonly completesPaths?: boolean;
  readonly summary: string;
  /** Paragraphs. */
  readonly description: readonly string[];
  readonly options: readonly OptionDefinition[];
  readonly examples: readonly { readonly command: string; readonly does: string }[];
  readonly exitStatus: readonly { readonly status: number; readonly means: string }[];
}

/** What a command was called with: the last value of each option, and everything else. */
export interface CommandArguments {
  readonly options: ReadonlyMap<string, string>;
  /** All values of the repeatable options that were given. */
  readonly repeated?: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}

export interface CommandModule {
  readonly usage: Usage;
  /** Does the work and answers with the exit status: 0 all well, 1 something judged is at fault, 2 could not run. */
  readonly run: (given: CommandArguments, host: Host, commands: readonly Command[]) => Promise<number> | number;
}

/** A line of the command table. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}
