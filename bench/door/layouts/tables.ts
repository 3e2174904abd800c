import { gzipSync } from "node:zlib";
import { iso, isoSeconds, sql, stamp } from "../clock.js";
import { type Layout, one, type Written } from "../layout.js";
import { type Member, packedBy, tarGz, workbook, zip } from "../packed.js";
import { csv, lines, pick, uuid } from "../text.js";
import { HOUR, MINUTE, type World } from "../world.js";

/** A day that can be no month, so that its order with the month is told by the file. */
const LATE_IN_THE_MONTH = { start: "2026-03-25T14:00:00Z" };
const OUTCOME = { failed: [{ column: "outcome", values: ["failed"] }] };
const HEADER = ["time", "order_id", "outcome", "seconds"];
const orderRows = (world: World): (string | number)[][] =>
  world.attempts.map(({ at, failed, milliseconds, index }) => [
    isoSeconds(at),
    uuid(index),
    failed ? "failed" : "paid",
    milliseconds / 100,
  ]);
const orders = (world: World): string => csv(HEADER, orderRows(world));

/** The same orders in a file for each hour. */
function hourly(world: World): Member[] {
  const members: Member[] = [];
  for (let hour = world.from; hour < world.to; hour += HOUR) {
    const inside = { ...world, attempts: world.attempts.filter(({ at }) => at >= hour && at < hour + HOUR) };
    members.push({ path: `orders-${iso(hour).slice(0, 13)}.csv`, bytes: Buffer.from(orders(inside)) });
  }
  return members;
}

function squeezed(command: "xz" | "bzip2" | "zstd", ending: string): Layout["files"] {
  return (world) => {
    const bytes = packedBy(command, Buffer.from(orders(world)));
    return bytes === null ? [] : one(`orders.csv.${ending}`, bytes);
  };
}

const serial = (at: number): { serial: number } => ({ serial: Math.floor(at / 1000) / 86_400 + 25_569 });
const sheet = (world: World): { name: string; rows: (string | number | { serial: number })[][] } => ({
  name: "Calls",
  rows: [
    ["Start", "Caller", "Result", "Seconds"],
    ...world.attempts.map(({ at, failed, index, milliseconds }) => [
      serial(at),
      `ext ${200 + (index % 40)}`,
      failed ? "failed" : "answered",
      milliseconds,
    ]),
  ],
});
const RESULT = { zone: "UTC", failed: [{ column: "Result", values: ["failed"] }], other: { sheet: ["Calls"] } };

const mysqlBatch = (world: World): string =>
  lines([
    ["id", "created_at", "status", "error_text", "latency_ms"].join("\t"),
    ...world.attempts.map(({ at, failed, milliseconds, index }) =>
      [
        index + 1,
        sql(at, "Europe/Madrid"),
        failed ? "ERROR" : "DONE",
        failed ? "Lock wait timeout exceeded" : "NULL",
        milliseconds,
      ].join("\t"),
    ),
  ]);

/** `COPY … TO` in its text format: tabs, `\N` for nothing; `HEADER` since version 15. */
const postgresCopy = (world: World): string =>
  lines([
    ["id", "created_at", "error_code", "latency_ms"].join("\t"),
    ...world.attempts.map(({ at, failed, milliseconds, index, draw }) =>
      [
        index + 1,
        `${sql(at)}.${String(at % 1000).padStart(3, "0")}+00`,
        failed ? pick(["E503", "ETIMEDOUT"], draw) : "\\N",
        milliseconds,
      ].join("\t"),
    ),
  ]);

/** What `psql` prints on the terminal, pasted into a file. */
function psqlTable(world: World): string {
  const row = (time: string, state: string, ms: string): string =>
    ` ${time.padEnd(22)} | ${state.padEnd(8)} | ${ms.padStart(10)}`;
  return lines([
    "       created_at       |  state   | latency_ms ",
    "------------------------+----------+------------",
    ...world.attempts.map(({ at, failed, milliseconds }) =>
      row(`${sql(at)}+00`, failed ? "failed" : "done", String(milliseconds)),
    ),
    `(${world.attempts.length} rows)`,
    "",
  ]);
}

/** A frame written with its index; statuses became floats because some were missing. */
const pandas = (world: World): string =>
  csv(
    ["", "timestamp", "status", "elapsed"],
    world.attempts.map(({ at, failed, milliseconds, index, draw }) => [
      index,
      `${sql(at)}+00:00`,
      failed ? pick(["500.0", "503.0"], draw) : draw < 0.01 ? "" : "200.0",
      `${milliseconds}.0`,
    ]),
  );

