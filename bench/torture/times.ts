import { onPurpose, withData } from "./folder.js";
import type { TortureLine } from "./line.js";

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
] as const;

/** Local wall-clock parts of an instant, from the platform's own zone data. */
function wall(ms: number, zone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
}

function offsetMinutes(ms: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wall(ms, zone);
  return Math.round(
    (Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) -
      Math.floor(ms / 1000) * 1000) /
      60_000,
  );
}

const pad = (value: number, width = 2): string => String(value).padStart(width, "0");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function offsetText(minutes: number, colon: string): string {
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(Math.abs(minutes) / 60))}${colon}${pad(Math.abs(minutes) % 60)}`;
}

/** How a time is written: from its local parts (as a UTC date), its instant, and its zone's offset. */
interface Notation {
  readonly name: string;
  /** Whether it carries its own zone, so that it has one meaning everywhere. */
  readonly zoned: boolean;
  readonly write: (local: Date, ms: number, offset: number) => string;
}

const date = (at: Date): string => at.toISOString().slice(0, 10);
const clock = (at: Date): string => at.toISOString().slice(11, 19);
const hour12 = (at: Date): string =>
  `${((at.getUTCHours() + 11) % 12) + 1}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())} ${at.getUTCHours() < 12 ? "AM" : "PM"}`;

const NOTATIONS: readonly Notation[] = [
  { name: "ISO with Z", zoned: true, write: (_local, ms) => new Date(ms).toISOString() },
  {
    name: "ISO with offset",
    zoned: true,
    write: (local, _ms, offset) => `${date(local)}T${clock(local)}${offsetText(offset, ":")}`,
  },
  {
    name: "spaced with offset, no colon",
    zoned: true,
    write: (local, _ms, offset) => `${date(local)} ${clock(local)}${offsetText(offset, "")}`,
  },
  { name: "ISO, microseconds, Z", zoned: true, write: (_local, ms) => new Date(ms).toISOString().replace("Z", "000Z") },
  {
    name: "RFC 2822",
    zoned: true,
    write: (local, _ms, offset) =>
      `${DAYS[local.getUTCDay()]}, ${pad(local.getUTCDate())} ${MONTHS[local.getUTCMonth()]} ${local.getUTCFullYear()} ${clock(local)} ${offsetText(offset, "")}`,
  },
  {
    name: "common log",
    zoned: true,
    write: (local, _ms, offset) =>
      `${pad(local.getUTCDate())}/${MONTHS[local.getUTCMonth()]}/${local.getUTCFullYear()}:${clock(local)} ${offsetText(offset, "")}`,
  },
  { name: "epoch s", zoned: true, write: (_local, ms) => String(Math.floor(ms / 1000)) },
  { name: "epoch ms", zoned: true, write: (_local, ms) => String(ms) },
  { name: "epoch µs", zoned: true, write: (_local, ms) => `${ms}000` },
  { name: "epoch ns", zoned: true, write: (_local, ms) => `${ms}000000` },
  { name: "local ISO", zoned: false, write: (local) => `${date(local)}T${clock(local)}` },
  { name: "local, spaced", zoned: false, write: (local) => `${date(local)} ${clock(local)}` },
  {
    name: "slashed, day first",
    zoned: false,
    write: (local) =>
      `${pad(local.getUTCDate())}/${pad(local.getUTCMonth() + 1)}/${local.getUTCFullYear()} ${clock(local)}`,
  },
  {
    name: "slashed, AM and PM",
    zoned: false,
    write: (local) => `${local.getUTCMonth() + 1}/${local.getUTCDate()}/${local.getUTCFullYear()} ${hour12(local)}`,
  },
  {
    name: "dotted",
    zoned: false,
    write: (local) =>
      `${pad(local.getUTCDate())}.${pad(local.getUTCMonth() + 1)}.${local.getUTCFullYear()} ${clock(local)}`,
  },
];

/** The clock changes of 2025 in a zone, found by looking. */
function changes(zone: string): { at: number; before: number; after: number }[] {
  const found: { at: number; before: number; after: number }[] = [];
  for (let ms = Date.UTC(2025, 0, 1); ms < Date.UTC(2026, 0, 1); ms += 900_000) {
    const [before, after] = [offsetMinutes(ms - 900_000, zone), offsetMinutes(ms, zone)];
    if (before !== after) found.push({ at: ms, before, after });
  }
  return found;
}

interface Case {
  readonly what: string;
  /** Wall time, written as if it were UTC. */
  readonly local: number;
  /** The instants that read so on that wall: none in a gap, two in a fold. */
  readonly instants: readonly number[];
}

/** Plain times, and times around both clock changes. */
function cases(zone: string): Case[] {
  const instantsOf = (local: number): number[] => {
    const offsets = [...new Set([-1, 1].map((days) => offsetMinutes(local + days * 86_400_000, zone)))];
    return offsets
      .map((minutes) => local - minutes * 60_000)
      .filter((ms) => ms + offsetMinutes(ms, zone) * 60_000 === local);
  };
  const one = (what: string, local: number): Case => ({ what, local, instants: instantsOf(local) });
  const plain = [
    one("winter", Date.UTC(2025, 0, 17, 23, 59, 59)),
    one("summer", Date.UTC(2025, 6, 30, 0, 0, 1)),
    one("noon", Date.UTC(2025, 10, 25, 12, 30, 0)),
  ];
  const around = changes(zone).flatMap(({ at, before, after }) => {
    const [early, late] = [Math.min(before, after), Math.max(before, after)].map(
      (minutes) => at + minutes * 60_000,
    ) as [number, number];
    return [
      one(`${after > before ? "gap" : "fold"}`, (early + late) / 2),
      one("before the change", early - 60_000),
      one("after the change", late + 60_000),
    ];
  });
  return [...plain, ...around];
}

const ANCHORS = ["2025-05-13T08:00:00", "2025-05-14T09:00:00", "2025-05-15T10:00:00", "2025-05-16T11:00:00"];

/** One notation in one zone, one time of interest among plain ones. */
async function judged(notation: Notation, zone: string, one: Case): Promise<string | null> {
  const ms = one.instants[0] ?? one.local;
  if (one.instants.length === 0 && notation.zoned) return null;
  const anchors = ANCHORS.map((text) => Date.parse(`${text}Z`));
  const writeAt = (local: number, instant: number): string =>
    notation.write(new Date(local), instant, (local - instant) / 60_000);
  const written = [
    ...anchors.map((instant) => writeAt(instant + offsetMinutes(instant, zone) * 60_000, instant)),
    writeAt(one.local, ms),
  ];
  const files = {
    "t.csv": `when;word\n${written.map((text, index) => `${text};w${index}`).join("\n")}\n`,
    "incident.yaml": `id: t\nerrorBudget: { rows: 3 }\nsources:\n  log: { file: t.csv, kind: outcomes, time: { column: when, zone: ${zone} }, failed: { word: [w0] }, dimensions: [word] }\n`,
  };
  return withData(files, async (data) => {
    const rows = await data.source("log").rows({ from: "2024-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" }, 100);
    const at = rows.find(({ fields }) => fields.some(([, value]) => value === "w4"))?.at;
    const reject = data.rejects.find(({ line }) => line === 6);
    if (rows.length + data.rejects.length !== 5) return `${rows.length} rows and ${data.rejects.length} rejects of 5`;
    const settled = notation.zoned || one.instants.length === 1;
    if (!settled) return reject && at === undefined ? null : `${written[4]} was read as ${at}`;
    return at !== undefined && Date.parse(at) === ms
      ? null
      : `${written[4]} was read as ${at ?? `a reject: ${reject?.reason}`}, it is ${new Date(ms).toISOString()}`;
  }).catch((error: unknown) => `refused: ${onPurpose(error).message}`);
}

/** Notations × zones × plain times, gaps and folds; and each local notation without a zone, which must be refused. */
export async function times(): Promise<TortureLine> {
  const failures: string[] = [];
  let count = 0;
  for (const zone of ZONES) {
    const all = cases(zone);
    for (const notation of NOTATIONS) {
      for (const one of all) {
        if (notation.zoned && one.instants.length === 0) continue;
        count += 1;
        const wrong = await judged(notation, zone, one).catch((error: unknown) => String(error));
        if (wrong !== null) failures.push(`${notation.name}, ${zone}, ${one.what}: ${wrong}`);
      }
    }
  }
  for (const { name, write } of NOTATIONS.filter(({ zoned }) => !zoned)) {
    count += 1;
    const texts = ANCHORS.map((text) => write(new Date(`${text}Z`), 0, 0));
    const files = {
      "t.csv": `when;word\n${texts.map((text) => `${text};w`).join("\n")}\n`,
      "incident.yaml":
        "id: t\nsources:\n  log: { file: t.csv, kind: outcomes, time: { column: when }, failed: { word: [w] } }\n",
    };
    const told = await withData(files, () => "read without a zone").catch(
      (error: unknown) => onPurpose(error, ["input"]).message,
    );
    if (!/zone/.test(told) || told === "read without a zone") failures.push(`${name} without a zone: ${told}`);
  }
  return {
    test: `${NOTATIONS.length} time notations × ${ZONES.length} zones × plain, gap, fold; no zone`,
    pass: "right, or rejected with the line",
    count,
    failures,
    measured: "",
  };
}
