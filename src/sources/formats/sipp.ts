import { mappedTable } from "./mapped-table.js";
import { hasColumns } from "./named-column.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

const BEGIN = "period_start";

function place({ table }: FormatHead, column: string): number {
  return (table?.columns ?? []).indexOf(column);
}

/** The calls that a scenario makes, or takes, whichever it has. */
function attempts(head: FormatHead): string {
  const made = place(head, "OutgoingCall(P)");
  return (head.table?.sample ?? []).some((row) => Number(row[made] ?? 0) > 0) ? "OutgoingCall(P)" : "IncomingCall(P)";
}

/** SIPp's statistics: a row at the end of each period; `(P)` counts the period, `(C)` is a running total; times end in seconds since 1970. */
export const sipp: VendorFormat = {
  name: "sipp",
  recognises: (head) => hasColumns(head, "StartTime", "LastResetTime", "CurrentTime", "FailedCall(P)"),
  defaults: (head) => ({
    kind: "counts",
    time: { column: BEGIN, format: "epoch-s" },
    failures: "FailedCall(P)",
    attempts: attempts(head),
    notes: ["Rows of SIPp are dated at the start of the period that they count."],
  }),
  table(path, head) {
    const at = place(head, "LastResetTime");
    return Promise.resolve(
      mappedTable(path, head, {
        added: [BEGIN],
        row: (cells) => [...cells, /(\d{9,}(\.\d+)?)\s*$/.exec(cells[at] ?? "")?.[1] ?? ""],
      }),
    );
  },
};
