import { iso, isoSeconds, sql, stamp } from "../clock.js";
import { type Layout, one, type Truth } from "../layout.js";
import { cell, csv, lines, pick, uuid } from "../text.js";
import { HOUR, type World } from "../world.js";

/** Tables without a tool's name: what hands, spreadsheets and small scripts do to rows, numbers and times. */

const STATE = { failed: [{ column: "state", values: ["failed"] }] };
const state = (failed: boolean): string => (failed ? "failed" : "done");
const HEADER = ["time", "worker", "state"];
const rowsOf = (world: World, time: (at: number) => string | number): (string | number)[][] =>
  world.attempts.map(({ at, failed, index }) => [time(at), `w${index % 9}`, state(failed)]);

const timed = (
  name: string,
  time: (at: number) => string | number,
  facts: Layout["facts"] = {},
  plan: Layout["plan"] = {},
): Layout => ({
  name,
  plan,
  facts: { ...STATE, ...facts },
  files: (world) => one("jobs.csv", csv(HEADER, rowsOf(world, time))),
});

/** Every failure was tried once before, a second earlier, under the same id. */
const retriedRows = (world: World): { at: number; id: string; state: string }[] =>
  world.attempts.flatMap(({ at, failed, index }) => {
    const last = { at, id: uuid(index), state: state(failed) };
    return failed ? [{ ...last, at: at - 1000, state: "retried" }, last] : [last];
  });

function retriedTruth(world: World): Truth {
  const rows = retriedRows(world);
  return {
    stepMinutes: 1,
    count(from, to) {
      const inside = rows.filter(({ at }) => Math.floor(at / 1000) * 1000 >= from && at < to);
      return { failures: inside.filter((row) => row.state === "failed").length, attempts: inside.length };
    },
  };
}

/** Longer rows of the same minutes. */
function every(world: World, step: number): { at: number; attempts: number; failures: number }[] {
  const sums = new Map<number, { attempts: number; failures: number }>();
  for (const minute of world.minutes) {
    const start = Math.floor(minute.at / step) * step;
    const sum = sums.get(start) ?? { attempts: 0, failures: 0 };
    sums.set(start, { attempts: sum.attempts + minute.attempts, failures: sum.failures + minute.failures });
  }
  return [...sums].map(([at, sum]) => ({ at, ...sum }));
}

const COUNTS = { failures: ["failed_calls", "errors"], attempts: ["calls", "requests"] };
const hourly = (world: World): string =>
  csv(
    ["hour", "calls", "failed_calls"],
    every(world, HOUR).map(({ at, attempts, failures }) => [isoSeconds(at), attempts, failures]),
  );
const daily = (world: World): string =>
  csv(
    ["date", "calls", "failed_calls"],
    every(world, 24 * HOUR).map(({ at, attempts, failures }) => [iso(at).slice(0, 10), attempts, failures]),
  );

/** A thousand is `1,234`, in quotes. */
const withThousands = (value: number): string => value.toLocaleString("en-US");
const thousands = (world: World): string =>
  csv(
    ["time", "requests", "errors"],
    world.minutes.map(({ at, attempts, failures }) => [
      isoSeconds(at),
      withThousands(attempts),
      withThousands(failures),
    ]),
  );

const plainRows = (world: World): string[] => rowsOf(world, isoSeconds).map((row) => row.join(","));
const trailingComma = (world: World): string => lines([HEADER.join(","), ...plainRows(world).map((row) => `${row},`)]);
const doubledEnds = (world: World): string => `${[HEADER.join(","), ...plainRows(world)].join("\r\r\n")}\r\r\n`;
const oneIn1970 = (world: World): string => {
  const rows = plainRows(world);
  rows.splice(700, 0, "1970-01-01T00:00:00Z,w3,done");
  return lines([HEADER.join(","), ...rows]);
};

const dictionaries = (world: World): string =>
  lines([
    "time,state,service",
    ...world.attempts.map(
      ({ at, failed, index }) =>
        `${isoSeconds(at)},${state(failed)},${cell(`{'id': 'S${index % 7}', 'kind': 'queue', 'name': 'billing'}`)}`,
    ),
  ]);

/** Milliseconds that look like statuses, beside a plain yes or no. */
const milliseconds = (world: World): string =>
  csv(
    ["time", "country", "response", "ok"],
    world.attempts.map(({ at, failed, draw, index }) => [
      isoSeconds(at),
      pick(["DE", "AT", "CH"], draw),
      80 + ((index * 37) % 900),
      String(!failed),
    ]),
  );

/** A check that had no answer at all logs status 0. */
const noAnswer = (world: World): string =>
  csv(
    ["time", "endpoint", "status_code", "ms"],
    world.attempts.map(({ at, failed, draw, milliseconds: ms }) => [
      isoSeconds(at),
      "https://shop.example/health",
      failed ? pick([0, 503], draw) : 200,
      ms,
    ]),
  );

