import { amount } from "../wording/number.js";
import type { BreakdownRow } from "../rates/rate-finding.js";
import type { AuditInput } from "./audit-input.js";
import type { Claim } from "../statement/claims/claim.js";
import { type ClaimVerdict, undecided } from "./judged.js";
import { percent } from "./judge-rate.js";

/** A part with fewer attempts says nothing when its rate did not rise. */
const LEAST_ATTEMPTS = 50;
/** A rise smaller than this is no incident: what "not affected" allows. */
const NO_RISE = 0.03;

type Part = "hit" | "spared" | "unsure";

/** True if one part of the traffic failed more than it usually does. */
function partOf({ rate, attempts, baseline }: BreakdownRow): Part {
  const usual = (baseline.failures + 1) / (baseline.attempts + 1);
  if (rate.interval[0] > usual) return "hit";
  return attempts >= LEAST_ATTEMPTS && rate.interval[1] < usual + NO_RISE ? "spared" : "unsure";
}

/** The rows of some values, by their whole name or else by its beginning; `null` when one is not there. */
function rowsOf(values: readonly string[], rows: readonly BreakdownRow[]): readonly BreakdownRow[] | null {
  const found = values.map(
    (value) =>
      rows.find((row) => row.value.toLowerCase() === value.toLowerCase()) ??
      rows.find((row) => row.value.toLowerCase().startsWith(value.toLowerCase())),
  );
  return found.every((row) => row !== undefined) ? found : null;
}

const other = (values: readonly BreakdownRow[], named: readonly BreakdownRow[]): readonly BreakdownRow[] =>
  values.filter((row) => !named.includes(row));

/**
 * Which parts of the traffic are said to have been affected, against each part's own baseline. Supported when every part named has risen
 * and, for a claim that excludes the rest, the rest has not.
 */
export function judgeScope(claim: Claim & { kind: "scope" }, input: AuditInput): ClaimVerdict {
  const { values, only = false, spared: named } = claim;
  const stated = [
    values.length > 0 ? `affected: ${only && !named ? "only " : ""}${values.join(" and ")}` : "",
    named ? `not affected: ${named.join(" and ")}` : "",
  ]
    .filter((part) => part !== "")
    .join("; ");
  for (const [source, { breakdowns }] of Object.entries(input.rates)) {
    for (const { dimension, rows } of breakdowns) {
      const [hitRows, sparedRows] = [rowsOf(values, rows), rowsOf(named ?? [], rows)];
      if (hitRows === null || sparedRows === null) continue;
      const rest = named ? sparedRows : only ? other(rows, hitRows) : [];
      const parts = (all: readonly BreakdownRow[]): string =>
        all.map((row) => `${row.value} ${percent(row.rate.value)} of ${amount(row.attempts)}`).join(", ");
      const why = `${source} by ${dimension}: ${parts([...hitRows, ...rest])}, against the baseline of each.`;
      const [hit, spared] = [hitRows.map(partOf), rest.map(partOf)];
      if (hit.includes("spared") || spared.includes("hit")) return { stated, verdict: "contradicted", why };
      if (hit.every((part) => part === "hit") && spared.every((part) => part === "spared"))
        return { stated, verdict: "supported", why };
      return undecided(
        stated,
        why,
        `More attempts of ${[...hitRows, ...rest]
          .filter((row) => partOf(row) === "unsure")
          .map((row) => row.value)
          .join(" and ")} over the outage.`,
      );
    }
  }
  const told = [...values, ...(named ?? [])].join(" from ");
  return undecided(
    stated,
    `No source has a column that shows ${told}${only ? " and the rest" : ""}.`,
    `A column that shows ${told}, declared as a dimension of its source.`,
  );
}
