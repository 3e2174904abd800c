import { clock, day, zoneName } from "../../wording/clock.js";
import { amount, capital, lengthText, percent } from "../../wording/number.js";
import type { Analysis } from "../analysis.js";
import { ratesByReader, shownCounts, signalName, type Looked, windowSignal, words } from "./measured.js";

/** The zone in which people read the times of an incident. */
export function zoneOf({ incident }: Analysis): string {
  return incident.zone ?? "UTC";
}

/** Day and month of an instant as a person says them: `31 March`. */
function dayInWords(iso: string, zone: string): string {
  const date = new Date(iso);
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "long" }).format(date);
}

function noOutage(analysis: Analysis & Looked): string {
  const [first] = ratesByReader(analysis);
  const counted = shownCounts(analysis, null);
  const source = first?.source ?? analysis.series.outcomes[0]?.source;
  const { failures, attempts } = first?.finding ?? counted ?? { failures: 0, attempts: 0 };
  if (source === undefined || attempts === 0) return "No outage found in these data";
  return `No outage found: ${amount(failures)} of ${amount(attempts)} ${words(source)} failed (${percent(failures / attempts)})`;
}

/** What a measured signal did in place of a share of failures: `p95 latency of checkout rose from 310 ms to 2,150 ms`. */
function signalMoved(analysis: Analysis & Looked): string | null {
  const signal = windowSignal(analysis);
  if (!signal?.baseline || !signal.during) return null;
  const unit = signal.unit === null ? "" : ` ${signal.unit}`;
  const moved = signal.during.value < signal.baseline.value ? "fell" : "rose";
  return `${capital(signalName(signal))} ${moved} from ${amount(signal.baseline.value)} to ${amount(signal.during.value)}${unit}`;
}

/** What went wrong and how much of it: the subject of the title. */
function whatFailed(analysis: Analysis): string {
  const moved = signalMoved(analysis);
  if (moved !== null) return moved;
  const [first] = ratesByReader(analysis);
  if (!first) return `${capital(words(analysis.window?.source ?? "Service"))} left its ordinary level`;
  return `${percent(first.finding.rate.value)} of ${words(first.source)} failed`;
}

/** The finding as one sentence in a director's words: what, how much, how long, when. */
export function headline(analysis: Analysis): string {
  const { window, windows } = analysis;
  if (!window) return noOutage(analysis);
  const zone = zoneOf(analysis);
  const among = windows.length > 1 ? `, in the largest of ${windows.length} outages` : "";
  if (window.recovery === null)
    return `${whatFailed(analysis)} from ${clock(window.onset, zone)} on ${dayInWords(window.onset, zone)} and had not recovered when the data end${among}`;
  const when = `${lengthText(window.minutes.value)} on ${dayInWords(window.onset, zone)}`;
  return `${whatFailed(analysis)} for ${when}${among}`;
}

/** The line above the title: what it was, its reference, day, severity, owner and state, and that data are synthetic where they are. */
export function factsLine(analysis: Analysis): readonly string[] {
  const { incident, statement, window, notes, provenance } = analysis;
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

function lengthTile({ window, windowReason, ...analysis }: Analysis): Tile {
  if (!window) return { id: "length", value: "No outage", label: windowReason ? "no sustained rise" : "nothing rose" };
  const zone = analysis.incident.zone ?? "UTC";
  const named = zoneName(window.onset, zone);
  if (window.recovery === null)
    return {
      id: "length",
      value: `${lengthText(window.minutes.value)} or more`,
      label: `since ${clock(window.onset, zone)} ${named}`,
    };
  const sameDay = day(window.onset, zone) === day(window.recovery, zone);
  const until = sameDay
    ? clock(window.recovery, zone)
    : `${day(window.recovery, zone).slice(0, -5)} ${clock(window.recovery, zone)}`;
  const from = sameDay
    ? clock(window.onset, zone)
    : `${day(window.onset, zone).slice(0, -5)} ${clock(window.onset, zone)}`;
  return { id: "length", value: lengthText(window.minutes.value), label: `${from}–${until} ${named}` };
}

function shareTile(analysis: Analysis): Tile {
  const signal = windowSignal(analysis);
  if (signal?.during)
    return {
      id: "share",
      value: `${amount(signal.during.value)}${signal.unit === null ? "" : ` ${signal.unit}`}`,
      label: `${signalName(signal)}${signal.baseline ? `, usually ${amount(signal.baseline.value)}` : ""}`,
    };
  const [first, second] = ratesByReader(analysis);
  if (first) {
    const usual = first.finding.baseline.attempts > 0 ? `, usually ${percent(first.finding.baseline.rate.value)}` : "";
    const other = second ? `, ${percent(second.finding.rate.value)} of ${words(second.source)}` : ` failed${usual}`;
    return { id: "share", value: percent(first.finding.rate.value), label: `of ${words(first.source)}${other}` };
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

function hitTile(analysis: Analysis & Looked): Tile {
  const [first] = ratesByReader(analysis);
  const groups = (analysis.affected ?? []).map(
    ({ of, hit, total }) => `${amount(hit)} of ${amount(total)} ${plural(of)}`,
  );
  const [group = hitValues(analysis)] = groups.slice(-1);
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
  if (!analysis.statement) return { id: "account", value: "No account", label: "none was given" };
  if (all === 0) return { id: "account", value: "0 points", label: "that data could test" };
  return {
    id: "account",
    value: `${amount(hold)} hold`,
    label: `${amount(contradicted)} contradicted, ${amount(open)} open`,
  };
}

/** The four tiles: how long, how much, who was hit, the account. */
export function tiles(analysis: Analysis): readonly [Tile, Tile, Tile, Tile] {
  return [lengthTile(analysis), shareTile(analysis), hitTile(analysis), accountTile(analysis)];
}
