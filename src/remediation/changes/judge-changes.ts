import { MINUTE_MS } from "../../time/units.js";
import type { WindowEndTimes, WindowFinding } from "../../window/window-finding.js";
import type { Change, ChangeFinding, ChangeVerdict, PlaceFit } from "./change.js";
import { type LagLimits, lagLimits, lagsOf, lagWeight, onsetLeft } from "./lag.js";

/** A lag that fits this many times better makes the other's change unlikely. */
const CLEARLY_BETTER = 8;
/** Chance of a coincidence up to which a change that fits in time and place is supported. */
const RARE = 0.04;
/** The same where failures also ended with its rollback: two coincidences would have to come together. */
const RARE_WITH_ROLLBACK = 0.15;
/** A change is supported only if at least this share of the onset's interval comes after it: else the failures had as likely begun before. */
const ONSET_LEFT_TO_SUPPORT = 0.25;
/** How far a recovery may begin before what is logged as the rollback, in minutes; it may begin twice as long after it, and be over four times as long after it. */
const ROLLBACK_SLACK_MINUTES = 15;
/** A change that came after so much of the onset's interval that less than this share of it is left came after the failures had begun. */
const LEAST_ONSET_LEFT = 0.2;
/**
 * A change whose place is not known is kept only if it is at least this many times as likely so close before the onset as such changes are at
 * any other time.
 */
const LEAST_CLOSENESS = 0.5;
/** How often changes come is not known from fewer minutes of history than this, times the lag. */
const LEAST_HISTORY = 3;

/** When failures began and ended, as far as one part of the traffic shows. */
export interface SeenOutage {
  readonly window: WindowFinding;
  /** Where its onset may lie, step by step; `null` = anywhere in its interval alike. */
  readonly onset: WindowEndTimes["onset"] | null;
}

/** What changes are judged on. */
export interface ChangesInput {
  readonly changes: readonly Change[];
  readonly window: WindowFinding | null;
  /** Why there is no window. */
  readonly windowReason: string | null;
  /** True if the data begin before the onset, so that it is an onset. */
  readonly onsetSeen: boolean;
  readonly stepMinutes: number;
  /** True if the failures are where a change went, by the index of the change. */
  readonly places: readonly PlaceFit[];
  /** The outage as the part shows it that a change is held against, by the index of the change; unset: as the whole does. */
  readonly seen?: readonly SeenOutage[] | undefined;
  /** From when to when changes are known, ms. */
  readonly history: readonly [from: number, to: number];
}

interface Timed {
  readonly change: Change;
  readonly place: PlaceFit;
  readonly low: number;
  readonly high: number;
  readonly weight: number;
  /** The chance that the onset came after it. */
  readonly left: number;
  readonly window: WindowFinding | null;
}

const minutesText = (minutes: number): string => {
  const size = Math.abs(minutes);
  if (size < 1) return "less than a minute";
  if (size < 120) return `${Math.round(size)} ${Math.round(size) === 1 ? "minute" : "minutes"}`;
  return size < 2880 ? `${Math.round(size / 60)} hours` : `${Math.round(size / 1440)} days`;
};

function beforeText({ low, high }: Timed): string {
  const [near, far] = [Math.max(0, low), high];
  const same = minutesText(near) === minutesText(far);
  const [first, last] = [near < 1 ? "0" : minutesText(near), minutesText(far)];
  // "1 to 3 minutes" says its unit once; "148 minutes to 3 hours" does not.
  const unit = / \w+$/.exec(last)?.[0].replace(/s$/, "") ?? "";
  const begun = first.replace(new RegExp(`${unit}s?$`), "");
  return `${same ? last : `${begun} to ${last}`} before the failures began`;
}

/** What a change is called in a sentence: what it did, where that is known; a hash is a name for programs. */
const called = ({ id, what }: Change): string => (what === "" ? id : what);

const sameKey = (place: Change["place"]): string => JSON.stringify(Object.entries(place).sort());

