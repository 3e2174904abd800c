import type { Analysis } from "../../analysis/analysis.js";
import { changeWhat } from "../../analysis/brief/end-change.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { shownOutages } from "../../analysis/brief/measured.js";
import { HOUR_MS } from "../../time/units.js";
import type { Estimate } from "../../stats/estimate.js";
import { clock, day, zoneName } from "../../wording/clock.js";
import { amount, estimateText, minutesText } from "../../wording/number.js";
import { html, trusted, type Html } from "../html.js";
import { tableHtml } from "../table-html.js";
import { anchors, type ReportParts, type Section } from "./section.js";

interface Entry {
  readonly at: string | null;
  readonly role: string;
  readonly text: string;
  readonly hedged: boolean;
}

/** The time at the head of an entry, which its row gives already. */
const STAMP = /^\s*(?:[-*•]\s+)?\[[^\]]{0,30}\d{1,2}:\d\d[^\]]{0,20}\]\s*[:–-]?\s+(?=\S)/;

/** Time before and after an outage in which a change belongs to its timeline. */
const BESIDE_MS = 2 * HOUR_MS;
/** Changes that a timeline has room for, those nearest to the onset or to the end. */
const MOST_CHANGES = 8;
const FITS: Readonly<Record<string, string>> = { supported: " (fits the onset)", possible: " (may fit the onset)" };

/** The changes around an outage, as entries. */
function changeEntries(analysis: Analysis): Entry[] {
  const { window } = shownOutages(analysis);
  if (!window) return [];
  const ends = [window.onset, window.recovery ?? window.onset].map((iso) => Date.parse(iso));
  const apart = (at: string): number => Math.min(...ends.map((end) => Math.abs(Date.parse(at) - end)));
  const [first, last] = [Math.min(...ends) - BESIDE_MS, Math.max(...ends) + BESIDE_MS];
  return [...(analysis.changes ?? [])]
    .filter(({ at }) => Date.parse(at) >= first && Date.parse(at) <= last)
    .sort((a, b) => apart(a.at) - apart(b.at))
    .slice(0, MOST_CHANGES)
    .map((change) => ({
      at: change.at,
      role: change.rollback ? "rollback" : "change",
      text: `${changeWhat(change)}${FITS[change.verdict] ?? ""}`,
      hedged: false,
    }));
}

function entries(analysis: Analysis): Entry[] {
  const { statement, window } = analysis;
  const stated = (statement?.events ?? []).map(
    ({ at, role, quote, hedged }): Entry => ({ at, role, text: quote.replace(STAMP, ""), hedged }),
  );
  const measured = (at: string | null, role: string, text: string): Entry[] =>
    at === null ? [] : [{ at, role, text: `Measured: ${text}`, hedged: false }];
  const own = window
    ? [
        ...measured(window.onset, "onset", "failures leave their ordinary level."),
        ...measured(window.recoveryStart, "recovery-start", "failures begin their final fall."),
        ...measured(window.recovery, "recovered", "failures are back at their ordinary level."),
      ]
    : [];
  return [...stated, ...own, ...changeEntries(analysis)].sort((a, b) => (a.at ?? "9").localeCompare(b.at ?? "9"));
}

/** What a person changed in the reading of the statement: said, so that nobody takes it for the statement's own words. */
function correctionsHtml({ corrections = [] }: Analysis): Html | null {
  if (corrections.length === 0) return null;
  return html`<h3>Corrected by hand</h3><ul>${corrections.map(({ path, parsed, corrected }) => html`<li><code>${path}</code>: ${parsed === null ? "added" : html`was <q>${parsed}</q>`}, ${corrected === null ? "removed" : html`now <q>${corrected}</q>`}</li>`)}</ul>`;
}

/** Orders shown at most: those that are not certain first. */
const MOST_ORDERS = 12;

/** Which of two entries came first, as far as their clocks tell; folded, since most readers need the list only. */
function ordersHtml({ timeline }: Analysis): Html | null {
  if (!timeline || timeline.orders.length === 0) return null;
  const open = timeline.orders.filter(({ order }) => order !== "certain");
  const sure = timeline.orders.length - open.length;
  const clocks = timeline.clocks.map(({ source, ahead: [low, high] }) => `${source} ${low} to +${high} s`).join(", ");
  const rest = open.length > MOST_ORDERS ? ` ${amount(open.length - MOST_ORDERS)} more are in the findings.` : "";
  return html`<details><summary>Which came first: ${amount(sure)} of ${amount(timeline.orders.length)} orders are certain</summary>
<ul>${open.slice(0, MOST_ORDERS).map(({ why }) => html`<li>${why}</li>`)}</ul>
<p>Clocks may be off by: ${clocks}.${rest}</p></details>`;
}

