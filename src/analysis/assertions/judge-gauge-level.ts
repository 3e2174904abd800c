import { MINUTE_MS } from "../../time/units.js";
import type { ValueSeries } from "../../incident/series.js";
import { figuresIn } from "../../statement/assertions/figures.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Span } from "../../time/span.js";
import { clock } from "../../wording/clock.js";
import { amount } from "../../wording/number.js";
import type { Evidence } from "./evidence.js";
import { type Judgement, decided, exactly, type Nearness, notTestable, unchecked } from "./judged.js";
import { iso, timeOf } from "./moments.js";
import { loggedChange } from "./named-action.js";
import { beforeSpans, endOf } from "./spans.js";

const stem = (word: string): string => word.toLowerCase().replace(/(?:ies|s)$/, "");
const FAILURES =
  /\b(?:fail\w*|errors?|dropped (?!from|to|by|below|off|down|back)\w+|rejected|lost|time-?outs?|unsuccessful)\b/i;
/** Kinds of assertion whose figure may be of a gauge that the words name. */
const KINDS: readonly string[] = [
  "share",
  "rise",
  "value",
  "value-time",
  "count",
  "attempts",
  "figure",
  "ceiling",
  "relative-change",
  "traffic-change",
  "traffic-level",
  "per-minute",
  "worst-minute",
  "ratio",
];

