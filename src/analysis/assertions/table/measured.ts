import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import { figuresIn } from "../../../statement/assertions/figures.js";
import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import { partsIn } from "../bind.js";
import { rateOf, shareNearness, countsOf } from "../counting.js";
import type { CountedSource, Evidence, Part } from "../evidence.js";
import { type Comparator, compared } from "../frames/compare.js";
import { attemptsPerMinute, failureShare, latencyAt, type Measure, gaugeIn } from "../frames/measures.js";
import { allHot } from "../frames/hot-parts.js";
import { type Judgement, type Nearness, decided } from "../judged.js";
import { mainSource } from "../moments.js";
import { beforeSpans } from "../spans.js";
import { partOfValues } from "../account/slots.js";
import { cellsOf, givenByNone, nameOf, outageSpans, spansOfIncident, usualOf } from "./cells.js";

/** The parts that words name, by column and as one; `null` where a place is unknown. */
export interface Named {
  readonly each: readonly Part[];
  readonly whole: Part | null;
}

export function namedIn(words: string, source: CountedSource): Named | null {
  const { found, unknown } = partsIn(words, source);
  // "Our Paris location (cdg1)", "Bluewire, for the rest of the morning": the value beside the unknown name settles it.
  if (unknown !== null && found.length === 0) return null;
  const each = found.flatMap(({ column, values }) => values.map((value) => ({ column, values: [value] })));
  const whole = partOfValues(found.flatMap(({ column, values }) => values.map((value) => ({ column, value }))));
  return { each, whole };
}

const FAILS =
  /\b(?:fail\w*|errors?|errs?|5xx|los(?:t|e|es|ses|s)|drop(?:s|ped)? calls?|dropped|declin\w*|refus\w*|reject\w*|time-?outs?|timed out|unsuccessful|broke\w*|hit|affected|impacted|suffer\w*|trouble|problems?|difficult\w*|disrupt\w*|disturb\w*|issues?|worse|worst|bad|milder|elevated)\b/i;
const OF_A_TOTAL =
  /\b(?:of (?:all |the |those |these |that )?(?:\w+ )?(?:fail\w+|errors?|losses|total|lost|dropped)|made up|accounted|bearing|contributed|responsible|most of|majority|volume|traffic|handles?|carr(?:y|ies|ied))\b/i;
