import { clock, zoneName } from "../../wording/clock.js";
import type { WhatIfFit } from "../../remediation/what-if/what-if.js";
import { html, type Html } from "../html.js";
import { instant } from "../../time/instant.js";

/** The panel in which a reader moves the actions of the incident; hidden until the page's script brings it to life. */
export function livePanel(fit: WhatIfFit | null, collector: boolean, zone: string): Html | null {
  if (!fit) return null;
  const { parameters, from, identification, loadCarriedBefore } = fit;
  // Only what the series can answer is offered.
  const collectorAnswers = collector && loadCarriedBefore;
  if (identification.by === null && !collectorAnswers) return null;
  const bins = parameters.attempts.length;
  const startIso = instant(parameters.startMs);
  const start = `${clock(startIso, zone)} ${zoneName(startIso, zone)}`;
  return html`<section class="panel" id="what-if-live" data-zone="${zone}" data-zone-name="${zoneName(startIso, zone)}" aria-labelledby="what-if-live-title" hidden><h3 id="what-if-live-title">Try it: other actions, computed here</h3>
<p class="note">The same functions as the library's, run in this page on the mechanism fitted to this incident. The state is kept in the link.</p>
${
  from === null || identification.by === null
    ? null
    : html`<label for="live-from">Capacity is added from <output for="live-from"></output></label><input type="range" id="live-from" min="0" max="${from}" step="1" value="${from}" aria-describedby="live-result">
<label for="live-added">Capacity added, as a multiple of what was: <output for="live-added"></output></label><input type="range" id="live-added" min="0" max="3" step="0.1" value="1" aria-describedby="live-result">`
}
${collectorAnswers ? html`<label for="live-off">Collector switched off: <output for="live-off"></output></label><input type="range" id="live-off" min="0" max="${bins}" step="1" value="${bins}" aria-describedby="live-result">` : null}
<p id="live-result" role="status"></p>
<div id="live-drawing" role="img" aria-label="Failure share as observed and under the chosen actions, from ${start}"></div>
<p><button type="button" id="live-reset">Back to actual</button></p></section>`;
}
