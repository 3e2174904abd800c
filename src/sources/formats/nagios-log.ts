import type { LinePattern } from "./line-format.js";
import { headLines } from "./line-table.js";

const LINE = /^\[(\d{10})\] ([A-Z][A-Za-z0-9 /()_-]+): (.*)$/;
/** Where each kind of entry has host, service, state and text, by place; -1 where it has none. */
const PLACES: ReadonlyMap<string, readonly [host: number, service: number, state: number, text: number]> = new Map([
  ["PASSIVE SERVICE CHECK", [0, 1, 2, 3]],
  ["PASSIVE HOST CHECK", [0, -1, 1, 2]],
  ["SERVICE ALERT", [0, 1, 2, 5]],
  ["HOST ALERT", [0, -1, 1, 4]],
  ["CURRENT SERVICE STATE", [0, 1, 2, 5]],
  ["CURRENT HOST STATE", [0, -1, 1, 4]],
]);
const CHECKS = ["PASSIVE SERVICE CHECK", "PASSIVE HOST CHECK"] as const;

/** Nagios' and Icinga's own log: `[seconds] ENTRY: fields;…`. Checks are attempts; alerts tell only when a state changed. */
export const nagiosLog: LinePattern = {
  name: "nagios-log",
  pattern: LINE,
  columns: ["time", "entry", "host", "service", "state", "text"],
  comment: /^\s*$/,
  row([time = "", entry = "", rest = ""]) {
    const fields = rest.split(";");
    const [host, service, state, text] = PLACES.get(entry) ?? [-1, -1, -1, 0];
    return [
      time,
      entry,
      fields[host] ?? "",
      fields[service] ?? "",
      fields[state] ?? "",
      fields.slice(Math.max(0, text)).join(";"),
    ];
  },
  defaults(head) {
    const entries = new Set(headLines(head).map((line) => LINE.exec(line)?.[2] ?? ""));
    const check = CHECKS.find((entry) => entries.has(entry));
    const time = { column: "time", format: "epoch-s" };
    if (check === undefined) return { kind: "events", time };
    return {
      kind: "outcomes",
      time,
      where: `"entry" = '${check}'`,
      failed: {
        kind: "own",
        where: [["state", { kind: "values", values: check === "PASSIVE SERVICE CHECK" ? ["2"] : ["1", "2"] }]],
      },
      notes: ["Warnings and unknown states of checks count as no failures; `failed` says otherwise."],
    };
  },
};
