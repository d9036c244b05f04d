import type { Conversation } from "./conversation.ts";

/** What a transcript shows about one requirement. */
export interface Observation {
  readonly requirement: string;
  readonly verdict: "pass" | "fail";
  /** Why, as a sentence that names no id, time or number of the session. */
  readonly reason: string;
  /** The number of the entry that shows it. */
  readonly entry?: number;
}

/** What the judge cannot know by itself. Without it, requirements that need it are not decided. */
export interface Knowledge {
  /** The names of the secrets that the peers had and that the transcript marks. */
  readonly secrets?: readonly string[];
  /** JSON Schema 2020-12. */
  readonly schemas?: {
    readonly isSchema: (schema: unknown) => boolean;
    readonly accepts: (schema: unknown, value: unknown) => boolean;
  };
}

/** Looks for one requirement, or a few that belong together. */
export interface Judgement {
  readonly requirements: readonly string[];
  readonly judge: (conversation: Conversation, knowledge: Knowledge) => readonly Observation[];
}

export function passes(requirement: string, reason: string, entry?: number): Observation {
  return { requirement, verdict: "pass", reason, ...(entry === undefined ? {} : { entry }) };
}

export function fails(requirement: string, reason: string, entry?: number): Observation {
  return { requirement, verdict: "fail", reason, ...(entry === undefined ? {} : { entry }) };
}
