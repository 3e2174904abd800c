import { endMargin, judgeWindow } from "../../audit/judge-window.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import type { Span } from "../../time/span.js";
import { clock } from "../../wording/clock.js";
import { amount, percent } from "../../wording/number.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { partsIn, subjectOf } from "./bind.js";
import { binsIn, countsOf, rateOf } from "./counting.js";
import { type Counts, type CountedSource, countsIn, type DatedChange, type Evidence } from "./evidence.js";
import {
  bestOf,
  decided,
  decidingOf,
  exactly,
  type Judgement,
  type MeasuredInstant,
  type Nearness,
  notTestable,
  unchecked,
} from "./judged.js";
import { beforeSpans, endOf, instantOf, mainDay, resolvedSpan } from "./spans.js";
import { withoutSpan } from "./judge-figures.js";

const MINUTE = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const minutesApart = (a: string, b: string): number => (Date.parse(a) - Date.parse(b)) / MINUTE;
const measuredAt = (value: string, interval: readonly [string, string], level: number): MeasuredInstant => ({
  value: iso(Date.parse(value)),
  interval: [iso(Date.parse(interval[0])), iso(Date.parse(interval[1]))],
  level,
});

/** The clock of an assertion as an instant; `null` where it has none. */
const timeOf = (claim: StatedClaim, evidence: Evidence): string | null => {
  const first = claim.instants.find(({ minutes, at }) => minutes !== null || at !== null);
  return first ? instantOf(first, evidence) : null;
};

const usualRate = (source: CountedSource, evidence: Evidence): Counts => {
  const [span] = beforeSpans(evidence);
  return span ? countsIn(source.series, span) : { failures: 0, attempts: 0 };
};
const share = ({ failures, attempts }: Counts): number => (attempts > 0 ? failures / attempts : 0);
const mainSource = (evidence: Evidence): CountedSource | undefined =>
  evidence.sources.find(({ name }) => name === evidence.outcome) ?? evidence.sources[0];

/** The failure share of some minutes from an instant on. */
const shareFrom = (source: CountedSource, from: string, minutes: number): Counts =>
  countsIn(source.series, { from: iso(Date.parse(from)), to: iso(Date.parse(from) + minutes * MINUTE) });

function noOutageAt(claim: StatedClaim, at: string | null, readAs: string, evidence: Evidence): Judgement {
  const { dataSpan, windowReason } = evidence;
  if (at !== null && dataSpan && (at < dataSpan.from || at >= dataSpan.to))
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  return claim.span === "other-day"
    ? notTestable(readAs, "It speaks of another day than these data.", "Data of that day.")
    : decided(
        "contradicted",
        readAs,
        `The data show no outage: ${windowReason ?? "no sustained rise of failures"}.`,
        null,
      );
}

/** Times the usual share from which a stretch without an outage of its own is not called quiet. */
const RAISED = 2;

/** Where no outage was found but the stretch that a text names fails far more than the rest: neither borne out nor denied. */
function raisedAt(span: Span, readAs: string, evidence: Evidence): Judgement | null {
  const source = mainSource(evidence);
  if (!source || !evidence.dataSpan) return null;
  const own = countsIn(source.series, span);
  const all = countsIn(source.series, evidence.dataSpan);
  const rest = { failures: all.failures - own.failures, attempts: all.attempts - own.attempts };
  if (own.attempts === 0 || rest.attempts <= 0 || rateOf(own, evidence.level).interval[0] <= RAISED * share(rest))
    return null;
  return notTestable(
    readAs,
    `No outage was found by itself, yet ${percent(share(own))} failed then, against ${percent(share(rest))} in the rest of the data.`,
    "More of ordinary time, before and after.",
  );
}

/** The windows that an assertion may mean: the one it names, else all. */
function windowsFor(claim: StatedClaim, { windows }: Evidence): readonly WindowFinding[] {
  if (claim.span === "second") return windows.slice(1);
  if (claim.span === "first") return windows.slice(0, 1);
  return windows;
}

/** Minutes beside the interval within which a stated end is the measured one. */
const END_MINUTES = 4;
const HEDGED_MINUTES = 10;

/** Such words mean the end of the recovery, not its beginning. */
const WHOLLY =
  /\b(?:fully|completely|entirely|back (?:to|at) (?:its |the |their )?(?:normal|usual|baseline)|functioning normally|all clear)\b/i;
/** And such its beginning. */
const BEGINS_TO_RECOVER =
  /\b(?:start\w*|beg[aiu]n\w*|first signs?|signs?)\b[^.;]{0,24}\b(?:recover\w*|improv\w*|eas\w*|fall\w*|drop\w*|subsid\w*|stabili[sz]\w*)/i;

