import type { JsonArray, JsonObject, JsonValue } from "../json/value.ts";
import { isArray } from "../json/value.ts";
import { formOf, freeOfPayload, type Form, type Mould } from "./form.ts";
import { createLessons } from "./lessons.ts";

/** Longer texts are not learnt from, so that a form takes little memory. */
const longestLesson = 4096;

/** What writes payloads as `JSON.stringify` does, those that are like an earlier one by the text that they have in common with it. */
export function createPayloadText(): (payload: JsonObject) => string {
  const lessons = createLessons();
  const strings: string[] = [];
  let form: Form | undefined;
  return (payload) => {
    if (form !== undefined && gather(payload, form.mould, strings)) {
      lessons.hit();
      return join(form.around, strings);
    }
    const text = JSON.stringify(payload);
    if (text.length <= longestLesson && lessons.missed()) form = formOf(text, payload, freeOfPayload) ?? form;
    return text;
  };
}

function join(around: readonly string[], strings: readonly string[]): string {
  let text = around[0] ?? "";
  for (let index = 1; index < around.length; index += 1) text += `${strings[index - 1] ?? ""}${around[index] ?? ""}`;
  return text;
}

/** Whether `value` has the mould; then `strings` are those that differ, and JSON writes each as it is. */
function gather(value: JsonObject | JsonArray, { model, members }: Mould, strings: string[]): boolean {
  if (isArray(value) !== isArray(model)) return false;
  // Lists have the keys "0", "1" and so on.
  const tree = value as JsonObject;
  let count = 0;
  for (const key in tree) {
    const member = members[count];
    if (member?.key !== key) return false;
    count += 1;
    const found = tree[key];
    switch (member.kind) {
      case "value":
        if (found !== member.value) return false;
        break;
      case "string":
        if (typeof found !== "string" || !isPlain(found)) return false;
        strings[member.index] = found;
        break;
      case "mould":
        if (!isTree(found) || !gather(found, member.mould, strings)) return false;
        break;
    }
  }
  return count === members.length;
}

function isTree(value: JsonValue | undefined): value is JsonObject | JsonArray {
  return typeof value === "object" && value !== null;
}

/** Whether JSON writes the text as it is. What is not ASCII is left to JSON.stringify, since it may be half a character. */
export function isPlain(text: string): boolean {
  return !notPlain.test(text);
}

const notPlain = /[^ !#-[\]-~]/;
