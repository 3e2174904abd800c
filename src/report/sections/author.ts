import type { Analysis } from "../../analysis/analysis.js";
import { html } from "../html.js";
import { packed } from "../packed.js";
import type { Section } from "./section.js";

/** An executed notebook, as much of its file as the report reads. */
export interface NotebookFile {
  readonly cells?: readonly { readonly cell_type?: unknown; readonly source?: unknown }[];
  readonly metadata?: unknown;
}

/** Room for what only the author can add. */
export function lessonsSection(): Section {
  return {
    id: "lessons",
    title: "Lessons and actions",
    body: html`<div class="slot"><p>What was learned: to be written by the author.</p></div><div class="slot"><p>Who does what by when: to be written by the author.</p></div>`,
  };
}

function sourceText(source: unknown): string {
  return Array.isArray(source)
    ? source.filter((line) => typeof line === "string").join("")
    : typeof source === "string"
      ? source
      : "";
}

/** The code of the executed notebooks, folded away; `redact` is applied to every cell. */
export function codeSection(
  notebooks: readonly { readonly name: string; readonly notebook: NotebookFile }[],
  redact: (text: string) => string,
): Section {
  const shown = notebooks.map(({ name, notebook }) => ({
    name,
    cells: (notebook.cells ?? [])
      .filter(({ cell_type }) => cell_type === "code")
      .map(({ source }) => redact(sourceText(source)))
      .filter((text) => text.trim() !== ""),
  }));
  return {
    id: "code",
    title: "Code",
    body:
      shown.length === 0
        ? null
        : html`${shown.map(
            ({ name, cells }) =>
              html`<details><summary>${name}, ${cells.length} cells of code</summary>${cells.map(
                (text) => html`<pre tabindex="0">
${text}</pre>`,
              )}</details>`,
          )}`,
  };
}

/** The findings to take away: everything this page was made from. */
export function dataSection(analysis: Analysis): Section {
  const json = `${JSON.stringify(analysis, null, 1)}\n`;
  return {
    id: "data",
    title: "Data",
    body: html`<p>Each chart carries its numbers as a table and as CSV. The findings as a whole: <a id="findings" download="${`${analysis.incident.id.replace(/[^\w.-]+/g, "-")}-analysis.json.gz`}" href="data:application/gzip;base64,${packed(json)}">analysis.json, packed with gzip</a>.</p>`,
  };
}
