import { mappedTable } from "./mapped-table.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

const ASTERISK = [
  "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start", "answer", "end", "duration", "billsec",
  "disposition", "amaflags", "uniqueid", "userfield", "peeraccount", "linkedid", "sequence",
];
const DISPOSITION = /^(ANSWERED|NO ANSWER|BUSY|FAILED|CONGESTION|UNKNOWN)$/;
const FREESWITCH = [
  "caller_id_name", "caller_id_number", "destination_number", "context", "start_stamp", "answer_stamp", "end_stamp", "duration", "billsec",
  "hangup_cause", "uuid", "bleg_uuid", "accountcode", "read_codec", "write_codec",
];
const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** All rows of the sample, the one taken for a header included. */
function rows({ table }: FormatHead): readonly (readonly string[])[] {
  if (table?.layout !== "delimited") return [];
  return table.dialect.header ? [table.columns, ...table.sample] : table.sample;
}

function all(head: FormatHead, test: (row: readonly string[]) => boolean): boolean {
  const found = rows(head);
  return found.length > 0 && found.every(test);
}

function width({ table }: FormatHead): number {
  return table?.columns.length ?? 0;
}

/** Asterisk's `Master.csv`: no header, 16 to 21 columns; local time unless the system was told otherwise, so a zone must be declared. */
export const asteriskMaster: VendorFormat = {
  name: "asterisk-master",
  recognises: (head) => width(head) >= 16 && width(head) <= ASTERISK.length && all(head, (row) => STAMP.test(row[9] ?? "") && DISPOSITION.test(row[14] ?? "")),
  defaults: (head) => ({
    kind: "outcomes", time: { column: "start" }, ...(width(head) > 16 && { id: "uniqueid" }), ...(width(head) > 19 && { cluster: "linkedid" }), duration: "duration",
    failed: { kind: "own", where: [["disposition", { kind: "values", values: ["FAILED", "CONGESTION"] }]] },
  }),
  table: (path, head) => Promise.resolve(mappedTable(path, head, { columns: ASTERISK.slice(0, width(head)), dialect: { header: false }, row: (cells) => cells })),
};

/** FreeSWITCH's CSV by its default template: no header, local time; the other leg of a call is named in `bleg_uuid`. */
export const freeswitchCsv: VendorFormat = {
  name: "freeswitch-csv",
  recognises: (head) => width(head) >= 11 && width(head) <= FREESWITCH.length && all(head, (row) => STAMP.test(row[4] ?? "") && /^[A-Z_]{4,}$/.test(row[9] ?? "")),
  defaults: () => ({
    kind: "outcomes", time: { column: "start_stamp" }, id: "uuid", duration: "duration",
    failed: { kind: "own", where: [["hangup_cause", { kind: "not", values: ["NORMAL_CLEARING", "ORIGINATOR_CANCEL", "USER_BUSY", "NO_ANSWER", "NO_USER_RESPONSE"] }]] },
    notes: ["Columns are those of the default template; a changed template needs `format: generic`."],
  }),
  table: (path, head) => Promise.resolve(mappedTable(path, head, { columns: FREESWITCH.slice(0, width(head)), dialect: { header: false }, row: (cells) => cells })),
};
