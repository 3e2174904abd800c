import type { LinePattern } from "./line-format.js";

const STAMP = String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)`;
const FIELD = /(?:^|, )(to|relay|delay|dsn|status|stat)=(<[^>]*>|[^,\s]*)/g;

/** A mail server's log: deliveries say `status=`; what else it writes is no attempt. */
export const mailLog: LinePattern = {
  name: "mail-log",
  pattern: new RegExp(
    String.raw`^(${STAMP}) (\S+) ([\w-]+/[\w/-]+|sendmail|sm-mta)(?:\[\d+\])?: (?:([\dA-Za-z]{6,20}): )?(.*)$`,
  ),
  columns: ["time", "host", "process", "queue_id", "relay", "delay", "dsn", "status", "text"],
  comment: /^\s*$/,
  row([time = "", host = "", process = "", queue = "", text = ""]) {
    const fields = new Map([...text.matchAll(FIELD)].map(([, key, value]) => [key as string, value as string]));
    const of = (key: string): string => fields.get(key) ?? "";
    return [
      time,
      host,
      process,
      queue,
      of("relay"),
      of("delay"),
      of("dsn"),
      of("status") || of("stat").replace(/:$/, ""),
      text,
    ];
  },
  defaults: () => ({
    kind: "outcomes",
    time: { column: "time" },
    where: `"status" <> ''`,
    notes: [
      "A message that was put off is tried again: each try is an attempt. Lines without a delivery are left out.",
    ],
  }),
};

/** Exim's main log: `=>` is a delivery, `**` one that failed, `==` one that was put off; messages that come in are no attempts. */
export const eximLog: LinePattern = {
  name: "exim",
  pattern:
    /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?) (?:\[\d+\] )?([\dA-Za-z]{6}-[\dA-Za-z]{6,11}-[\dA-Za-z]{2,4}) (<=|=>|->|>>|\*\*|==|\*>|Completed)(?: (\S+))?(?: (.*))?$/,
  columns: ["time", "message_id", "flag", "address", "text"],
  comment: /^\s*$|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?!.* (?:<=|=>|->|>>|\*\*|==|\*>) )/,
  defaults: () => ({
    kind: "outcomes",
    time: { column: "time" },
    where: "flag in ('=>', '->', '**', '==')",
    failed: { kind: "own", where: [["flag", { kind: "values", values: ["**", "=="] }]] },
    notes: [
      "A message that was put off is tried again: each try is an attempt. Lines without a delivery are left out.",
    ],
  }),
};
