import type { AssertionVerdict, Measured } from "./judged.js";

/** One thing that a text asserts, with what the data say of it. */
export interface Assertion {
  readonly id: string;
  /** Id of the claim of the analysis that it is; `null` for the others. */
  readonly claim: string | null;
  /** Words of the text. */
  readonly quote: string;
  /** `[from, to)` in UTF-16 units of the text as given. */
  readonly at: readonly [number, number];
  readonly kind: string;
  readonly stated: string;
  /** The quantity that it was read as: what of which source and part, over which time. */
  readonly readAs: string;
  readonly measured: Measured | null;
  /** `not-testable`: the quantity is known, but these data cannot decide it; `unchecked`: no source holds it, or its subject is not settled. */
  readonly verdict: AssertionVerdict;
  readonly why: string;
  /** What would check it, where nothing does. */
  readonly needs: string | null;
}
