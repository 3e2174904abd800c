import { readRecords } from "../records/read-records.js";
import { mappedTable } from "./mapped-table.js";
import type { FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

const ASTERISK = [
  "accountcode",
  "src",
  "dst",
  "dcontext",
  "clid",
  "channel",
  "dstchannel",
  "lastapp",
  "lastdata",
  "start",
  "answer",
  "end",
  "duration",
  "billsec",
  "disposition",
  "amaflags",
];
/** Written only where the system's settings ask for them. */
const ASTERISK_NEW = ["peeraccount", "linkedid", "sequence"];
const UNIQUE_ID = /^(\S+-)?\d{9,10}\.\d+$/;
const DISPOSITION = /^(ANSWERED|NO ANSWER|BUSY|FAILED|CONGESTION|UNKNOWN)$/;
const FREESWITCH = [
  "caller_id_name",
  "caller_id_number",
  "destination_number",
  "context",
  "start_stamp",
  "answer_stamp",
  "end_stamp",
  "duration",
  "billsec",
  "hangup_cause",
  "uuid",
  "bleg_uuid",
  "accountcode",
  "read_codec",
  "write_codec",
];
const FREESWITCH_UUID = 10;
const FREESWITCH_OTHER_LEG = 11;
const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const UNIT = "call";

/** All rows of the sample, the one taken for a header included. */
function rows({ table }: FormatHead): readonly (readonly string[])[] {
  if (table?.layout !== "delimited") return [];
  return table.dialect.header ? [table.columns, ...table.sample] : table.sample;
}

function most(head: FormatHead, test: (row: readonly string[]) => boolean): boolean {
  const found = rows(head);
  return found.length > 0 && found.filter(test).length >= 0.9 * found.length;
}

function width({ table }: FormatHead): number {
  return table?.columns.length ?? 0;
}

/** The columns that a `Master.csv` has: its settings leave out the unique id, the user field, or the three newer ones. */
function asteriskColumns(head: FormatHead): readonly string[] {
  const more = width(head) - ASTERISK.length;
  const newer = more >= ASTERISK_NEW.length ? ASTERISK_NEW : [];
  const between = more - newer.length;
  const unique = between === 2 || (between === 1 && most(head, (row) => UNIQUE_ID.test(row[ASTERISK.length] ?? "")));
  return [
    ...ASTERISK,
    ...(unique ? ["uniqueid"] : []),
    ...(between === 2 || (between === 1 && !unique) ? ["userfield"] : []),
    ...newer,
  ];
}

/**
 * Asterisk's `Master.csv`: no header, 16 to 21 columns; local time unless the system was told otherwise, so a zone must be declared. One row a
 * channel that was tried: rows of one call share its `linkedid` and are not independent.
 */
export const asteriskMaster: VendorFormat = {
  name: "asterisk-master",
  recognises: (head) =>
    width(head) >= 16 &&
    width(head) <= 21 &&
    most(head, (row) => STAMP.test(row[9] ?? "") && DISPOSITION.test(row[14] ?? "")),
  defaults(head) {
    const columns = asteriskColumns(head);
    const cluster = ["linkedid", "uniqueid"].find((name) => columns.includes(name));
    return {
      kind: "outcomes",
      time: { column: "start" },
      ...(cluster !== undefined && { cluster }),
      duration: "duration",
      failed: { kind: "own", where: [["disposition", { kind: "values", values: ["FAILED", "CONGESTION"] }]] },
    };
  },
  table: (path, head) =>
    Promise.resolve(
      mappedTable(path, head, {
        columns: asteriskColumns(head),
        dialect: { header: false, skip: 0 },
        row: (cells) => cells,
      }),
    ),
};

/** The other legs that rows name, each with the leg that names it. */
async function namedLegs(
  path: string,
  { table, file }: FormatHead,
  columns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const named = new Map<string, string>();
  if (table?.layout !== "delimited") return named;
  for await (const record of readRecords(path, file, { ...table.dialect, header: false, skip: 0 }, columns)) {
    const other = record.kind === "row" ? (record.cells[FREESWITCH_OTHER_LEG] ?? "") : "";
    if (record.kind === "row" && other !== "" && !named.has(record.cells[FREESWITCH_UUID] ?? ""))
      named.set(other, record.cells[FREESWITCH_UUID] ?? "");
  }
  return named;
}

async function freeswitchTable(path: string, head: FormatHead): Promise<FormatTable | undefined> {
  const columns = FREESWITCH.slice(0, width(head));
  const legs = columns.length > FREESWITCH_OTHER_LEG ? await namedLegs(path, head, columns) : new Map<string, string>();
  const unit = (cells: readonly string[]): string =>
    legs.get(cells[FREESWITCH_UUID] ?? "") ?? cells[FREESWITCH_UUID] ?? "";
  return mappedTable(path, head, {
    columns,
    dialect: { header: false, skip: 0 },
    added: [UNIT],
    row: (cells) => [...cells, unit(cells)],
    last: (cells) => legs.has(cells[FREESWITCH_UUID] ?? ""),
  });
}

/** FreeSWITCH's CSV by its default template: no header, local time; the b leg of a call is named in its a leg's `bleg_uuid` and counts with it. */
export const freeswitchCsv: VendorFormat = {
  name: "freeswitch-csv",
  recognises: (head) =>
    width(head) >= 11 &&
    width(head) <= FREESWITCH.length &&
    most(head, (row) => STAMP.test(row[4] ?? "") && /^[A-Z_]{4,}$/.test(row[9] ?? "")),
  defaults: () => ({
    kind: "outcomes",
    time: { column: "start_stamp" },
    id: UNIT,
    legs: true,
    duration: "duration",
    failed: {
      kind: "own",
      where: [
        [
          "hangup_cause",
          {
            kind: "not",
            values: ["NORMAL_CLEARING", "ORIGINATOR_CANCEL", "USER_BUSY", "NO_ANSWER", "NO_USER_RESPONSE"],
          },
        ],
      ],
    },
    notes: [
      "Columns are those of the default template; a changed template needs `format: generic`.",
      "B legs are counted with their a leg; in the balance they are duplicates.",
    ],
  }),
  table: freeswitchTable,
};