/** True if one change touched all traffic that the other did, as far as it is known: a change without a place may have touched all. */
function samePlace(a: Change, b: Change): boolean {
  const [one, other] = [Object.entries(a.place), Object.entries(b.place)];
  const [wide, narrow] = one.length <= other.length ? [one, new Map(other)] : [other, new Map(one)];
  return wide.every(([column, value]) => narrow.get(column) === value);
}

/** The chance that a change like this comes so close before the onset by accident, from how often such changes come. */
function coincidence({ change, high }: Timed, { changes, history }: ChangesInput): number | null {
  const span = (history[1] - history[0]) / MINUTE_MS;
  if (!(span >= LEAST_HISTORY * high)) return null;
  const alike = changes.filter((other) => other !== change && sameKey(other.place) === sameKey(change.place)).length;
  return 1 - Math.exp((-(alike + 0.5) / span) * Math.max(1, high));
}

/** How many times as often a change that caused the failures comes at this lag as such changes come anyway; `null` where that is not known. */
function closeness(one: Timed, input: ChangesInput, { usual }: LagLimits): number | null {
  const chance = coincidence(one, input);
  if (chance === null) return null;
  const perMinute = -Math.log(1 - chance) / Math.max(1, one.high);
  return (2 * one.weight) / (Math.PI * usual) / perMinute;
}

/** True if failures ended once the change was taken back: `null` where nothing took it back. */
function afterRollback({ change, window }: Timed, { changes }: ChangesInput): { at: string; ended: boolean } | null {
  const back = changes.find(
    (other) =>
      other.rollback && other.at > change.at && samePlace(other, change) && other.at > (window as WindowFinding).onset,
  );
  if (!back) return null;
  const { recovery, recoveryInterval, recoveryStart } = window as WindowFinding;
  const last = recoveryInterval?.[1] ?? recovery;
  if (last === null || last === undefined) return { at: back.at, ended: false };
  const start = Date.parse(recoveryStart ?? last);
  const [done, end] = [Date.parse(back.at), Date.parse(last)];
  const slack = ROLLBACK_SLACK_MINUTES * MINUTE_MS;
  const follows = start >= done - slack && start <= done + 2 * slack;
  return { at: back.at, ended: done <= end && follows && end - done <= 4 * slack };
}

type Judged = Pick<ChangeFinding, "verdict" | "why" | "coincidence">;
const judged = (verdict: ChangeVerdict, why: string, chance: number | null = null): Judged => ({
  verdict,
  why: `${why.charAt(0).toUpperCase()}${why.slice(1)}.`,
  coincidence: chance,
});

/** What time and place alone rule out; `null` where they leave the change in question. */
function ruledOut(one: Timed, limits: LagLimits): Judged | null {
  const { low, high, place, change } = one;
  if (high <= 0)
    return judged(
      "unlikely",
      `it came ${minutesText(high)} after the failures had begun${change.rollback ? "; it takes an earlier change back" : ""}`,
    );
  if (one.left < LEAST_ONSET_LEFT) return judged("unlikely", "it came when the failures had most likely begun");
  if (change.rollback && low < 0)
    return judged("unlikely", "it takes an earlier change back, and came with the failures under way");
  if (low > limits.longest)
    return judged(
      "unlikely",
      `it came ${beforeText(one)}; failures that a change causes usually begin within ${limits.longest} minutes`,
    );
  if (place.fit === "elsewhere") return judged("unlikely", `it came ${beforeText(one)}, but ${place.why}`);
  return null;
}