const dateAndClock = (world: World): string =>
  csv(
    ["Date", "Time", "Extension", "Status"],
    world.attempts.map(({ at, failed, index }) => [
      stamp(at, "MM/DD/YYYY", "America/Chicago"),
      stamp(at, "hh:mm:ss", "America/Chicago"),
      200 + (index % 40),
      failed ? "Failed" : "Answered",
    ]),
  );

function runningTotals(world: World): string {
  let requests = 0;
  let errors = 0;
  const rows = world.minutes.map(({ at, attempts, failures }) => {
    requests += attempts;
    errors += failures;
    return [isoSeconds(at + MINUTE), requests, errors];
  });
  return csv(["time", "requests", "errors"], [[isoSeconds(world.from), 0, 0], ...rows]);
}

const minuteTable =
  (header: readonly string[], row: (at: number, attempts: number, failures: number) => (string | number)[]) =>
  (world: World) =>
    csv(
      header,
      world.minutes.map(({ at, attempts, failures }) => row(at, attempts, failures)),
    );

const emptyCells = minuteTable(["time", "requests", "errors"], (at, attempts, failures) => [
  isoSeconds(at),
  attempts,
  failures === 0 ? "" : failures,
]);
const totalAndSuccess = minuteTable(["time", "total", "success"], (at, attempts, failures) => [
  isoSeconds(at),
  attempts,
  attempts - failures,
]);
const availability = minuteTable(["time", "requests", "availability_pct"], (at, attempts, failures) => [
  isoSeconds(at),
  attempts,
  (100 * (1 - failures / attempts)).toFixed(3),
]);
const errorRate = minuteTable(["time", "requests", "error_rate"], (at, attempts, failures) => [
  isoSeconds(at),
  attempts,
  (failures / attempts).toFixed(5),
]);
const answeredAndFailed = minuteTable(["interval_start", "answered", "failed", "asr"], (at, attempts, failures) => [
  isoSeconds(at),
  attempts - failures,
  failures,
  (1 - failures / attempts).toFixed(4),
]);

const rows = (name: string, files: Layout["files"], facts: Layout["facts"] = OUTCOME): Layout => ({
  name,
  facts,
  files,
});
const counts = (name: string, path: string, body: (world: World) => string, facts: Layout["facts"]): Layout => ({
  name,
  truth: "minutes",
  facts,
  files: (world) => one(path, body(world)),
});
const plain =
  (path: string, body: (world: World) => string): Layout["files"] =>
  (world) =>
    one(path, body(world));

interface Language {
  readonly name: string;
  readonly path: string;
  readonly zone: string;
  readonly header: readonly string[];
  /** Pattern of day and clock, apart where the header has both. */
  readonly times: readonly string[];
  readonly good: string;
  readonly bad: string;
  readonly column: string;
  readonly latin1?: boolean;
}

const LANGUAGES: readonly Language[] = [
  {
    name: "german-yes-no",
    path: "Anrufe.csv",
    zone: "Europe/Berlin",
    header: ["Datum", "Uhrzeit", "Nebenstelle", "Erfolg", "Dauer"],
    times: ["DD.MM.YYYY", "hh:mm:ss"],
    good: "ja",
    bad: "nein",
    column: "Erfolg",
  },
  {
    name: "french-statut",
    path: "appels.csv",
    zone: "Europe/Paris",
    header: ["Horodatage", "poste", "statut", "durée"],
    times: ["DD/MM/YYYY hh:mm:ss"],
    good: "réussi",
    bad: "échec",
    column: "statut",
  },
  {
    name: "spanish-estado",
    path: "llamadas.csv",
    zone: "Europe/Madrid",
    header: ["fecha", "hora", "extensión", "estado", "duración"],
    times: ["DD/MM/YYYY", "hh:mm:ss"],
    good: "correcto",
    bad: "fallido",
    column: "estado",
  },
  {
    name: "portuguese-situacao",
    path: "chamadas.csv",
    zone: "America/Sao_Paulo",
    header: ["data_hora", "ramal", "situação", "duração"],
    times: ["DD-MM-YYYY hh:mm"],
    good: "sucesso",
    bad: "falha",
    column: "situação",
  },
  {
    name: "german-latin1",
    path: "Störungen.csv",
    zone: "Europe/Berlin",
    header: ["Zeitpunkt", "Leitung", "Zustand", "Prüfdauer"],
    times: ["DD.MM.YYYY hh:mm:ss"],
    good: "verfügbar",
    bad: "gestört",
    column: "Zustand",
    latin1: true,
  },
];