/** That trouble began, or ended, at a time. */
export async function judgeEnd(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const begins = claim.kind === "onset";
  const source = mainSource(evidence);
  const at = timeOf(claim, evidence);
  const starts = !begins && BEGINS_TO_RECOVER.test(claim.quote);
  const readAs = begins
    ? "first departure from the usual level"
    : starts
      ? "beginning of the final fall of failures"
      : "return to the usual level";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  if (!source || at === null)
    return unchecked(readAs, "Its time is not settled by the text.", "The day and the zone of its time.");
  const own = partsIn(claim.quote, source);
  if (own.unknown !== null)
    return notTestable(
      readAs,
      `No column of ${source.name} separates ${own.unknown} from the rest.`,
      `A column that shows it.`,
    );
  const [part] = own.found;
  if (begins && part && part.values.length === 1) return judgePartOnset(evidence, source, part, at);
  const windows = windowsFor(claim, evidence);
  if (windows.length === 0)
    return claim.span === "second" && evidence.windows.length > 0
      ? decided("contradicted", readAs, "The data show one outage, not two.", null)
      : noOutageAt(claim, at, readAs, evidence);
  if (evidence.dataSpan && (at < evidence.dataSpan.from || at >= evidence.dataSpan.to))
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  const ends = windows.flatMap((window) => {
    if (begins) return [{ value: window.onset, interval: window.onsetInterval, window }];
    if (!window.recovery || !window.recoveryInterval) return [];
    const { recovery, recoveryInterval, recoveryStart, recoveryStartInterval } = window;
    if (starts && recoveryStart)
      return [{ value: recoveryStart, interval: recoveryStartInterval ?? [recoveryStart, recovery], window }];
    return [{ value: recovery, interval: recoveryInterval, window }];
  });
  if (ends.length === 0)
    return notTestable(readAs, "The data end before the recovery.", "Data until failures are back at the baseline.");
  const nearest = ends.reduce((best, one) =>
    Math.abs(minutesApart(one.value, at)) < Math.abs(minutesApart(best.value, at)) ? one : best,
  );
  const margin = (claim.hedged ? HEDGED_MINUTES : END_MINUTES) + 0.03 * nearest.window.minutes.value;
  const whole = WHOLLY.test(claim.quote);
  const start = !begins && !whole && nearest.window.recoveryStart ? nearest.window.recoveryStart : nearest.interval[0];
  const low = Math.min(minutesApart(nearest.interval[0], at), begins ? Infinity : minutesApart(start, at));
  const high = minutesApart(nearest.interval[1], at);
  const far = low > margin || high < -margin;
  const near =
    !far &&
    Math.max(Math.abs(minutesApart(nearest.interval[0], at)), Math.abs(high)) <=
      margin + endMargin({ from: nearest.window.onset, to: endOf(nearest.window, evidence) });
  return decided(
    far ? "contradicted" : near ? "supported" : "not-testable",
    readAs,
    `Stated ${clock(at)}, measured ${clock(nearest.value)} [${clock(nearest.interval[0])}, ${clock(nearest.interval[1])}] UTC.`,
    measuredAt(nearest.value, nearest.interval, evidence.level),
  );
}

/** A part is hit where its share in a quarter of an hour is well above what is usual. */
const PART_MINUTES = 12;

/** That one part of the traffic was hit from a time on. */
async function judgePartOnset(
  evidence: Evidence,
  source: CountedSource,
  part: { column: string; values: readonly string[] },
  at: string,
): Promise<Judgement> {
  const readAs = `first departure of ${source.name} (${part.column} ${part.values.join(" and ")}) from its usual level`;
  const { main, level } = evidence;
  if (!main) return noOutageAt({ span: "open" } as StatedClaim, at, readAs, evidence);
  const end = endOf(main, evidence);
  const during = await countsOf(source, { from: main.onset, to: end }, part);
  if (!during) return notTestable(readAs, "These data cannot be asked for it.", "Rows with that column.");
  // Where its failures begin, minute by minute: the first stretch whose share is at least half of what it had at its height.
  const starts: { at: string; rate: number; attempts: number; failures: number }[] = [];
  const step = Math.max(3, Math.round(minutesApart(end, main.onset) / 24));
  for (let from = Date.parse(main.onset) - 2 * step * MINUTE; from < Date.parse(end); from += step * MINUTE) {
    const counts = await countsOf(source, { from: iso(from), to: iso(from + step * MINUTE) }, part);
    if (counts) starts.push({ at: iso(from), rate: share(counts), ...counts });
  }
  const height = [...starts].map(({ rate }) => rate).sort((a, b) => b - a)[Math.floor(starts.length / 4)] ?? 0;
  const usual = usualRate(source, evidence);
  const first = starts.find(
    ({ rate, failures }, index) =>
      failures >= 1 &&
      rate >= Math.max(0.4 * height, 2 * share(usual)) &&
      (starts[index + 1]?.rate ?? 0) >= Math.max(0.3 * height, 2 * share(usual)),
  );
  if (!first || height < 2 * share(usual))
    return decided("contradicted", readAs, "That part shows no rise of failures.", null);
  const apart = minutesApart(at, first.at);
  const room = Math.max(PART_MINUTES, 2 * step);
  const verdict = Math.abs(apart) <= room ? "supported" : Math.abs(apart) > 2 * room ? "contradicted" : "not-testable";
  return decided(
    verdict,
    readAs,
    `It was hit from about ${clock(first.at)} UTC.`,
    measuredAt(
      iso(Date.parse(first.at) + (step / 2) * MINUTE),
      [first.at, iso(Date.parse(first.at) + step * MINUTE)],
      level,
    ),
  );
}

/** "By 16:05 it was back to normal": nothing above the usual level from then on, for a while. */
export async function judgeRecoveredBy(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const readAs = "failures back at their usual level by then";
  const source = mainSource(evidence);
  const at = timeOf(claim, evidence);
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  if (!source || at === null)
    return unchecked(readAs, "Its time is not settled by the text.", "The day and the zone of its time.");
  const windows = windowsFor(claim, evidence);
  if (windows.length === 0)
    return notTestable(readAs, "The data show no outage to recover from.", "Traffic in which the outage shows.");
  if (evidence.dataSpan && (at < evidence.dataSpan.from || at >= evidence.dataSpan.to))
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  const around = windows.find(({ onset, recovery }) => at >= onset && (recovery === null || at < recovery));
  const [last] = windows.slice(-1) as [WindowFinding];
  const nearest = around ?? [...windows].reverse().find(({ recovery }) => recovery !== null && recovery <= at) ?? last;
  const measured =
    nearest.recovery && nearest.recoveryInterval
      ? measuredAt(nearest.recovery, nearest.recoveryInterval, evidence.level)
      : null;
  const then = rateOf(shareFrom(source, at, 10), evidence.level);
  const usual = usualRate(source, evidence);
  const level = Math.max(2 * share(usual), share(usual) + 0.01);
  const why = `Measured: back at ${nearest.recovery ? clock(nearest.recovery) : "no time within the data"} UTC; ${percent(then.value)} failed in the ten minutes from ${clock(at)}.`;
  if (
    around &&
    then.interval[0] > level &&
    (nearest.recoveryInterval === null || minutesApart(nearest.recoveryInterval[0], at) > 0)
  )
    return decided("contradicted", readAs, why, measured);
  if (
    around &&
    nearest.recoveryInterval &&
    minutesApart(nearest.recoveryInterval[0], at) > 3 &&
    (!nearest.recoveryStart || minutesApart(nearest.recoveryStart, at) > 3)
  )
    return decided("contradicted", readAs, why, measured);
  return decided(
    around && nearest.recoveryInterval && minutesApart(nearest.recoveryInterval[0], at) > 1
      ? "not-testable"
      : "supported",
    readAs,
    why,
    measured,
  );
}

