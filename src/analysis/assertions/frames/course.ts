import { figuresIn } from "../../../statement/assertions/figures.js";
import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import type { OutcomeSeries } from "../../../incident/series.js";
import type { Estimate } from "../../../stats/estimate.js";
import type { WindowFinding } from "../../../window/window-finding.js";
import { amount, percent } from "../../../wording/number.js";
import { type Counts, countsIn, type Evidence } from "../evidence.js";
import { bestOf, decided, exactly, type Judgement, type Nearness } from "../judged.js";
import { mainSource, minutesApart } from "../moments.js";
import { lagVerdict } from "../judge-lag.js";
import { judgeLength } from "../judge-length.js";
import { endOf } from "../spans.js";
import { rateOf, shareNearness } from "../counting.js";
import { type Comparator, compared } from "./compare.js";
import { restated } from "./figure.js";
import { ALIKE, changeIn, directionIn } from "./cues.js";
import { stretchOf } from "./span-of.js";

const WAVE = "(?:waves?|outages?|dips?|bumps?|spikes?|episodes?|incidents?|disruptions?|humps?|peaks?|phases?)";
const NUMBERED = new RegExp(`\\b(second|third|fourth|2nd|3rd|4th),?\\s(?:\\w+,?\\s){0,2}${WAVE}\\b`, "i");
const ORDINALS: Readonly<Record<string, number>> = { second: 2, "2nd": 2, third: 3, "3rd": 3, fourth: 4, "4th": 4 };
const DENIED = /\b(?:no|not|never|without|nor)\b|n['’]t\b/i;

/** "A third, smaller wave": there is one only where the data show so many. */
function numberedWave(words: string, { windows }: Evidence): Judgement | null {
  const found = NUMBERED.exec(words);
  const count = found ? (ORDINALS[(found[1] as string).toLowerCase()] ?? 0) : 0;
  if (!found || windows.length === 0 || windows.length >= count) return null;
  const denied = DENIED.test(words.slice(Math.max(0, found.index - 12), found.index));
  return decided(
    denied ? "supported" : "contradicted",
    "number of outages in the data",
    `The data show ${windows.length === 1 ? "one outage" : `${windows.length} outages`}.`,
    exactly(windows.length),
  );
}

/** "Broke, healed, and broke again." */
function brokeAgain(words: string, { windows }: Evidence): Judgement | null {
  if (!/\bbroke\b[^.;]*\bbroke again\b|\b(?:failed|down|broken) twice\b/i.test(words)) return null;
  return decided(
    windows.length > 1 ? "supported" : "contradicted",
    "number of outages in the data",
    `The data show ${windows.length}.`,
    exactly(windows.length),
  );
}

const GAP =
  /\bbetween (?:the two|them|both|the waves|the outages)\b|\bapart\b|\bgap\b|\bin between\b|\bafter the first (?:\w+ )?(?:had )?(?:ended|was over|stopped)\b/i;

const TOGETHER =
  /\b(?:in total|together|altogether|across (?:the two|both)|both (?:waves|outages|times)|combined|in all|all told|put together|in sum|aggregate\w*|cumulative\w*|total (?:duration|length|downtime|time))\b/i;

const TROUBLED =
  /\b(?:bad for|broken|wobble|blip|hiccup|glitch|event|incident|outage|disruption|trouble|impairment|impaired|degraded|failing|affair|whole thing|suffered|without service|from (?:the )?first (?:failure|error)s? to (?:the )?last)\b/i;
const LASTED =
  /\bfrom (?:the )?first (?:failure|error)s? to\b|\b(?:for|last(?:ed|ing|s)?|over|extended|extending|persist\w*|went on|ran|duration|length|long)\b|[\d\p{L}]+[\s-](?:minute|hour|min)[\s-](?:long )?(?:wobble|blip|hiccup|glitch|event|incident|outage|disruption|impairment)/iu;
/** Lengths of something else. */
const OTHER_LENGTH =
  /\b(?:after|before|later|earlier|until|till|within|between|ago|every|each|per|alert\w*|alarm\w*|page[ds]?|queue|backlog|traffic|latenc\w*|call(?:ed)? in|meeting|engineers?|teams?|support|phones?|website|dashboards?|database|vendors?|on hold|debug\w*|chas\w*|investigat\w*|shorten\w*|would|past|last \d+)\b/i;

/** How long it was, in words for no one thing: "bad for 24 min", "a thirty minute wobble". */
function durationOf(claim: StatedClaim, words: string, evidence: Evidence): Judgement | null {
  const lengths = figuresIn(words, []).filter(({ kind }) => kind === "length");
  const [figure] = lengths;
  if (!figure || lengths.length !== 1 || figure.value < LEAST_MINUTES) return null;
  if (!TROUBLED.test(words) || !LASTED.test(words) || OTHER_LENGTH.test(words)) return null;
  return judgeLength({ ...restated(claim, figure), kind: "duration", instants: [] }, evidence);
}
/** Shorter lengths are seldom those of an outage. */
const LEAST_MINUTES = 3;

/** How long all outages were together. */
function totalOf(claim: StatedClaim, words: string, { windows, level }: Evidence): Judgement | null {
  const lengths = figuresIn(words, []).filter(({ kind }) => kind === "length");
  const [figure] = lengths;
  if (windows.length < 2 || !figure || lengths.length !== 1 || !TOGETHER.test(words)) return null;
  const sum = (of: (one: WindowFinding) => number): number => windows.reduce((total, one) => total + of(one), 0);
  const value = sum(({ minutes }) => minutes.value);
  const interval = [sum(({ minutes }) => minutes.interval[0]), sum(({ minutes }) => minutes.interval[1])] as const;
  return decided(
    lagVerdict(restated(claim, figure), { value, interval }),
    "length of all outages together",
    `Measured: ${amount(Math.round(value))} minutes.`,
    { value, interval, level },
  );
}

/** "Four fifths of them in the second wave": whose failures they were. */
function partOfWaves(words: string, evidence: Evidence): Judgement | null {
  const { windows, level } = evidence;
  const source = mainSource(evidence);
  const shares = figuresIn(words, []).filter(({ kind }) => kind === "share");
  const [figure] = shares;
  const named = /\b(first|second)\b/i.exec(words)?.[1]?.toLowerCase();
  if (windows.length !== 2 || !source || !figure || shares.length !== 1 || !named) return null;
  if (
    !/\bof (?:them|these|those|the failures|all failures|the failed|the total|the losses)\b/i.test(
      words.slice(figure.end),
    )
  )
    return null;
  const counts = windows.map(
    (window) => countsIn(source.series, { from: window.onset, to: endOf(window, evidence) }).failures,
  ) as [number, number];
  const own = counts[named === "second" ? 1 : 0];
  const share = rateOf({ failures: own, attempts: counts[0] + counts[1] }, level);
  const fared = shareNearness(figure, figure.value, share);
  return decided(
    bestOf([fared]),
    `failures of the ${named} outage among all`,
    `${amount(own)} of ${amount(counts[0] + counts[1])} (${percent(share.value)}).`,
    share,
  );
}

/** How long it was quiet between the first outage and the second. */
function gapOf(claim: StatedClaim, words: string, { windows, level }: Evidence): Judgement | null {
  const [first, second] = windows;
  const lengths = figuresIn(words, []).filter(({ kind }) => kind === "length");
  const [figure] = lengths;
  if (!first?.recovery || !second || !figure || lengths.length !== 1 || !GAP.test(words)) return null;
  const [low, high] = [first.recoveryInterval?.[1] ?? first.recovery, first.recoveryInterval?.[0] ?? first.recovery];
  const value = minutesApart(second.onset, first.recovery);
  const measured = {
    value,
    interval: [minutesApart(second.onsetInterval[0], low), minutesApart(second.onsetInterval[1], high)] as const,
    level,
  };
  return decided(
    lagVerdict(restated(claim, figure), measured),
    "minutes between the outages",
    `Measured: ${amount(Math.round(value))} minutes.`,
    measured,
  );
}

const lengthOf = ({ minutes }: WindowFinding): Estimate => minutes;

/** The failures of a window, and how many they are where its ends lie as close together or as far apart as they may. */
function failuresOver(window: WindowFinding, series: OutcomeSeries, evidence: Evidence): Estimate {
  const { onset, onsetInterval, recoveryInterval } = window;
  const end = endOf(window, evidence);
  const over = (from: string, to: string): number => (from < to ? countsIn(series, { from, to }).failures : 0);
  const [latest, earliest] = [onsetInterval[1], onsetInterval[0]];
  return {
    value: over(onset, end),
    interval: [over(latest, recoveryInterval?.[0] ?? end), over(earliest, recoveryInterval?.[1] ?? end)],
    level: evidence.level,
  };
}

/** One outage against the other: how long, how many failures, what share. */
function waves(words: string, context: string, evidence: Evidence): Judgement | null {
  const { windows, level } = evidence;
  const [first, second] = windows;
  const source = mainSource(evidence);
  const names =
    /\b(?:second|again|came back|returned|later one|wave two|this time)\b/i.test(words) ||
    /\bthe first\b[^.;]*\bthe second\b/i.test(words) ||
    /\bsecond\b/i.test(context);
  const refers =
    /\b(?:first|earlier|before|previous|last time|the other|wave one)\b/i.test(words) ||
    /\b(?:than|as) /i.test(words) ||
    /\b(?:first|earlier)\b/i.test(context);
  if (!first || !second || !source || windows.length !== 2 || !names || !refers) return null;
  if (/\b(?:usual|normal|baseline|ordinary|before the)\b/i.test(words)) return null;
  const comparator = waveComparator(words);
  if (!comparator) return null;
  const span = (window: WindowFinding) => ({ from: window.onset, to: endOf(window, evidence) });
  const counts = windows.map((window) => countsIn(source.series, span(window))) as [Counts, Counts];
  const counted = (window: WindowFinding): Estimate => failuresOver(window, source.series, evidence);
  const measures: readonly (readonly [string, readonly [Estimate, Estimate], (one: Estimate) => string])[] =
    /\b(?:last\w*|long\w*|short\w*|brief\w*|duration|minutes)\b/i.test(words)
      ? [["length", [lengthOf(first), lengthOf(second)], ({ value }) => `${amount(Math.round(value))} minutes`]]
      : [
          ["failure share", [rateOf(counts[0], level), rateOf(counts[1], level)], ({ value }) => percent(value)],
          ...(/\b(?:number|many|count|messages|calls|requests|failures)\b/i.test(words)
            ? [["failures", [counted(first), counted(second)], ({ value }: Estimate) => amount(value)] as const]
            : []),
        ];
  const fared = measures.map(([, [one, two]]) => compared(comparator, two, one));
  const place = Math.max(0, fared.indexOf("near"));
  const [name, [one, two], text] = measures[place] as (typeof measures)[number];
  return decided(bestOf(fared), `the second outage against the first: ${name}`, `${text(one)} and ${text(two)}.`, two);
}

/** "The first exceeded the second": the other way round. */
const EXCEEDS = /\b(?:exceed\w*|outnumber\w*|surpass\w*|(?:more|greater|larger|higher|bigger|worse|longer) than)\b/i;

function waveComparator(words: string): Comparator | null {
  const exceeds = EXCEEDS.exec(words);
  const [one, two] = [words.search(/\bfirst\b/i), words.search(/\bsecond\b/i)];
  if (exceeds && one >= 0 && two >= 0 && figuresIn(words, []).length === 0 && !DENIED.test(words)) {
    const between = (a: number, b: number): boolean => a < exceeds.index && b > exceeds.index;
    if (between(one, two)) return { kind: "down" };
    if (between(two, one)) return { kind: "up" };
  }
  const change = changeIn(words, null);
  if (change) return change;
  if (
    ALIKE.test(words) ||
    /\b(?:about|roughly|nearly|just|almost|exactly) as (?:long|short)\b|\bthe same (?:level|length|size)\b|\bas long as\b/i.test(
      words,
    )
  )
    return DENIED.test(words) ? null : { kind: "alike" };
  if (/\b(?:worse|stronger|more (?:severe|serious)|harder|bigger|larger|longer)\b/i.test(words)) return { kind: "up" };
  if (/\b(?:milder|weaker|less (?:severe|serious)|smaller|shorter|briefer|gentler)\b/i.test(words))
    return { kind: "down" };
  return directionIn(words);
}

const GRADUAL =
  /\b(?:gradual(?:ly)?|slow(?:ly)?\b(?! response)|crept|faded|tailed off|by and by|step by step|bit by bit|little by little|ramp\w*|built up|slid|progressive(?:ly)?|trickl\w*|steadily|drawn out)\b/i;
const SHARP =
  /\b(?:abrupt(?:ly)?|sudden(?:ly)?|instant(?:ly|aneous(?:ly)?)?|all at once|sharp(?:ly)?|from one minute to the next|within a minute|(?:flip\w*|like) (?:of )?a (?:light )?switch|off a cliff|in one step|clean edge)\b/i;
const FALLING =
  /\b(?:recover\w*|declin\w*|fall\w*|fell|decreas\w*|faded|tailed|improv\w*|eas\w*|end(?:ed)?\b|came back|came down|went down|subsid\w*|disappear\w*)\b/i;
const RISING =
  /\b(?:rose|rising|built|beg[aiu]n\w*|started?|onset|crept up|climb\w*|increas\w*|came on|set in|grew|slid|broke|failures? appeared|got worse|worsen\w*)\b/i;
/** What is denied: "gradual rather than abrupt", "not suddenly". */
const INSTEAD = /\b(?:rather than|instead of|and not|not|n['’]t|no|never)\s(?:\w+\s){0,3}[\w-]+/gi;

/** Minutes of a rise or a fall from which on it is gradual, and up to which it is sharp. */
const GRADUAL_MINUTES = 7;
const SHARP_MINUTES = 3;

/** Whether the failures came or went at once, or over a time. */
function shapeOf(words: string, evidence: Evidence): Judgement | null {
  const { windows, main } = evidence;
  const told = words.replace(INSTEAD, (found) => (GRADUAL.test(found) || SHARP.test(found) ? " " : found));
  const [gradual, sharp] = [GRADUAL.test(told), SHARP.test(told)];
  const [falls, rises] = [FALLING.test(words), RISING.test(words)];
  if (gradual === sharp || falls === rises || !main) return null;
  if (
    !/\b(?:latenc\w*|response times?|fail\w*|errors?|outage|recover\w*|it|onset|trouble|things|everything|incident|disruption|rate|drops?)\b/i.test(
      words,
    )
  )
    return null;
  if (/\b(?:queue|backlog|cache|traffic(?! (?:recover|came back)))\b/i.test(words)) return null;
  if (OF_LATENCY.test(words) && !isOfLatency(main, evidence)) return null;
  if (figuresIn(told, []).some(({ kind }) => kind === "share")) return null;
  const own = /\bsecond\b/i.test(words)
    ? windows.slice(1, 2)
    : /\bfirst\b/i.test(words)
      ? windows.slice(0, 1)
      : windows;
  const ramps = (own.length > 0 ? own : [main]).flatMap((window) => rampOf(window, falls));
  const lengths = figuresIn(told, []).filter(({ kind }) => kind === "length");
  const stated = lengths.length === 1 ? (lengths[0]?.value ?? null) : null;
  const fared = ramps.map((ramp): Nearness => {
    if (stated !== null && gradual) {
      if (ramp <= SHARP_MINUTES && stated >= 2 * GRADUAL_MINUTES) return "far";
      return Math.abs(ramp - stated) <= Math.max(5, 0.4 * stated) ? "near" : "unsure";
    }
    if (gradual) return ramp >= GRADUAL_MINUTES ? "near" : ramp <= SHARP_MINUTES ? "far" : "unsure";
    return ramp <= SHARP_MINUTES ? "near" : ramp >= 2 * GRADUAL_MINUTES ? "far" : "unsure";
  });
  if (fared.length === 0) return null;
  const place = Math.max(0, fared.indexOf("near"));
  return decided(
    bestOf(fared),
    falls ? "how long the failures took to fall" : "how long the failures took to rise",
    `Measured: ${amount(Math.round(ramps[place] as number))} minutes.`,
    exactly(ramps[place] as number),
  );
}

const OF_LATENCY = /\b(?:latenc\w*|response times?|slow (?:requests|responses))\b/i;
/** True if an outage is one of slow attempts. */
const isOfLatency = ({ onset }: WindowFinding, { signals }: Evidence): boolean =>
  signals.some(
    ({ measure, window }) => measure === "latency" && window !== null && minutesApart(window.onset, onset) === 0,
  );

function rampOf({ shape, recovery, recoveryStart }: WindowFinding, falls: boolean): readonly number[] {
  if (!falls) return [shape.onsetRampMinutes];
  return recovery && recoveryStart ? [Math.max(shape.recoveryRampMinutes, minutesApart(recovery, recoveryStart))] : [];
}

const BETWEEN_TWO =
  /\b(?:(?:in )?between (?:the two|them|both|the (?:waves|humps|peaks|bumps|spikes|dips|outages|episodes|occasions|maxima))|in between|in the interval|between the (?:two|first and the second))\b/i;
const WELL = /\b(?:normal|usual|healthy|fine|ok|recovered|clean|quiet|well|baseline|no (?:failures|errors|trouble))\b/i;
const UNWELL =
  /\b(?:impaired|degraded|elevated|not (?:fully |quite )?(?:normal|healthy|recovered)|still (?:failing|bad)|trouble)\b/i;

/** "Between the two humps it was back to normal": one outage has no such time, two have one. */
function betweenTwo(words: string, { windows, main }: Evidence): Judgement | null {
  if (!main || !BETWEEN_TWO.test(words) || figuresIn(words, []).some(({ kind }) => kind !== "length")) return null;
  if (/\b(?:queue|backlog|traffic|latenc\w*|cache|volume)\b/i.test(words)) return null;
  const [well, unwell] = [WELL.test(words), UNWELL.test(words)];
  if (well === unwell || DENIED.test(words.replace(UNWELL, ""))) return null;
  const quiet = windows.length > 1;
  return decided(
    quiet === well ? "supported" : "contradicted",
    "the time between two rises",
    quiet
      ? `The data show ${windows.length} outages with the usual level between them.`
      : "The data show one outage, without a return to the usual level in it.",
    exactly(windows.length),
  );
}

/** The part of the failures that fell into a stretch of the outage: its first minutes, its last. */
function partOfStretch(words: string, evidence: Evidence): Judgement | null {
  const { main, windows } = evidence;
  const source = mainSource(evidence);
  const stretch = stretchOf(words, evidence);
  const shares = figuresIn(words, []).filter(({ kind }) => kind === "share");
  const most = /\b(?:the (?:vast )?majority|most)\b/i.test(words);
  const [figure] = shares;
  if (!main || !source || windows.length !== 1 || !stretch || shares.length > 1 || (!figure && !most)) return null;
  if (!OF_FAILED.test(words) || !FELL_INTO.test(words)) return null;
  const [span] = stretch.spans;
  const whole = countsIn(source.series, { from: main.onset, to: endOf(main, evidence) }).failures;
  if (!span || whole === 0) return null;
  const own = Math.min(whole, countsIn(source.series, span).failures);
  const share = rateOf({ failures: own, attempts: whole }, evidence.level);
  const told = figure ?? { value: 0.5, rounding: 0, bound: "at-least" as const, hedged: false };
  return decided(
    bestOf([shareNearness(most ? { ...told, bound: "at-least" } : told, told.value, share)]),
    `failures of ${stretch.label} among those of the outage`,
    `${amount(own)} of ${amount(whole)} (${percent(share.value)}).`,
    share,
  );
}
const OF_FAILED = /\bof (?:which|them|these|those|the|all)\b|\bfail\w*|\berrors\b|\bmajority\b/i;
const FELL_INTO = /\b(?:occurr\w*|happen\w*|fell|came|were|took place|arose)\b/i;

const NO_ALERT =
  /\b(?:no|none of (?:our|the)|not (?:a single|one)(?: of our)?) (?:\w+ ){0,3}(?:alerts?|alarms?|pages?|monitors?)\b(?! (?:cleared|resolved))|\b(?:alerts?|alarms?|monitoring|pager) (?:\w+ )?(?:did not|didn['’]t|never|failed to) (?:fire|go off|trigger|page|catch|notice|sound)\w*(?! (?:until|till|before))|\b(?:alerts?|alarms?|monitoring|pager) (?:\w+ )?(?:stayed|remained|kept|was|were) (?:silent|quiet)\b/i;

/** That no alert was raised. */
function noAlert(words: string, { alerts, main }: Evidence): Judgement | null {
  if (alerts.length === 0 || !main || !NO_ALERT.test(words)) return null;
  const end = main.recovery ?? "9999";
  const raised = alerts.filter(({ at, ended }) => !ended && minutesApart(at, main.onset) > -60 && at < end);
  const first = raised[0];
  return decided(
    first ? "contradicted" : "supported",
    "alerts of the outage",
    first ? `The log of alerts has "${first.words}" at ${first.at.slice(11, 16)} UTC.` : "The log of alerts has none.",
    exactly(raised.length),
  );
}

/** How an outage went: how many waves, how far apart, how they compare, how fast it came and went, whether an alert was raised; `null` where words say none of it. */
export const judgeCourse = (claim: StatedClaim, words: string, evidence: Evidence): Judgement | null =>
  numberedWave(words, evidence) ??
  brokeAgain(words, evidence) ??
  noAlert(words, evidence) ??
  totalOf(claim, words, evidence) ??
  partOfWaves(words, evidence) ??
  betweenTwo(words, evidence) ??
  partOfStretch(words, evidence) ??
  gapOf(claim, words, evidence) ??
  durationOf(claim, words, evidence) ??
  waves(words, claim.context, evidence) ??
  shapeOf(words, evidence);
