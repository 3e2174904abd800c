import { zoneOf } from "../../analysis/brief/headline.js";
import { countsIn, ratesByReader, shownOutages, windowSignal } from "../../analysis/brief/measured.js";
import { signalName, words } from "../../analysis/brief/signal-words.js";
import { proportion } from "../../stats/rates/proportion.js";
import { clockBeside, dayClock } from "../../wording/clock.js";
import { amount, capital, estimateText, lengthEstimate, lengthText, percent } from "../../wording/number.js";
import type { Analysis, StabilityFinding } from "../../analysis/analysis.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { html, type Html } from "../html.js";
import { methodText } from "../finding-text.js";
import { tableHtml } from "../table-html.js";
import { facts, moreHtml, type ReportParts, type Section } from "./section.js";

function windowFacts(window: WindowFinding, zone: string, failed: string | null = null): Html {
  const between = (interval: readonly [string, string] | null): string | null =>
    interval
      ? `between ${clockBeside(interval[0], interval[1], zone)} and ${clockBeside(interval[1], interval[0], zone)}`
      : null;
  return facts([
    ["Onset", `${dayClock(window.onset, zone)} (${between(window.onsetInterval) ?? "–"})`],
    ["Recovery starts", window.recoveryStart === null ? "not in the data" : dayClock(window.recoveryStart, zone)],
    [
      "Recovery",
      window.recovery === null
        ? "not in the data"
        : `${dayClock(window.recovery, zone)} (${between(window.recoveryInterval) ?? "–"})`,
    ],
    ["Length", `${lengthEstimate(window.minutes)}${window.recovery === null ? " or more" : ""}`],
    [
      "Ramps",
      `${amount(window.shape.onsetRampMinutes)} minutes in, ${amount(window.shape.recoveryRampMinutes)} minutes out`,
    ],
    ["Failed", failed],
    ["Measured in", words(window.source)],
    ["Method", methodText(window.method)],
  ]);
}

/** How much failed in an outage beside the one that the rates are of. */
function failedIn(analysis: Analysis, window: WindowFinding): string | null {
  const source = ratesByReader(analysis)[0]?.source ?? window.source;
  const counted = countsIn(analysis, source, window);
  if (!counted || counted.attempts === 0) return null;
  const rate = proportion(counted.failures, counted.attempts);
  return `${estimateText(rate, "share")}: ${amount(counted.failures)} of ${amount(counted.attempts)} ${words(source)}`;
}

/** When it began and ended, with the uncertainty of both. */
export function windowSection({ analysis }: ReportParts): Section {
  const { windowReason } = analysis;
  const { window, windows } = shownOutages(analysis);
  const signal = analysis.window ? null : windowSignal(analysis);
  const zone = zoneOf(analysis);
  const others = windows.filter((other) => other !== window && other.onset !== window?.onset);
  const more = others.length === 0 ? "" : `, and ${others.length} more ${others.length === 1 ? "outage" : "outages"}`;
  const of = signal ? `, in ${signalName(signal)}` : "";
  const reason = html`<p>No outage found${signal ? " in the declared outcome" : ""}: ${windowReason ?? "no rise over the ordinary level"}.</p>`;
  return {
    id: "window",
    title: "When",
    answer: window
      ? `${lengthEstimate(window.minutes)}${window.recovery === null ? " or more" : ""}${of}${more}`
      : "no outage found",
    body: html`${window ? windowFacts(window, zone) : null}${analysis.window ? null : reason}
${others.length > 0 ? html`<h3>Other outages</h3>${others.map((other) => windowFacts(other, zone, signal ? null : failedIn(analysis, other)))}` : null}`,
  };
}

/** Readings of one number that a page lists: beyond these, the ones that move it most. */
const MOST_READINGS = 14;

/** Headline numbers that are lengths. */
const IN_MINUTES = /^minutes\b/;

/** What a headline number is called where its unit follows it. */
const firmName = ({ headline }: StabilityFinding): string => headline.replace(IN_MINUTES, "length");

/** A headline number under the other choices in a line: its name, and how far it moves, if it does. */
function firmText(finding: StabilityFinding): string {
  const [low, high] = [stabilityText(finding, finding.low), stabilityText(finding, finding.high)];
  const name = firmName(finding);
  return low === high
    ? `${name}: ${low} under every reasonable choice`
    : `${name}: ${low} to ${high} under other reasonable choices`;
}

/** The readings that move a number most, in the order in which they were made. */
function shownReadings({ readings, value }: StabilityFinding): StabilityFinding["readings"] {
  const moved = (other: number): number => Math.abs(other - value);
  const most = [...readings].sort((a, b) => moved(b.value) - moved(a.value)).slice(0, MOST_READINGS);
  return readings.filter((reading) => most.includes(reading));
}

function stabilityText(headline: StabilityFinding, value: number): string {
  if (IN_MINUTES.test(headline.headline)) return lengthText(value);
  return Math.abs(headline.value) <= 1 && Math.abs(headline.high) <= 1 ? percent(value) : amount(value);
}

/** The headline numbers under the other reasonable choices. */
export function stabilitySection({ analysis }: ReportParts): Section {
  const { stability } = analysis;
  const [first] = stability;
  return {
    id: "stability",
    title: "How firm the numbers are",
    answer: first ? firmText(first) : "",
    body:
      stability.length === 0
        ? null
        : html`<p>Each headline number computed again under the other reasonable choices.</p>${stability.map(
            (finding) => html`<h3>${capital(firmText(finding))}</h3>
<p>Here ${stabilityText(finding, finding.value)}; moved most by: ${finding.mostMoving}.</p>${tableHtml({
              label: `Choices for ${firmName(finding)}`,
              columns: [{ name: "choice" }, { name: "value", numeric: true }],
              rows: shownReadings(finding).map(({ choice, value }) => [choice, stabilityText(finding, value)]),
            })}${moreHtml(finding.readings.length - MOST_READINGS, "choices between these")}`,
          )}`,
  };
}
