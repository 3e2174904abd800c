import { lineTable, mostRead } from "./line-table.js";
import { requestParts } from "./request-parts.js";
import type { FormatDefaults, FormatHead, VendorFormat } from "./vendor-format.js";

/** A log of one line a row whose cells a pattern's groups are. */
export interface LinePattern {
  readonly name: string;
  readonly pattern: RegExp;
  readonly columns: readonly string[];
  /** What the groups are not yet; as they are unless given. */
  row?(cells: readonly string[]): readonly string[];
  /** Lines that are no rows. */
  readonly comment?: RegExp;
  defaults(head: FormatHead): FormatDefaults;
}

/** The cells of a line; `null` where it is no line of the log. */
export function lineCells(
  { pattern, row }: Pick<LinePattern, "pattern" | "row">,
  line: string,
): readonly string[] | null {
  const cells = pattern
    .exec(line)
    ?.slice(1)
    .map((cell) => cell ?? "");
  return cells ? (row?.(cells) ?? cells) : null;
}

/** The same log with `method` and `route` behind its columns where it has a request line. */
export function withRoute(log: LinePattern): LinePattern {
  const at = log.columns.indexOf("request");
  if (at < 0 || log.columns.includes("route")) return log;
  return {
    ...log,
    columns: [...log.columns, "method", "route"],
    row(cells) {
      const own = log.row?.(cells) ?? cells;
      return [...own, ...requestParts(own[at] ?? "")];
    },
  };
}

/** A format of such lines; one with a request line has the request's method and route as columns of their own. */
export function lineFormat(pattern: LinePattern): VendorFormat {
  const log = withRoute(pattern);
  return {
    name: log.name,
    recognises: (head) =>
      mostRead(head, (line) => log.comment?.test(line) === true || log.pattern.test(line)) && mostMatch(head, log),
    defaults: (head) => log.defaults(head),
    table: (path, head) =>
      Promise.resolve(lineTable(path, head, log.columns, (line) => lineCells(log, line), log.comment)),
  };
}

function mostMatch({ text }: FormatHead, { pattern }: LinePattern): boolean {
  return text.split(/\r?\n/, 200).some((line) => pattern.test(line));
}

/** Server failures by a column of HTTP statuses. */
export function serverFailures(column: string): Pick<FormatDefaults, "failed"> {
  return { failed: { kind: "own", where: [[column, { kind: "range", atLeast: 500 }]] } };
}
