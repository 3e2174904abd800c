import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import { figuresIn } from "../../../statement/assertions/figures.js";
import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import { subjectOf } from "../bind.js";
import { binsIn } from "../counting.js";
import type { Evidence } from "../evidence.js";
import { type Judgement, decided } from "../judged.js";
import { mainSource } from "../moments.js";
import { namedIn } from "./measured.js";
import { outageSpans } from "./cells.js";

const UNIT =
  /\b(accounts?|users?|customers?|clients?|partners?|merchants?|tenants?|subscribers?|members?|visitors?|people|hosts?|shops?)\b/i;
const HIT =
  /\b(?:notic\w*|affected|hit|impacted|touched|concerned|involved|disrupted|felt|saw|suffer\w*|had (?:a |at least )|experienced|limited to|confined to|ran into)\b/i;
const OTHERWISE =
  /\b(?:of (?:the|our) \d|each|per|average|more than once|several|times|complain\w*|ticket\w*|wrote|called in|reported|contacted|worst|most affected|share|percent|not|no|never)\b|%|n['’]t\b/i;
/** From how many failures on a unit may be said to have been hit. */
const FROM_FAILURES = [1, 2, 3, 5] as const;

const only = (words: string, kind: Figure["kind"]): Figure | null => {
  const all = figuresIn(words, []);
  return all.length === 1 && all[0]?.kind === kind ? all[0] : null;
};

const isNear = ({ value, bound, hedged }: Figure, low: number, high: number): boolean => {
  const room = Math.max(2, 0.12 * high) + (hedged ? 0.15 * value : 0);
  if (bound === "at-least") return high >= value - room;
  if (bound === "at-most") return low <= value + room;
  return value >= low - room && value <= high + room;
};

/** How many were hit: by one failure, by several, in each of the outages; "just three partners are involved". */
export async function unitsAnyhow(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  const { quote } = claim;
  const noun = UNIT.exec(quote)?.[1];
  const figure = only(quote, "count");
  const source = mainSource(evidence);
  if (!noun || !figure || !source || !HIT.test(quote) || OTHERWISE.test(quote) || claim.instants.length > 0)
    return null;
  if (!new RegExp(`^[\\s\\w-]{0,24}\\b${noun}`, "i").test(quote.slice(figure.end))) return null;
  const named = namedIn(quote, source);
  if (!named || named.whole) return null;
  const subject = subjectOf({ noun }, evidence);
  if (!subject?.unit) return null;
  const numbers: number[] = [];
  for (const span of outageSpans(evidence)) {
    const rows = (await subject.source.byValue(subject.unit, span)) ?? [];
    for (const from of FROM_FAILURES) numbers.push(rows.filter(({ failures }) => failures >= from).length);
    const asked = await subject.source.affected(subject.unit, span);
    if (asked) numbers.push(asked.failed, asked.hit);
  }
  const counted = numbers.filter((one) => one > 0);
  if (counted.length === 0) return null;
  const [low, high] = [Math.min(...counted), Math.max(...counted)];
  return isNear(figure, low, high)
    ? null
    : decided(
        "contradicted",
        `distinct ${subject.unit} with failures`,
        `Between ${low} and ${high}, however many failures make one hit.`,
        null,
      );
}

const A_MINUTE =
  /\b(?:(?:in|within) (?:a|any|one|the) (?:single |one |worst )?minute|(?:a|per) minute|in any one minute)\b/i;
const FAILS = /\b(?:fail\w*|errors?|lost|dropp?ed|declin\w*|refus\w*)\b/i;

/** Failures a minute that no minute of the outage comes near: "over a hundred failures in a single minute". */
export function failuresAMinute(claim: StatedClaim, evidence: Evidence): Judgement | null {
  const { quote, context } = claim;
  const figure = only(quote, "count");
  const source = mainSource(evidence);
  if (!source || !figure || !A_MINUTE.test(quote) || !FAILS.test(`${quote} ${claim.noun ?? ""}`)) return null;
  if (/\b(?:attempts?|offered|second)\b/i.test(quote) || context.length === 0) return null;
  const named = namedIn(quote, source);
  if (!named || named.whole || source.series.stepSeconds !== 60) return null;
  const bins = outageSpans(evidence).flatMap((span) => binsIn(source, span));
  const most = Math.max(0, ...bins.map(({ failures }) => failures));
  const denied = /\b(?:never|no|not)\b/i.test(quote);
  const off = denied || figure.bound === "at-most" ? figure.value < 0.9 * most : figure.value > 1.25 * most + 3;
  return most > 0 && off
    ? decided(
        "contradicted",
        `failed ${source.name} in the worst minute`,
        `At most ${Math.round(most)} in one minute.`,
        null,
      )
    : null;
}
