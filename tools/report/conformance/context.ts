/** How a conformance report is printed. */
export interface VerdictContext {
  readonly colour: boolean;
}
