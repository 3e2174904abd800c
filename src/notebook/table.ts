import { cellText, impliedUnit, sortKey } from "./cell-text.js";
import { sendDisplay } from "./display.js";
import { escapeHtml } from "./markdown.js";
import type { MimeBundle } from "./notebook.js";
import { pageProgram } from "./page-program.js";
import { isEstimateLike, tabular } from "./tabular.js";

/** The options for showing a table. */
export interface TableOptions {
  /** Shown above the table. Default: none. */
  readonly title?: string;
  /** Which columns, in this order. Default: all. */
  readonly columns?: readonly string[];
  /** Unit by column; `%` shows proportions 0…1 as per cent. Default: `%` for names that end in rate, share and the like, `min` for minutes. */
  readonly units?: Readonly<Record<string, string>>;
  /** At most this many rows are shown. Default: 20, about a screenful. */
  readonly rows?: number;
}

interface Column {
  readonly heading: string;
  readonly unit: string;
  readonly index: number;
  readonly numeric: boolean;
}

interface Shown {
  readonly title: string | undefined;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly unknown[])[];
  readonly total: number;
  /** Where the column is that gives each row's unit; -1 when there is none. */
  readonly unitIndex: number;
}

/** Columns of one table: more do not fit beside each other in a notebook. */
const MOST_COLUMNS = 24;
/** A text of at most this many characters (a time, a name) stays on one line. */
const SHORT = 24;

/** verbRate → verb rate; names with blanks or underscores stay as their file has them. */
function heading(name: string): string {
  const shown = cellText(name);
  return /^[a-z]+([A-Z][a-z0-9]*)+$/.test(shown) ? shown.replace(/[A-Z]/g, (sign) => ` ${sign.toLowerCase()}`) : shown;
}

/** Rows of an object of named things with the names as words, as its headings have them; other rows as they are. */
function withNamesInWords(x: unknown, rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  if (typeof x !== "object" || x === null || Array.isArray(x)) return rows;
  const keys = Object.keys(x);
  const named = rows.length > 0 && rows.every(([first], i) => typeof first === "string" && first === keys[i]);
  return named ? rows.map(([first, ...rest]) => [heading(String(first)), ...rest]) : rows;
}

function shown(x: unknown, options: TableOptions): Shown {
  const { columns, rows } = tabular(x);
  const units = new Map(Object.entries(options.units ?? {}));
  const wanted = options.columns
    ?.map((name) => columns.findIndex((column) => column.name === name))
    .filter((index) => index >= 0);
  const picked = (wanted ?? columns.map((_, index) => index)).slice(0, MOST_COLUMNS);
  const visible = withNamesInWords(x, rows.slice(0, options.rows ?? 20));
  return {
    title: options.title,
    total: rows.length,
    rows: visible,
    unitIndex: columns.findIndex(({ name }) => name === "unit"),
    columns: picked.map((index) => {
      const { name, unit } = columns[index] as { name: string; unit?: string };
      const values = visible.map((row) => sortKey(row[index])).filter((key) => key !== null);
      const numeric = values.length > 0 && values.every((key) => typeof key === "number");
      return {
        heading: heading(name),
        unit: units.get(name) ?? unit ?? (numeric ? impliedUnit(name) : ""),
        index,
        numeric,
      };
    }),
  };
}

const remark = ({ rows, total }: Shown): string =>
  rows.length < total ? `${rows.length} of ${total.toLocaleString("en-US")} rows` : "";

const STYLE =
  ".pm-table{overflow-x:auto;max-width:100%}.pm-table table{border-collapse:collapse;font-variant-numeric:tabular-nums;text-align:start;margin:0}" +
  ".pm-table caption{caption-side:top;text-align:start;font-weight:600;padding:.2rem .6rem .3rem 0;color:inherit}" +
  ".pm-table.pm-table th,.pm-table.pm-table td{padding:.2rem .9rem .2rem 0;border-bottom:1px solid rgba(127,127,127,.35);vertical-align:top;text-align:start;white-space:normal;max-width:28rem;overflow-wrap:break-word}" +
  ".pm-table th{cursor:pointer;font-weight:600}.pm-table.pm-table.pm-table .n{text-align:end}.pm-table.pm-table.pm-table .n,.pm-table.pm-table.pm-table .w{white-space:nowrap}.pm-table .l{min-width:11rem}.pm-table th[aria-sort=ascending]::after{content:' ↑'}" +
  ".pm-table th[aria-sort=descending]::after{content:' ↓'}.pm-table .pm-note{opacity:.75;margin:.3rem 0 0;font-size:.9em}";