/** A span of trouble between two times. */
export function judgeSpan(claim: StatedClaim, evidence: Evidence): Judgement {
  const readAs = "the outage from its first departure to the return to the usual level";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  const [from, to] = claim.instants.slice(0, 2).map((one) => instantOf(one, evidence));
  if (!from || !to)
    return unchecked(readAs, "Its times are not settled by the text.", "The day and the zone of its times.");
  const end = to > from ? to : iso(Date.parse(to) + 1440 * MINUTE);
  const { windows, dataSpan } = evidence;
  if (dataSpan && (end <= dataSpan.from || from >= dataSpan.to))
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  if (windows.length === 0)
    return raisedAt({ from, to: end }, readAs, evidence) ?? noOutageAt(claim, from, readAs, evidence);
  const verdicts = windows.map((window) => ({
    window,
    ...judgeWindow({ start: from, end, section: "", statedMinutes: null, quote: "" }, window),
  }));
  const nearest = verdicts.reduce((best, one) =>
    distance(one.window, from, end, evidence) < distance(best.window, from, end, evidence) ? one : best,
  );
  const hedged =
    claim.hedged &&
    nearest.verdict === "contradicted" &&
    distance(nearest.window, from, end, evidence) < 2 * HEDGED_MINUTES;
  return decided(
    hedged ? "not-testable" : nearest.verdict,
    readAs,
    nearest.why,
    measuredAt(nearest.window.onset, nearest.window.onsetInterval, evidence.level),
  );
}

const distance = (window: WindowFinding, from: string, to: string, evidence: Evidence): number =>
  Math.abs(minutesApart(window.onset, from)) + Math.abs(minutesApart(endOf(window, evidence), to));

/** Minutes from an outage within which a clock is still of it. */
const ABOUT_MINUTES = 20;

const isAbout = (window: WindowFinding, at: string, evidence: Evidence): boolean =>
  minutesApart(at, window.onset) >= -ABOUT_MINUTES && minutesApart(at, endOf(window, evidence)) <= ABOUT_MINUTES;

/** A length of the outage. */
export function judgeLength(claim: StatedClaim, evidence: Evidence): Judgement {
  const readAs = claim.span === "second" ? "length of the second outage" : "length of the outage";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  const windows =
    claim.span === "second"
      ? evidence.windows.slice(1, 2)
      : claim.span === "first"
        ? evidence.windows.slice(0, 1)
        : evidence.main
          ? [evidence.main, ...evidence.windows.slice(0, 1)]
          : [];
  if (windows.length === 0)
    return claim.span === "second" && evidence.windows.length > 0
      ? decided("contradicted", readAs, "The data show one outage, not two.", null)
      : noOutageAt(claim, null, readAs, evidence);
  const [stated] = claim.values as [number];
  const at = claim.instants.length === 1 ? timeOf(claim, evidence) : null;
  const meant = at === null ? windows : evidence.windows.filter((window) => isAbout(window, at, evidence));
  if (at !== null && meant.length === 0)
    return evidence.dataSpan && at >= evidence.dataSpan.from && at < evidence.dataSpan.to
      ? decided("contradicted", readAs, `The data show no outage around ${clock(at)} UTC.`, null)
      : notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  const fared = meant.map((window) => {
    const { value, interval } = window.minutes;
    const slack =
      (claim.hedged ? 0.2 * stated : 0) +
      (claim.bound === "exact" ? claim.rounding : 0) +
      2 +
      (stated >= 60 && stated % 60 === 0 ? 0.06 * stated : 0);
    const start = window.recoveryStart ? minutesApart(window.recoveryStart, window.onset) : interval[0];
    const low = Math.min(interval[0], start);
    const far =
      claim.bound === "at-least"
        ? interval[1] < stated - slack
        : claim.bound === "at-most"
          ? low > stated + slack
          : low > stated + slack || interval[1] < stated - slack;
    const near = Math.abs(value - stated) <= slack + Math.max(3, 0.1 * value);
    const within = claim.bound === "at-most" ? value <= stated + slack : value >= stated - slack;
    return { window, far, near: claim.bound === "exact" ? near : !far && within };
  });
  const chosen =
    fared.find(({ near }) => near) ?? fared.find(({ far }) => !far) ?? (fared[0] as (typeof fared)[number]);
  const { minutes } = chosen.window;
  const open = chosen.window.recovery === null;
  const verdict = chosen.far
    ? open && stated > minutes.value
      ? "not-testable"
      : "contradicted"
    : chosen.near && !open
      ? "supported"
      : "not-testable";
  return decided(
    verdict,
    readAs,
    `Measured: ${amount(Math.round(minutes.value))} minutes [${amount(Math.round(minutes.interval[0]))}, ${amount(Math.round(minutes.interval[1]))}].`,
    minutes,
  );
}

/** Five minutes with fewer failures than this make no peak that could be told from chance. */
const LEAST_OF_PEAK = 12;