function inLanguage({ header, times, good, bad, zone, latin1 }: Language, world: World): string | Buffer {
  const body = world.attempts.map(({ at, failed, index, milliseconds }) => [
    ...times.map((pattern) => stamp(at, pattern, zone)),
    200 + (index % 40),
    failed ? bad : good,
    (milliseconds / 10).toFixed(1).replace(".", ","),
  ]);
  const text = csv(header, body, ";", "\r\n");
  return latin1 ? Buffer.from(text, "latin1") : `\uFEFF${text}`;
}

const spoken = LANGUAGES.map(
  (language): Layout => ({
    name: language.name,
    plan: { start: "2026-03-25T08:00:00Z" },
    facts: {
      zone: language.zone,
      order: "dmy",
      decimal: ",",
      failed: [{ column: language.column, values: [language.bad] }],
    },
    files: (world) => one(language.path, inLanguage(language, world)),
  }),
);

/** Minutes of a failing service in French, counts with spaces in thousands. */
const frenchCounts = (world: World): string =>
  csv(
    ["date", "requêtes", "erreurs"],
    world.minutes.map(({ at, attempts, failures }) => [
      stamp(at, "DD/MM/YYYY hh:mm", "Europe/Paris"),
      attempts,
      failures,
    ]),
    ";",
  );

export const TABLES: readonly Layout[] = [
  rows("csv-parts", (world) => hourly(world).map(({ path, bytes }): Written => ({ path, bytes }))),
  rows("zip", (world) => one("orders.zip", zip([{ path: "orders.csv", bytes: Buffer.from(orders(world)) }]))),
  rows("zip-of-parts", (world) => one("export.zip", zip(hourly(world)))),
  rows("tar-gz", (world) => one("orders.tar.gz", tarGz(hourly(world)))),
  rows("gz", (world) => one("orders.csv.gz", gzipSync(orders(world)))),
  rows("xz", squeezed("xz", "xz")),
  rows("bz2", squeezed("bzip2", "bz2")),
  rows("zst", squeezed("zstd", "zst")),
  rows("workbook", (world) => one("calls.xlsx", workbook([sheet(world)])), RESULT),
  rows(
    "workbook-two-sheets",
    (world) =>
      one(
        "calls.xlsx",
        workbook([{ name: "Notes", rows: [["Exported by the switchboard"], ["Times are UTC"]] }, sheet(world)]),
      ),
    RESULT,
  ),
  rows("mysql-batch", plain("jobs.tsv", mysqlBatch), {
    zone: "Europe/Madrid",
    failed: [
      { column: "status", values: ["ERROR"] },
      { column: "error_text", values: ["Lock wait timeout exceeded"] },
    ],
  }),
  rows("postgres-copy", plain("requests.tsv", postgresCopy), {
    failed: [{ column: "error_code", values: ["E503", "ETIMEDOUT"] }],
  }),
  rows("psql-terminal", plain("psql.txt", psqlTable), { failed: [{ column: "state", values: ["failed"] }] }),
  rows("pandas-index-floats", plain("frame.csv", pandas), { failed: [{ column: "status", atLeast: 500 }] }),
  {
    ...rows("date-and-clock", plain("calls.csv", dateAndClock), {
      zone: "America/Chicago",
      order: "mdy",
      failed: [{ column: "Status", values: ["Failed"] }],
    }),
    plan: LATE_IN_THE_MONTH,
  },
  counts("running-totals", "totals.csv", runningTotals, {
    failures: ["errors"],
    attempts: ["requests"],
    other: { cumulative: ["true"] },
  }),
  counts("empty-when-zero", "errors.csv", emptyCells, { failures: ["errors"], attempts: ["requests"] }),
  counts("total-and-success", "api.csv", totalAndSuccess, { failures: ["total - success"], attempts: ["total"] }),
  counts("availability", "availability.csv", availability, {
    failures: ["requests * (100 - availability_pct) / 100", "requests * (1 - availability_pct / 100)"],
    attempts: ["requests"],
  }),
  counts("error-rate", "rates.csv", errorRate, {
    failures: ["error_rate * requests", "requests * error_rate"],
    attempts: ["requests"],
  }),
  counts("answered-and-failed", "asr.csv", answeredAndFailed, {
    failures: ["failed"],
    attempts: ["answered + failed"],
  }),
  {
    ...counts("french-counts", "erreurs.csv", frenchCounts, {
      zone: "Europe/Paris",
      order: "dmy",
      failures: ["erreurs"],
      attempts: ["requêtes"],
    }),
    plan: LATE_IN_THE_MONTH,
  },
  ...spoken,
];
