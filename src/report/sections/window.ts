import { dayClock, spanText } from "../../wording/clock.js";
import { amount, estimateText, percent } from "../../wording/number.js";
import type { StabilityFinding } from "../../analysis/analysis.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { html, type Html } from "../html.js";
import { facts, type ReportParts, type Section } from "./section.js";

function windowFacts(window: WindowFinding): Html {
  const between = (interval: readonly [string, string] | null): string | null =>
    interval ? `between ${spanText(interval[0], interval[1])}` : null;
  return facts([
    ["Onset", `${dayClock(window.onset)} (${between(window.onsetInterval) ?? "–"})`],
    ["Recovery starts", window.recoveryStart === null ? "not in the data" : dayClock(window.recoveryStart)],
    [
      "Recovery",
      window.recovery === null
        ? "not in the data"
        : `${dayClock(window.recovery)} (${between(window.recoveryInterval) ?? "–"})`,
    ],
    ["Length", `${estimateText(window.minutes, "minutes")}${window.recovery === null ? " or more" : ""}`],
    [
      "Ramps",
      `${amount(window.shape.onsetRampMinutes)} minutes in, ${amount(window.shape.recoveryRampMinutes)} minutes out`,
    ],
    ["Source", window.source],
    ["Method", window.method],
  ]);
}

/** When it began and ended, with the uncertainty of both. */
export function windowSection({ analysis }: ReportParts): Section {
  const { window, windows, windowReason } = analysis;
  const others = windows.filter((other) => other !== window && other.onset !== window?.onset);
  return {
    id: "window",
    title: "The outage window",
    body: html`${analysis.series.outcomes.length > 0 ? html`<p>Its course minute by minute is <a href="#chart-outage-window">drawn in the summary</a>.</p>` : null}
${window ? windowFacts(window) : html`<p>No window: ${windowReason ?? "no rise above the baseline is supported"}.</p>`}
${others.length > 0 ? html`<h3>Other windows</h3>${others.map(windowFacts)}` : null}`,
  };
}

/** The headline numbers under the other reasonable choices. */
export function stabilitySection({ analysis }: ReportParts): Section {
  const text = (headline: StabilityFinding, value: number): string =>
    Math.abs(headline.value) <= 1 && Math.abs(headline.high) <= 1 ? percent(value) : amount(value);
  return {
    id: "stability",
    title: "How firm the numbers are",
    body:
      analysis.stability.length === 0
        ? null
        : html`<p>Each headline number computed again under the other reasonable choices.</p>${analysis.stability.map(
            (
              finding,
            ) => html`<h3>${finding.headline}: ${text(finding, finding.value)}, from ${text(finding, finding.low)} to ${text(finding, finding.high)}</h3>
<p>Moved most by: ${finding.mostMoving}.</p><div class="scroll" tabindex="0" role="region" aria-label="Readings of ${finding.headline}"><table><thead><tr><th scope="col">choice<th scope="col" class="n">value<tbody>${finding.readings.map(({ choice, value }) => html`<tr><td>${choice}<td class="n">${text(finding, value)}`)}</table></div>`,
          )}`,
  };
}