/** The failures of a minute, smoothed over five, at their highest. */
export function judgePeak(claim: StatedClaim, evidence: Evidence): Judgement {
  const source = mainSource(evidence);
  const at = timeOf(claim, evidence);
  const readAs = `minute with the most failures of ${source?.name ?? "attempts"}`;
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  if (!source || at === null)
    return unchecked(readAs, "Its time is not settled by the text.", "The day and the zone of its time.");
  const window = evidence.main ? { from: evidence.main.onset, to: endOf(evidence.main, evidence) } : null;
  const day = mainDay(evidence) ?? evidence.dataSpan;
  if (!day || !evidence.dataSpan || at < evidence.dataSpan.from || at >= evidence.dataSpan.to)
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  const bins = binsIn(source, window ?? day);
  if (bins.length === 0) return notTestable(readAs, "No attempts then.", "Data of that time.");
  const worst = bins.reduce((best, bin) => (bin.failures > best.failures ? bin : best));
  const around = (ms: number): number =>
    binsIn(source, { from: iso(ms - 2 * MINUTE), to: iso(ms + 3 * MINUTE) }).reduce(
      (sum, bin) => sum + bin.failures,
      0,
    );
  const there = around(Date.parse(at));
  const most = Math.max(...bins.map((bin) => around(bin.at)));
  const apart = Math.abs(minutesApart(at, iso(worst.at)));
  // Two counts of five minutes differ where their difference is beyond three times its own scatter.
  const lower =
    most - there > 3 * Math.sqrt(Math.max(1, most + there)) || (most >= LEAST_OF_PEAK && there < 0.4 * most);
  const verdict = apart <= (claim.hedged ? HEDGED_MINUTES : 5) ? "supported" : lower ? "contradicted" : "not-testable";
  return decided(
    verdict,
    readAs,
    `The most failures of a minute (${amount(worst.failures)}) are at ${clock(iso(worst.at))} UTC; five minutes around ${clock(at)} hold ${amount(there)}, the worst five ${amount(most)}.`,
    measuredAt(iso(worst.at), [iso(worst.at), iso(worst.at + MINUTE)], evidence.level),
  );
}

const WORDS_OF_CHANGES = /\bthe (?:new )?(?:deploy\w*|release|roll-?out|update|upgrade|change)\b/i;
const LEAST_WORD = 5;

/** "The revert" of a config-revert, where no other action goes by the word; "the deploy", the last change before the onset. */
function looseAction(text: string, { actions, changes, main }: Evidence): DatedChange | undefined {
  const stems = ({ words }: DatedChange): string[] =>
    words
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length >= LEAST_WORD)
      .map((word) => word.slice(0, 7));
  const all = [...actions, ...changes];
  const byWord = all.filter((one) => stems(one).some((stem) => new RegExp(`\\b${stem}`).test(text)));
  if (byWord.length === 1) return byWord[0];
  if (byWord.length > 1 || !WORDS_OF_CHANGES.test(text) || !main) return undefined;
  return [...changes].reverse().find(({ at }) => minutesApart(main.onset, at) > -5);
}

/** The action or change that a sentence names: by its words, else by its time. */
function actionOf(claim: StatedClaim, evidence: Evidence): DatedChange | null {
  const text = claim.context.toLowerCase();
  const named = (words: string): boolean => {
    const parts = words
      .toLowerCase()
      .split(/[^a-z0-9.]+/)
      .filter((word) => word.length > 2);
    return parts.length > 0 && parts.every((part) => text.includes(part.replace(/(?:ed|ing)$/, "").slice(0, 8)));
  };
  const all = [...evidence.actions, ...evidence.changes];
  const has = (name: string): boolean =>
    new RegExp(`(?<![\\w.])${name.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w])`).test(text);
  const byWords = all.filter(({ words, names = [] }) => (words !== "" && named(words)) || names.some(has));
  if (byWords.length === 1) return byWords[0] as DatedChange;
  const at = timeOf(claim, evidence);
  const near =
    at === null ? [] : (byWords.length > 0 ? byWords : all).filter((one) => Math.abs(minutesApart(one.at, at)) <= 2);
  if (near.length > 0) return near[0] as DatedChange;
  const last = byWords[0];
  if (last) return last;
  const loose = at === null ? looseAction(text, evidence) : undefined;
  if (loose) return loose;
  // An action of the text that incident.yaml does not have: its own clock is all there is.
  return at === null ? null : { id: "the action", at, to: null, words: "" };
}

/** What a lag runs from and to. */
const LAGS: Readonly<Record<string, string>> = {
  "onset-action": "minutes from the onset to the action",
  "action-onset": "minutes from the action to the onset",
  "action-recovery": "minutes from the action to the recovery",
  "recovery-action": "minutes from the recovery to the action",
  ramp: "minutes from the beginning of the final fall to the recovery",
};

/** How long the fall back to the usual level took. */
function judgeRamp(claim: StatedClaim, readAs: string, { main, level }: Evidence): Judgement {
  if (!main?.recovery || !main.recoveryStart || !main.recoveryInterval)
    return notTestable(readAs, "The data show no recovery.", "Data until failures are back at the baseline.");
  const value = minutesApart(main.recovery, main.recoveryStart);
  const [firstStart, lastStart] = main.recoveryStartInterval ?? [main.recoveryStart, main.recoveryStart];
  const [firstEnd, lastEnd] = main.recoveryInterval;
  // From the latest beginning to the earliest end, and from the earliest to the latest: wider than the level says, never narrower.
  const limits = [Math.max(0, minutesApart(firstEnd, lastStart)), minutesApart(lastEnd, firstStart)] as const;
  const measured = { value, interval: limits, level };
  const why = `Measured: ${amount(Math.round(value))} minutes, from ${clock(main.recoveryStart)} to ${clock(main.recovery)} UTC.`;
  return decided(lagVerdict(claim, measured), readAs, why, measured);
}

/** The outage that a lag is of: the last that had begun by the action, the first still to begin or to end after it. */
function windowOfLag(detail: string, at: string, windows: readonly WindowFinding[]): WindowFinding | undefined {
  if (detail === "onset-action") return [...windows].reverse().find(({ onset }) => minutesApart(at, onset) > -5);
  if (detail === "action-onset") return windows.find(({ onset }) => minutesApart(onset, at) > -5);
  if (detail === "recovery-action")
    return [...windows].reverse().find(({ recovery }) => recovery !== null && minutesApart(at, recovery) > -5);
  return windows.find(
    ({ onset, recovery }) => recovery !== null && minutesApart(recovery, at) > -5 && minutesApart(at, onset) > -5,
  );
}

