import type { Fragment, Value } from "../../shell/model.ts";

/** The parts of a value between separators; a fragment that is no text belongs to the part it stands in. */
export function partsOf(value: Value, separators: RegExp | string): Value[] {
  const found: Value[] = [];
  let part: Fragment[] = [];
  for (const fragment of value) {
    if (fragment.kind !== "text") {
      part.push(fragment);
      continue;
    }
    for (const [index, text] of fragment.text.split(separators).entries()) {
      if (index > 0) {
        if (part.length > 0) found.push(part);
        part = [];
      }
      if (text !== "") part.push({ kind: "text", text });
    }
  }
  if (part.length > 0) found.push(part);
  return found;
}

/** The value without so many characters of the text that it begins with. */
export function withoutStart(value: Value, length: number): Value {
  const [first, ...rest] = value;
  if (first?.kind !== "text") return value;
  return first.text.length === length ? rest : [{ kind: "text", text: first.text.slice(length) }, ...rest];
}

/** What stands behind an option in the same word; undefined where the value does not begin with the option. */
export function behindOption(value: Value, option: RegExp): Value | undefined {
  const start = option.exec(textAtStart(value))?.[0];
  return start === undefined || start === "" ? undefined : withoutStart(value, start.length);
}

/** The value with its percent escapes read; undefined for one that has none. */
export function percentDecoded(value: Value): Value | undefined {
  if (!value.some((fragment) => fragment.kind === "text" && /%[0-9a-f]{2}/i.test(fragment.text))) return undefined;
  return value.map((fragment) =>
    fragment.kind === "text"
      ? { kind: "text", text: fragment.text.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) }
      : fragment,
  );
}

/** The text that a value begins with. */
export function textAtStart(value: Value | undefined): string {
  const first = value?.[0];
  return first?.kind === "text" ? first.text : "";
}