/** A change that neither time nor place rules out, beside its rivals. */
function weighed(one: Timed, rivals: readonly Timed[], input: ChangesInput, limits: LagLimits): Judged {
  const { place } = one;
  const came = `it came ${beforeText(one)}`;
  const onSame = rivals.filter((other) => other !== one && samePlace(other.change, one.change));
  const better = onSame.find(
    (other) => other.weight >= CLEARLY_BETTER * one.weight && (other.place.fit === "fits" || one.place.fit !== "fits"),
  );
  if (better) return judged("unlikely", `${came}; ${called(better.change)} fits clearly better, ${beforeText(better)}`);
  const equals = onSame.filter((other) => one.weight < CLEARLY_BETTER * other.weight && other.place.fit !== "unclear");
  const chance = coincidence(one, input);
  const close = closeness(one, input, limits);
  if (place.fit !== "fits" && close !== null && close < LEAST_CLOSENESS)
    return judged("unlikely", `${came}, no closer than such changes come at any time`, chance);
  const rollback = afterRollback(one, input);
  const ended =
    rollback === null
      ? ""
      : rollback.ended
        ? `; failures ended after its rollback`
        : `; failures went on after its rollback`;
  const often =
    chance === null
      ? ""
      : `; a change like it comes so close by accident in ${(100 * chance).toPrecision(1)} % of cases`;
  if (equals.length > 0) {
    const names = equals.map(({ change }) => called(change)).join(", ");
    return judged("possible", `${came}, as close as ${names}: these data cannot tell them apart`, chance);
  }
  if (place.fit !== "fits") {
    const where = place.fit === "unknown" ? "which traffic it touched is not known" : place.why;
    return judged("possible", `${came}; ${where}${ended}`, chance);
  }
  if (one.left < ONSET_LEFT_TO_SUPPORT) return judged("possible", `${came}, or after it; ${place.why}${ended}`, chance);
  const rare = chance !== null && chance <= (rollback?.ended === true ? RARE_WITH_ROLLBACK : RARE);
  if (rare && rollback?.ended !== false) return judged("supported", `${came}; ${place.why}${ended}`, chance);
  return judged(
    "possible",
    `${came}; ${place.why}${ended}${rare ? "" : often || "; how often such changes come is not known"}`,
    chance,
  );
}

/** A change with its lags to the onset that it is held against. */
function timedAgainst(
  change: Change,
  place: PlaceFit,
  seen: SeenOutage | null,
  { stepMinutes }: Pick<ChangesInput, "stepMinutes">,
): Timed {
  if (!seen) return { change, place, low: 0, high: 0, weight: 0, left: 0, window: null };
  const minutes = (ms: number): number => (ms - Date.parse(change.at)) / MINUTE_MS;
  const [first, last] = seen.window.onsetInterval.map((time) => minutes(Date.parse(time))) as [number, number];
  // An onset in a step may lie anywhere in it.
  const [low, high] = [first, last + stepMinutes];
  const times = seen.onset?.map(([ms, chance]) => [minutes(ms), chance] as const);
  const lags = lagsOf(low, high, times, stepMinutes);
  const weight = lagWeight(lags, lagLimits(stepMinutes));
  return { change, place, low, high, weight, left: onsetLeft(lags), window: seen.window };
}

/**
 * The verdict on each change, by how well it fits the onset of the outage: it came before the onset and close to it, the failures are where it went, the rest stayed
 * well, and such changes are rare enough for the coincidence to mean something. Being the last is no reason. Changes that cannot be told apart are
 * all possible; that none fits is an answer.
 *
 * @returns one finding a change, in order of time
 */
export function judgeChanges(input: ChangesInput): readonly ChangeFinding[] {
  const { changes, window, windowReason, onsetSeen, stepMinutes, places, seen } = input;
  const limits = lagLimits(stepMinutes);
  const timed = changes.map((change, index): Timed => {
    const place = places[index] ?? { fit: "unknown", share: null, why: "" };
    return timedAgainst(change, place, seen?.[index] ?? (window && { window, onset: null }), input);
  });
  const out = timed.map((one) => {
    if (!window)
      return judged(
        "not-testable",
        `no onset to compare it with: ${(windowReason ?? "no outage was found").replace(/\.$/, "")}`,
      );
    if (!onsetSeen) return judged("not-testable", "the data begin during the outage, so its onset is not known");
    return ruledOut(one, limits);
  });
  const rivals = timed.filter((_one, index) => out[index] === null);
  return timed
    .map((one, index): ChangeFinding => {
      const { id, at, what, place, sources, rollback } = one.change;
      const verdict = out[index] ?? weighed(one, rivals, input, limits);
      return { id, at, what, ...verdict, minutesBefore: window ? [one.low, one.high] : null, place, sources, rollback };
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