/** Minutes from the onset to an action, from an action to the onset or the recovery. */
export function judgeLag(claim: StatedClaim, evidence: Evidence): Judgement {
  const detail = claim.detail ?? "action-recovery";
  const readAs = LAGS[detail] ?? "minutes between two events";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  if (detail === "ramp") return judgeRamp(claim, readAs, evidence);
  const action = actionOf(claim, evidence);
  if (!action)
    return unchecked(
      readAs,
      "The action has no time, in the text or in incident.yaml.",
      "The action as a remediation of the incident.",
    );
  const window = windowOfLag(detail, action.at, evidence.windows);
  if (!window) return notTestable(readAs, "The data show no outage beside it.", "Traffic in which the outage shows.");
  const onset = detail.includes("onset");
  const [event, ...ends] = onset
    ? [window.onset, ...window.onsetInterval]
    : [window.recovery as string, ...(window.recoveryInterval ?? [window.onset, window.onset])];
  // A lag that ends at the action counts back from it.
  const sign = detail.endsWith("-action") ? -1 : 1;
  const lags = ends.map((end) => sign * minutesApart(end, action.at));
  const measured = {
    value: sign * minutesApart(event, action.at),
    interval: [Math.min(...lags), Math.max(...lags)] as const,
    level: evidence.level,
  };
  return decided(
    lagVerdict(claim, measured),
    `${readAs} (${action.id}, ${clock(action.at)} UTC)`,
    `Measured: ${amount(Math.round(measured.value))} minutes.`,
    measured,
  );
}

function lagVerdict(
  claim: StatedClaim,
  { value, interval: [low, high] }: { readonly value: number; readonly interval: readonly [number, number] },
): Judgement["verdict"] {
  const [stated] = claim.values as [number];
  const slack = 3 + claim.rounding + (claim.hedged ? 0.2 * stated : 0);
  const [under, over] = [low > stated + slack, high < stated - slack];
  if (claim.bound === "at-most" ? under : claim.bound === "at-least" ? over : under || over) return "contradicted";
  const narrow = high - low <= Math.max(10, 0.5 * value);
  return narrow || Math.abs(value - stated) <= slack ? "supported" : "not-testable";
}

/** Minutes of the level before an action, and of the stretches after it. */
const LEVEL_MINUTES = 10;

/** "Fell to half within four minutes of the action." */
export function judgeHalfLife(claim: StatedClaim, evidence: Evidence): Judgement {
  const source = mainSource(evidence);
  const action = actionOf(claim, evidence);
  const readAs = `minutes from ${action?.id ?? "the action"} until the failure share is half of its level before it`;
  if (!source || !action)
    return unchecked(
      readAs,
      "The action has no time, in the text or in incident.yaml.",
      "The action as a remediation of the incident.",
    );
  const level = countsIn(source.series, {
    from: iso(Date.parse(action.at) - LEVEL_MINUTES * MINUTE),
    to: iso(Date.parse(action.at)),
  });
  const [stated] = claim.values as [number];
  if (level.attempts === 0 || level.failures === 0)
    return notTestable(readAs, "No failures right before it.", "Data from before it on.");
  const high = share(level);
  const width = stated <= 6 ? 2 : 3;
  const found = [...Array(241).keys()].find((minute) => {
    const after = countsIn(source.series, {
      from: iso(Date.parse(action.at) + minute * MINUTE),
      to: iso(Date.parse(action.at) + (minute + 5) * MINUTE),
    });
    return after.attempts > 0 && share(after) <= 0.5 * high;
  });
  const after = countsIn(source.series, {
    from: iso(Date.parse(action.at) + Math.max(0, stated - width) * MINUTE),
    to: iso(Date.parse(action.at) + (stated + width) * MINUTE),
  });
  const rate = rateOf(after, 0.9);
  const why = `${percent(high)} failed in the ten minutes before, ${percent(rate.value)} around ${amount(stated)} minutes after${found === undefined ? "; it is not halved within four hours" : `; halved after ${found} minutes`}.`;
  const measured = found === undefined ? null : exactly(found);
  const slack = 2 + claim.rounding + (claim.hedged ? 0.2 * stated : 0);
  if (found !== undefined && found <= stated + slack) return decided("supported", readAs, why, measured);
  return decided(
    rate.interval[0] > 0.5 * high || found === undefined || found > stated + Math.max(5, stated)
      ? "contradicted"
      : "not-testable",
    readAs,
    why,
    measured,
  );
}

/** A course that is said to fall must have lost this much of its level by its second half, one that rises have gained it. */
const LEAST_COURSE = 0.15;

/** Whether the halves of a course, within the scatter of their counts, exclude so much of a fall or a rise. */
function opposes(rates: readonly [number, number], counts: readonly [number, number], falls: boolean): boolean {
  if (counts[0] === 0 || counts[1] === 0) return false;
  const change = Math.log(rates[1] / rates[0]);
  const scatter = 1.96 * Math.sqrt(1 / counts[0] + 1 / counts[1]);
  return falls ? change - scatter > Math.log(1 - LEAST_COURSE) : change + scatter < Math.log(1 + LEAST_COURSE);
}

/** Blocks into which a course is cut. */
const BLOCKS = 6;

