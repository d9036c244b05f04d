import { MergeError } from "../../harness/archive.ts";
import { SelectionError } from "../../harness/select.ts";
import { visible } from "../../report/visible.ts";
import type { CommandArguments, Usage } from "../command.ts";
import { refuseArguments } from "../help.ts";
import type { Host } from "../host.ts";

/** What a subcommand was called with. */
export interface Call {
  readonly given: CommandArguments;
  /** The operands after the subcommand's name. */
  readonly words: readonly string[];
  readonly usage: Usage;
  readonly host: Host;
}

/** Why a run cannot begin, as a sentence. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** Does the work and answers with its exit status; where it cannot begin, says why. */
export async function orRefuse({ usage, host }: Call, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SelectionError) {
      const { message, word, known } = error;
      return refuseArguments({ problem: message, word, known, ...(known.length > mostNamed ? { listing: "--list shows them all" } : {}) }, usage, host);
    }
    if (error instanceof SettingsError || error instanceof MergeError) return refuseArguments({ problem: visible(error.message) }, usage, host);
    throw error;
  }
}

/** More than these are too many for a line. */
const mostNamed = 10;