const SUCCEEDS = /\b(?:succe\w*|went through|got through|worked|answered|completed|connected|delivered|healthy)\b/i;
const DENIED = /\b(?:not|no|never|neither|nor|none|nothing|without|hardly|barely|scarcely|nobody)\b|n['’]t\b/i;
const BLOCK = /\b(?:points?|pp)\b/i;

const only = (figures: readonly Figure[], kind: Figure["kind"]): Figure | null =>
  figures.length === 1 && figures[0]?.kind === kind ? figures[0] : null;

/** A failure share that no span of a named part has: "Bluewire failed one call in eight in the half hour that followed". */
export async function shareOfPart(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  const { quote } = claim;
  const source = mainSource(evidence);
  const figure = only(figuresIn(quote, []), "share");
  if (!source || !figure || !FAILS.test(quote) || OF_A_TOTAL.test(quote) || SUCCEEDS.test(quote) || DENIED.test(quote))
    return null;
  if (BLOCK.test(quote) || /\b(?:by|peak\w*|minute|up to|relative)\b/i.test(quote)) return null;
  const named = namedIn(quote, source);
  if (!named?.whole) return null;
  const cells = await cellsOf(failureShare(source, named.whole, evidence.level), spansOfIncident(evidence));
  const [first] = cells;
  return givenByNone(
    cells.map(({ value }) => shareNearness(figure, figure.value, value)),
    `failure share of ${source.name}${nameOf(named.whole)}, at any time`,
    `No stretch of the day has it: ${first ? failureShare(source, named.whole, evidence.level).text(first.value) : ""} over the outage.`,
    first?.value ?? null,
  );
}

const OF_ALL =
  /\b(?:overall|in total|altogether|in all|all told|of (?:all|everything)|across (?:all|the)|everything (?:we|that)|against everything|whole)\b/i;

/** A failure share of everything that no whole outage and no whole day has. */
export async function shareOfAll(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  const { quote } = claim;
  const source = mainSource(evidence);
  const figure = only(figuresIn(quote, []), "share");
  if (!source || !figure || !OF_ALL.test(quote) || !FAILS.test(quote) || SUCCEEDS.test(quote) || DENIED.test(quote))
    return null;
  if (
    /\bof (?:all |the |those |these |our )?(?:\w+ )?(?:failures|errors|losses|customers|users|accounts|clients|partners|merchants)\b/i.test(
      quote,
    ) ||
    claim.instants.length > 0
  )
    return null;
  const named = namedIn(quote, source);
  if (!named || named.whole || !evidence.dataSpan) return null;
  const measure = failureShare(source, null, evidence.level);
  const cells = await cellsOf(measure, [...outageSpans(evidence), evidence.dataSpan]);
  const [first] = cells;
  return givenByNone(
    cells.map(({ value }) => shareNearness(figure, figure.value, value)),
    `failure share of all ${source.name}, over the outage or the day`,
    `Over the outage it is ${first ? measure.text(first.value) : ""}.`,
    first?.value ?? null,
  );
}

const CONFINED =
  /\b(?:only|just|solely|exclusively|alone|confined to|limited to|restricted to|lay with|concern(?:s|ed)|came from)\b/i;
const FINE =
  /\b(?:clean|fine|healthy|spared|unaffected|untouched|(?:in|with)out (?:any )?(?:trouble|problems?|issues?|failures?|difficult\w+)|no (?:failures?|errors?|trouble|problems?)|normal|hardly any (?:failures?|errors?)|not (?:affected|hit|impacted|among)|n['’]t (?:affected|hit|impacted))\b/i;
const PLAIN_TROUBLE =
  /\b(?:fail\w*|errors?|declin\w*|hit|affected|impacted|suffer\w*|trouble|problems?|difficult\w*|disrupt\w*|disturb\w*|issues?|bad|elevated|under pressure|down|notice)\b/i;
const TURNED =
  /\b(?:than|most|least|worst|more|less|fewer|half|twice|double|times|first|before|after|until|latenc\w*|slow\w*|fast\w*|attempts|volume|traffic|queue|alert\w*|alarm\w*|page[sd]?|deploy\w*|release\w*|rollout|rolled|raised|because|if|would|could|may|might|rerout\w*|to )\b/i;

type Standing = "raised" | "quiet" | "unsure";

/** How a part fared in any of the outages: raised in one, quiet in all. */
async function standingOf(source: CountedSource, part: Part, evidence: Evidence): Promise<Standing> {
  const [before] = beforeSpans(evidence);
  const usual = before ? await countsOf(source, before, null) : null;
  if (!usual || usual.attempts === 0) return "unsure";
  const level = usual.failures / usual.attempts;
  const found: Standing[] = [];
  for (const span of outageSpans(evidence)) {
    const counts = await countsOf(source, span, part);
    if (!counts || counts.attempts === 0) return "unsure";
    const { interval } = rateOf(counts, evidence.level);
    found.push(
      interval[0] > Math.max(2 * level, level + 0.01)
        ? "raised"
        : interval[1] <= Math.max(3 * level, level + 0.015)
          ? "quiet"
          : "unsure",
    );
  }
  if (found.includes("raised")) return "raised";
  return found.length > 0 && found.every((one) => one === "quiet") ? "quiet" : "unsure";
}

/** "The difficulty lay with Castor", "checkout was not among the pages that failed", "confined to our Paris location (cdg1)". */
export async function placeOfTrouble(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  const { quote } = claim;
  const source = mainSource(evidence);
  if (!source || evidence.windows.length === 0 || claim.instants.length > 0 || figuresIn(quote, []).length > 0)
    return null;
  if (gaugeIn(quote, evidence) !== null) return null;
  const named = namedIn(quote, source);
  if (!named || named.each.length === 0 || named.whole?.also) return null;
  const fine = FINE.test(quote);
  const trouble = PLAIN_TROUBLE.test(quote);
  const confined = CONFINED.test(quote);
  const rest = named.each.reduce((words, { values }) => words.replaceAll(values[0] as string, ""), quote);
  if (TURNED.test(rest) || (!fine && !trouble) || (!fine && DENIED.test(quote))) return null;
  const standings = await Promise.all(named.each.map((part) => standingOf(source, part, evidence)));
  const list = named.each.map(({ values }, at) => `${values[0]}: ${standings[at]}`).join(", ");
  const readAs = `failures by ${named.each[0]?.column}, against the usual level`;
  if (fine && !confined)
    return standings.every((one) => one === "raised")
      ? decided("contradicted", readAs, `In the outage ${list}.`, null)
      : null;
  if (fine) return null;
  if (standings.includes("quiet")) return decided("contradicted", readAs, `In the outage ${list}.`, null);
  return confined ? elsewhereToo(source, named, readAs, evidence) : null;
}

/** A part that trouble is said to be confined to, while every other one fared about as badly. */
async function elsewhereToo(
  source: CountedSource,
  { each }: Named,
  readAs: string,
  evidence: Evidence,
): Promise<Judgement | null> {
  const column = each[0]?.column ?? "";
  const all = source.parts.find((one) => one.column === column)?.values ?? [];
  const own = each.filter((one) => one.column === column).map(({ values }) => values[0] as string);
  const others = all.filter((value) => !own.includes(value));
  if (others.length === 0 || own.length < each.length) return null;
  for (const value of others)
    if ((await standingOf(source, { column, values: [value] }, evidence)) !== "raised") return null;
  const [span] = outageSpans(evidence);
  const [a, b] = [
    span && (await countsOf(source, span, { column, values: own })),
    span && (await countsOf(source, span, { column, values: others })),
  ];
  if (!a || !b || a.attempts === 0 || b.attempts === 0 || b.failures / b.attempts < (0.6 * a.failures) / a.attempts)
    return null;
  return decided(
    "contradicted",
    readAs,
    `${others.join(", ")} fared alike: ${b.failures} of ${b.attempts} against ${a.failures} of ${a.attempts}.`,
    null,
  );
}

const TRAFFIC =
  /\b(?:traffic|demand|volumes?|throughput|load|rush|busier|quieter|(?:call|request|message|page|order|payment|sign-in|login)s? (?:rates?|volumes?|numbers?|attempts?)|attempts?|visits?|(?:received|placed|carried|handled|sent|made|got|took|submitted)\b(?! (?:back|out|off|down)))\b/i;
const FALLEN =
  /\b(?:fell|fall\w*|dropp?ed(?: off| away)?|dipp?ed|declin(?:e|es|ing) |decreas\w*|plung\w*|shrank|lower|went down|thinned|fewer|less|down)\b/i;
const RISEN =
  /\b(?:rose|risen|rising|increas\w*|grew|grown|growing|climb\w*|jump\w*|surg\w*|spik\w*|soar\w*|higher|heavier|went up|more|additional|extra|above|overtaken|up)\b/i;
const NEARLY_NONE =
  /\b(?:hardly|practically no|almost no|virtually no|barely|scarcely|no (?:further|more)|next to no)\b/i;

/** What is said of a quantity against its usual level: so many times, by so much more or less, or only which way. */
function comparatorOf(words: string): Comparator | null {
  const figures = figuresIn(words, []);
  const [up, down] = [RISEN.test(words), FALLEN.test(words)];
  const figure = figures[0];
  if (figures.length > 1) return null;
  if (!figure) return up !== down ? { kind: up ? "up" : "down" } : null;
  const { rounding, bound, hedged, value, kind } = figure;
  const times = (factor: number): Comparator => ({
    kind: "times",
    factor,
    rounding: Math.max(rounding, 0.08 * factor),
    bound,
    hedged,
  });
  if (kind === "ratio" && !down) return times(value);
  if (kind !== "share" || up === down || /\bof\b/i.test(words.slice(figure.end, figure.end + 4))) return null;
  return { ...times(up ? 1 + value : 1 - value), bound: "exact" } as Comparator;
}

/** Shorter spans hold too little traffic to tell a change from chance. */
const STEADY_MINUTES = 20;

/** Against its usual level, a measure in every cell of the table. */
async function againstUsual(
  comparator: Comparator,
  measures: readonly Measure[],
  evidence: Evidence,
  of: string,
): Promise<Judgement | null> {
  const fared: Nearness[] = [];
  const shown: string[] = [];
  for (const measure of measures) {
    const usual = await usualOf(measure, evidence);
    if (!usual) continue;
    const cells = await cellsOf(measure, spansOfIncident(evidence, STEADY_MINUTES));
    fared.push(...cells.map(({ value }) => compared(comparator, value, usual)));
    const [first] = cells;
    if (first)
      shown.push(`${measure.label} ${measure.text(usual)} usually, ${measure.text(first.value)} in the outage`);
  }
  return givenByNone(
    fared,
    `${of} against the usual level, at any time`,
    `No stretch of the day has it: ${shown.slice(0, 2).join("; ")}.`,
    null,
  );
}

/** Traffic, of all or of a named part: "attempts dropped off", "Bluewire had double its usual number of calls". */
export async function trafficAnyTime(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  const { quote } = claim;
  const source = mainSource(evidence);
  if (!source || gaugeIn(quote, evidence) !== null) return null;
  const named = namedIn(quote, source);
  const nouns = source.nouns.filter((noun) => noun.length > 3).join("|");
  const counted = new RegExp(
    `\\b(?:number of|more|fewer|additional|extra|as many|no|hardly (?:a|any)) (?:\\w+ )?(?:${nouns || "requests"})s?\\b|\\b(?:a|any) (?:${nouns || "request"})\\b`,
    "i",
  );
  if (!named || (!TRAFFIC.test(quote) && !counted.test(quote))) return null;
  if (
    /\b(?:fail\w*|errors?|errs?|declin\w*|refus\w*|reject\w*|success\w*|lost|latenc\w*|slow\w*|seconds?|ms|than the|web|as much|share|alert\w*)\b/i.test(
      quote,
    )
  )
    return null;
  const none = NEARLY_NONE.test(quote);
  if (!none && DENIED.test(quote)) return null;
  const comparator: Comparator | null = none
    ? { kind: "times", factor: 0.1, rounding: 0.05, bound: "at-most", hedged: false }
    : comparatorOf(quote);
  if (!comparator || (none && figuresIn(quote, []).length > 0)) return null;
  const parts: readonly (Part | null)[] = named.whole ? [named.whole] : [null, ...(await allHot(evidence))];
  const measures = parts.map((part) => attemptsPerMinute(source, part, evidence.level));
  return againstUsual(comparator, measures, evidence, `${source.name} a minute${nameOf(named.whole)}`);
}

const SLOW =
  /\b(?:latenc\w*|response times?|p\d\d|median|slow(?:er|ed|ness)?|took|takes?|waited|wait|delays?|load times?|set-?up|ring|time-?outs?|longer|seconds?|ms)\b/i;
const QUANTILES = [0.5, 0.9, 0.95, 0.99] as const;

/** Latencies, of all, of failed or of successful attempts, at any quantile that words may mean. */
export async function latencyAnyTime(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  const { quote } = claim;
  const source = mainSource(evidence);
  if (!source?.hasLatency || !SLOW.test(quote) || gaugeIn(quote, evidence) !== null) return null;
  if (DENIED.test(quote) || TRAFFIC.test(quote.replace(/\btook\b/gi, "")) || claim.kind === "duration") return null;
  const named = namedIn(quote, source);
  if (!named || named.whole?.also) return null;
  const figures = figuresIn(quote, []);
  const told = /\bp(\d\d)\b/i.exec(quote)?.[1];
  const quantiles = told
    ? [Number(told) / 100]
    : /\b(?:median|typical|normal visitor)\b/i.test(quote)
      ? [0.5]
      : QUANTILES;
  const failed = /\b(?:errors?|failures?|failed)\b/i.test(quote);
  const outcomes =
    SUCCEEDS.test(quote) || /\bdid (?:work|connect|succeed)\b/i.test(quote)
      ? [false]
      : failed
        ? [true]
        : [undefined, true, false];
  const parts: readonly (Part | null)[] = named.whole ? [named.whole] : [null, ...(await allHot(evidence))];
  const measures = parts.flatMap((part) =>
    outcomes.flatMap((own) => quantiles.map((q) => latencyAt(source, part, q, own))),
  );
  const latency = only(figures, "latency");
  if (latency) return latencyLevel(latency, measures, source, evidence);
  const ratio = only(figures, "ratio");
  if (!ratio || !/\b(?:as long|slower|longer|usual|normal|time|latenc\w*|median|p\d\d|delays?)\b/i.test(quote))
    return null;
  if (
    !comparatorOf(quote) ||
    !/\b(?:took|takes|latenc\w*|median|p\d\d|set-?up|response|delay\w*|wait\w*|slow\w*)\b/i.test(quote)
  )
    return null;
  return againstUsual(
    comparatorOf(quote) as Comparator,
    measures,
    evidence,
    `latency of ${source.name}${nameOf(named.whole)}`,
  );
}

/** A stated latency beside one measured, as a multiple: within so much it may be the same. */
const SAME_LATENCY = 1.3;

async function latencyLevel(
  figure: Figure,
  measures: readonly Measure[],
  source: CountedSource,
  evidence: Evidence,
): Promise<Judgement | null> {
  const spans = spansOfIncident(evidence);
  const [before] = beforeSpans(evidence);
  const values: number[] = [];
  for (const measure of measures)
    values.push(
      ...(await cellsOf(measure, before ? [...spans, before] : spans)).flatMap(({ value }) => [
        value.value,
        ...value.interval,
      ]),
    );
  const near = (value: number): boolean => {
    const times = Math.max(value, 1e-9) / Math.max(figure.value, 1e-9);
    if (figure.bound === "at-least") return times >= 1 / SAME_LATENCY;
    return figure.bound === "at-most" ? times <= SAME_LATENCY : times < SAME_LATENCY && times > 1 / SAME_LATENCY;
  };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return givenByNone(
    values.map((value) => (near(value) ? "near" : "far")),
    `latency of ${source.name}, at any time`,
    `At no time and at no quantile up to the 99th percentile: ${Math.round(low)} to ${Math.round(high)} ms.`,
    null,
  );
}