/** "Fell steadily between 16:05 and 16:30." */
export function judgeTrend(claim: StatedClaim, evidence: Evidence): Judgement {
  const source = mainSource(evidence);
  const span = resolvedSpan(claim, evidence);
  const readAs = `course of the failure share of ${source?.name ?? "attempts"}, ${span.label}`;
  const without = withoutSpan(claim, span, readAs, evidence);
  if (without) return without;
  const [one] = span.spans;
  if (!source || !one) return unchecked(readAs, "Its time is not settled.", "The times between which it is meant.");
  const from = Date.parse(one.from);
  const width = (Date.parse(one.to) - from) / BLOCKS;
  const blocks = [...Array(BLOCKS).keys()].map((at) =>
    countsIn(source.series, { from: iso(from + at * width), to: iso(from + (at + 1) * width) }),
  );
  const attempts = blocks.reduce((sum, block) => sum + block.attempts, 0);
  const failures = blocks.reduce((sum, block) => sum + block.failures, 0);
  if (attempts === 0) return notTestable(readAs, "No attempts then.", "Data of that time.");
  // The test of Cochran and Armitage: how the failures lean over the blocks.
  const mean = failures / attempts;
  const middle = blocks.reduce((sum, block, at) => sum + at * block.attempts, 0) / attempts;
  const lean = blocks.reduce((sum, block, at) => sum + (at - middle) * (block.failures - mean * block.attempts), 0);
  const variance = mean * (1 - mean) * blocks.reduce((sum, block, at) => sum + (at - middle) ** 2 * block.attempts, 0);
  const z = variance > 0 ? lean / Math.sqrt(variance) : 0;
  const wanted = claim.detail === "down" ? -z : z;
  const halves = [blocks.slice(0, 3), blocks.slice(3)].map((half) =>
    share({
      failures: half.reduce((sum, block) => sum + block.failures, 0),
      attempts: half.reduce((sum, block) => sum + block.attempts, 0),
    }),
  ) as [number, number];
  const counted = [blocks.slice(0, 3), blocks.slice(3)].map((half) =>
    half.reduce((sum, block) => sum + block.failures, 0),
  );
  const verdict = opposes(halves, counted as [number, number], claim.detail === "down")
    ? "contradicted"
    : wanted >= 2
      ? "supported"
      : wanted <= -2 || (Math.abs(z) < 1 && failures >= 60)
        ? "contradicted"
        : "not-testable";
  return decided(
    verdict,
    readAs,
    `${percent(halves[0])} failed in its first half, ${percent(halves[1])} in its second.`,
    null,
  );
}

/** Minutes that an action may take to show. */
const SOON_MINUTES = 8;

/** Whether failures began to fall while an action that takes its time was under way, or soon after it was complete. */
function fellMeanwhile({ at, to }: DatedChange, windows: readonly WindowFinding[]): boolean {
  if (to === null || minutesApart(to, at) <= SOON_MINUTES) return false;
  return windows.some(({ recoveryStart, recovery }) => {
    const start = recoveryStart ?? recovery;
    return start !== null && minutesApart(start, at) >= 0 && minutesApart(start, to) <= 2 * SOON_MINUTES;
  });
}

/** Failures fell after an action: where the incident's remediations judge that action, theirs is the verdict. */
function followedBy(
  { id }: DatedChange,
  readAs: string,
  why: string,
  change: Estimate,
  { remedies }: Evidence,
): Judgement {
  const remedy = remedies?.find((one) => one.id === id);
  const fell = `${why} Failures fell right after it`;
  if (remedy?.verdict === "not-testable")
    return notTestable(
      readAs,
      `${fell}, but these data cannot show that it was the reason. ${remedy.why}`,
      "A time when it was done and its dose known, or parts of the traffic where it was not done.",
      change,
    );
  if (remedy && remedy.verdict !== "helped") return decided("contradicted", readAs, `${why} ${remedy.why}`, change);
  return decided("supported", readAs, `${fell}; that they fell because of it is not shown by that alone.`, change);
}

/** That an action ended the problem, or did nothing: what followed right after it. */
export function judgeAction(claim: StatedClaim, evidence: Evidence): Judgement {
  const source = mainSource(evidence);
  const action = actionOf(claim, evidence);
  const readAs = `failures before and after ${action?.id ?? "the action"}`;
  if (!source || !action || (action.words === "" && timeOf(claim, evidence) === null))
    return unchecked(
      readAs,
      "The action has no time, in the text or in incident.yaml.",
      "The action as a remediation of the incident, and what it did, minute by minute.",
    );
  const { dataSpan, windows } = evidence;
  if (!dataSpan || action.at < dataSpan.from || action.at >= dataSpan.to)
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  if (windows.length === 0)
    return notTestable(readAs, "The data show no outage.", "Traffic in which the outage shows.");
  const at = Date.parse(action.at);
  const before = countsIn(source.series, { from: iso(at - LEVEL_MINUTES * MINUTE), to: iso(at) });
  const soon = /\b(?:immediate\w*|instant\w*|straight away|right away|at once)\b/i.test(claim.quote);
  const after = countsIn(source.series, {
    from: iso(at + 2 * MINUTE),
    to: iso(at + (SOON_MINUTES + (soon ? 0 : LEVEL_MINUTES)) * MINUTE),
  });
  const usual = share(usualRate(source, evidence));
  const [was, is] = [rateOf(before, 0.95), rateOf(after, 0.95)];
  const over =
    was.interval[1] <= Math.max(0.35 * share(before), 0) || share(before) <= Math.max(2 * usual, usual + 0.02);
  const why = `${percent(was.value)} failed in the ten minutes before ${clock(action.at)} UTC, ${percent(is.value)} soon after; usual is ${percent(usual)}.`;
  const ended = windows.some((window) => {
    const start = window.recoveryStart ?? window.recovery;
    return (
      start !== null &&
      minutesApart(start, action.at) >= -6 &&
      minutesApart(start, action.at) <= SOON_MINUTES &&
      minutesApart(action.at, window.onset) > 0
    );
  });
  const fell = is.interval[1] < 0.7 * was.value || (is.value < 0.6 * was.value && ended);
  if (claim.kind === "effect") {
    const change = exactly(is.value - was.value);
    if (over) return decided("contradicted", readAs, `${why} It was over before.`, change);
    if (fell || ended) return followedBy(action, readAs, why, change, evidence);
    if (fellMeanwhile(action, windows))
      return notTestable(
        readAs,
        `${why} They began to fall while it was under way, or soon after it was complete.`,
        "What the action did, minute by minute.",
        change,
      );
    return decided("contradicted", readAs, `${why} Failures went on.`, change);
  }
  if (over) return notTestable(readAs, `${why} Nothing was left to change.`, "A time when it could have shown.");
  if (fell && ended)
    return decided("contradicted", readAs, `${why} Failures fell right after it.`, exactly(is.value - was.value));
  const lower = is.interval[1] < was.value;
  if (ended && lower)
    return decided("contradicted", readAs, `${why} Failures fell from then on.`, exactly(is.value - was.value));
  return decided(fell || ended ? "not-testable" : "supported", readAs, why, exactly(is.value - was.value));
}