/** A duration's name in words: `timeToDetect` gives `time to detect`. */
const spaced = (name: string): string => name.replace(/([A-Z])/g, " $1").toLowerCase();

/** A duration in whole minutes with its interval, as the tile of the length rounds it. */
function wholeMinutes({ value, interval, level }: Estimate): string {
  const [low, high] = interval;
  return estimateText({ value: Math.round(value), interval: [Math.round(low), Math.round(high)], level }, "");
}

function durationsHtml({ milestones }: Analysis): Html | null {
  const all = Object.entries(milestones);
  if (all.length === 0) return null;
  return html`<h3>Durations</h3>${tableHtml({
    label: "Durations",
    stack: true,
    columns: [{ name: "duration" }, { name: "minutes", numeric: true }, { name: "from what to what" }],
    rows: all.map(([name, { minutes, definition, basis }]) => [
      spaced(name),
      wholeMinutes(minutes),
      `${definition}${basis === "statement" ? ", as stated" : ""}`,
    ]),
  })}`;
}

/** One day's entries: local time, UTC where it differs, and what; the day is named where it begins. */
function entriesHtml(analysis: Analysis, all: readonly Entry[]): Html {
  const zone = zoneOf(analysis);
  const ids = anchors(
    "event",
    all.map(({ role, at }) => `${role}-${at ?? "undated"}`),
  );
  const local = zone !== "UTC";
  const first = all.find(({ at }) => at !== null)?.at ?? null;
  const named = first === null ? zone : zoneName(first, zone);
  const time = (at: string | null, own: string): Html | string =>
    at === null ? "undated" : html`<time datetime="${at}">${clock(at, own)}</time>`;
  const newDay = (i: number): string | null => {
    const at = all[i]?.at ?? null;
    const before = all[i - 1]?.at ?? null;
    if (at === null) return null;
    return before !== null && day(before, zone) === day(at, zone) ? null : day(at, zone);
  };
  const rows = all.map(({ at, role, text, hedged }, i): Html => {
    const begins = newDay(i);
    const id = ids[i] ?? "";
    return html`${begins === null ? null : html`<tr class="day"><th scope="rowgroup" colspan="${local ? 3 : 2}">${begins}</th></tr>`}<tr id="${id}" class="event${trusted(/^Measured/.test(text) ? " measured" : "")}"><td class="w">${time(at, zone)}${hedged ? " ?" : ""}</td>${local ? html`<td class="w">${time(at, "UTC")}</td>` : null}<td><strong>${role.replace(/-/g, " ")}</strong> <a class="here" href="#${id}" aria-label="Link to this event">#</a> ${text}</td></tr>`;
  });
  return html`<table class="events" aria-label="Timeline"><thead><tr><th scope="col">${named}</th>${local ? html`<th scope="col">UTC</th>` : null}<th scope="col">what</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function answer({ milestones, window }: Analysis, count: number): string {
  const since = (name: string): string | null => {
    const found = milestones[window ? `measured${name.charAt(0).toUpperCase()}${name.slice(1)}` : name];
    return found ? minutesText(found.minutes.value) : null;
  };
  const [detected, announced] = [since("timeToDetect"), since("statusPageLag")];
  const parts = [
    detected === null ? null : `detected after ${detected}`,
    announced === null ? null : `announced after ${announced}`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(", ") : `${amount(count)} dated entries`;
}

/** Every dated entry of the statement beside the measured moments, and the durations between them with their definitions. */
export function timelineSection({ analysis, figure }: ReportParts): Section {
  const all = entries(analysis);
  return {
    id: "timeline",
    title: "Timeline",
    answer: answer(analysis, all.length),
    body:
      all.length === 0
        ? null
        : html`${entriesHtml(analysis, all)}
${figure("timeline")}
${durationsHtml(analysis)}
${ordersHtml(analysis)}
${correctionsHtml(analysis)}`,
  };
}
