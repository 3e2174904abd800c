/** A half-open stretch of time `[from, to)`, both UTC ISO-8601 with `Z`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}
