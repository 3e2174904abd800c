import { PostmortemError } from "../../errors/errors.js";
import { headLines, lineTable } from "./line-table.js";
import type { FormatDefaults, FormatHead, VendorFormat } from "./vendor-format.js";

/** Columns of a table stand at least so many spaces apart. */
const GAP = /\s{2,}/;
/** How long ago, as kubectl writes it. */
const AGE = /^(<unknown>|<invalid>|(\d+[smhdy])+( \(x\d+ over (\d+[smhdy])+\))?)$/;

/** One tool's table with columns of a fixed width. */
interface FixedTable {
  readonly name: string;
  /** The names of its head. */
  readonly head: RegExp;
  /** Columns of times, the surest first. */
  readonly times: readonly string[];
  readonly defaults: FormatDefaults;
}

interface Layout {
  readonly columns: readonly string[];
  readonly starts: readonly number[];
}

/** Names and places of a head's columns. */
function layoutOf(line: string): Layout {
  const names = line.trim().split(GAP);
  let from = 0;
  const starts = names.map((name) => {
    const at = line.indexOf(name, from);
    from = at + name.length;
    return at;
  });
  return { columns: names.map((name) => name.toLowerCase().replace(/\s+/g, "_")), starts };
}

/** A row's cells; `null` where text crosses the beginning of a column. */
function cellsAt(line: string, { starts }: Layout): readonly string[] | null {
  const letters = [...line];
  const crosses = starts.some((at) => at > 0 && (letters[at - 1] ?? " ") !== " " && (letters[at] ?? " ") !== " ");
  if (crosses) return null;
  return starts.map((at, index) =>
    letters
      .slice(at, starts[index + 1])
      .join("")
      .trim(),
  );
}

/** The column of times that tell a moment; ages say none, since nothing says from when they count. */
function timeColumn({ times }: FixedTable, head: FormatHead, layout: Layout): string | undefined {
  const rows = headLines(head, 50).slice(1);
  return times.find((name) => {
    const column = layout.columns.indexOf(name);
    const cells = column < 0 ? [] : rows.map((line) => cellsAt(line, layout)?.[column] ?? "");
    return cells.some((cell) => cell !== "" && !AGE.test(cell));
  });
}

function fixedTable(one: FixedTable): VendorFormat {
  const layout = (head: FormatHead): Layout => layoutOf(headLines(head, 1)[0] ?? "");
  return {
    name: one.name,
    recognises: (head) => one.head.test(headLines(head, 1)[0] ?? ""),
    defaults: (head) => {
      const column = timeColumn(one, head, layout(head));
      return { kind: "events", ...one.defaults, ...(column !== undefined && { time: { column } }) };
    },
    table(path, head) {
      const own = layout(head);
      if (timeColumn(one, head, own) === undefined)
        throw new PostmortemError(
          "input",
          `file "${head.file}" says how long ago things happened, but not when it was written; export moments instead: kubectl get events -o json`,
        );
      const first = (headLines(head, 1)[0] ?? "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return Promise.resolve(
        lineTable(path, head, own.columns, (line) => cellsAt(line, own), new RegExp(`^${first}\\s*$`)),
      );
    },
  };
}

/** `kubectl get events` as a table, where it holds moments. */
const kubectlEvents = fixedTable({
  name: "kubectl-events",
  head: /^(NAMESPACE\s+)?((LAST|FIRST) ?SEEN|LAST_?TIMESTAMP|FIRST_?TIMESTAMP|TIME(STAMP)?|CREATED( AT)?)\s.*\bREASON\s.*\b(OBJECT|NAME|MESSAGE)\b/i,
  times: [
    "first_seen",
    "firstseen",
    "firsttimestamp",
    "first_timestamp",
    "time",
    "timestamp",
    "created",
    "created_at",
    "last_seen",
    "lastseen",
    "lasttimestamp",
    "last_timestamp",
  ],
  defaults: { role: "change" },
});

/** `argocd app history`: number, date and revision of each deployment. */
const argoTable = fixedTable({
  name: "argo-history-table",
  head: /^ID\s{2,}DATE\s{2,}REVISION\b/,
  times: ["date"],
  defaults: { role: "change" },
});

/** Tables with columns of a fixed width. */
export const EVENT_TABLES: readonly VendorFormat[] = [kubectlEvents, argoTable];
