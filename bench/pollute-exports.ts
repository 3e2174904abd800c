/** A table as an exporter means it. */
export interface CleanTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const ROWS = 120;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function at(minute: number): Date {
  return new Date(Date.UTC(2025, 2, 31, 12, minute));
}

function table(name: string, columns: readonly string[], row: (index: number) => readonly string[]): CleanTable {
  return { name, columns, rows: Array.from({ length: ROWS }, (_row, index) => row(index)) };
}

function rfc2822(date: Date): string {
  return `${DAYS[date.getUTCDay()]}, ${date.getUTCDate()} Mar 2025 ${date.toISOString().slice(11, 19)} +0000`;
}

/** Synthetic exports in the shapes of five kinds of vendor: commas, quotes, line feeds, JSON and accents inside cells. */
export const CLEAN_TABLES: readonly CleanTable[] = [
  table("calls", ["sid", "parent_call_sid", "from", "to", "status", "start_time", "duration", "price"], (n) => [
    `CA${String(n * 7919).padStart(32, "0")}`,
    n % 4 === 0 ? `CA${String(n).padStart(32, "0")}` : "",
    `+4930555${1000 + n}`,
    `+4930555${9000 - n}`,
    ["completed", "busy", "no-answer", "failed"][n % 4] as string,
    rfc2822(at(n % 60)),
    String((n * 3) % 181),
    `-0.0${10 + (n % 80)}`,
  ]),
  table(
    "alerts",
    ["sid", "date_generated", "error_code", "resource_sid", "request_url", "alert_text", "remark"],
    (n) => [
      `NO${String(n).padStart(32, "a")}`,
      at(n).toISOString(),
      n % 3 === 0 ? "13335" : "11200",
      `CA${String(n * 31).padStart(32, "b")}`,
      `https://ivr.example/menu?step=${n}&lang=de`,
      `Msg=Got%20HTTP%20502&sourceComponent=12000&ErrorCode=11200&httpResponse=502&try=${n}`,
      n % 5 === 0 ? `The caller said "hello, ${n}", then hung up` : `nothing; ${n}`,
    ],
  ),
  table("logs", ["date", "host", "service", "attributes", "message"], (n) => [
    at(n).toISOString().replace("T", " ").slice(0, 19),
    `proxy-${n % 7}`,
    n % 2 === 0 ? "fetch" : "play",
    JSON.stringify({ status: 200 + (n % 3), url: `/a/${n}` }),
    n % 10 === 0 ? `timeout after ${n} ms\n  at fetch` : `served ${n} bytes`,
  ]),
  table("metrics", ["time", "capacity_units", "busy_share", "error_events", "request_load"], (n) => [
    at(n).toISOString(),
    String(60 + (n % 9)),
    (n / 1000).toFixed(3),
    String((n * n) % 97),
    String(12_000 + n * 13),
  ]),
  table("tickets", ["Ticket", "Opened", "Kunde", "Größe", "Bemerkung"], (n) => [
    String(10_000 + n),
    at(n).toISOString().slice(0, 16).replace("T", " "),
    ["Müller", "Núñez", "Lefèvre", "Åkesson"][n % 4] as string,
    `${n},${n % 10}`,
    n % 6 === 0 ? `Rückruf, bitte – „bald“ ${n}`.replace("„", '"').replace("“", '"') : `erledigt ${n}`,
  ]),
];
