import { html, trusted, type Content, type Html } from "./html.js";

/** A column of a table in the page. */
interface TableColumn {
  readonly name: string;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
}

/** A table as a reader of a page needs it. */
export interface PageTable {
  readonly label: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Content[])[];
  /** On a narrow page each row becomes a block of names and values: for tables of many or of long columns. */
  readonly stack?: boolean;
}

/** A table that fits its page at every width: nothing scrolls, nothing is cut. */
export function tableHtml({ label, columns, rows, stack = false }: PageTable): Html {
  const numeric = (i: number): Html => trusted(columns[i]?.numeric ? ' class="n"' : "");
  const cell = (content: Content, i: number): Html =>
    stack
      ? html`<td${numeric(i)} role="cell" data-head="${columns[i]?.name ?? ""}">${content}</td>`
      : html`<td${numeric(i)}>${content}</td>`;
  const role = (name: string): Html => trusted(stack ? ` role="${name}"` : "");
  return html`<table aria-label="${label}"${trusted(stack ? ' class="stack"' : "")}${role("table")}><thead${role("rowgroup")}><tr${role("row")}>${columns.map(
    ({ name }, i) => html`<th scope="col"${numeric(i)}${role("columnheader")}>${name}</th>`,
  )}</tr></thead><tbody${role("rowgroup")}>${rows.map((row) => html`<tr${role("row")}>${row.map(cell)}</tr>`)}</tbody></table>`;
}
