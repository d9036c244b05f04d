import type { HereDoc, HereString } from "unbash";
import type { Value } from "./model.ts";
import { restore as restoreEmbedded } from "./embed.ts";
import { expandQuoted, expandValues, TEXT } from "./expand.ts";
import type { Machine } from "./machine.ts";
import { mapValues, ONLY_EMPTY, product, textValue, type Values } from "./value.ts";

/** What a here-document or a here-string gives to read. */
export function hereText(machine: Machine, node: HereDoc | HereString): Values {
  if (node.type === "HereDoc") return hereDocument(machine, node);
  return product(node.target === undefined ? ONLY_EMPTY : expandValues(machine, node.target, TEXT), [textValue("\n")]);
}

function hereDocument(machine: Machine, node: HereDoc): Values {
  const { parts, text } = node.body;
  const quoted = node.delimiter?.quoted === true;
  let values: Values;
  if (!quoted && parts !== undefined) values = expandQuoted(machine, parts);
  else values = [restoreEmbedded(quoted ? text : text.replace(/\\([$`\\])|\\\n/g, "$1"), machine.frame.embedded)];
  return node.operator === "<<-" ? mapValues(values, withoutTabs) : values;
}

/** `<<-` takes the tabs from the start of each line. */
function withoutTabs(value: Value): Value {
  return value.map((fragment, index) => {
    if (fragment.kind !== "text") return fragment;
    const text = fragment.text.replace(/\n\t+/g, "\n");
    return { kind: "text", text: index === 0 ? text.replace(/^\t+/, "") : text };
  });
}
