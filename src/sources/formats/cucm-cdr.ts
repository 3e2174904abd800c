import { mappedTable } from "./mapped-table.js";
import { hasColumns, namedColumn } from "./named-column.js";
import type { VendorFormat } from "./vendor-format.js";

const TYPE = /^(INTEGER|VARCHAR\(\d+\)|UNIQUEIDENTIFIER|CHAR\(\d+\)|BIGINT|TEXT|DATETIME)$/i;

/** Call records of Cisco's call manager: a line of types under the header, seconds since 1970, 0 where a call was never connected. */
export const cucmCdr: VendorFormat = {
  name: "cucm-cdr",
  recognises: (head) => hasColumns(head, "cdrRecordType", "globalCallID_callId", "dateTimeOrigination"),
  defaults: (head) => ({
    kind: "outcomes",
    time: { column: namedColumn(head, "dateTimeOrigination") as string, format: "epoch-s" },
    duration: namedColumn(head, "duration"),
    notes: ["Records are dated at the origination of the call; a call never connected has no other time."],
  }),
  table: (path, head) =>
    Promise.resolve(
      mappedTable(path, head, {
        row: (cells) => cells,
        header: (cells) => cells.every((cell) => TYPE.test(cell.trim())),
      }),
    ),
};
