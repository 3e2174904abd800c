import type { RemediationConfig } from "../../incident/incident.js";
import type { Span } from "../../time/span.js";
import type { StatedDuration, StatedPercentage, StatedWindow, StatementEvent } from "../statement.js";
import type { StatedMeasure } from "./stated-measure.js";

/** The kind of a claim; each kind has one test. */
export type ClaimKind =
  | "window"
  | "duration"
  | "rate"
  | "scope"
  | "order"
  | "effect"
  | "no-recurrence"
  | "communication"
  | "cause";

/** One testable assertion of a statement, typed by what would test it. */
export type Claim = { readonly id: string; readonly quote: string } & (
  | { readonly kind: "window"; readonly window: StatedWindow }
  | {
      readonly kind: "rate";
      readonly percentage: StatedPercentage;
      readonly over: Span | null /** Default: failures of what the percentage counts, over its window. */;
      readonly measure?: StatedMeasure;
    }
  | {
      readonly kind: "duration";
      readonly duration: StatedDuration;
      readonly hedged: boolean /** When it is said to have been, as far as the text says. */;
      readonly at: string | null;
    }
  | { readonly kind: "effect"; readonly remediation: RemediationConfig | null }
  | { readonly kind: "no-recurrence"; readonly after: string | null }
  | {
      readonly kind: "scope";
      readonly values: readonly string[];
      readonly only?: boolean /** Parts said not to have been affected. */;
      readonly spared?: readonly string[];
    }
  | { readonly kind: "order"; readonly first: StatementEvent | null; readonly next: StatementEvent | null }
  | { readonly kind: "communication"; readonly event: StatementEvent }
  | { readonly kind: "cause" }
);
