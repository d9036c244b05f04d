import type { ArithmeticExpression } from "unbash";
import type { Machine } from "./machine.ts";
import { charge } from "./machine.ts";
import { allElements } from "./elements.ts";
import { scalarValues } from "./parameter.ts";
import { distinct, knownText, textValue, unknownNumber, type Values } from "./value.ts";
import { assignVariable, readVariable } from "./variables.ts";

/** How a word inside an expression is expanded, and a command run; given by `expand`. */
export interface ArithmeticExpander {
  readonly word: (word: Extract<ArithmeticExpression, { type: "ArithmeticWord" }>) => Values;
  readonly command: (expansion: Extract<ArithmeticExpression, { type: "ArithmeticCommandExpansion" }>) => Values;
}

const MAXIMUM_DEPTH = 64;

/** The number that an expression gives, or undefined when it depends on what is not known. Assignments in it take effect. */
export function evaluateArithmetic(machine: Machine, expression: ArithmeticExpression, expander: ArithmeticExpander, depth = 0): number | undefined {
  charge(machine, 1);
  if (depth > MAXIMUM_DEPTH) {
    runAll(machine, expression, expander);
    return undefined;
  }
  const inner = (operand: ArithmeticExpression): number | undefined => evaluateArithmetic(machine, operand, expander, depth + 1);
  switch (expression.type) {
    case "ArithmeticWord":
      return wordNumber(machine, expander.word(expression));
    case "ArithmeticCommandExpansion":
      return wordNumber(machine, expander.command(expression));
    case "ArithmeticGroup":
      return inner(expression.expression);
    case "ArithmeticUnary": {
      const value = inner(expression.operand);
      if (expression.operator === "++" || expression.operator === "--") {
        const changed = safe(value === undefined ? undefined : value + (expression.operator === "++" ? 1 : -1));
        assignNumber(machine, expression.operand, changed, expander);
        return expression.prefix ? changed : value;
      }
      return value === undefined ? undefined : unary(expression.operator, value);
    }
    case "ArithmeticTernary": {
      const test = inner(expression.test);
      const consequent = inner(expression.consequent);
      const alternate = inner(expression.alternate);
      if (test === undefined) return consequent === alternate ? consequent : undefined;
      return test !== 0 ? consequent : alternate;
    }
    case "ArithmeticBinary": {
      const { operator } = expression;
      if (isAssignment(operator)) {
        const right = inner(expression.right);
        const before = operator === "=" ? undefined : inner(expression.left);
        const value = operator === "=" ? right : before === undefined || right === undefined ? undefined : binary(operator.slice(0, -1), before, right);
        assignNumber(machine, expression.left, value, expander);
        return value;
      }
      const left = inner(expression.left);
      const right = inner(expression.right);
      if (operator === ",") return right;
      return left === undefined || right === undefined ? undefined : binary(operator, left, right);
    }
  }
}

function isAssignment(operator: string): boolean {
  return operator.endsWith("=") && !["==", "!=", "<=", ">="].includes(operator);
}

function assignNumber(machine: Machine, target: ArithmeticExpression, value: number | undefined, expander: ArithmeticExpander): void {
  if (target.type !== "ArithmeticWord") return;
  const name = knownText(expander.word(target)[0] ?? []) ?? "";
  const plain = /^[A-Za-z_]\w*/.exec(name)?.[0];
  if (plain === undefined) return;
  const known = value === undefined ? unknownNumber("it is the result of a calculation") : textValue(String(value));
  if (plain === name) assignVariable(machine, plain, [{ kind: "text", values: [known] }]);
  else assignVariable(machine, plain, [{ kind: "many", values: distinct([...allElements(readVariable(machine, plain)), known]) }]);
}

/** The number that a text means in an expression: a literal, or the name of a variable that holds one. */
function wordNumber(machine: Machine, values: Values, depth = 0): number | undefined {
  const value = values[0];
  if (values.length !== 1 || value === undefined) return undefined;
  const text = knownText(value)?.trim();
  if (text === undefined) return undefined;
  if (text === "") return 0;
  if (/^-?\d{1,15}$/.test(text)) return /^-?0\d/.test(text) ? octal(text) : Number(text);
  if (/^0[xX][0-9a-fA-F]{1,12}$/.test(text)) return Number(text);
  if (/^[A-Za-z_]\w*$/.test(text) && depth < 4) return wordNumber(machine, scalarValues(machine, text), depth + 1);
  return undefined;
}

function octal(text: string): number | undefined {
  return /^-?[0-7]+$/.test(text) ? parseInt(text, 8) : undefined;
}

function unary(operator: string, value: number): number | undefined {
  switch (operator) {
    case "-":
      return -value;
    case "+":
      return value;
    case "!":
      return value === 0 ? 1 : 0;
    case "~":
      return safe(-value - 1);
    default:
      return undefined;
  }
}

function binary(operator: string, left: number, right: number): number | undefined {
  const truth = (value: boolean): number => (value ? 1 : 0);
  switch (operator) {
    case "+":
      return safe(left + right);
    case "-":
      return safe(left - right);
    case "*":
      return safe(left * right);
    case "/":
      return right === 0 ? undefined : safe(Math.trunc(left / right));
    case "%":
      return right === 0 ? undefined : safe(left % right);
    case "**":
      return right < 0 ? undefined : safe(left ** right);
    case "==":
      return truth(left === right);
    case "!=":
      return truth(left !== right);
    case "<":
      return truth(left < right);
    case ">":
      return truth(left > right);
    case "<=":
      return truth(left <= right);
    case ">=":
      return truth(left >= right);
    case "&&":
      return truth(left !== 0 && right !== 0);
    case "||":
      return truth(left !== 0 || right !== 0);
    default:
      return undefined;
  }
}

function safe(value: number | undefined): number | undefined {
  return value !== undefined && Number.isSafeInteger(value) ? (value === 0 ? 0 : value) : undefined;
}

/** An expression too deep to calculate: what it runs and assigns counts all the same. */
function runAll(machine: Machine, expression: ArithmeticExpression, expander: ArithmeticExpander): void {
  const waiting: ArithmeticExpression[] = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    charge(machine, 1);
    switch (next.type) {
      case "ArithmeticWord":
        expander.word(next);
        break;
      case "ArithmeticCommandExpansion":
        expander.command(next);
        break;
      case "ArithmeticGroup":
        waiting.push(next.expression);
        break;
      case "ArithmeticUnary":
        if (next.operator === "++" || next.operator === "--") assignNumber(machine, next.operand, undefined, expander);
        waiting.push(next.operand);
        break;
      case "ArithmeticTernary":
        waiting.push(next.alternate, next.consequent, next.test);
        break;
      case "ArithmeticBinary":
        if (isAssignment(next.operator)) assignNumber(machine, next.left, undefined, expander);
        waiting.push(next.right, next.left);
        break;
    }
  }
}
