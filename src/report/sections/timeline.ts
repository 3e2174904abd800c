import { dayClock } from "../../wording/clock.js";
import { estimateText } from "../../wording/number.js";
import type { StatementEvent } from "../../statement/statement.js";
import { html, type Html } from "../html.js";
import { anchors, type ReportParts, type Section } from "./section.js";

interface Entry {
  readonly at: string | null;
  readonly role: string;
  readonly text: string;
  readonly hedged: boolean;
}

function entries({ statement, window }: ReportParts["analysis"]): Entry[] {
  const stated = (statement?.events ?? []).map(
    ({ at, role, quote, hedged }: StatementEvent): Entry => ({ at, role, text: quote, hedged }),
  );
  const measured: Entry[] = window
    ? [
        { at: window.onset, role: "onset", text: "Measured: failures leave their baseline.", hedged: false },
        ...(window.recoveryStart === null
          ? []
          : [
              {
                at: window.recoveryStart,
                role: "recovery-start",
                text: "Measured: failures begin their final fall.",
                hedged: false,
              },
            ]),
        ...(window.recovery === null
          ? []
          : [
              {
                at: window.recovery,
                role: "recovered",
                text: "Measured: failures are back at their baseline.",
                hedged: false,
              },
            ]),
      ]
    : [];
  return [...stated, ...measured].sort((a, b) => (a.at ?? "9").localeCompare(b.at ?? "9"));
}

/** What a person changed in the reading of the statement: said, so that nobody takes it for the statement's own words. */
function correctionsHtml({ corrections = [] }: ReportParts["analysis"]): Html | null {
  if (corrections.length === 0) return null;
  return html`<h3>Corrected by hand</h3><ul>${corrections.map(({ path, parsed, corrected }) => html`<li><code>${path}</code>: ${parsed === null ? "added" : html`was <q>${parsed}</q>`}, ${corrected === null ? "removed" : html`now <q>${corrected}</q>`}</li>`)}</ul>`;
}

/** Every dated entry of the statement beside the measured moments, and the durations between them with their definitions. */
export function timelineSection({ analysis, figure }: ReportParts): Section {
  const all = entries(analysis);
  const durations = Object.entries(analysis.milestones);
  if (all.length === 0) return { id: "timeline", title: "Timeline", body: null };
  const ids = anchors(
    "event",
    all.map(({ role, at }) => `${role}-${at ?? "undated"}`),
  );
  return {
    id: "timeline",
    title: "Timeline",
    body: html`${figure("timeline")}
<ol class="events">${all.map(({ at, role, text, hedged }, i) => html`<li id="${ids[i] ?? ""}"><strong>${at === null ? "undated" : html`<time datetime="${at}">${dayClock(at)}</time>`}</strong>${hedged ? " (approximately)" : ""} · ${role.replace(/-/g, " ")} <a class="here" href="#${ids[i] ?? ""}" aria-label="Link to this event">#</a><br>${text}</li>`)}</ol>
${
  durations.length === 0
    ? null
    : html`<h3>Durations</h3><div class="scroll" tabindex="0" role="region" aria-label="Durations"><table><thead><tr><th scope="col">duration<th scope="col" class="n">minutes<th scope="col">from what to what<tbody>${durations.map(
        ([name, { minutes, definition, basis }]) =>
          html`<tr><td>${name.replace(/([A-Z])/g, " $1").toLowerCase()}<td class="n">${estimateText(minutes, "")}<td>${definition}${basis === "statement" ? ", by the statement" : ""}`,
      )}</table></div>`
}
${correctionsHtml(analysis)}`,
  };
}
