/** Makes the shapes of documents from a JSON Schema and from what the rules make of its places. */
import type { Member, Shape, TextKind } from "./grammar.ts";
import { both, either, language, texts, type Language } from "./language.ts";
import type { Meaning, Meanings } from "./meaning.ts";
import { kindMark } from "./table.ts";

/** What of JSON Schema 2020-12 is understood; another keyword that constrains is an error. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
}

const understood = new Set(["$schema", "$id", "title", "description", "$ref", "$defs", "type", "properties", "required", "additionalProperties", "items", "minItems", "minLength", "maxLength", "pattern", "enum", "const"]);

/** Shapes and the languages of their texts, which the table will number. */
export class ShapeBuilder {
  readonly shapes: Shape[] = [];
  /** A shape's `names` and `start` are places in these lists until the tables are there. */
  readonly languages: Language[] = [];
  readonly scripts: Language[] = [];
  readonly #meanings: Meanings;
  #root: Schema = {};
  /** The numbers of arrays, by place. */
  readonly #arrays = new Map<string, number>();
  readonly #used = new Set<string>();

  constructor(meanings: Meanings) {
    this.#meanings = meanings;
  }

  /** Adds the shapes of a document; the number of the outermost. */
  add(schema: Schema): number {
    this.#root = schema;
    return this.#shape(schema, "");
  }

  /** The places that a meaning was given for and no schema has. */
  unused(): string[] {
    return Object.keys(this.#meanings).filter((place) => !this.#used.has(place));
  }

  #shape(given: Schema, place: string): number {
    const schema = this.#resolved(given, place);
    const meaning = this.#meanings[place] ?? {};
    this.#used.add(place);
    if (schema.type === "object") return this.#object(schema, meaning, place);
    if (schema.type === "array") return this.#array(schema, meaning, place);
    if (schema.type === "boolean") return this.#put({ type: "flag", whenTrue: meaning.whenTrue ?? 0, whenFalse: 0 });
    if (schema.type === "string" || typeof schema.const === "string") return this.#text(schema, meaning);
    throw new Error(`the schema says of ${place} what no shape is made of: ${JSON.stringify(schema)}`);
  }

  #object(schema: Schema, meaning: Meaning, place: string): number {
    const { properties = {}, required = [], additionalProperties } = schema;
    const names = Object.keys(properties);
    const number = this.#put({ type: "flag", whenTrue: 0, whenFalse: 0 });
    const shared = { type: "object", refused: meaning.refused ?? [], keep: meaning.keep ?? 0 } as const;
    if (additionalProperties === false) {
      const members = names.map((name, index): Member => ({ once: 1 << index, facts: meaning.members?.[name] ?? 0, value: this.#shape(properties[name] ?? {}, place === "" ? name : `${place}.${name}`) }));
      const language = either(...names.map((name, index) => ofKind(texts([name]), index + 1)));
      const needed = required.reduce((bits, name) => bits | (1 << names.indexOf(name)), 0);
      this.shapes[number] = { ...shared, names: this.#language(language), members, required: needed, compares: false };
      return number;
    }
    if (names.length > 0 || required.length > 0 || typeof additionalProperties !== "object" || meaning.entries === undefined) throw new Error(`no shape is made of ${place}, which may have any member`);
    const { entries } = meaning;
    const value = this.#resolved(additionalProperties, place);
    const members = entries.map((entry, index): Member => ({ once: entry.isOne ? 1 << index : 0, facts: 0, value: this.#text(value, entry.value) }));
    this.shapes[number] = { ...shared, names: this.#language(either(...entries.map((entry, index) => ofKind(entry.names, index + 1)))), members, required: 0, compares: true };
    return number;
  }

  #array(schema: Schema, meaning: Meaning, place: string): number {
    const { items, minItems = 0 } = schema;
    if (items === undefined || minItems > 1) throw new Error(`no shape is made of ${place}`);
    const number = this.#put({ type: "flag", whenTrue: 0, whenFalse: 0 });
    this.#arrays.set(place, number);
    this.shapes[number] = { type: "array", element: this.#shape(items, `${place}[]`), atLeastOne: minItems === 1, keep: meaning.keep ?? 0, common: meaning.common ?? 0 };
    return number;
  }

  #text(schema: Schema, meaning: Meaning): number {
    const words = schema.const === undefined ? schema.enum : [schema.const];
    let allowed = words === undefined ? ANY_TEXT : texts(words);
    if (schema.minLength !== undefined) allowed = both(allowed, language`[\0-\x80]{${String(schema.minLength)},}`);
    if (schema.pattern !== undefined) allowed = both(allowed, language`${inner(schema.pattern)}`);
    if (meaning.language !== undefined && meaning.isScript !== true) allowed = both(allowed, meaning.language);
    const known = Object.entries(meaning.words ?? {});
    const kinds: TextKind[] = known.length === 0 ? [{ once: 0, facts: 0 }] : known.map(([, facts], index) => ({ once: meaning.once === true ? 1 << index : 0, facts }));
    const whole = known.length > 0 ? either(...known.map(([word], index) => ofKind(both(texts([word]), allowed), index + 1))) : ofKind(meaning.isScript === true ? (meaning.language ?? ANY_TEXT) : allowed, 1);
    return this.#put({
      type: "text", start: (meaning.isScript === true ? this.scripts : this.languages).push(whole) - 1, kinds, longest: Math.min(meaning.longest ?? longestText, schema.maxLength ?? longestText),
      uniqueIn: meaning.uniqueIn === undefined ? -1 : this.#arrayAt(meaning.uniqueIn), isScript: meaning.isScript === true, refused: meaning.refused ?? [], keep: meaning.keep ?? 0,
    });
  }

  #arrayAt(place: string): number {
    const found = this.#arrays.get(place);
    if (found === undefined) throw new Error(`no array stands at ${place}`);
    return found;
  }

  #resolved(schema: Schema, place: string): Schema {
    const strange = Object.keys(schema).find((keyword) => !understood.has(keyword));
    if (strange !== undefined) throw new Error(`the schema of ${place} has ${strange}, of which no shape is made`);
    if (schema.$ref === undefined) return schema;
    const found = this.#root.$defs?.[schema.$ref.replace("#/$defs/", "")];
    if (found === undefined) throw new Error(`${schema.$ref} is not in the schema`);
    return this.#resolved(found, place);
  }

  #language(each: Language): number {
    return this.languages.push(each) - 1;
  }

  #put(shape: Shape): number {
    return this.shapes.push(shape) - 1;
  }
}

const ANY_TEXT = language`[\0-\x80]*`;
const longestText = 2 ** 30;

function ofKind(each: Language, kind: number): Language {
  return language`${each}${kindMark(kind)}`;
}

/** An anchored pattern without its anchors. */
function inner(pattern: string): string {
  const found = /^\^(.*)\$$/.exec(pattern)?.[1];
  if (found === undefined) throw new Error(`the pattern ${pattern} is not anchored`);
  return `(?:${found})`;
}
