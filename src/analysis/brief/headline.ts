import { averagedNote } from "../../rates/averaged-rate.js";
import { clock, clockBeside, day, zoneName } from "../../wording/clock.js";
import type { Span } from "../../time/span.js";
import type { Estimate } from "../../stats/estimate.js";
import { amount, capital, intervalText, lengthInterval, lengthText, percent } from "../../wording/number.js";
import type { Analysis } from "../analysis.js";
import { countsIn, ratesByReader, shownCounts, shownOutages, windowSignal } from "./measured.js";
import { levelText, type Looked, type ShownSignal, signalMoved, signalName, words } from "./signal-words.js";

/** The zone in which people read the times of an incident. */
export function zoneOf({ incident }: Analysis): string {
  return incident.zone ?? "UTC";
}

/** Day and month of an instant as a person says them: `31 March`. */
function dayInWords(iso: string, zone: string): string {
  const date = new Date(iso);
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "long" }).format(date);
}

/** The clocks between which something was counted, with their days where these differ. */
function fromTo({ from, to }: Span, zone: string): string {
  return `from ${clockBeside(from, to, zone)} to ${clockBeside(to, from, zone)}`;
}

function noOutage(analysis: Analysis & Looked): string {
  const [first] = ratesByReader(analysis);
  const counted = shownCounts(analysis, null);
  const source = first?.source ?? analysis.series.outcomes[0]?.source;
  const { failures, attempts } = first?.finding ?? counted ?? { failures: 0, attempts: 0 };
  if (source === undefined || attempts === 0) return "No outage found in these data";
  // Without an outage a rate is of the time that the account states; the counts are of all data where there is none.
  const when = first ? ` ${fromTo(first.finding.span, zoneOf(analysis))}` : "";
  return `No outage found: ${amount(failures)} of ${amount(attempts)} ${words(source)} failed${when} (${percent(failures / attempts)})`;
}

/** What went wrong and how much of it: the subject of the title. */
function whatFailed(analysis: Analysis): string {
  const signal = windowSignal(analysis);
  const moved = signal && signalMoved(signal);
  if (moved) return moved;
  const [first] = ratesByReader(analysis);
  if (!first) return `${capital(words(shownOutages(analysis).window?.source ?? "Service"))} left its ordinary level`;
  return `${percent(first.finding.rate.value)} of ${words(first.source)} failed`;
}

/** Minutes from which on an outage began on a day and did not only lie on it. */
const DAY_MINUTES = 1440;

/** The finding as one sentence in a director's words: what, how much, how long, when. */
export function headline(analysis: Analysis): string {
  const { window, windows } = shownOutages(analysis);
  if (!window) return noOutage(analysis);
  const zone = zoneOf(analysis);
  const among =
    windows.length > 1 ? `, in the ${windows.length === 2 ? "larger" : "largest"} of ${windows.length} outages` : "";
  if (window.recovery === null)
    return `${whatFailed(analysis)} from ${clock(window.onset, zone)} on ${dayInWords(window.onset, zone)} and had not recovered when the data end${among}`;
  const when = `${lengthText(window.minutes.value)} ${window.minutes.value < DAY_MINUTES ? "on" : "from"} ${dayInWords(window.onset, zone)}`;
  return `${whatFailed(analysis)} for ${when}${among}`;
}

/** The line above the title: what it was, its reference, day, severity, owner and state, and that data are synthetic where they are. */
export function factsLine(analysis: Analysis): readonly string[] {
  const { incident, statement, notes, provenance } = analysis;
  const { window } = shownOutages(analysis);
  const at = window?.onset ?? statement?.events.find(({ at: when }) => when !== null)?.at ?? provenance.dataSpan?.from;
  return [
    incident.title,
    statement?.reference ? `#${statement.reference.replace(/^#/, "")}` : null,
    at ? day(at, zoneOf(analysis)) : null,
    notes?.severity ?? null,
    notes?.owner ?? null,
    notes?.status ?? statement?.status ?? null,
  ].filter((fact): fact is string => fact !== null && fact !== "");
}

/** One of the four tiles that answer a reader's first questions. */
export interface Tile {
  readonly id: "length" | "share" | "hit" | "account";
  readonly value: string;
  readonly label: string;
}

function lengthTile(analysis: Analysis): Tile {
  const { window } = shownOutages(analysis);
  if (!window)
    return { id: "length", value: "No outage", label: analysis.windowReason ? "no sustained rise" : "nothing rose" };
  const zone = zoneOf(analysis);
  const { onset, recovery, minutes } = window;
  const named = zoneName(onset, zone);
  if (recovery === null)
    return {
      id: "length",
      value: `${lengthText(minutes.value)} or more`,
      label: `since ${clock(onset, zone)} ${named}`,
    };
  return {
    id: "length",
    value: lengthText(minutes.value),
    label: `${clockBeside(onset, recovery, zone)}–${clockBeside(recovery, onset, zone)} ${named} ${lengthInterval(minutes)}`,
  };
}

/** The level of a signal that is no share of failures, with its usual one. */
function signalTile(signal: ShownSignal, during: Estimate): Tile {
  const { measure, baseline } = signal;
  const text = (value: number): string => levelText(signal, value);
  const name = measure === "failures" ? `of ${words(signal.source)}` : signalName(signal);
  const ends = Number.isFinite(during.interval[0])
    ? ` ${intervalText(during, measure === "failures" ? "share" : "")}`
    : "";
  return {
    id: "share",
    value: text(during.value),
    label: `${name}${ends}${baseline ? `, usually ${text(baseline.value)}` : ""}`,
  };
}

