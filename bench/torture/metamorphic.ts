import { gzipSync } from "node:zlib";
import { analyze } from "../../src/analysis/analyze.js";
import { seededRandom } from "../../src/stats/random/random.js";
import type { Random } from "../../src/stats/random/random.js";
import { inFolder, withData } from "./folder.js";
import type { Files } from "./folder.js";
import type { TortureLine } from "./line.js";

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const SPAN = { from: "2025-03-31T12:30:00Z", to: "2025-03-31T13:10:00Z" };
const NOTES = ["plain", "a, b; c", 'said "no"', "line\nbreak", "tab\there", "café", "", "  spaced "];

/** Verbs and calls of three hours, an outage in the middle, notes with every awkward character. */
function base(random: Random): { verbs: Table; calls: Table } {
  const verbs: string[][] = [];
  const calls: string[][] = [];
  for (let call = 0; call < 1500; call += 1) {
    const at = Date.UTC(2025, 2, 31, 11, 30) + Math.floor(random.next() * 10_800_000);
    const bad = at > Date.UTC(2025, 2, 31, 12, 40) && at < Date.UTC(2025, 2, 31, 13, 0);
    const failed = Array.from({ length: 1 + random.integer(3) }, () => random.next() < (bad ? 0.4 : 0.01));
    failed.forEach((one, index) =>
      verbs.push([
        `v${call}-${index}`,
        new Date(at + index * 900).toISOString(),
        `c${call}`,
        one ? "11200" : "",
        ["us1", "ie1"][call % 2] as string,
        (10 + random.next() * 300).toFixed(2),
        NOTES[random.integer(NOTES.length)] as string,
      ]),
    );
    calls.push([`c${call}`, new Date(at).toISOString(), String(failed.some(Boolean))]);
  }
  return {
    verbs: { columns: ["vid", "at", "call", "code", "region", "ms", "note"], rows: verbs },
    calls: { columns: ["sid", "at", "dropped"], rows: calls },
  };
}

const yaml = (verbs: string, calls: string): string =>
  `id: meta\nsources:\n  verbs: { file: "${verbs}", time: { column: at, zone: UTC }, failed: { code: ["11200"] }, id: vid, cluster: call, latency: ms, dimensions: [region] }\n  calls: { file: "${calls}", time: { column: at, zone: UTC }, failed: { dropped: ["true"] }, id: sid }\noutcome: verbs\nexposure: { of: calls, by: verbs }\n`;

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items];
  for (let at = copy.length - 1; at > 0; at -= 1) {
    const other = random.integer(at + 1);
    [copy[at], copy[other]] = [copy[other] as T, copy[at] as T];
  }
  return copy;
}

/** How a table is written. */
interface Style {
  readonly delimiter: string;
  readonly end: string;
  readonly quoteAll: boolean;
  readonly slash: boolean;
  readonly encoding: "utf8" | "mark" | "utf16le" | "utf16be";
  readonly gzip: boolean;
  readonly json: boolean;
}

function randomStyle(random: Random): Style {
  const one = <T>(...choices: readonly T[]): T => choices[random.integer(choices.length)] as T;
  return {
    delimiter: one(",", ";", "\t", "|"),
    end: one("\n", "\r\n"),
    quoteAll: one(true, false),
    slash: random.next() < 0.2,
    encoding: one("utf8", "utf8", "mark", "utf16le", "utf16be"),
    gzip: random.next() < 0.2,
    json: random.next() < 0.2,
  };
}

const PLAIN: Style = {
  delimiter: ",",
  end: "\n",
  quoteAll: false,
  slash: false,
  encoding: "utf8",
  gzip: false,
  json: false,
};

