import type { ValueSeries } from "../../../incident/series.js";
import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import { figuresIn } from "../../../statement/assertions/figures.js";
import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import { median } from "../../../stats/robust.js";
import type { Span } from "../../../time/span.js";
import { MINUTE_MS } from "../../../time/units.js";
import { clock } from "../../../wording/clock.js";
import { amount } from "../../../wording/number.js";
import type { Evidence } from "../evidence.js";
import { bestOf, decided, exactly, type Judgement, type Nearness } from "../judged.js";
import { iso } from "../moments.js";
import { beforeSpans, endOf } from "../spans.js";
import { clocksIn } from "./clocks.js";
import { gaugeIn, gaugeValues, measureKind } from "./measures.js";
import { mentionsIn } from "./events.js";
import { spanOf } from "./span-of.js";

const MOST = /\b(?:peak\w*|high of|highest|maximum|fullest|topped|most\b|up to|went on to|as high as|height)\b/i;
const LEAST = /\b(?:low of|lowest|minimum|bottom\w*|trough|as low as|down to|least)\b/i;
const CROSSES =
  /\b(?:climb\w*|come|came|get|got|rise|rose|recover\w*|return\w*|be|was|back|needed|drain\w*|empt\w*|fall|fell)\b[^.;]{0,30}\b(?:over|above|beyond|past|to|at|under|below|empty|drained)\b|\b(?:empty|drained|cleared|back to normal)\b/i;
const EMPTY = /\b(?:empty|drained|emptied|worked off|back to normal|recovered|usual level)\b/i;

/** Of a value read off a chart: how near is the same, and how far is another. */
const NEAR = 0.06;
const FAR = 0.2;

function near(
  stated: number,
  rounding: number,
  { bound, hedged }: Pick<Figure, "bound" | "hedged">,
  measured: number,
): Nearness {
  const over = stated - measured;
  const off = bound === "at-most" ? Math.max(0, -over) : bound === "at-least" ? Math.max(0, over) : Math.abs(over);
  const size = Math.max(Math.abs(stated), Math.abs(measured));
  const room = rounding + (NEAR + (hedged ? NEAR : 0)) * size;
  return off <= room ? "near" : off > rounding + FAR * size ? "far" : "unsure";
}

/** The median, where there is any value. */
const middle = (values: readonly number[]): number | undefined => (values.length > 0 ? median(values) : undefined);

/** Figures in the gauge's own unit: a share of one that counts in per cent is a hundred times as much. */
function scaleOf(gauge: ValueSeries, { kind }: Figure): number {
  const most = Math.max(...gaugeValues(gauge, ALL));
  return (kind === "share" || kind === "points") && most > 1.5 && most <= 150 ? 100 : 1;
}
const ALL: Span = { from: "1970-01-01T00:00:00.000Z", to: "9999-01-01T00:00:00.000Z" };

/** The first instant after which a value has come back across a level and stays there for some minutes. */
function crossing(gauge: ValueSeries, level: number, up: boolean, after: number): number | null {
  const step = gauge.stepSeconds * 1000;
  const stays = Math.max(1, Math.round((STAYS_MINUTES * MINUTE_MS) / step));
  const first = Math.max(0, Math.ceil((after - gauge.startMs) / step));
  for (let at = first; at + stays <= gauge.values.length; at += 1) {
    const own = gauge.values.slice(at, at + stays);
    if (own.every((value) => value !== null && (up ? value >= level : value <= level)))
      return gauge.startMs + at * step;
  }
  return null;
}
const STAYS_MINUTES = 3;
const CLOCK_MINUTES = 4;
const FAR_MINUTES = 10;

/** When a value was back across a level: by its clock, or against another event. */
function crossed(claim: StatedClaim, words: string, gauge: ValueSeries, evidence: Evidence): Judgement | null {
  const { main, dataSpan } = evidence;
  if (!main || !dataSpan || !CROSSES.test(words)) return null;
  const figures = figuresIn(words, []).filter(({ kind }) => kind === "share" || kind === "count");
  const [before] = beforeSpans(evidence);
  const usual = before ? gaugeValues(gauge, before) : [];
  const during = gaugeValues(gauge, { from: main.onset, to: endOf(main, evidence) });
  const [normal, middleDuring] = [middle(usual), middle(during)];
  if (normal === undefined || middleDuring === undefined) return null;
  const up = middleDuring < normal;
  const figure = figures.find(
    ({ end, start }) =>
      /\b(?:over|above|beyond|past|to|under|below|at)\s(?:about |around )?$/i.test(words.slice(0, start)) &&
      !/^\s?(?:UTC|am|pm)/i.test(words.slice(end)),
  );
  const sorted = [...usual].sort((a, b) => a - b);
  const margin = sorted[Math.floor((up ? 0.05 : 0.95) * sorted.length)] ?? normal;
  const level = EMPTY.test(words)
    ? margin + 0.15 * (middleDuring - normal)
    : figure
      ? figure.value * scaleOf(gauge, figure)
      : null;
  if (level === null) return null;
  const extreme = extremeAt(gauge, up, main.onset, evidence);
  const at = crossing(gauge, level, up, extreme);
  const other =
    clocksIn(claim, words, evidence)[0] ??
    mentionsIn(words, claim.context, evidence).find(({ kind }) => kind === "change" || kind === "alert")?.times[0]
      ?.value;
  if (other === undefined) return null;
  const found = at ?? Date.parse(dataSpan.to);
  const apart = (found - other) / MINUTE_MS;
  const latest = /\b(?:by|before|already|at)\b/i.test(words) && !/\b(?:until|till|only|needed)\b/i.test(words);
  const fared: Nearness = latest
    ? apart <= CLOCK_MINUTES
      ? "near"
      : apart > FAR_MINUTES
        ? "far"
        : "unsure"
    : Math.abs(apart) <= CLOCK_MINUTES
      ? "near"
      : Math.abs(apart) > FAR_MINUTES
        ? "far"
        : "unsure";
  return decided(
    bestOf([fared]),
    `when ${gauge.source} was back across ${amount(Number(level.toPrecision(3)))}`,
    at === null ? "It was not before the data end." : `Measured: ${clock(iso(at))} UTC.`,
    exactly(found),
  );
}

