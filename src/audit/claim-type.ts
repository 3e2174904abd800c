import type { RemediationConfig } from "../incident/incident.js";
import type { Span } from "../incident/span.js";
import type { StatedPercentage, StatedWindow, StatementEvent } from "../statement/statement.js";

/** One testable assertion of a statement, typed by what would test it. */
export type Claim = { readonly id: string; readonly quote: string } & (
  | { readonly kind: "window"; readonly window: StatedWindow }
  | { readonly kind: "rate"; readonly percentage: StatedPercentage; readonly over: Span | null }
  | { readonly kind: "effect"; readonly remediation: RemediationConfig }
  | { readonly kind: "no-recurrence"; readonly after: string | null }
  | { readonly kind: "scope"; readonly values: readonly string[]; readonly only?: boolean }
  | { readonly kind: "order"; readonly first: StatementEvent | null; readonly next: StatementEvent | null }
  | { readonly kind: "communication"; readonly event: StatementEvent }
  | { readonly kind: "cause" }
);
