import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Span } from "../../time/span.js";
import { type Subject, partOf, partsCarried, partsIn, subjectOf } from "./bind.js";
import { countsOf, partText } from "./counting.js";
import { type Counts, type Evidence, type Part, countsIn } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { type ResolvedSpan, beforeSpans, resolvedSpan, spanLabel } from "./spans.js";

/** What an assertion's figure is measured in, or the judgement that it cannot be. */
export interface Bound {
  readonly subject: Subject;
  readonly part: Part | null;
  readonly span: ResolvedSpan;
}

/** Why there is no time to measure over. */
export function withoutSpan(
  claim: StatedClaim,
  span: ResolvedSpan,
  readAs: string,
  evidence: Evidence,
): Judgement | null {
  switch (span.missing) {
    case null:
      return null;
    case "other-day":
      return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
    case "outside":
      return notTestable(readAs, `The data do not reach ${span.label}.`, `Data of ${span.label}.`);
    case "no-second":
      return decided(
        "contradicted",
        readAs,
        `The data show one outage, not two${evidence.main ? `: ${spanLabel({ from: evidence.main.onset, to: evidence.main.recovery ?? evidence.main.onset })}` : ""}.`,
        null,
      );
    case "no-outage":
      return claim.span === "open"
        ? null
        : notTestable(
            readAs,
            `The data show no outage: ${evidence.windowReason ?? "no rise of failures"}.`,
            "Traffic in which the outage shows.",
          );
    default:
      return unchecked(
        readAs,
        "The text does not say which day and zone its times are in.",
        "The day and the zone of its times.",
      );
  }
}

/** Resolves subject, part and time of a figure; a judgement where one of them is open. */
export function bound(claim: StatedClaim, evidence: Evidence, what: string): Bound | Judgement {
  const span = resolvedSpan(claim, evidence);
  const subject = subjectOf(claim, evidence);
  const named = `${what} of ${claim.noun ?? "attempts"}, ${span.label}`;
  if (!subject)
    return unchecked(
      named,
      `No source of this incident counts ${claim.noun ?? "this"}.`,
      `A source with ${claim.noun ?? "its counts"}, one row each.`,
    );
  const own = partsIn(claim.quote, subject.source);
  const { found, unknown } = own.found.length > 0 || own.unknown !== null ? own : partsCarried(claim, subject.source);
  if (unknown !== null)
    return notTestable(
      named,
      `No column of ${subject.source.name} separates ${unknown} from the rest.`,
      `A column that separates ${unknown} from the rest, as a dimension of ${subject.source.name}.`,
    );
  const part = partOf(claim, found);
  const readAs = `${what} of ${subject.source.name}${partText(part)}, ${span.label}`;
  return withoutSpan(claim, span, readAs, evidence) ?? { subject, part, span };
}

/** True if binding a figure ended in a judgement: one of its parts is open. */
export const isJudgement = (one: Bound | Judgement): one is Judgement => "verdict" in one;

/** The counts of one fair reading of a span. */
export interface Reading {
  readonly span: Span;
  readonly counts: Counts;
}

/** All outages together as one reading. */
async function togetherOf({ subject, part }: Bound, spans: readonly Span[]): Promise<Reading[]> {
  let sum: Counts = { failures: 0, attempts: 0 };
  for (const one of spans) {
    const counts = await countsOf(subject.source, one, part);
    if (!counts) return [];
    sum = { failures: sum.failures + counts.failures, attempts: sum.attempts + counts.attempts };
  }
  const [first, last] = [spans[0], spans.at(-1)] as [Span, Span];
  return [{ span: { from: first.from, to: last.to }, counts: sum }];
}

/** Spans that an assertion may fairly be of; a moment has three for each of five lengths. */
const MOST_READINGS = 15;

/** The counts of every fair reading of a figure's span, the sum of all outages first where that is one of them. */
export async function readingsOf({ subject, part, span }: Bound, most = MOST_READINGS): Promise<Reading[]> {
  const found: Reading[] = [];
  if (span.together) found.push(...(await togetherOf({ subject, part, span }, span.together)));
  for (const one of span.spans.slice(0, part ? 4 : most)) {
    const counts = await countsOf(subject.source, one, part);
    if (counts) found.push({ span: one, counts });
  }
  return found;
}

/** Readings with attempts in them. */
export const usable = (readings: readonly Reading[]): readonly Reading[] =>
  readings.filter(({ counts }) => counts.attempts > 0);

/** The share that fails on ordinary days. */
export function usualLevel({ source }: Pick<Subject, "source">, evidence: Evidence): number {
  const [span] = beforeSpans(evidence);
  const { failures, attempts } = span ? countsIn(source.series, span) : { failures: 0, attempts: 0 };
  return attempts > 0 ? failures / attempts : 0;
}

/** The part that an assertion speaks of during the outage: its own time, else the outage. */
export const duringClaim = (claim: StatedClaim): StatedClaim =>
  claim.span === "before" || claim.span === "after" || claim.span === "day" ? { ...claim, span: "outage" } : claim;