/** When a value was farthest from its usual level. */
function extremeAt(gauge: ValueSeries, up: boolean, onset: string, evidence: Evidence): number {
  const end = evidence.main ? Date.parse(endOf(evidence.main, evidence)) + 30 * MINUTE_MS : Number.POSITIVE_INFINITY;
  const step = gauge.stepSeconds * 1000;
  let [best, at] = [up ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY, Date.parse(onset)];
  gauge.values.forEach((value, index) => {
    const time = gauge.startMs + index * step;
    if (value === null || time < Date.parse(onset) || time > end) return;
    if (up ? value < best : value > best) [best, at] = [value, time];
  });
  return at;
}

const USUAL =
  /\b(?:usual\w*|normal\w*|ordinar\w*|typical\w*|baseline|before|prior|from|back|recover\w*|restor\w*|return\w*|again)\b/i;

/** What holds a measured thing, or how it was set: not its value. */
const ABOUT_IT = /\b(?:nodes?|memory|servers?|keys?|limits?|size|config\w*|support|tickets?|hotline|hall|desk)\b/i;

/** A figure of a measured value: its level then, its usual one, its highest, its lowest, or how far it moved. */
export function judgeGauge(claim: StatedClaim, words: string, evidence: Evidence): Judgement | null {
  const gauge = measureKind(words, evidence) === "gauge" ? gaugeIn(words, evidence) : null;
  if (!gauge || ABOUT_IT.test(words)) return null;
  const back = crossed(claim, words, gauge, evidence);
  if (back) return back;
  const figures = figuresIn(words, []).filter(({ kind }) => kind === "share" || kind === "count" || kind === "points");
  const own = figures.find(({ start, end }) => words.slice(start, end).replace(/\s+/g, " ").trim() === claim.stated);
  const figure = own ?? (figures.length === 1 ? figures[0] : undefined);
  if (!figure) return null;
  const { main } = evidence;
  const [before] = beforeSpans(evidence);
  const span = spanOf(claim, words, evidence);
  const inside = span.spans
    .slice(0, 4)
    .map((one) => gaugeValues(gauge, one))
    .filter((values) => values.length > 0);
  const usual = before ? gaugeValues(gauge, before) : [];
  const during = main
    ? gaugeValues(gauge, { from: main.onset, to: iso(Date.parse(endOf(main, evidence)) + 15 * MINUTE_MS) })
    : [];
  if (inside.length === 0 || usual.length === 0) return null;
  const scale = scaleOf(gauge, figure);
  // A whole number is no value of a share.
  if (
    figure.kind === "count" &&
    Math.max(...gaugeValues(gauge, ALL)) <= 1.5 &&
    !/^\s?points?\b/i.test(words.slice(figure.end))
  )
    return null;
  const normal = middle(usual) as number;
  const all = [...during, ...inside.flat()];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const middles = inside.flatMap((values) => middle(values) ?? []);
  const moved =
    figure.kind === "points" ||
    (/\b(?:by|of)\s(?:about |around |some )?$/i.test(words.slice(0, figure.start)) &&
      /^\s?points?\b/i.test(words.slice(figure.end)));
  const before12 = words.slice(Math.max(0, figure.start - 40), figure.start);
  const candidates = moved
    ? [...middles.map((one) => Math.abs(one - normal)), Math.max(high - normal, normal - low)]
    : MOST.test(before12) && high > normal
      ? [high]
      : LEAST.test(before12) && low < normal
        ? [low, ...middles]
        : [...middles, low < normal - (high - normal) ? low : high];
  const factor = moved && figure.kind === "count" && scale === 1 && high <= 1.5 ? 0.01 : scale;
  const stated = figure.value * factor;
  const fared = candidates.map((one) => near(stated, figure.rounding * factor, figure, one));
  // Its usual level is meant only where the words say so; else that the figure is near it settles nothing.
  const ofUsual = near(stated, figure.rounding * factor, figure, normal);
  if (!moved && ofUsual === "near") fared.push(USUAL.test(words) || claim.span === "before" ? "near" : "unsure");
  if (fared.length > candidates.length) candidates.push(normal);
  const place = Math.max(0, fared.indexOf("near"));
  return decided(
    bestOf(fared),
    `${gauge.source}, ${span.label}`,
    `Usually ${amount(Number(normal.toPrecision(3)))}; ${amount(Number(low.toPrecision(3)))} to ${amount(Number(high.toPrecision(3)))} then.`,
    exactly(candidates[place] as number),
  );
}
