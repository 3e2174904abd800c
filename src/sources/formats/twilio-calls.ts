import { mappedTable } from "./mapped-table.js";
import { hasColumns, namedColumn, sampledValues } from "./named-column.js";
import type { VendorFormat } from "./vendor-format.js";

/** The column that all legs of one call share. */
export const CALL_UNIT = "call";
/** What is said where calls have child legs. */
export const LEG_NOTE = "Child legs are counted with their parent call; in the balance they are duplicates.";

/**
 * Twilio calls: bulk export (JSON lines, one file a UTC day) and CSV of the same columns.
 *
 * A call of several legs counts once: child legs share the parent's identifier (column `call`) and come after all parents of their file, so they
 * are the duplicates. A dropped call reads `completed`, so the failure must come from alerts.
 */
export const twilioCalls: VendorFormat = {
  name: "twilio-calls",
  recognises: (head) =>
    hasColumns(head, "sid", "parent_call_sid", "status", "duration") &&
    namedColumn(head, "date_created", "start_time") !== undefined,
  defaults: (head) => ({
    kind: "outcomes",
    time: { column: namedColumn(head, "date_created", "start_time") as string, zone: "UTC" },
    id: CALL_UNIT,
    legs: true,
    duration: namedColumn(head, "duration"),
    notes: sampledValues(head, namedColumn(head, "parent_call_sid")).some((parent) => parent.trim() !== "")
      ? [LEG_NOTE]
      : [],
  }),
  table(path, head) {
    const columns = head.table?.columns ?? [];
    const [sid, parent] = ["sid", "parent_call_sid"].map((name) =>
      columns.indexOf(namedColumn(head, name) as string),
    ) as [number, number];
    const child = (cells: readonly string[]): boolean => (cells[parent] ?? "").trim() !== "";
    return Promise.resolve(
      mappedTable(path, head, {
        added: [CALL_UNIT],
        row: (cells) => [...cells, (child(cells) ? cells[parent] : cells[sid]) ?? ""],
        last: child,
      }),
    );
  },
};