function written({ columns, rows }: Table, style: Style): { name: string; bytes: Buffer } {
  const mark = style.slash ? '\\"' : '""';
  const cell = (text: string): string =>
    style.quoteAll || /[",;\t|\n\r]|^ | $/.test(text)
      ? `"${(style.slash ? text.replaceAll("\\", "\\\\") : text).replaceAll('"', mark)}"`
      : text;
  const text = style.json
    ? rows
        .map(
          (row) =>
            `${JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, row[index]])))}${style.end}`,
        )
        .join("")
    : [columns, ...rows].map((row) => row.map(cell).join(style.delimiter) + style.end).join("");
  const encoded =
    style.encoding === "utf8"
      ? Buffer.from(text)
      : style.encoding === "mark"
        ? Buffer.from(`\ufeff${text}`)
        : style.encoding === "utf16le"
          ? Buffer.from(`\ufeff${text}`, "utf16le")
          : Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  return {
    name: `${style.json ? "jsonl" : "csv"}${style.gzip ? ".gz" : ""}`,
    bytes: style.gzip ? gzipSync(encoded) : encoded,
  };
}

type Change = (table: Table, random: Random) => { readonly tables: readonly Table[]; readonly style: Style };
const asIs = (tables: readonly Table[]): { tables: readonly Table[]; style: Style } => ({ tables, style: PLAIN });

/** Changes that must change nothing. */
const CHANGES: Readonly<Record<string, Change>> = {
  "rows shuffled": ({ columns, rows }, random) => asIs([{ columns, rows: shuffled(rows, random) }]),
  "split into files": ({ columns, rows }, random) => {
    const parts = 2 + random.integer(4);
    return asIs(
      Array.from({ length: parts }, (_part, part) => ({
        columns,
        rows: rows.filter((_row, index) => index % parts === part),
      })),
    );
  },
  "rows duplicated": ({ columns, rows }, random) =>
    asIs([{ columns, rows: shuffled([...rows, ...rows.filter(() => random.next() < 0.2)], random) }]),
  "columns reordered, one added": ({ columns, rows }, random) => {
    const order = shuffled(
      columns.map((_name, index) => index),
      random,
    );
    return asIs([
      {
        columns: [...order.map((index) => columns[index] as string), "extra"],
        rows: rows.map((row, at) => [...order.map((index) => row[index] as string), String(at)]),
      },
    ]);
  },
  "another dialect, encoding or packing": (table, random) => ({ tables: [table], style: randomStyle(random) }),
  "all of these": (table, random) => {
    const split = (CHANGES["split into files"] as Change)(table, random).tables;
    const tables = split.flatMap((one) => (CHANGES["rows shuffled"] as Change)(one, random).tables);
    return { tables, style: randomStyle(random) };
  },
};

function files(changed: Readonly<Record<"verbs" | "calls", ReturnType<Change>>>): Files {
  const out: Record<string, string | Uint8Array> = {};
  for (const source of ["verbs", "calls"] as const) {
    const { tables, style } = changed[source];
    tables.forEach((table, index) => {
      const { name, bytes } = written(table, style);
      out[`${source}-${index}.${name}`] = bytes;
    });
  }
  return { ...out, "incident.yaml": yaml("verbs-*", "calls-*") };
}

async function reductions(all: Files): Promise<string> {
  return withData(all, async (data) => {
    const [verbs, calls] = [data.source("verbs"), data.source("calls")];
    return JSON.stringify([
      verbs.range,
      await verbs.outcomes(60),
      await calls.outcomes(60),
      await verbs.clusters(SPAN),
      await verbs.breakdown("region", SPAN),
      await verbs.latencies(600, [0.5, 0.95]),
      await data.profiles("calls", "verbs", SPAN),
      verbs.quality.loaded,
      calls.quality.loaded,
    ]);
  });
}

async function findings(all: Files): Promise<string> {
  return inFolder(all, async (folder) => {
    const { provenance: _provenance, dataQuality: _quality, ...rest } = await analyze(folder);
    return JSON.stringify(rest);
  });
}

/** The first place where two texts part, with what stands there. */
function apart(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return `"${a.slice(Math.max(0, at - 60), at + 60)}" became "${b.slice(Math.max(0, at - 60), at + 60)}"`;
}

/** `count` changes that mean nothing: every count must stay, and for each tenth the whole analysis. */
export async function metamorphic(count: number): Promise<TortureLine> {
  const tables = base(seededRandom(7));
  const plain = files({ verbs: asIs([tables.verbs]), calls: asIs([tables.calls]) });
  const [before, foundBefore] = [await reductions(plain), await findings(plain)];
  const failures: string[] = [];
  const names = Object.keys(CHANGES);
  for (let index = 0; index < count; index += 1) {
    const name = names[index % names.length] as string;
    const random = seededRandom(1000 + index);
    const change = CHANGES[name] as Change;
    const all = files({ verbs: change(tables.verbs, random), calls: change(tables.calls, random.fork("calls")) });
    const after = await reductions(all).catch((error: unknown) => String(error));
    if (after !== before) failures.push(`${name} ${index}: ${apart(before, after)}`);
    if (index % 10 !== 0) continue;
    const found = await findings(all).catch((error: unknown) => String(error));
    if (found !== foundBefore) failures.push(`${name} ${index}, whole analysis: ${apart(foundBefore, found)}`);
  }
  return {
    test: `${names.slice(0, 5).join(", ")}`,
    pass: "the same findings",
    count,
    failures,
    measured: `${Math.ceil(count / 10)} whole analyses among them`,
  };
}
