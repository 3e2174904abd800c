import { audit } from "../../audit/audit.js";
import type { ClaimFinding } from "../../audit/audit-finding.js";
import { assertedText, claimsOf } from "../../statement/claims/claim.js";
import type { Span } from "../../time/span.js";
import type { Analysis } from "../analysis.js";
import type { AnalysisInputs } from "../inputs.js";
import { claimReadings } from "./claim-readings.js";
import { gaugeOf } from "../find/remediations.js";

/** The share of a span's bins in which the outcome source has data. */
function coverageOf({ series, outcome }: AnalysisInputs, { from, to }: Span): number {
  if (!outcome.range) return 0;
  const step = series.stepSeconds * 1000;
  const [first, last] = [Date.parse(from), Date.parse(to)].map((ms) => Math.floor((ms - series.startMs) / step)) as [
    number,
    number,
  ];
  let covered = 0;
  for (let bin = first; bin < last; bin += 1) if (series.covered[bin]) covered += 1;
  return last > first ? covered / (last - first) : 0;
}

/** The claims of the statement, judged; empty without a statement. */
export async function findClaims(
  inputs: AnalysisInputs,
  found: Pick<Analysis, "window" | "windows" | "windowReason" | "rates" | "remediations">,
  level: number,
): Promise<readonly ClaimFinding[]> {
  if (!inputs.statement) return [];
  const wholes = Object.values(found.rates).flatMap(({ breakdowns }) =>
    breakdowns.map(({ rows }) => rows.map(({ value }) => value)),
  );
  const claims = claimsOf(inputs.statement, assertedText(inputs.statement), inputs.remediations, wholes);
  const readings = await claimReadings(claims, { ...inputs, statement: inputs.statement }, found, level);
  const gauge =
    inputs.remediations.map(({ gauge: name }) => gaugeOf(inputs, name)).find((series) => series !== undefined) ?? null;
  return audit({
    ...found,
    claims,
    readings,
    gauge,
    dataSpan: inputs.outcome.range,
    coverage: (span) => coverageOf(inputs, span),
  });
}