/** Whether words name a source of values: by all the words of its name, or the last two of three and more. */
function names({ source }: ValueSeries, text: string): boolean {
  const words = source.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const spoken = (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map(stem).join(" ");
  const said = (wanted: readonly string[]): boolean => ` ${spoken} `.includes(` ${wanted.map(stem).join(" ")} `);
  if (words.length === 0) return false;
  return said(words) || (words.length >= 3 && said(words.slice(-2)));
}

/** The one gauge that an assertion's figure is of; `null` where it names none, or speaks of failures. */
export function gaugeOf(claim: StatedClaim, { gauges }: Evidence): ValueSeries | null {
  const own = gauges.filter((gauge) => names(gauge, claim.quote));
  if (own.length > 0) return own.length === 1 && !FAILURES.test(claim.quote) ? (own[0] as ValueSeries) : null;
  if (!/^\W*(?:it|which|that|this)\b/i.test(claim.quote) || FAILURES.test(claim.quote)) return null;
  const at = claim.context.indexOf(claim.quote.slice(0, 24));
  const before = gauges.filter((gauge) => names(gauge, claim.context.slice(Math.max(0, at - 120), Math.max(0, at))));
  return before.length === 1 ? (before[0] as ValueSeries) : null;
}

/** True if the figure of an assertion is judged against a gauge. */
export const isOfGauge = (claim: StatedClaim, evidence: Evidence): boolean =>
  KINDS.includes(claim.kind) && claim.values.length > 0 && gaugeOf(claim, evidence) !== null;

function valuesIn(gauge: ValueSeries, { from, to }: Span): readonly number[] {
  const step = gauge.stepSeconds * 1000;
  const [first, last] = [from, to].map((at) => Math.floor((Date.parse(at) - gauge.startMs) / step)) as [number, number];
  return gauge.values.slice(Math.max(0, first), Math.max(0, last) + 1).filter((value) => value !== null);
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** Of a value of a gauge: how near is the same, and how far is another. Gauges are read off a chart. */
const NEAR_SHARE = 0.07;
const FAR_SHARE = 0.2;

function nearness(claim: StatedClaim, stated: number, rounding: number, measured: number): Nearness {
  const over = stated - measured;
  const apart =
    claim.bound === "at-most" ? Math.max(0, -over) : claim.bound === "at-least" ? Math.max(0, over) : Math.abs(over);
  const size = Math.max(Math.abs(measured), Math.abs(stated));
  const hedge = claim.hedged ? NEAR_SHARE * size : 0;
  if (apart <= rounding + NEAR_SHARE * size + hedge) return "near";
  return apart > rounding + FAR_SHARE * size + hedge ? "far" : "unsure";
}

/** Figures in the gauge's own unit: a share of a gauge that counts in per cent is a hundred times as much. */
function inUnit(claim: StatedClaim, gauge: ValueSeries): { values: readonly number[]; rounding: number } {
  const most = Math.max(...gauge.values.filter((value) => value !== null).map(Math.abs));
  const shares = claim.kind === "share" || claim.kind === "rise" || claim.kind === "ceiling";
  const scale = shares && most > 1.5 && most <= 150 ? 100 : 1;
  return { values: claim.values.map((value) => value * scale), rounding: claim.rounding * scale };
}

const FALLS = /\b(?:fell|fall\w*|dropp\w*|drop|down|sank|declin\w*|decreas\w*|low(?:est)?|minimum|bottom\w*)\b/i;
const EXTREME =
  /\b(?:peak\w*|at (?:its|the) (?:height|worst|highest|lowest)|maximum|minimum|topped|bottomed|as (?:high|low) as|high of|low of|never)\b/i;
const AROUND_MINUTES = 3;

/** The moment at which a value is meant: its clock, or so long after an action. */
function momentOf(claim: StatedClaim, evidence: Evidence): string | null {
  const at = claim.span === "span" ? null : timeOf(claim, evidence);
  if (at !== null) return at;
  const length = figuresIn(claim.quote, []).find(({ kind }) => kind === "length");
  if (!length || !/^\s?(?:after|later)\b/i.test(claim.quote.slice(length.end))) return null;
  const action = loggedChange(claim.quote, claim.quote, evidence);
  return action ? iso(Date.parse(action.at) + length.value * MINUTE_MS) : null;
}

/** A level of a gauge: at a moment, before the outage, at its extreme, or from one to another. */
export function judgeGaugeLevel(claim: StatedClaim, evidence: Evidence): Judgement {
  const gauge = gaugeOf(claim, evidence) as ValueSeries;
  const { values: stated, rounding } = inUnit(claim, gauge);
  const last = stated.at(-1) as number;
  const at = momentOf(claim, evidence);
  if (at !== null) {
    const near = valuesIn(gauge, {
      from: iso(Date.parse(at) - AROUND_MINUTES * MINUTE_MS),
      to: iso(Date.parse(at) + AROUND_MINUTES * MINUTE_MS),
    });
    const readAs = `${gauge.source} at ${clock(at)} UTC`;
    if (near.length === 0) return notTestable(readAs, `${gauge.source} has no value then.`, "Values of that time.");
    const fared = [Math.min(...near), middle(near), Math.max(...near)].map((one) =>
      nearness(claim, last, rounding, one),
    );
    return outcome(fared, readAs, `Measured: ${amount(middle(near))}.`, middle(near));
  }
  const window = claim.span === "second" ? evidence.windows[1] : (evidence.main ?? undefined);
  const [before] = beforeSpans(evidence);
  const usual = before ? valuesIn(gauge, before) : [];
  if (claim.span === "before" && stated.length === 1) {
    const readAs = `${gauge.source} before the outage`;
    if (usual.length === 0) return notTestable(readAs, `${gauge.source} has no value then.`, "Values of that time.");
    return outcome(
      [nearness(claim, last, rounding, middle(usual))],
      readAs,
      `Measured: ${amount(middle(usual))}.`,
      middle(usual),
    );
  }
  const during = window ? valuesIn(gauge, { from: window.onset, to: endOf(window, evidence) }) : [];
  const readAs = `${gauge.source} during the outage`;
  if (during.length === 0) return notTestable(readAs, `${gauge.source} has no value then.`, "Values of that time.");
  if (claim.span !== "open" && claim.span !== "outage" && claim.span !== "second" && claim.span !== "first")
    return unchecked(gauge.source, "Its words do not say when.", "The time of the value.");
  const falls = stated.length > 1 ? last < (stated[0] as number) : FALLS.test(claim.quote);
  const extreme = falls ? Math.min(...during) : Math.max(...during);
  const why = `${usual.length > 0 ? `${amount(middle(usual))} before, ` : ""}${amount(Math.min(...during))} to ${amount(Math.max(...during))} during the outage.`;
  const own = [extreme, ...(EXTREME.test(claim.quote) ? [] : [middle(during)])].map((one) =>
    nearness(claim, last, rounding, one),
  );
  const first =
    stated.length > 1 && usual.length > 0
      ? [nearness({ ...claim, bound: "exact" }, stated[0] as number, rounding, middle(usual))]
      : [];
  if (first.includes("far")) return decided("contradicted", readAs, why, exactly(extreme));
  const within = last >= Math.min(...during) && last <= Math.max(...during);
  const best: Nearness = own.includes("near")
    ? "near"
    : own.includes("unsure") || (within && !EXTREME.test(claim.quote))
      ? "unsure"
      : "far";
  return outcome([first.includes("unsure") && best === "near" ? "unsure" : best], readAs, why, extreme);
}

const VERDICTS: Readonly<Record<Nearness, Judgement["verdict"]>> = {
  near: "supported",
  unsure: "not-testable",
  far: "contradicted",
};

function outcome(fared: readonly Nearness[], readAs: string, why: string, measured: number): Judgement {
  const best: Nearness = fared.includes("near") ? "near" : fared.includes("unsure") ? "unsure" : "far";
  return decided(VERDICTS[best], readAs, why, exactly(measured));
}
