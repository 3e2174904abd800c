import { gzipSync } from "node:zlib";
import { onPurpose, withData } from "./folder.js";
import type { Files } from "./folder.js";
import type { TortureLine } from "./line.js";

const ROWS = 4000;
const yaml = (file: string): string =>
  `id: archive\nsources:\n  verbs: { file: "${file}", time: { column: at, zone: UTC }, failed: { code: ["500"] } }\n`;

function csv(rows: number, from = 0): string {
  return Array.from(
    { length: rows },
    (_row, index) =>
      `${new Date(Date.UTC(2025, 2, 31, 12, 0, from + index)).toISOString()},${(index * 7919) % 10 === 0 ? 500 : 200},c${Math.imul(index, 2654435761) >>> 0}\n`,
  ).join("");
}

const HEADER = "at,code,call\n";
const whole = gzipSync(HEADER + csv(ROWS));

function changed(at: number, value: (byte: number) => number): Buffer {
  const copy = Buffer.from(whole);
  copy[at < 0 ? copy.length + at : at] = value(copy.at(at) as number) & 0xff;
  return copy;
}

/** A damaged archive, and a word its error must have besides the file's name. */
function damaged(): (readonly [what: string, bytes: Buffer, name?: string])[] {
  const cut = (length: number): Buffer => whole.subarray(0, length);
  return [
    ...Array.from(
      { length: 99 },
      (_each, index) => [`cut at ${index + 1} %`, cut(Math.floor((whole.length * (index + 1)) / 100))] as const,
    ),
    ...Array.from(
      { length: 16 },
      (_each, index) => [`the last ${index + 1} bytes cut`, cut(whole.length - index - 1)] as const,
    ),
    ["a wrong checksum", changed(-6, (byte) => byte ^ 1)],
    ["a wrong checksum, last bit", changed(-5, (byte) => byte ^ 128)],
    ["a wrong size", changed(-3, (byte) => byte + 1)],
    ["a wrong size, last byte", changed(-1, (byte) => byte + 1)],
    ["a flipped byte in the middle", changed(whole.length >> 1, (byte) => byte ^ 255)],
    ["a wrong method", changed(2, () => 7)],
    ["text after the end", Buffer.concat([whole, Buffer.from("garbage\n")])],
    ["one byte after the end", Buffer.concat([whole, Buffer.from("x")])],
    ["a second member that is cut", Buffer.concat([whole, whole.subarray(0, 300)])],
    ["a second member with a wrong checksum", Buffer.concat([whole, changed(-6, (byte) => byte ^ 1)])],
    ["plain text named .gz", Buffer.from(HEADER + csv(10))],
    ["an empty file named .gz", Buffer.alloc(0)],
    ["only the magic bytes", Buffer.from([0x1f, 0x8b])],
    ["gzip of gzip", gzipSync(whole)],
  ];
}

/** Sound archives that must be read whole, and the rows they hold. */
const SOUND: readonly (readonly [what: string, name: string, bytes: Buffer, rows: number])[] = [
  ["one member", "v.csv.gz", whole, ROWS],
  ["two members", "v.csv.gz", Buffer.concat([whole, gzipSync(csv(50, ROWS))]), ROWS + 50],
  [
    "three members, one of them empty, cut inside rows",
    "v.csv.gz",
    Buffer.concat([gzipSync(HEADER + csv(20).slice(0, 333)), gzipSync(""), gzipSync(csv(20).slice(333))]),
    20,
  ],
  ["gzip without the suffix", "v.csv", whole, ROWS],
];

async function refused(name: string, bytes: Buffer): Promise<string | null> {
  const files: Files = { "incident.yaml": yaml(name), [name]: bytes };
  const rows = await withData(files, (data) => data.source("verbs").quality.loaded).catch((error: unknown) => {
    const { message } = onPurpose(error, ["input"]);
    return message.includes(name) ? null : `its error does not name the file: ${message}`;
  });
  return typeof rows === "number" ? `${rows} rows were loaded without a word` : rows;
}

/** Gzip, damaged in every way the format can be, and sound. */
export async function archives(): Promise<TortureLine> {
  const failures: string[] = [];
  const bad = damaged();
  for (const [what, bytes, name = "v.csv.gz"] of bad) {
    const wrong = await refused(name, bytes).catch((error: unknown) => String(error));
    if (wrong !== null) failures.push(`${what}: ${wrong}`);
  }
  for (const [what, name, bytes, rows] of SOUND) {
    const loaded = await withData(
      { "incident.yaml": yaml(name), [name]: bytes },
      (data) => data.source("verbs").quality.loaded,
    ).catch(String);
    if (loaded !== rows) failures.push(`${what}: ${loaded} of ${rows} rows`);
  }
  return {
    test: "gzip cut, corrupt, with more after it, of several members",
    pass: "damage detected, several members read whole",
    count: bad.length + SOUND.length,
    failures,
    measured: `${bad.length} damaged, ${SOUND.length} sound`,
  };
}
