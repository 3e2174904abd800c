import { dayClock, spanText } from "../../wording/clock.js";
import { amount, estimateText, pointsText } from "../../wording/number.js";
import { remediationLine } from "../../analysis/brief/next.js";
import type { RemediationFinding, WhatIfFinding } from "../../remediation/effect/remediation-finding.js";
import { html, type Html } from "../html.js";
import { anchors, facts, type ReportParts, type Section } from "./section.js";

const VERDICTS: Readonly<Record<string, string>> = {
  helped: "✓ helped",
  "no-effect": "○ no effect seen",
  harmed: "✗ made it worse",
  "not-testable": "? cannot be shown",
};

const RESTS_ON = {
  design: "the failures themselves: how they answered the change step by step, or how long they lasted",
  model: "the mechanism that the incident file declares: it is right only if that mechanism causes the failures",
} as const;

const IDENTIFIED: Readonly<Record<string, string>> = {
  design: "from the data: load or capacity changed independently of time",
  model: "from the declared mechanism only: right if that mechanism is",
  none: "no answer: these data cannot give one",
};

function remediationHtml(found: RemediationFinding, id: string, chart: Html | null): Html {
  const when = found.to === null ? dayClock(found.from) : spanText(found.from, found.to);
  const share = /share/.test(found.unit);
  const effect = found.effect ? (share ? pointsText(found.effect) : estimateText(found.effect, found.unit)) : null;
  const placebo =
    found.placebo.checked > 0
      ? `${amount(found.placebo.falsePositives)} false ${found.placebo.falsePositives === 1 ? "alarm" : "alarms"} in ${amount(found.placebo.checked)} checks where nothing was done`
      : null;
  return html`<details class="item" id="${id}"><summary><span class="verdict v-${found.verdict}">${VERDICTS[found.verdict] ?? found.verdict}</span> <strong>${found.id}</strong> <span class="answer">${found.why}</span></summary>
${facts([
  ["When", when],
  ["Effect on the rate", effect],
  ["Failures avoided", found.cumulative ? estimateText(found.cumulative, "") : null],
  ["Rests on", found.identification === "none" ? null : RESTS_ON[found.identification]],
  ["Same check where nothing was done", placebo],
])}${chart}</details>`;
}

/** What each remediation did, against the series without it, and the placebo beside. */
export function remediationSection({ analysis, figure }: ReportParts): Section {
  const { remediations } = analysis;
  const ids = anchors(
    "remediation",
    remediations.map(({ id }) => id),
  );
  return {
    id: "remediation",
    title: "Did the fix help?",
    answer: remediations.map((found) => remediationLine(found, analysis)).join("; "),
    body:
      remediations.length === 0
        ? null
        : html`${remediations.map((found, i) => remediationHtml(found, ids[i] ?? "", figure(`remediation-${i + 1}`)))}
${figure("capacity-and-failures")}`,
  };
}

interface Asked {
  readonly found: WhatIfFinding;
  readonly id: string;
}

/** What is refused for one and the same reason is told together. */
function grouped(all: readonly Asked[]): readonly (readonly Asked[])[] {
  const groups = new Map<string, Asked[]>();
  for (const asked of all) {
    const key = asked.found.failuresAvoided ? asked.id : asked.found.why;
    groups.set(key, [...(groups.get(key) ?? []), asked]);
  }
  return [...groups.values()];
}

const hereLink = (id: string): Html => html`<a class="here" href="#${id}" aria-label="Link to this what-if">#</a>`;

function whatIfHtml({ found, id }: Asked, units: string): Html {
  return html`<article class="item" id="${id}"><h3>${found.change} ${hereLink(id)}</h3>
<p>${found.failuresAvoided ? html`<strong>${estimateText(found.failuresAvoided, "failures avoided")}</strong>${found.dropsAvoided ? html`, ${estimateText(found.dropsAvoided, `${units} spared`)}` : null}. ` : null}${found.why} <span class="note">(${IDENTIFIED[found.identification] ?? found.identification})</span></p></article>`;
}

function refusedHtml(group: readonly Asked[]): Html {
  const [first] = group;
  return html`<article class="item"><h3>What these series cannot answer</h3>
<ul>${group.map(({ found, id }) => html`<li id="${id}">${found.change} ${hereLink(id)}</li>`)}</ul>
<p>${first?.found.why} <span class="note">(${IDENTIFIED[first?.found.identification ?? "none"]})</span></p></article>`;
}

function whatIfAnswer(asked: readonly WhatIfFinding[]): string {
  const told = asked.filter(({ failuresAvoided }) => failuresAvoided !== null);
  const refused = asked.length - told.length;
  const open = refused === 0 ? "" : `${refused} that these data cannot answer`;
  if (told.length === 0) return open;
  return `${told.length} ${told.length === 1 ? "answer" : "answers"}${open === "" ? "" : `; ${open}`}`;
}

/** What other actions would have done, how each answer is identified, or why it is refused. */
export function whatIfSection({ analysis, figure, live }: ReportParts): Section {
  const whatIf = analysis.whatIf.filter(({ applies }) => applies);
  const ids = anchors(
    "what-if",
    whatIf.map(({ id }) => id),
  );
  return {
    id: "what-if",
    title: "What if",
    answer: whatIfAnswer(whatIf),
    body:
      whatIf.length === 0 || analysis.window === null
        ? null
        : html`${figure("what-if")}
${live}
${grouped(whatIf.map((found, i) => ({ found, id: ids[i] ?? "" }))).map((group) => (group.length > 1 ? refusedHtml(group) : group.map((asked) => whatIfHtml(asked, analysis.reconciliation?.names.calls ?? "units"))))}`,
  };
}
