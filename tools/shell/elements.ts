import { joinContents, listContent, type Content } from "./state.ts";
import { distinct, knownTexts, ONLY_EMPTY, unknownValues, type Values } from "./value.ts";

/** The elements of arrays. A key is a number from 0, or a text of an associative array; undefined where it is not known. */
export type Key = string | undefined;

/** The key in a text between brackets that needs no calculation: a number, which counts from the end when it is negative. */
export const PLAIN_KEY = /^(?:0|-?[1-9]\d{0,8})$/;

/** Every value that an element of the contents may have. */
export function allElements(contents: readonly Content[]): Values {
  return distinct(contents.flatMap((content) => (content.kind === "list" ? content.elements.flat() : content.kind === "many" || content.kind === "text" ? content.values : [])));
}

/** What an element may be. */
export function elementOf(name: string, content: Content, key: Key): Content {
  switch (content.kind) {
    case "list": {
      const element = content.elements[key === undefined ? -1 : content.keys.indexOf(fromStart(content, key) ?? "")];
      if (element !== undefined) return { kind: "text", values: element };
      return key === undefined ? { kind: "text", values: distinct([...content.elements.flat(), ...ONLY_EMPTY]) } : { kind: "unset" };
    }
    case "many":
      return { kind: "text", values: content.values };
    case "text":
      return key === undefined || key === "0" || key === "-1" ? content : { kind: "unset" };
    case "environment":
      return { kind: "text", values: unknownValues(`\`$${name}\` is not assigned in the script`) };
    case "unset":
      return content;
  }
}

/** An array with one element replaced or added. */
export function putElement(content: Content, key: Key, values: Values): Content {
  if (content.kind === "many") return { kind: "many", values: distinct([...content.values, ...values]) };
  if (content.kind === "text") return putElement({ kind: "list", keys: ["0"], elements: [content.values] }, key, values);
  const list = content.kind === "list" ? content : NO_ELEMENTS;
  if (key === undefined) return { kind: "many", values: distinct([...list.elements.flat(), ...values]) };
  const place = fromStart(list, key);
  if (place === undefined) return content;
  const index = list.keys.indexOf(place);
  if (index >= 0) return { kind: "list", keys: list.keys, elements: list.elements.map((element, at) => (at === index ? values : element)) };
  return sortedList([...list.keys, place], [...list.elements, values]);
}

/** An array without one of its elements. */
export function dropElement(content: Content, key: Key): readonly Content[] {
  if (content.kind === "text") return key === "0" || key === "-1" ? UNSET : key === undefined ? [content, ...UNSET] : [content];
  if (content.kind !== "list") return joinContents([content], UNSET);
  if (key === undefined) return [{ kind: "many", values: content.elements.flat() }, ...UNSET];
  const place = fromStart(content, key);
  const isKept = content.keys.map((other) => other !== place);
  return [listContent(content.elements.filter((_, index) => isKept[index]), content.keys.filter((_, index) => isKept[index]))];
}

const NO_ELEMENTS = { kind: "list", keys: [], elements: [] } as const;
const UNSET: readonly Content[] = [{ kind: "unset" }];

/** A key that counts from the end, as one that counts from the start; undefined where it would stand before the start. */
function fromStart({ keys }: { readonly keys: readonly string[] }, key: string): string | undefined {
  if (!/^-[1-9]\d*$/.test(key) || keys.includes(key)) return key;
  const place = keys.reduce((highest, other) => Math.max(highest, Number(other)), -1) + 1 + Number(key);
  return place >= 0 ? String(place) : undefined;
}

/** An associative array given as keys and values in turn: `declare -A a=(key value)`. */
export function pairedList(words: readonly Values[]): Content {
  let list: Content = NO_ELEMENTS;
  for (let index = 0; index < words.length; index += 2) {
    const keys = knownTexts(words[index] ?? []);
    list = putElement(list, keys?.length === 1 ? keys[0] : undefined, words[index + 1] ?? ONLY_EMPTY);
  }
  return list;
}

/** An array with these keys, in their order. */
export function sortedList(keys: readonly string[], elements: readonly Values[]): Content {
  const order = keys.map((_, index) => index);
  if (keys.every((key) => PLAIN_KEY.test(key))) order.sort((left, right) => Number(keys[left]) - Number(keys[right]));
  return listContent(order.map((index) => elements[index] ?? []), order.map((index) => keys[index] ?? ""));
}
