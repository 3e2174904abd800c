import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Span } from "../../time/span.js";
import { percent } from "../../wording/number.js";
import { columnOfAll, partsIn, partsOfAny, placeOfValue } from "./bind.js";
import { withoutSpan } from "./bound.js";
import { rateOf } from "./counting.js";
import type { CountedSource, Counts, Evidence, NamedColumn } from "./evidence.js";
import { type Judgement, notTestable, unchecked } from "./judged.js";
import { resolvedSpan } from "./spans.js";

interface Value extends Counts {
  readonly value: string;
  readonly rate: number;
}

/** Failures and attempts by the values of a column that a sentence names. */
export interface Table {
  readonly source: CountedSource;
  readonly column: NamedColumn;
  readonly named: readonly string[];
  readonly rows: readonly Value[];
  readonly span: Span;
  readonly readAs: string;
}

/** The assertion about the outage, where its words name the time before or the day for comparison only. */
const during = (claim: StatedClaim): StatedClaim =>
  claim.span === "before" || claim.span === "day" ? { ...claim, span: "outage" } : claim;

/** The table of a column that a sentence names values of, over its time; or why there is none. */
export async function tableOf(claim: StatedClaim, evidence: Evidence, what: string): Promise<Table | Judgement> {
  const main = evidence.sources.find(({ name }) => name === evidence.outcome) ?? evidence.sources[0];
  const span = resolvedSpan(during(claim), evidence);
  const needs = "A column that separates the parts, as a dimension of its source.";
  if (!main) return unchecked(what, "Nothing counts it.", needs);
  const { found, unknown, source } = partsOfAny([claim.quote, claim.context], main, evidence.sources);
  const all =
    claim.kind === "alike-parts" && found.length === 0 && unknown === null ? columnOfAll(claim.quote, main) : null;
  const part = withOther(claim, found[0] ?? all ?? undefined, main);
  const readAs = `${what} by ${part?.column ?? "part"}, ${span.label}`;
  if (!part)
    return unknown === null
      ? unchecked(readAs, "It names no part that a column of the data tells.", needs)
      : notTestable(readAs, `No column of ${source.name} separates ${unknown} from the rest.`, needs);
  if (unknown !== null)
    return notTestable(readAs, `No column of ${source.name} separates ${unknown} from the rest.`, needs);
  const without = withoutSpan(claim, span, readAs, evidence);
  if (without) return without;
  const [one] = span.spans;
  const rows = one ? await source.byValue(part.column, one) : null;
  if (!one || !rows) return notTestable(readAs, "These data cannot be asked for it.", needs);
  const column = source.parts.find(({ column: name }) => name === part.column) as NamedColumn;
  return {
    source,
    column,
    named: part.values,
    // Rows without a value are no part that words could mean.
    rows: rows
      .filter(({ value }) => value !== "")
      .filter(({ attempts }) => attempts > 0)
      .map(({ value, failures, attempts }) => ({
        value,
        failures: Math.round(failures),
        attempts: Math.round(attempts),
        rate: failures / attempts,
      })),
    span: one,
    readAs,
  };
}

/** A comparison that names one part, with the one other that its sentence names: "Postrail was worse, three times Swiftmail's". */
function withOther(claim: StatedClaim, part: NamedColumn | undefined, source: CountedSource): NamedColumn | undefined {
  if (claim.kind !== "ratio" || part?.values.length !== 1) return part;
  const told = partsIn(claim.context, source).found.find(({ column }) => column === part.column);
  const others = told?.values.filter((value) => !part.values.includes(value)) ?? [];
  return others.length === 1 ? { column: part.column, values: [...others, ...part.values] } : part;
}

/** True if the parts could be counted. */
export const isTable = (one: Table | Judgement): one is Table => "rows" in one;

/** The parts with their shares, the worst first. */
export const listed = (rows: readonly Value[]): string =>
  [...rows]
    .sort((a, b) => b.rate - a.rate)
    .slice(0, 6)
    .map(({ value, rate, failures, attempts }) => `${value} ${percent(rate)} (${failures} of ${attempts})`)
    .join(", ");

/** A part is raised where even the low end of its share is well above the usual level, and at its usual level where the high end is not. */
export function levelOf(row: Counts, usual: number, level: number): "raised" | "usual" | "unsure" {
  const { interval } = rateOf(row, level);
  if (interval[0] > Math.max(1.8 * usual, usual + 0.01)) return "raised";
  return interval[1] <= Math.max(4 * usual, usual + 0.03) ? "usual" : "unsure";
}

/** Two shares that their intervals tell apart, at 80 % each. */
export function separate(a: Counts, b: Counts, _level: number): boolean {
  return rateOf(a, 0.8).interval[0] > rateOf(b, 0.8).interval[1];
}

/** Where a value is named in the words of an assertion. */
export const place = ({ quote, context }: StatedClaim, value: string): number => {
  const at = placeOfValue(value, quote);
  return Number.isFinite(at) ? at : quote.length + Math.min(context.length, placeOfValue(value, context));
};
