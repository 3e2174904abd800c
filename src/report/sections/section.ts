import type { Analysis } from "../../analysis/analysis.js";
import { amount } from "../../wording/number.js";
import { html, type Content, type Html } from "../html.js";

/** What a section is made from: the findings and the drawn charts by id. */
export interface ReportParts {
  readonly analysis: Analysis;
  /** The chart as a figure, or nothing when the findings do not carry it. Each chart is shown once. */
  readonly figure: (id: string) => Html | null;
  /** Charts whose names fit, in their order. */
  readonly figures: (names: RegExp) => readonly Html[];
  /** The live what-if, if a mechanism could be fitted. */
  readonly live: Html | null;
  readonly redacted: boolean;
}

/** One section of the details; `null` content leaves the section out of page and contents. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** What the section answers, in the line that it is folded to. */
  readonly answer: string;
  readonly body: Html | null;
}

/** A section folded to one line: its title and its answer. */
export function sectionHtml({ id, title, answer, body }: Section): Html {
  return html`<details class="section" id="${id}"><summary><h2 id="${id}-title">${title}</h2> <span class="answer">${answer}</span></summary>
${body}</details>
`;
}

/** A definition list of facts; pairs without a value are left out. */
export function facts(pairs: readonly (readonly [name: string, value: Content])[]): Html {
  const told = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return html`<dl class="facts">${told.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** An id made from text, unique to its kind: only letters, digits and dashes, so that it can stand in a link. */
function anchor(kind: string, text: string, index: number): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 48);
  return `${kind}-${slug === "" ? index + 1 : slug}`;
}

/** Anchors for a list, each one used once: a name that comes again gets its position. */
export function anchors(kind: string, texts: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return texts.map((text, i) => {
    const wanted = anchor(kind, text, i);
    const id = seen.has(wanted) ? `${wanted}-${i + 1}` : wanted;
    seen.add(id);
    return id;
  });
}

/** How many more of a list the findings hold than a page shows; nothing where it shows all. */
export function moreHtml(more: number, what: string): Html | null {
  return more > 0 ? html`<p class="note">${amount(more)} more ${what} are in the findings.</p>` : null;
}