/** "The failures began before the deploy at 14:02." */
export function judgeSequence(claim: StatedClaim, evidence: Evidence): Judgement {
  const readAs = "onset against the time of the change";
  const action = actionOf(claim, evidence);
  const { main } = evidence;
  if (!action)
    return unchecked(
      readAs,
      "The change has no time, in the text or in the data.",
      "The changes as a source of events with `role: change`.",
    );
  if (!main) return notTestable(readAs, "The data show no outage.", "Traffic in which the outage shows.");
  const [low, high] = [minutesApart(main.onsetInterval[0], action.at), minutesApart(main.onsetInterval[1], action.at)];
  const value = minutesApart(main.onset, action.at);
  const before = high < 1 ? true : low > -1 && value >= 0 ? false : value < -2 ? true : null;
  const why = `The onset is at ${clock(main.onset)} [${clock(main.onsetInterval[0])}, ${clock(main.onsetInterval[1])}], the change at ${clock(action.at)} UTC.`;
  const measured = { value, interval: [low, high] as const, level: evidence.level };
  if (before === null) return notTestable(readAs, `${why} The two are too close to tell.`, "More traffic.", measured);
  return decided(
    before === (claim.detail === "before") ? "supported" : "contradicted",
    `${readAs} (${action.id})`,
    why,
    measured,
  );
}

/** Least data after a recovery for "it has not come back". */
const QUIET_MINUTES = 60;

/** That it happened in so many waves, came back, or did not. */
export function judgeWaves(claim: StatedClaim, evidence: Evidence): Judgement {
  const { windows, dataSpan } = evidence;
  const count = windows.length;
  const readAs = "number of outages in the data";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  const list = windows.map((window) => `${clock(window.onset)}–${clock(endOf(window, evidence))}`).join(", ");
  const why =
    count === 0
      ? "The data show no outage."
      : `The data show ${count === 1 ? "one outage" : `${count} outages`}: ${list} UTC.`;
  if (count === 0)
    return claim.kind === "no-recurrence"
      ? notTestable(readAs, why, "Traffic in which the outage shows.")
      : decided("contradicted", readAs, why, exactly(0));
  if (claim.kind === "waves")
    return decided(Number(claim.detail) === count ? "supported" : "contradicted", readAs, why, exactly(count));
  if (claim.kind === "recurrence")
    return decided(count > 1 ? "supported" : "contradicted", readAs, why, exactly(count));
  if (count > 1) return decided("contradicted", readAs, why, exactly(count));
  const end = windows[0]?.recovery;
  const after = end && dataSpan ? minutesApart(dataSpan.to, end) : 0;
  return after >= QUIET_MINUTES
    ? decided(
        "supported",
        readAs,
        `${why} None follows in ${amount(Math.round(after / 60))} hours of data.`,
        exactly(count),
      )
    : notTestable(
        readAs,
        `${why} The data reach ${amount(Math.round(after))} minutes past it.`,
        "Data from after the recovery.",
      );
}

/** That nothing happened. */
export function judgeNoOutage(claim: StatedClaim, evidence: Evidence): Judgement {
  const readAs = "outages in the data";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  const { windows, windowReason } = evidence;
  const list = windows.map((window) => `${clock(window.onset)}–${clock(endOf(window, evidence))}`).join(", ");
  return windows.length > 0
    ? decided(
        "contradicted",
        readAs,
        `The data show ${windows.length === 1 ? "an outage" : `${windows.length} outages`}: ${list} UTC.`,
        exactly(windows.length),
      )
    : decided(
        "supported",
        readAs,
        `No outage was found: ${windowReason ?? "no sustained rise of failures"}.`,
        exactly(0),
      );
}

/** Two ratios of waves within this share are one: their ends are known to the minute. */
const WAVE_SHARE = 0.1;

/** The second outage against the first: its length, its share, its failures. */
export async function judgeWaveComparison(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const [first, second] = evidence.windows;
  const readAs = "the second outage against the first";
  if (!first || !second)
    return evidence.windows.length === 1
      ? decided("contradicted", readAs, "The data show one outage, not two.", null)
      : notTestable(readAs, "The data show no outage.", "Traffic in which both show.");
  if (claim.detail === "milder" || claim.detail === "worse") return severity(claim, readAs, [first, second], evidence);
  if (claim.detail === "length-ratio") {
    const ratio = second.minutes.value / first.minutes.value;
    const [stated] = claim.values as [number];
    const room =
      claim.rounding + WAVE_SHARE * ratio + 3 / first.minutes.value + (claim.hedged ? WAVE_SHARE * ratio : 0);
    const apart = Math.abs(stated - ratio);
    return decided(
      apart <= room ? "supported" : apart <= 1.5 * room ? "not-testable" : "contradicted",
      `${readAs}: length`,
      `${amount(Math.round(first.minutes.value))} and ${amount(Math.round(second.minutes.value))} minutes.`,
      exactly(ratio),
    );
  }
  if (claim.detail === "shorter" || claim.detail === "longer") {
    const shorter = second.minutes.value < first.minutes.value;
    const close = Math.abs(second.minutes.value - first.minutes.value) <= 3;
    return decided(
      close ? "not-testable" : shorter === (claim.detail === "shorter") ? "supported" : "contradicted",
      `${readAs}: length`,
      `${amount(Math.round(first.minutes.value))} and ${amount(Math.round(second.minutes.value))} minutes.`,
      second.minutes,
    );
  }
  const source = subjectOf(claim, evidence)?.source ?? mainSource(evidence);
  if (!source) return unchecked(readAs, "Nothing counts it.", "A source that counts it.");
  const counts = [first, second].map((window) =>
    countsIn(source.series, { from: window.onset, to: endOf(window, evidence) }),
  ) as [Counts, Counts];
  const [stated] = claim.values as [number];
  const rates = counts.map((one) => share(one)) as [number, number];
  const byCount = claim.detail === "count-ratio" || claim.detail?.startsWith("count");
  if (claim.detail === "ratio") return severityRatio(claim, readAs, counts);
  const ratio = byCount ? counts[1].failures / Math.max(1, counts[0].failures) : rates[1] / Math.max(1e-9, rates[0]);
  const lower = claim.detail?.endsWith("lower") ?? false;
  const higher = claim.detail?.endsWith("higher") ?? false;
  const value = lower ? 1 - ratio : higher ? ratio - 1 : ratio;
  // Judged as the ratio that it comes to: "91 % fewer" is a tenth, "78 % fewer" more than a fifth.
  const told = lower ? 1 - stated : higher ? 1 + stated : stated;
  const room = claim.rounding + WAVE_SHARE * ratio + (claim.hedged ? WAVE_SHARE * ratio : 0);
  const apart = Math.abs(told - ratio);
  const verdict = apart <= room ? "supported" : apart <= 1.2 * room ? "not-testable" : "contradicted";
  return decided(
    verdict,
    `${readAs}: ${byCount ? "failures" : "failure share"}`,
    byCount
      ? `${amount(counts[0].failures)} and ${amount(counts[1].failures)} failures.`
      : `${percent(rates[0])} and ${percent(rates[1])}.`,
    exactly(value),
  );
}