function shareTile(analysis: Analysis): Tile {
  const signal = windowSignal(analysis);
  if (signal?.during) return signalTile(signal, signal.during);
  const [first] = ratesByReader(analysis);
  if (first) {
    const averaged = averagedNote(first.finding) === "" ? "" : ", averaged over uncertain ends";
    const { rate, baseline } = first.finding;
    const usual = baseline.attempts > 0 ? `, usually ${percent(baseline.rate.value)}` : "";
    return {
      id: "share",
      value: percent(rate.value),
      label: `of ${words(first.source)} ${intervalText(rate, "share")}${averaged}${usual}`,
    };
  }
  const counted = shownCounts(analysis, null);
  if (counted && counted.attempts > 0)
    return { id: "share", value: percent(counted.failures / counted.attempts), label: "failed over these data" };
  return { id: "share", value: "–", label: "no attempts to take a share of" };
}

/** Values of a column from which on their count says who was hit; fewer are kinds of traffic. */
const FEWEST_GROUPS = 5;

/** The values of a breakdown that had a failure, where nothing else counts who was hit. */
function hitValues(analysis: Analysis): string | null {
  const all = ratesByReader(analysis).flatMap(({ finding }) => finding.breakdowns);
  const widest = [...all].sort((a, b) => b.rows.length - a.rows.length)[0];
  if (!widest || widest.rows.length < FEWEST_GROUPS) return null;
  const hit = widest.rows.filter(({ failures }) => failures > 0).length;
  return `${amount(hit)} of ${amount(widest.rows.length)} ${plural(widest.dimension)}`;
}

/** The name of a column as several of what it holds: `account` gives `accounts`. */
function plural(dimension: string): string {
  const name = words(dimension).replace(/ (?:id|sid|name)$/i, "");
  return /s$/.test(name) ? name : `${name}s`;
}

/** Who was hit where no rate was taken: the attempts while a signal was away from its usual level. */
function signalHit(analysis: Analysis & Looked, signal: ShownSignal, group: string | null): Tile {
  const { source, measure, window, baseline, during } = signal;
  const also = group === null ? "" : `; ${group}`;
  const units = words(source);
  if (measure === "attempts" && window && baseline && during && during.value < baseline.value) {
    const missing = Math.round((baseline.value - during.value) * window.minutes.value);
    return { id: "hit", value: `${amount(missing)} ${units}`, label: `fewer than usual${also}` };
  }
  const counted = measure === "value" ? null : countsIn(analysis, source, window);
  if (!counted || counted.attempts === 0)
    return { id: "hit", value: group ?? "–", label: group ? "were hit" : "nobody was counted" };
  if (measure === "failures")
    return { id: "hit", value: `${amount(counted.failures)} ${units}`, label: `of ${amount(counted.attempts)}${also}` };
  const traffic = `${amount(counted.attempts)} ${units}`;
  return group === null
    ? { id: "hit", value: traffic, label: "came in that time" }
    : { id: "hit", value: group, label: `${traffic} came in that time` };
}

function hitTile(analysis: Analysis & Looked): Tile {
  const [first] = ratesByReader(analysis);
  const groups = (analysis.affected ?? []).map(
    ({ of, hit, total }) => `${amount(hit)} of ${amount(total)} ${plural(of)}`,
  );
  const [group = hitValues(analysis)] = groups.slice(-1);
  const signal = analysis.window ? null : windowSignal(analysis);
  if (signal) return signalHit(analysis, signal, group);
  const counted = first ? { ...first.finding, source: first.source } : null;
  const shown = counted ?? shownCounts(analysis, null);
  if (!shown || shown.attempts === 0)
    return { id: "hit", value: group ?? "–", label: group ? "were hit" : "nobody was counted" };
  const units = words(counted?.source ?? analysis.series.outcomes[0]?.source ?? "attempts");
  return {
    id: "hit",
    value: `${amount(shown.failures)} ${units}`,
    label: `of ${amount(shown.attempts)}${group === null ? "" : `; ${group}`}`,
  };
}

/** How many points of an account hold, are contradicted, and stay open. */
export function pointsOf(analysis: Analysis & Looked): {
  readonly all: number;
  readonly hold: number;
  readonly contradicted: number;
  readonly open: number;
} {
  const listed = analysis.assertions?.filter(({ verdict }) => verdict !== "unchecked") ?? [];
  const points: readonly { readonly verdict: string }[] = listed.length > 0 ? listed : analysis.claims;
  const count = (verdict: string): number => points.filter((point) => point.verdict === verdict).length;
  return {
    all: points.length,
    hold: count("supported"),
    contradicted: count("contradicted"),
    open: count("not-testable"),
  };
}

function accountTile(analysis: Analysis): Tile {
  const { all, hold, contradicted, open } = pointsOf(analysis);
  if (!analysis.statement) return { id: "account", value: "No statement", label: "by a vendor" };
  if (all === 0) return { id: "account", value: "0 points", label: "that data could test" };
  // What there is most of comes first: nobody should read that points hold where more are contradicted, or that none does where all are open.
  const [held, wrong, undecided] = [
    `${amount(hold)} hold`,
    `${amount(contradicted)} contradicted`,
    `${amount(open)} open`,
  ];
  if (contradicted > 0 && contradicted >= hold) return { id: "account", value: wrong, label: `${held}, ${undecided}` };
  if (hold === 0) return { id: "account", value: undecided, label: `${held}, ${wrong}` };
  return { id: "account", value: held, label: `${wrong}, ${undecided}` };
}

/** The four tiles: how long, how much, who was hit, the account. */
export function tiles(analysis: Analysis): readonly [Tile, Tile, Tile, Tile] {
  return [lengthTile(analysis), shareTile(analysis), hitTile(analysis), accountTile(analysis)];
}
