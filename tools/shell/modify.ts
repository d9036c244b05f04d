import type { ParameterOperation, Word } from "unbash";
import type { Value } from "./model.ts";
import { charge, type Machine } from "./machine.ts";
import { removePattern } from "./cut.ts";
import { MAXIMUM_SEARCH } from "./pattern.ts";
import { replacePattern } from "./substitute.ts";
import { concatenate, distinct, EMPTY, knownText, mapValues, textValue, unknownValue, unknownValues, type Values } from "./value.ts";

/** How the words of an operation are expanded; given by `expand`. */
export interface OperationExpander {
  readonly values: (word: Word) => Values;
  /** What stands in the place of a match: read as if it stood outside quotes, `~` included. */
  readonly replacement: (word: Word) => Values;
  readonly pattern: (word: Word) => Values;
  readonly number: (word: Word) => number | undefined;
}

/** `${X%...}`, `${X/...}`, `${X:...}`, `${X^^}`, `${X@U}` on each value. */
export function changeValues(machine: Machine, values: Values, operation: ParameterOperation | undefined, operands: OperationExpander): Values {
  if (operation === undefined) return values;
  charge(machine, 64 * values.length);
  switch (operation.type) {
    case "Remove": {
      const patterns = operands.pattern(operation.operand);
      for (const pattern of patterns) for (const value of values) charge(machine, searchCost(pattern, value));
      return distinct(patterns.flatMap((pattern) => values.flatMap((value) => removePattern(value, pattern, operation.operator))));
    }
    case "Replace": {
      const patterns = operands.pattern(operation.pattern);
      const replacements = operands.replacement(operation.replacement);
      const changed: Value[] = [];
      for (const pattern of patterns) {
        for (const replacement of replacements) {
          charge(machine, (pattern.some((fragment) => fragment.kind === "glob") ? 4096 : 64) * values.length);
          changed.push(...values.flatMap((value) => replacePattern(value, pattern, replacement, operation.operator)));
          // Since bash 5.2 an `&` may stand for what was matched.
          if (replacement.some((fragment) => fragment.kind === "text" && fragment.text.includes("&"))) changed.push(unknownValue("what `&` stands for in it is not known"));
        }
      }
      return distinct(changed);
    }
    case "Slice": {
      const offset = operands.number(operation.offset);
      const length = operation.length === undefined ? Infinity : operands.number(operation.length);
      return mapValues(values, (value) => slice(value, offset, length));
    }
    case "CaseModification": {
      const limited = operation.operand !== undefined && operands.pattern(operation.operand).some((pattern) => pattern.length > 0);
      return mapValues(values, (value) => changeCase(value, operation.operator, limited));
    }
    case "Transform": {
      const kind = knownText(operands.values(operation.operand)[0] ?? EMPTY);
      const operator = kind === "U" ? "^^" : kind === "L" ? ",," : kind === "u" ? "^" : undefined;
      if (operator === undefined) return mapValues(values, (value) => (value.length === 0 ? value : unknownValue("it is transformed")));
      return mapValues(values, (value) => changeCase(value, operator, false));
    }
    case "Default":
    case "Names":
    case "Unknown":
      return unknownValues("what this expansion gives is not known");
  }
}

/** Roughly how many steps it takes to find what a pattern takes away. */
function searchCost(pattern: Value, value: Value): number {
  if (!pattern.some((fragment) => fragment.kind === "glob")) return 8;
  const length = value.reduce((sum, fragment) => sum + (fragment.kind === "text" ? fragment.text.length : 1), 0);
  return length > MAXIMUM_SEARCH ? 8 : 8 + ((length * length) >> 2);
}

function slice(value: Value, offset: number | undefined, length: number | undefined): Value {
  const text = knownText(value);
  if (offset === 0 && length === Infinity) return value;
  if (text === undefined || offset === undefined || length === undefined) return unknownValue("part of it is cut away, and which part is not known");
  const start = offset < 0 ? text.length + offset : offset;
  if (start < 0 || start > text.length) return EMPTY;
  return textValue(length < 0 ? text.slice(start, length) : text.slice(start, Math.min(text.length, start + length)));
}

function changeCase(value: Value, operator: string, limited: boolean): Value {
  if (limited) return unknownValue("the case of some of its letters changes");
  const upper = operator.startsWith("^");
  if (operator.length === 2) {
    return value.map((fragment) => (fragment.kind === "text" ? { kind: "text", text: upper ? fragment.text.toUpperCase() : fragment.text.toLowerCase() } : fragment));
  }
  const first = value[0];
  if (first?.kind !== "text") return value;
  const head = first.text.charAt(0);
  return concatenate(textValue((upper ? head.toUpperCase() : head.toLowerCase()) + first.text.slice(1)), value.slice(1));
}
