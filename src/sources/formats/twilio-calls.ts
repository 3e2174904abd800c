import { mappedTable } from "./mapped-table.js";
import { hasColumns, namedColumn, sampledValues } from "./named-column.js";
import type { FormatDefaults, FormatHead, VendorFormat } from "./vendor-format.js";

const UNIT = "call";

function hasLegs(head: FormatHead): boolean {
  return sampledValues(head, namedColumn(head, "parent_call_sid")).some((parent) => parent.trim() !== "");
}

/**
 * Twilio calls: bulk export (JSON lines) and REST export (CSV).
 *
 * A call of several legs counts once: child legs share the parent's identifier (column `call`) and come after all parents, so they are the
 * duplicates. A dropped call reads `completed`, so the failure must come from alerts.
 */
export const twilioCalls: VendorFormat = {
  name: "twilio-calls",
  recognises: (head) => hasColumns(head, "sid", "parent_call_sid", "status", "duration") && namedColumn(head, "date_created", "start_time") !== undefined,
  defaults(head): FormatDefaults {
    const notes = hasLegs(head) ? ["Child legs are counted with their parent call; in the balance they are duplicates."] : [];
    return { kind: "outcomes", time: { column: namedColumn(head, "date_created", "start_time") as string, zone: "UTC" }, id: hasLegs(head) ? UNIT : namedColumn(head, "sid"), notes };
  },
  table(path, head) {
    if (!hasLegs(head)) return undefined;
    const columns = head.table?.columns ?? [];
    const [sid, parent] = ["sid", "parent_call_sid"].map((name) => columns.indexOf(namedColumn(head, name) as string)) as [number, number];
    const child = (cells: readonly string[]): boolean => (cells[parent] ?? "").trim() !== "";
    return Promise.resolve(mappedTable(path, head, { added: [UNIT], row: (cells) => [...cells, (child(cells) ? cells[parent] : cells[sid]) ?? ""], last: child }));
  },
};
