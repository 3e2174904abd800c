import type { Analysis } from "../../analysis/analysis.js";
import { dueText } from "../../analysis/brief/next.js";
import { html, type Html } from "../html.js";
import { packed } from "../packed.js";
import { tableHtml } from "../table-html.js";
import type { ReportParts, Section } from "./section.js";

/** An executed notebook, as much of its file as the report reads. */
export interface NotebookFile {
  readonly cells?: readonly { readonly cell_type?: unknown; readonly source?: unknown }[];
  readonly metadata?: unknown;
}

function lessonsHtml(lessons: string | readonly string[] | null): Html | null {
  const lines = (typeof lessons === "string" ? lessons.split(/\n{2,}/) : (lessons ?? []))
    .map((line) => line.replace(/^#+\s*/, "").trim())
    .filter((line) => line !== "");
  if (lines.length === 0) return null;
  return html`<h3>Lessons</h3>${lines.map((line) => lessonHtml(line))}`;
}

/** A paragraph of lessons; lines that begin as a list are one. */
function lessonHtml(text: string): Html {
  const items = text.split(/\n/).map((line) => line.trim());
  if (items.every((item) => /^(?:[-*+]|\d+[.)])\s/.test(item)))
    return html`<ul>${items.map((item) => html`<li>${item.replace(/^(?:[-*+]|\d+[.)])\s+/, "")}</li>`)}</ul>`;
  return html`<p>${items.join(" ")}</p>`;
}

/** What people noted of the incident: impact, lessons, actions. Nothing noted, nothing shown. */
export function lessonsSection({ analysis }: ReportParts): Section {
  const { impact = null, lessons = null, actions = [] } = analysis.notes ?? {};
  const learned = lessonsHtml(lessons);
  const done = actions.length > 0 ? `${actions.length} ${actions.length === 1 ? "action" : "actions"}` : null;
  const parts = [impact ? "impact" : null, learned ? "lessons" : null, done].filter((part) => part !== null);
  return {
    id: "lessons",
    title: "Impact, lessons, actions",
    answer: parts.join(", "),
    body:
      parts.length === 0
        ? null
        : html`${impact ? html`<p>${impact}</p>` : null}${learned}${
            actions.length === 0
              ? null
              : html`<h3>Actions</h3>${tableHtml({
                  label: "Actions",
                  stack: true,
                  columns: [{ name: "what" }, { name: "owner" }, { name: "due" }, { name: "status" }],
                  rows: actions.map(({ what, owner, due, status }) => [
                    what,
                    owner ?? "–",
                    due ? dueText(due) : "–",
                    status ?? "–",
                  ]),
                })}`
          }`,
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
    answer: `${shown.length} ${shown.length === 1 ? "notebook" : "notebooks"}`,
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
    answer: "every number to take away",
    body: html`<p>Each chart carries its numbers as a table and as CSV. The findings as a whole: <a id="findings" download="${`${analysis.incident.id.replace(/[^\w.-]+/g, "-")}-analysis.json.gz`}" href="data:application/gzip;base64,${packed(json)}">analysis.json, packed with gzip</a>.</p>`,
  };
}
