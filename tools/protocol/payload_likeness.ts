import type { JsonArray, JsonObject, JsonValue } from "../json/value.ts";
import { isArray } from "../json/value.ts";
import { formOf, freeOfPayload, type Form, type Mould } from "./form.ts";
import { createLessons } from "./lessons.ts";

/** Knows payloads by their likeness to an earlier one: such a payload is written as the text that it has in common with that one, and its strings. */
export interface PayloadLikeness {
  /** The form of the payload; then the strings that differ are in `strings` from `first` on, and JSON writes each as it is. Undefined where it is like no other. */
  readonly recognise: (payload: JsonObject, strings: string[], first: number) => Form | undefined;
}

/** Longer texts are not learnt from, so that a form takes little memory. */
const longestLesson = 4096;

export function createPayloadLikeness(): PayloadLikeness {
  const lessons = createLessons();
  let form: Form | undefined;
  return {
    recognise: (payload, strings, first) => {
      if (form !== undefined && gather(payload, form.mould, strings, first)) {
        lessons.hit();
        return form;
      }
      if (lessons.missed()) {
        const text = JSON.stringify(payload);
        if (text.length <= longestLesson) form = formOf(text, payload, freeOfPayload) ?? form;
      }
      return undefined;
    },
  };
}

/** Whether `value` has the mould; then the strings that differ are in `strings`, from `first` on. */
function gather(value: JsonObject | JsonArray, { model, members }: Mould, strings: string[], first: number): boolean {
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
        strings[first + member.index] = found;
        break;
      case "mould":
        if (!isTree(found) || !gather(found, member.mould, strings, first)) return false;
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