/** "Twice as severe": by the share that failed, or by how many failed; contradicted where neither gives it. */
function severityRatio(claim: StatedClaim, readAs: string, counts: readonly [Counts, Counts]): Judgement {
  const [stated] = claim.values as [number];
  const ratios = [
    share(counts[1]) / Math.max(1e-9, share(counts[0])),
    counts[1].failures / Math.max(1, counts[0].failures),
  ];
  const fared = ratios.map((ratio): Nearness => {
    const room = claim.rounding + WAVE_SHARE * ratio + (claim.hedged ? WAVE_SHARE * ratio : 0);
    const apart = Math.abs(stated - ratio);
    return apart <= room ? "near" : apart <= 1.5 * room ? "unsure" : "far";
  });
  return decided(
    bestOf(fared),
    `${readAs}: failure share, or failures`,
    `${percent(share(counts[0]))} and ${percent(share(counts[1]))}; ${amount(counts[0].failures)} and ${amount(counts[1].failures)} failures.`,
    exactly(ratios[fared.includes("near") ? decidingOf(fared) : 0] as number),
  );
}

/** Which of two outages was the worse: told where share and number of failures agree. */
function severity(
  claim: StatedClaim,
  readAs: string,
  [first, second]: readonly [WindowFinding, WindowFinding],
  evidence: Evidence,
): Judgement {
  const source = mainSource(evidence);
  if (!source) return unchecked(readAs, "Nothing counts it.", "A source that counts it.");
  const [a, b] = [first, second].map((window) =>
    countsIn(source.series, { from: window.onset, to: endOf(window, evidence) }),
  ) as [Counts, Counts];
  const milder = share(b) < share(a);
  const agree = milder === b.failures < a.failures;
  const close = Math.abs(share(b) / Math.max(1e-9, share(a)) - 1) < WAVE_SHARE;
  const told = milder === (claim.detail === "milder");
  return decided(
    close || !agree ? "not-testable" : told ? "supported" : "contradicted",
    `${readAs}: failure share and failures`,
    `${percent(share(a))} and ${percent(share(b))}; ${amount(a.failures)} and ${amount(b.failures)} failures.`,
    exactly(share(b)),
  );
}

/** Minutes within which a gauge that is read now and then has its next value. */
const NEAREST_VALUE = 15;

/** A gauge's value before and after, or the time at which it reached one. */
export function judgeValue(claim: StatedClaim, evidence: Evidence): Judgement {
  const text = `${claim.quote} ${claim.context}`.toLowerCase();
  const stemmed = (word: string): string => word.replace(/(?:ies|es|s)$/, "");
  const gauge = evidence.gauges.find(({ source }) =>
    source
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .every((word) => word !== "" && new RegExp(`\\b${stemmed(word)}`).test(text)),
  );
  const readAs = gauge ? `${gauge.source}` : "a measured value";
  if (!gauge)
    return unchecked(readAs, "No source of values is named in it.", "A source of kind gauge that measures it.");
  const at =
    timeOf(claim, evidence) ?? (claim.span === "span" ? instantOf(claim.instants[0] as never, evidence) : null);
  if (at === null)
    return unchecked(readAs, "Its time is not settled by the text.", "The day and the zone of its time.");
  const step = gauge.stepSeconds * 1000;
  const valueAt = (ms: number): number | null => gauge.values[Math.floor((ms - gauge.startMs) / step)] ?? null;
  const from = Date.parse(at);
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= claim.rounding + Math.max(0.5, 0.03 * Math.abs(b));
  const beside = (direction: 1 | -1): number | null =>
    [...Array(NEAREST_VALUE).keys()]
      .map((minute) => valueAt(from + direction * (minute + 1) * MINUTE))
      .find((value) => value !== null) ?? null;
  const [after, before] = [beside(1), beside(-1)];
  if (after === null) return notTestable(readAs, `${gauge.source} has no value then.`, "Values of that time.");
  const stated = claim.values.at(-1) as number;
  if (claim.kind === "value-time") {
    const reached = gauge.values.findIndex(
      (value, bin) => value !== null && near(value, stated) && !near(gauge.values[bin - 1] ?? Number.NaN, stated),
    );
    const when = reached < 0 ? null : iso(gauge.startMs + reached * step);
    if (when === null)
      return decided(
        "contradicted",
        `time at which ${gauge.source} reached ${amount(stated)}`,
        `${gauge.source} never is ${amount(stated)}.`,
        exactly(after),
      );
    const apart = Math.abs(minutesApart(when, at));
    return decided(
      apart <= 5 + step / MINUTE ? "supported" : "contradicted",
      `time at which ${gauge.source} reached ${amount(stated)}`,
      `It reached ${amount(stated)} at ${clock(when)} UTC.`,
      measuredAt(when, [when, iso(Date.parse(when) + step)], evidence.level),
    );
  }
  const right =
    near(after, stated) && (claim.values.length < 2 || before === null || near(before, claim.values[0] as number));
  return decided(
    right ? "supported" : "contradicted",
    `${gauge.source} at ${clock(at)} UTC`,
    `${before === null ? "" : `${amount(before)} before, `}${amount(after)} after.`,
    exactly(after),
  );
}
