import { visit, type JSONVisitor, type ParseErrorCode } from "jsonc-parser";
import { childPointer } from "./pointer.ts";

/** What a walk over a text meets, in order. `pointer()` is the pointer of the value or member that is being read. Returning false ends the walk. */
export interface Walker {
  readonly begin?: (kind: "object" | "array", offset: number, pointer: () => string) => boolean | undefined;
  readonly end?: (offset: number) => boolean | undefined;
  readonly key?: (name: string, offset: number, length: number, pointer: () => string) => boolean | undefined;
  readonly literal?: (offset: number, length: number) => boolean | undefined;
  readonly error?: (code: ParseErrorCode, offset: number, length: number, pointer: () => string) => boolean | undefined;
}

/**
 * Reads `text` from the front and tells `walker` what stands where, without building a tree.
 * It recurses once a level, so a walker must end the walk where the text nests too deeply.
 */
export function walk(text: string, walker: Walker): void {
  // The visitor's path is only handed out with callbacks, but it stays live: asked at an error it tells where the error is.
  let path: () => (string | number)[] = () => [];
  const pointer = (): string => path().reduce<string>(childPointer, "");
  const proceed = (answer: boolean | undefined): void => {
    if (answer === false) throw new WalkEnded();
  };
  const visitor: JSONVisitor = {
    onObjectBegin: (offset, _length, _line, _column, supplier) => {
      path = supplier;
      proceed(walker.begin?.("object", offset, pointer));
    },
    onArrayBegin: (offset, _length, _line, _column, supplier) => {
      path = supplier;
      proceed(walker.begin?.("array", offset, pointer));
    },
    onError: (code, offset, length) => {
      proceed(walker.error?.(code, offset, length, pointer));
    },
  };
  const { end, key, literal } = walker;
  if (end !== undefined) {
    visitor.onObjectEnd = visitor.onArrayEnd = (offset) => {
      proceed(end(offset));
    };
  }
  if (key !== undefined) {
    visitor.onObjectProperty = (name, offset, length, _line, _column, supplier) => {
      proceed(key(name, offset, length, () => childPointer(supplier().reduce<string>(childPointer, ""), name)));
    };
  }
  if (literal !== undefined) {
    visitor.onLiteralValue = (_value, offset, length) => {
      proceed(literal(offset, length));
    };
  }
  try {
    visit(text, visitor, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  } catch (error) {
    if (!(error instanceof WalkEnded)) throw error;
  }
}

class WalkEnded extends Error {}
