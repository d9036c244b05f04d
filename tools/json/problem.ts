/** Why a text is refused by strict reading. */
export interface JsonProblem {
  readonly ruleId: "json/encoding" | "json/syntax" | "json/duplicate-key" | "json/too-deep" | "json/too-large";
  readonly message: string;
  /** The value (or the member) at fault, as an RFC 6901 pointer; for a syntax error, the value that was being read. */
  readonly pointer: string;
  /** UTF-16 offsets in the text, `end` one past the last character. */
  readonly start: number;
  readonly end: number;
  /** Text to put instead of `start` to `end`, where that certainly mends the problem. */
  readonly replacement?: { readonly description: string; readonly text: string };
}
