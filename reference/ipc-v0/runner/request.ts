import { readFileSync } from "node:fs";
import type { CommandArguments } from "../../../tools/cli/command.ts";
import type { Host } from "../../../tools/cli/host.ts";
import { ShellWordsError, splitWords } from "../../../tools/harness/shell_words.ts";
import { readJson } from "../../../tools/json/read.ts";
import { isObject, type JsonObject } from "../../../tools/json/value.ts";
import { decodeLine } from "../../../tools/protocol/decode.ts";
import { createMessageFactory, encodeMessage } from "../../../tools/protocol/encode.ts";
import { errorCodes } from "../../../tools/protocol/codes.ts";
import { inspect } from "../../../tools/protocol/inspect.ts";
import { defaultMaximumLineBytes, messageTypes, protocol } from "../../../tools/protocol/messages.ts";
import type { RunRequest } from "./run.ts";

/** Why a run cannot begin, as a sentence for whoever called it. */
export class RequestError extends Error {
  override readonly name = "RequestError";
}

/** The run that the arguments ask for. Throws a RequestError where they make no sense or name what cannot be read. */
export function readRequest(given: CommandArguments, host: Host): RunRequest {
  const { options } = given;
  const operation = options.get("op");
  if (operation === undefined || operation === "") throw new RequestError("name the operation to invoke: --op OPERATION");
  const timeout = options.get("timeout-ms");
  const contract = options.get("contract");
  const request = {
    command: readCommand(given),
    operation,
    args: readArgs(given, host),
    ...(timeout === undefined ? {} : { timeoutMs: readTimeout(timeout) }),
    ...(contract === undefined ? {} : { contract: readBytes("--contract", contract, host) }),
    secrets: readSecrets(given.repeated?.get("secret") ?? [], host),
    environment: host.environment,
  };
  refuseUnsendable(request);
  return request;
}

function readCommand({ options, operands }: CommandArguments): readonly string[] {
  const line = options.get("adapter");
  if (line === undefined) {
    if (operands.length === 0) throw new RequestError("name the adapter: --adapter COMMAND, or its words after --");
    return operands;
  }
  if (operands.length > 0) throw new RequestError("the adapter is named twice, by --adapter and by the words after --");
  try {
    const words = splitWords(line);
    if (words.length > 0) return words;
  } catch (error) {
    if (error instanceof ShellWordsError) throw new RequestError(`--adapter: ${error.message}`);
    throw error;
  }
  throw new RequestError("--adapter: the command line is empty");
}

function readArgs({ options }: CommandArguments, host: Host): JsonObject {
  const [text, json, file] = ["text", "args-json", "args-file"].map((name) => options.get(name));
  if ([text, json, file].filter((value) => value !== undefined).length > 1) throw new RequestError("--text, --args-json and --args-file exclude each other");
  if (text !== undefined) return { text };
  if (json !== undefined) return readObject("--args-json", Buffer.from(json));
  if (file !== undefined) return readObject("--args-file", readBytes("--args-file", file, host));
  return {};
}

function readObject(name: string, bytes: Uint8Array): JsonObject {
  const { value, problems } = readJson(bytes);
  const [problem] = problems;
  if (problem !== undefined) throw new RequestError(`${name}: ${problem.message}`);
  if (!isObject(value)) throw new RequestError(`${name}: the arguments must be a JSON object`);
  return value;
}

function readBytes(name: string, path: string, host: Host): Uint8Array {
  try {
    return readFileSync(host.resolve(path));
  } catch (error) {
    throw new RequestError(`${name}: cannot read ${path}: ${systemReason(error)}`);
  }
}

export function systemReason(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.message : String(error);
}

const longestTimeout = 2 ** 31 - 1;

function readTimeout(text: string): number {
  const milliseconds = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(milliseconds >= 1 && milliseconds <= longestTimeout)) throw new RequestError(`--timeout-ms: "${text}" is no whole number from 1 to ${longestTimeout}`);
  return milliseconds;
}

function readSecrets(names: readonly string[], host: Host): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const value = host.environment[name];
      if (value === undefined || value === "") throw new RequestError(`--secret: the environment has no variable ${name}, so there is nothing to hide`);
      if (value.length < shortestSecret || protocolWords.some((word) => word.includes(value))) {
        throw new RequestError(`--secret: the value of ${name} stands in the protocol's own words, or is too short to be told from them, and cannot be hidden`);
      }
      return [name, value];
    }),
  );
}

/** Shorter values would be found everywhere, and so give themselves away. */
const shortestSecret = 4;

/** A message in which one of these is replaced is no message any more. */
const protocolWords = [
  ...[protocol, ...messageTypes, "runner", "adapter", "none", "filesystem", "network", "mutable_state"],
  ...["role", "protocols", "requestedCapabilities", "session", "maxLineBytes", "selected", "name", "version", "capabilities", "sideEffects", "inputSchema", "outputSchema"],
  ...["timeouts", "defaultMs", "progress", "cancellable", "accepted", "timeoutMs", "data", "meta", "message", "fraction", "reason", "code", "retryable", "details"],
  ...[String(defaultMaximumLineBytes), ...errorCodes.map(({ code }) => code)],
];

/** What the protocol cannot carry would be refused by every adapter. */
function refuseUnsendable({ operation, args }: { readonly operation: string; readonly args: JsonObject }): void {
  // Looked at before it is written: JSON.stringify makes null of a number that no double holds.
  const found = inspect(args, false);
  if (found.problem !== undefined) throw new RequestError(`the arguments cannot be sent: ${found.detail}`);
  const message = createMessageFactory({ prefix: "runner-" })("invoke", { op: operation, args });
  const decoded = decodeLine(Buffer.from(encodeMessage(message).trimEnd()));
  if (decoded.kind === "fault") throw new RequestError(`the arguments cannot be sent: ${decoded.detail}`);
}
