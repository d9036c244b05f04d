import type { CommandNode, CompoundList, ParsedScript, Statement } from "unbash";
import type { Command, DynamicCommand, SyntaxProblem, Value, Word } from "./model.ts";
import type { Cell, Content, FunctionDefinition, Outcome, State } from "./state.ts";
import type { Place, SourceFrame } from "./frame.ts";
import { assignCell, DIRECTORY } from "./state.ts";
import { union, type Values } from "./value.ts";

/** Whether a command is known to succeed; undefined when it may fail. */
export type Success = true | undefined;

/** A construct that `return`, `break` or `continue` leaves. */
export interface Exit {
  readonly kind: "function" | "loop";
  readonly mark: number;
  readonly leaves: Outcome[];
  readonly repeats: Outcome[];
}

/** One abstract run of a script: the state, what was found so far, and where the run stands. */
export interface Machine {
  readonly state: State;
  readonly commands: Command[];
  readonly problems: SyntaxProblem[];
  readonly dynamic: DynamicCommand[];
  readonly definitions: FunctionDefinition[];
  readonly called: Set<FunctionDefinition["body"]>;
  /** Bodies that another took the place of before anything could call them. */
  readonly replaced: Set<FunctionDefinition["body"]>;
  /** Texts that `trap` registered. They may run at any later time: */
  readonly traps: Trap[];
  /** what the variables that were assigned since the first of them have held, */
  readonly assignedSince: Map<string, readonly Content[]>;
  /** and the folders that the script has been in. */
  enteredSince: Values;
  /** Whether the script may have written a file. */
  hasFiles: boolean;
  /** The names that `read` has read so far. */
  readonly reads: string[];
  /** What process substitutions write, by the fragment that stands for their file. */
  readonly substitutions: Map<unknown, Values>;
  /** The process substitutions that read what is written to their files, of the statement that runs. */
  readonly readers: Reader[];
  /** What the assignments among the arguments of `export`, `declare`... assign, by their words. */
  readonly declared: Map<Word, Declaration>;
  frame: SourceFrame;
  within: readonly string[];
  /** How many shells deep. */
  level: number;
  /** How many constructs deep, over all frames. */
  depth: number;
  work: number;
  exits: Exit[];
  /** What had been written when an `exit` left the present subshell. */
  exitOutputs: Values[];
  calls: readonly FunctionDefinition[];
  /** The cells that `local` hid in the function that runs. */
  locals: Map<string, Cell | undefined>;
  aliases: ReadonlySet<string>;
  /** True once code was run more than once, so that findings may repeat. */
  repeats: boolean;
  readonly run: Runner;
}

/** A process substitution that reads: `>(...)`. */
export interface Reader {
  readonly script: ParsedScript;
  /** The path of its file. */
  readonly file: Value;
  readonly frame: SourceFrame;
  readonly place: Place;
}

export interface Declaration {
  readonly name: string;
  /** The key in `name[key]=...`, before anything is calculated. */
  readonly key: Values | undefined;
  readonly append: boolean;
  /** Whether the elements have keys of their own (`name=([key]=...)`). */
  readonly keyed?: boolean;
  readonly contents: readonly Content[];
}

export interface Trap {
  readonly values: Values;
  readonly place: Place;
  readonly within: readonly string[];
}

/** The parts of the interpreter that others call back into. */
export interface Runner {
  readonly statements: (machine: Machine, statements: readonly Statement[]) => Success;
  readonly node: (machine: Machine, node: CommandNode | CompoundList) => Success;
  readonly argv: (machine: Machine, argv: readonly Word[], reach: Reach) => Success;
}

/** Who runs a command line: the shell, the shell without its functions (`command`), or another program, which knows neither functions nor builtins. */
export type Reach = "shell" | "builtins" | "programs";

/** Thrown when a script asks for more work than its size justifies; `analyse` reports it. */
export class WorkExhausted extends Error {}

const MAXIMUM_DEPTH = 700;

export function charge(machine: Machine, units: number): void {
  machine.work -= units;
  if (machine.work < 0) throw new WorkExhausted("The script repeats or multiplies its commands beyond what can be followed");
}

export function enter(machine: Machine): void {
  machine.depth++;
  if (machine.depth > MAXIMUM_DEPTH) throw new WorkExhausted("The script nests its commands more deeply than can be followed");
  charge(machine, 8);
}

/** The place of a node in the script itself. */
export function placeOf(machine: Machine, node: { readonly pos: number; readonly end: number }): Place {
  const { place, text } = machine.frame;
  // In broken text the parser may look past the end.
  return place ?? { start: Math.min(node.pos, text.length), end: Math.min(node.end, text.length) };
}

export function reportDynamic(machine: Machine, reason: string, place: Place): void {
  machine.dynamic.push({ reason, start: place.start, end: place.end });
}

export const STDOUT = "stdout";
/** What is written by other numbers than that of the standard output, where somebody reads that with it (`2>&1`). */
export const OTHERS = "others";
export const STDIN = "stdin";

/** What is read by a number: 0 is that of the standard input. */
export function inputBy(number: number): string {
  return number === 0 ? STDIN : `${STDIN} ${number}`;
}

const CHECKOUT: Values = [[{ kind: "workspace" }]];

export function directoryOf(machine: Machine): Values {
  return cellValues(machine, DIRECTORY) ?? CHECKOUT;
}

export function cellValues(machine: Machine, name: string): Values | undefined {
  const cell = machine.state.cells.get(name);
  return cell?.kind === "values" ? cell.values : undefined;
}

export function assignValues(machine: Machine, name: string, values: Values | undefined): void {
  assignCell(machine.state, name, { kind: "values", values });
}

export function flag(machine: Machine, name: string): boolean {
  const cell = machine.state.cells.get(name);
  return cell?.kind === "flag" && cell.set;
}

/** Runs with other wrappers around. */
export function runWithin<Result>(machine: Machine, label: string | undefined, run: () => Result): Result {
  const outer = machine.within;
  if (label !== undefined) machine.within = [...outer, label];
  const result = run();
  machine.within = outer;
  return result;
}

export function joinOutputs(outputs: readonly Values[]): Values {
  let joined: Values = [];
  for (const output of outputs) joined = union(joined, output);
  return joined;
}