/** One cell; where the row says its own unit (a column `unit`), a share reads as per cent and says so. */
function cell(model: Shown, row: readonly unknown[], column: Column): string {
  const value = row[column.index];
  const own =
    column.unit === "" && model.unitIndex >= 0 && column.index !== model.unitIndex ? row[model.unitIndex] : "";
  if (own !== "share" || !(typeof value === "number" || isEstimateLike(value)))
    return cellText(value, column.unit || (own === "minutes" ? "min" : ""));
  return cellText(value, "%").replace(/^\S+/, (first) => `${first} %`);
}

function html(model: Shown): string {
  const kind = (column: Column): string => (column.numeric ? ' class="n"' : "");
  const head = model.columns.map(
    (column) =>
      `<th scope="col"${kind(column)}>${escapeHtml(column.heading + (column.unit ? ` (${column.unit})` : ""))}</th>`,
  );
  const body = model.rows.map((row) => {
    const cells = model.columns.map((column) => {
      const key = sortKey(row[column.index]);
      const data = key === null ? "" : ` data-k="${escapeHtml(String(key))}"`;
      const text = cell(model, row, column);
      const length = column.numeric ? "" : ` class="${[...text].length <= SHORT ? "w" : "l"}"`;
      return `<td${kind(column)}${length}${data}>${escapeHtml(text)}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  const caption = model.title ? `<caption>${escapeHtml(cellText(model.title))}</caption>` : "";
  const note = remark(model) ? `<p class="pm-note">${remark(model)}</p>` : "";
  return `<div class="pm-table"><style>${STYLE}</style><table>${caption}<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>${note}<script>${pageProgram("table-sort")}</script></div>`;
}

function plain(model: Shown): string {
  const lines = [
    model.columns.map((column) => column.heading + (column.unit ? ` (${column.unit})` : "")),
    ...model.rows.map((row) => model.columns.map((column) => cell(model, row, column))),
  ];
  const widths = model.columns.map((_, index) =>
    Math.min(60, Math.max(...lines.map((line) => [...(line[index] as string)].length))),
  );
  const text = lines.map((line) =>
    line
      .map((cell, index) =>
        model.columns[index]?.numeric ? cell.padStart(widths[index] as number) : cell.padEnd(widths[index] as number),
      )
      .join("  ")
      .trimEnd(),
  );
  return [...(model.title ? [cellText(model.title)] : []), ...text, ...(remark(model) ? [remark(model)] : [])].join(
    "\n",
  );
}

/** The output that {@link table} shows: HTML for readers, aligned text for everything else. */
export function tableOutput(x: unknown, options: TableOptions = {}): MimeBundle {
  const model = shown(x, options);
  if (model.rows.length === 0) {
    const text = `${options.title ? `${cellText(options.title)}: ` : ""}nothing to list.`;
    return { "text/html": `<p>${escapeHtml(text)}</p>`, "text/plain": text };
  }
  return { "text/html": html(model), "text/plain": plain(model) };
}

/**
 * Shows a table: numbers aligned, in their units, estimates with their intervals, times in UTC; at most a screenful of rows.
 * A click on a heading sorts, where the reader's program lets it. Whatever a cell holds is shown as text.
 *
 * @param x - a list of records, `{ columns, rows }`, a danfojs frame, an arquero table, a map, or an object of named things
 * @throws PostmortemError `data` when it is none of these
 */
export function table(x: unknown, options: TableOptions = {}): void {
  sendDisplay(tableOutput(x, options));
}
