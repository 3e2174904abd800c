import { whereText } from "../../rates/slices/slice-text.js";
import { clock, clockBeside, day, zoneName } from "../../wording/clock.js";
import type { Span } from "../../time/span.js";
import type { Estimate } from "../../stats/estimate.js";
import { isGenericTitle } from "../../wording/name.js";
import { amount, capital, lengthText, percent } from "../../wording/number.js";
import type { Analysis } from "../analysis.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { partShown, ratesByReader, shareIn, shownCounts, shownOutages, windowSignal } from "./measured.js";
import { countedWords, type Looked, movedPlainly, words } from "./signal-words.js";

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
  const zone = zoneOf(analysis);
  const when = first ? ` ${fromTo(first.finding.span, zone)} ${zoneName(first.finding.span.to, zone)}` : "";
  return `No outage found: ${amount(failures)} of ${amount(attempts)} ${countedWords(source)} failed${when} (${percent(failures / attempts)})`;
}

/** What went wrong and how much of it: the subject of the title. */
function whatFailed(analysis: Analysis): string {
  const signal = windowSignal(analysis);
  const moved = signal && movedPlainly(signal);
  if (moved) return moved;
  const part = partShown(analysis);
  if (part) return `${percent(part.rate.value)} of ${countedWords(part.source)} with ${whereText(part.where)} failed`;
  const [first] = ratesByReader(analysis);
  if (!first) return `${capital(words(shownOutages(analysis).window?.source ?? "Service"))} left its ordinary level`;
  return `${percent(first.finding.rate.value)} of ${countedWords(first.source)} failed`;
}

/** Minutes from which on an outage began on a day and did not only lie on it. */
const DAY_MINUTES = 1440;
/** Half an interval as a part of its length, above which a length is said to be about so long. */
const ROUGH = 0.1;

/** A length in a sentence, `about` where its interval is wide. */
function lengthSaid({ value, interval: [low, high] }: Estimate): string {
  const rough = Number.isFinite(low) && Number.isFinite(high) && (high - low) / 2 > ROUGH * value;
  return `${rough ? "about " : ""}${lengthText(value)}`;
}

/** The other of two outages after the larger one: how much failed, how long, on which day where it differs; `null` where it was not counted. */
function otherOutage(analysis: Analysis, larger: WindowFinding, other: WindowFinding): string | null {
  const share = shareIn(analysis, other);
  if (share === null || other.recovery === null) return null;
  const zone = zoneOf(analysis);
  const date = dayInWords(other.onset, zone);
  const when = date === dayInWords(larger.onset, zone) ? "" : ` on ${date}`;
  const order = other.onset < larger.onset ? "after" : "then";
  return `, ${order} ${percent(share)} for ${lengthSaid(other.minutes)}${when}`;
}

/** Which of several outages the title is of. */
function amongText(analysis: Analysis, window: WindowFinding, windows: readonly WindowFinding[]): string {
  if (windows.length < 2) return "";
  const [other, ...more] = windows.filter(({ onset }) => onset !== window.onset);
  const told = other && more.length === 0 && !windowSignal(analysis) ? otherOutage(analysis, window, other) : null;
  return told ?? `, in the ${windows.length === 2 ? "larger" : "largest"} of ${windows.length} outages`;
}

/** The finding as one sentence in a director's words: what, how much, how long, when. */
export function headline(analysis: Analysis): string {
  const { window, windows } = shownOutages(analysis);
  if (!window) return noOutage(analysis);
  const zone = zoneOf(analysis);
  const among = amongText(analysis, window, windows);
  if (window.recovery === null)
    return `${whatFailed(analysis)} from ${clock(window.onset, zone)} on ${dayInWords(window.onset, zone)} and had not recovered when the data end${among}`;
  const when = `${lengthSaid(window.minutes)} ${window.minutes.value < DAY_MINUTES ? "on" : "from"} ${dayInWords(window.onset, zone)}`;
  return `${whatFailed(analysis)} for ${when}${among}`;
}

/**
 * What an incident is called: its title, else its id, where these say more than what kind of text they head; else what failed and the day. A heading such as
 * "Reason for outage" names every outage alike.
 */
export function incidentName(analysis: Analysis): string {
  const { title, id } = analysis.incident;
  const own = [title, id].find((name) => !isGenericTitle(name));
  if (own !== undefined) return own;
  const { window } = shownOutages(analysis);
  const source = ratesByReader(analysis)[0]?.source ?? analysis.window?.source ?? analysis.series.outcomes[0]?.source;
  const at = window?.onset ?? analysis.provenance.dataSpan?.from;
  return `${source === undefined ? "Outage" : `Failed ${words(source)}`}${at ? `, ${day(at, zoneOf(analysis))}` : ""}`;
}

/** The line above the title: what it was, its reference, day, severity, owner and state, and that data are synthetic where they are. */
export function factsLine(analysis: Analysis): readonly string[] {
  const { statement, notes, provenance } = analysis;
  const { window } = shownOutages(analysis);
  const at = window?.onset ?? statement?.events.find(({ at: when }) => when !== null)?.at ?? provenance.dataSpan?.from;
  const name = incidentName(analysis);
  const date = at ? day(at, zoneOf(analysis)) : null;
  return [
    name,
    statement?.reference ? `#${statement.reference.replace(/^#/, "")}` : null,
    date !== null && name.endsWith(date) ? null : date,
    notes?.severity ?? null,
    notes?.owner ?? null,
    notes?.status ?? statement?.status ?? null,
  ].filter((fact): fact is string => fact !== null && fact !== "");
}
