/** The two operations of the appendix of docs/specs/ipc-v0.md. */
import type { JsonObject, JsonValue } from "../../../tools/json/value.ts";
import { BadInput, type ImmediateOperation, type LastingOperation, type Operation } from "./operation.ts";

const textSchema = { type: "object", required: ["text"], properties: { text: { type: "string" } } };

/** Upper case by the Unicode default case mapping, which knows no locale. */
const textCaps: ImmediateOperation = {
  capability: { name: "text.caps", sideEffects: "none", inputSchema: textSchema, outputSchema: textSchema, timeouts: { defaultMs: 1000 } },
  answer: (args) => ({ text: readText(args).toUpperCase() }),
};

const mostSteps = 1000;
const longestStep = 60_000;

/** The same in steps, so that progress, cancel and timeout can be seen. */
const textStream: LastingOperation = {
  capability: {
    name: "text.stream",
    sideEffects: "none",
    inputSchema: {
      ...textSchema,
      properties: {
        ...textSchema.properties,
        steps: { type: "integer", minimum: 1, maximum: mostSteps, default: 4 },
        stepMs: { type: "integer", minimum: 0, maximum: longestStep, default: 0 },
      },
    },
    outputSchema: textSchema,
    timeouts: { defaultMs: 60_000 },
    progress: true,
    cancellable: true,
  },
  perform: async (args, invocation) => {
    const text = readText(args);
    const steps = readWhole(args.steps, "steps", 4, 1, mostSteps);
    const stepMs = readWhole(args.stepMs, "stepMs", 0, 0, longestStep);
    for (let step = 1; step <= steps; step += 1) {
      await invocation.pause(stepMs);
      invocation.progress({ fraction: step / steps, message: `step ${step} of ${steps}` });
    }
    return { text: text.toUpperCase() };
  },
};

export const textOperations: readonly Operation[] = [textCaps, textStream];

function readText({ text }: JsonObject): string {
  if (typeof text !== "string") throw new BadInput("`text` must be a string.");
  return text;
}

function readWhole(value: JsonValue | undefined, name: string, otherwise: number, least: number, most: number): number {
  if (value === undefined) return otherwise;
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw new BadInput(`\`${name}\` must be a whole number from ${least} to ${most}.`);
  }
  return value;
}
