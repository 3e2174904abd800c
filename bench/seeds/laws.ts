import { gzipSync } from "node:zlib";
import type { Random } from "../../src/stats/random/random.js";
import { expected } from "./oracle.js";
import type { Expected } from "./oracle.js";
import type { Line, World } from "./world.js";
import { countsText, fileBytes, heightOf, PLAIN } from "./written.js";
import type { Writing } from "./written.js";

/** One source of an incident, with what its reading must come to. */
export interface Case {
  /** Files by what follows the source's name: `.csv`, `-01.csv`. */
  readonly files: Readonly<Record<string, Buffer | string>>;
  /** What `incident.yaml` says of the source, its file by a glob of `name`. */
  readonly settings: (name: string) => string;
  readonly expected: Expected;
  /** True if the balance must come out line by line too, not only the counts. */
  readonly byLine: boolean;
}

/** How a world is written, and what must then come out; `null` where the world has nothing to show it on. */
export type Law = (world: World) => Case | null;

function outcomes(ending: string, failed: string = PLAIN.codes.failed, more = ""): Case["settings"] {
  return (name) =>
    `{ file: "${name}${ending}", kind: outcomes, time: { column: at, zone: UTC }, failed: { code: ["${failed}"] }, id: id${more} }`;
}

function writing(random: Random, change: Partial<Writing> = {}): Writing {
  const pick = <T>(values: readonly T[]): T => values[random.integer(values.length)] as T;
  return {
    ...PLAIN,
    delimiter: pick([",", ";", "\t", "|"]),
    newline: pick(["\n", "\r\n"]),
    quoteAll: pick([true, false, false]),
    offsetMinutes: pick([0, 0, 120, -330]),
    ...change,
  };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items];
  for (let at = copy.length - 1; at > 0; at -= 1) {
    const other = random.integer(at + 1);
    [copy[at], copy[other]] = [copy[other] as T, copy[at] as T];
  }
  return copy;
}

function soundLines({ attempts }: World): Line[] {
  return attempts.map((attempt) => ({ fate: "sound", attempt }));
}

function plainly(lines: readonly Line[], files: Case["files"], settings = outcomes("*.csv")): Case {
  return { files, settings, expected: expected(lines, heightOf), byLine: false };
}

/** Every line as the independent reducer says, whatever befell the file. */
const asReduced: Law = ({ lines, random }) => ({
  ...plainly(lines, { ".csv": fileBytes(lines, writing(random)) }),
  byLine: true,
});

const shuffle: Law = ({ lines: written, random }) => {
  const lines = shuffled(written, random);
  return { ...plainly(lines, { ".csv": fileBytes(lines, writing(random)) }), byLine: true };
};

const split: Law = (world) => {
  const lines = soundLines(world);
  const count = 2 + world.random.integer(12);
  const files: Record<string, Buffer> = {};
  for (let part = 0; part < count; part += 1) {
    const own = lines.filter((_line, at) => Math.floor((at * count) / lines.length) === part);
    files[`-${String(part).padStart(2, "0")}.csv`] = fileBytes(own, PLAIN);
  }
  return plainly(lines, files);
};

const twice: Law = (world) => {
  const lines = soundLines(world);
  const copy = (): Buffer => fileBytes(lines, writing(world.random, { offsetMinutes: 0 }));
  return plainly(lines, { "-a.csv": copy(), "-b.csv": copy() });
};

const packed: Law = ({ lines, random }) => ({
  ...plainly(lines, { ".csv.gz": gzipSync(fileBytes(lines, writing(random))) }, outcomes(".csv.gz")),
  byLine: true,
});

const relabelled: Law = (world) => {
  const codes = { failed: "refused", fine: "served" };
  const lines = soundLines(world);
  return plainly(lines, { ".csv": fileBytes(lines, { ...PLAIN, codes }) }, outcomes(".csv", codes.failed));
};

const nullDimension: Law = (world) => {
  const lines = soundLines(world);
  const settings = outcomes(".csv", PLAIN.codes.failed, ", dimensions: [region]");
  return plainly(lines, { ".csv": fileBytes(lines, PLAIN) }, settings);
};

const shifted: Law = (world) => {
  const by = (world.random.integer(400) - 200) * 60_000;
  const lines = soundLines(world).map(
    (line): Line => ({ ...line, attempt: line.attempt && { ...line.attempt, ms: line.attempt.ms + by } }),
  );
  return plainly(lines, { ".csv": fileBytes(lines, PLAIN) });
};

const otherZone: Law = (world) => {
  const lines = soundLines(world);
  const offsetMinutes = (world.random.integer(105) - 48) * 15;
  return plainly(lines, { ".csv": fileBytes(lines, { ...PLAIN, offsetMinutes }) });
};

const asCounts: Law = (world) => {
  const wanted = expected(soundLines(world), heightOf);
  const settings = (name: string): string =>
    `{ file: "${name}.csv", kind: counts, time: { column: at, zone: UTC }, failures: bad, attempts: all }`;
  return { files: { ".csv": countsText(wanted.minutes) }, settings, expected: wanted, byLine: false };
};

const asJson: Law = (world) => {
  const lines = soundLines(world);
  // A key that no line has is a slip, and is said to be.
  if (lines.every(({ attempt }) => !attempt?.failed)) return null;
  const text = lines.map(({ attempt }) => {
    const { ms, failed, id, region, note } = attempt as NonNullable<Line["attempt"]>;
    return JSON.stringify({ at: new Date(ms).toISOString(), id, region, note, ...(failed && { code: 500 }) });
  });
  return plainly(lines, { ".jsonl": `${text.join("\n")}\n` }, outcomes(".jsonl"));
};

/** All laws, by name; the first is the one of the independent reducer. */
export const LAWS: Readonly<Record<string, Law>> = {
  "as reduced": asReduced,
  shuffle,
  split,
  twice,
  packed,
  relabelled,
  "null dimension": nullDimension,
  shifted,
  "other zone": otherZone,
  "as counts": asCounts,
  "as JSON": asJson,
};