const errorText = (world: World): string =>
  csv(
    ["time", "endpoint", "ms", "error"],
    world.attempts.map(({ at, failed, draw, milliseconds: ms }) => [
      isoSeconds(at),
      "/pay",
      ms,
      failed ? pick(["connection refused", "timeout after 30 s"], draw) : "",
    ]),
  );

const syslog = (world: World): string =>
  lines(
    world.attempts.map(
      ({ at, failed, index }) =>
        `${stamp(at, "MON DD hh:mm:ss")} app1 billing[812]: ${failed ? "ERROR" : "INFO"} invoice ${index} ${failed ? "failed: connection refused" : "sent"}`,
    ),
  );

const GERMAN_MONTHS = [
  "Januar",
  "Februar",
  "März",
  "April",
  "Mai",
  "Juni",
  "Juli",
  "August",
  "September",
  "Oktober",
  "November",
  "Dezember",
];
const germanMonth = (at: number): string => {
  const shown = stamp(at, "D. MM YYYY hh:mm", "Europe/Berlin");
  return shown.replace(/ (\d\d) /, (_, month: string) => ` ${GERMAN_MONTHS[Number(month) - 1]} `);
};

const table = (
  name: string,
  body: (world: World) => string,
  facts: Layout["facts"] = STATE,
  path = "table.csv",
): Layout => ({ name, facts, files: (world) => one(path, body(world)) });

export const EVERYDAY: readonly Layout[] = [
  {
    name: "retried-under-one-id",
    truth: retriedTruth,
    facts: { failed: [{ column: "state", values: ["failed"] }] },
    files: (world) =>
      one(
        "requests.csv",
        csv(
          ["started_at", "request_id", "state"],
          retriedRows(world).map((row) => [isoSeconds(row.at), row.id, row.state]),
        ),
      ),
  },
  {
    name: "hourly-counts",
    truth: "minutes",
    stepMinutes: 60,
    plan: { hours: 24 * 7, stepMinutes: 60, countPerMinute: 9, perMinute: 1 },
    facts: COUNTS,
    files: (world) => one("hourly.csv", hourly(world)),
  },
  {
    name: "daily-counts",
    truth: "minutes",
    stepMinutes: 24 * 60,
    plan: { start: "2026-02-01T00:00:00Z", hours: 24 * 45, stepMinutes: 24 * 60, countPerMinute: 4, perMinute: 1 },
    facts: { ...COUNTS, zone: "UTC" },
    files: (world) => one("daily.csv", daily(world)),
  },
  {
    name: "thousands-comma",
    truth: "minutes",
    plan: { countPerMinute: 1100 },
    facts: { ...COUNTS, decimal: "." },
    files: (world) => one("minutes.csv", thousands(world)),
  },
  table("trailing-comma", trailingComma),
  table("cr-cr-lf", doubledEnds),
  table("one-row-in-1970", oneIn1970),
  table("python-dictionaries", dictionaries),
  table("milliseconds-like-statuses", milliseconds, { failed: [{ column: "ok", values: ["false"] }] }),
  table("status-0-no-answer", noAnswer, { failed: [{ column: "status_code", values: ["0", "503"] }] }),
  table("error-text", errorText, {
    failed: [{ column: "error", values: ["connection refused", "timeout after 30 s"] }],
  }),
  table(
    "syslog-without-year",
    syslog,
    {
      zone: "UTC",
      year: 2026,
      failed: [
        { column: "level", values: ["ERROR"] },
        { column: "severity", values: ["ERROR"] },
        { column: "message", values: ["ERROR"] },
      ],
    },
    "billing.log",
  ),
  timed(
    "autumn-clock-change",
    (at) => sql(at, "Europe/Berlin"),
    { zone: "Europe/Berlin" },
    { start: "2026-10-24T22:30:00Z" },
  ),
  timed(
    "american-am-pm",
    (at) => `${stamp(at, "M/D/YYYY", "America/New_York")} ${stamp(at, "h12:mm:ss AMPM", "America/New_York")}`,
    { zone: "America/New_York", order: "mdy" },
    { start: "2026-03-25T14:00:00Z" },
  ),
  timed("german-month-names", germanMonth, { zone: "Europe/Berlin" }),
  timed("excel-serials", (at) => (Math.floor(at / 1000) / 86_400 + 25_569).toFixed(10), { zone: "UTC" }),
  timed("run-together-times", (at) => stamp(at, "YYYYMMDDhhmmss"), { zone: "UTC" }),
  timed("zone-word", (at) => `${sql(at, "Europe/Berlin")} CET`, { zone: "Europe/Berlin" }),
  timed(
    "two-digit-years",
    (at) => stamp(at, "DD.MM.YY hh:mm", "Europe/Vienna"),
    { zone: "Europe/Vienna", order: "dmy" },
    { start: "2026-03-25T08:00:00Z" },
  ),
  timed("rfc-1123", (at) => stamp(at, "DOW, DD MON YYYY hh:mm:ss").concat(" GMT")),
  timed("ctime", (at) => stamp(at, "DOW MON DD hh:mm:ss YYYY"), { zone: "UTC" }),
];
