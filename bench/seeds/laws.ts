import { gzipSync } from "node:zlib";
import { PostmortemError } from "../../src/errors/errors.js";
import type { IncidentData } from "../../src/sources/incident-data.js";
import type { Random } from "../../src/stats/random/random.js";
import { analyze } from "../../src/analysis/analyze.js";
import { reportHtml } from "../../src/report/report-html.js";
import { inFolder, withData } from "../torture/folder.js";
import { expected, minutesText } from "./oracle.js";
import type { Expected } from "./oracle.js";
import type { Line, World } from "./world.js";
import { countsText, fileBytes, heightOf, PLAIN } from "./written.js";
import type { Writing } from "./written.js";

/** The law that takes a second or two, and is checked on every tenth seed. */
export const WHOLE_ROAD = "whole road";

/** Throws a sentence where what was found is not what had to be found. */
export type Law = (world: World) => Promise<void>;

function yamlOf(file: string, failed = PLAIN.codes.failed, more = ""): string {
  return `id: seeds\nsources:\n  s: { file: "${file}", kind: outcomes, time: { column: at, zone: UTC }, failed: { code: ["${failed}"] }, id: id${more} }\n`;
}

async function minutesOf(data: IncidentData): Promise<Expected["minutes"]> {
  const { startMs, failures, attempts } = await data.source("s").outcomes(60);
  const found = attempts.map((count, at) => [startMs / 60_000 + at, [failures[at] as number, count]] as const);
  return new Map(found.filter(([, [, count]]) => count > 0));
}

function same(what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(wanted)) return;
  throw new Error(
    `${what}: ${JSON.stringify(found)?.slice(0, 400)} instead of ${JSON.stringify(wanted)?.slice(0, 400)}`,
  );
}

/** Rows in are rows out, spans lie in order, shares within 0 and 1. */
function soundQuality(data: IncidentData): void {
  const { quality, range } = data.source("s");
  const { seen, loaded, rejected, duplicates, filtered, header, blank, coverage, gaps, balanced } = quality;
  same("rows seen", seen, loaded + rejected + duplicates + filtered + header + blank);
  same("balanced", balanced, true);
  same("rejects kept", data.rejects.length, rejected);
  if (coverage < 0 || coverage > 1) throw new Error(`coverage is ${coverage}`);
  for (const span of [...gaps, ...(range ? [range] : [])])
    if (!(span.from < span.to)) throw new Error(`a span ends at ${span.to}, before its start ${span.from}`);
}

async function read(
  files: Readonly<Record<string, string | Buffer>>,
  check: (data: IncidentData) => Promise<void> | void,
): Promise<void> {
  await withData(files, async (data) => {
    soundQuality(data);
    await check(data);
  });
}

async function holds(files: Readonly<Record<string, string | Buffer>>, { minutes }: Expected): Promise<void> {
  await read(files, async (data) => same("minutes", minutesText(await minutesOf(data)), minutesText(minutes)));
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

/** Every line as the independent reducer says, whatever befell the file. */
const asReduced: Law = async ({ lines, random }) => {
  const wanted = expected(lines, heightOf);
  const bytes = fileBytes(lines, writing(random));
  await read({ "incident.yaml": yamlOf("s.csv"), "s.csv": bytes }, async (data) => {
    const { loaded, rejected, duplicates, blank, header } = data.source("s").quality;
    same(
      "rejected lines",
      data.rejects.map(({ line }) => line),
      wanted.rejectedLines,
    );
    same(
      "balance",
      { loaded, rejected, duplicates, blank, header },
      {
        loaded: wanted.loaded,
        rejected: wanted.rejected,
        duplicates: wanted.duplicates,
        blank: wanted.blank,
        header: wanted.header,
      },
    );
    same("minutes", minutesText(await minutesOf(data)), minutesText(wanted.minutes));
  });
};

const shuffle: Law = async (world) => {
  const lines = shuffled(world.lines, world.random);
  await holds(
    { "incident.yaml": yamlOf("s.csv"), "s.csv": fileBytes(lines, writing(world.random)) },
    expected(lines, heightOf),
  );
};

const split: Law = async (world) => {
  const lines = soundLines(world);
  const count = 2 + world.random.integer(20);
  const files: Record<string, Buffer> = {};
  for (let part = 0; part < count; part += 1) {
    const own = lines.filter((_line, at) => Math.floor((at * count) / lines.length) === part);
    files[`s-${String(part).padStart(2, "0")}.csv`] = fileBytes(own, PLAIN);
  }
  await holds({ "incident.yaml": yamlOf("s-*.csv"), ...files }, expected(lines, heightOf));
};

const twice: Law = async (world) => {
  const lines = soundLines(world);
  const files = {
    "a.csv": fileBytes(lines, writing(world.random, { offsetMinutes: 0 })),
    "b.csv": fileBytes(lines, writing(world.random, { offsetMinutes: 0 })),
  };
  await holds({ "incident.yaml": yamlOf("*.csv"), ...files }, expected(lines, heightOf));
};

const packed: Law = async (world) => {
  const lines = soundLines(world);
  await holds(
    { "incident.yaml": yamlOf("s.csv.gz"), "s.csv.gz": gzipSync(fileBytes(lines, writing(world.random))) },
    expected(lines, heightOf),
  );
};

const relabelled: Law = async (world) => {
  const codes = { failed: "refused", fine: "served" };
  const lines = soundLines(world);
  await holds(
    { "incident.yaml": yamlOf("s.csv", codes.failed), "s.csv": fileBytes(lines, { ...PLAIN, codes }) },
    expected(lines, heightOf),
  );
};

const nullDimension: Law = async (world) => {
  const lines = soundLines(world);
  await holds(
    {
      "incident.yaml": yamlOf("s.csv", PLAIN.codes.failed, ", dimensions: [region]"),
      "s.csv": fileBytes(lines, PLAIN),
    },
    expected(lines, heightOf),
  );
};

const shifted: Law = async (world) => {
  const by = (world.random.integer(400) - 200) * 60_000;
  const lines = soundLines(world).map(
    (line): Line => ({ ...line, attempt: line.attempt && { ...line.attempt, ms: line.attempt.ms + by } }),
  );
  await holds({ "incident.yaml": yamlOf("s.csv"), "s.csv": fileBytes(lines, PLAIN) }, expected(lines, heightOf));
};

const asCounts: Law = async (world) => {
  const wanted = expected(soundLines(world), heightOf);
  const yaml =
    "id: seeds\nsources:\n  s: { file: s.csv, kind: counts, time: { column: at, zone: UTC }, failures: bad, attempts: all }\n";
  await holds({ "incident.yaml": yaml, "s.csv": countsText(wanted.minutes) }, wanted);
};

const asJson: Law = async (world) => {
  const lines = soundLines(world);
  const text = lines.map(({ attempt }) => {
    const { ms, failed, id, region, note } = attempt as NonNullable<Line["attempt"]>;
    return JSON.stringify({ at: new Date(ms).toISOString(), id, region, note, ...(failed && { code: 500 }) });
  });
  // A key that no line has is a slip, and is said to be.
  if (lines.every(({ attempt }) => !attempt?.failed)) return;
  await holds({ "incident.yaml": yamlOf("s.jsonl"), "s.jsonl": `${text.join("\n")}\n` }, expected(lines, heightOf));
};

/** A damaged archive, or a file that is none, ends the run with its sentence and nothing else. */
const refused: Law = async (world) => {
  const whole = gzipSync(fileBytes(soundLines(world), PLAIN));
  const cut = whole.subarray(0, 20 + world.random.integer(whole.length - 30));
  const files = { "incident.yaml": yamlOf("s.csv.gz"), "s.csv.gz": cut };
  const raised: unknown = await withData(files, () => "no error").catch((error: unknown) => error);
  if (!(raised instanceof PostmortemError) || raised.exitCode !== 3)
    throw new Error(`a cut archive gave ${String(raised)}`);
};

/** What an analysis finds, without what names the files it came from; its report is a whole page. */
async function findings(files: Readonly<Record<string, string | Buffer>>): Promise<unknown> {
  return inFolder(files, async (folder) => {
    const analysis = await analyze(folder, { seed: 1 });
    const page = await reportHtml(analysis, { key: "seeds" });
    if (!page.includes("</html>")) throw new Error("the report is no whole page");
    const { window, windows, rates } = analysis;
    for (const { rate } of Object.values(rates))
      if (
        !(
          rate.interval[0] <= rate.value &&
          rate.value <= rate.interval[1] &&
          rate.interval[0] >= 0 &&
          rate.interval[1] <= 1
        )
      )
        throw new Error(`an interval ${JSON.stringify(rate)} does not hold its share`);
    return { window, windows, rates };
  });
}

/** The whole road: another order and another way of writing change no finding. */
const wholeRoad: Law = async (world) => {
  const lines = soundLines(world);
  const yaml = yamlOf("s*.csv");
  const whole = await findings({ "incident.yaml": yaml, "s.csv": fileBytes(lines, PLAIN) });
  const half = lines.length >> 1;
  const other = await findings({
    "incident.yaml": yaml,
    "s1.csv": fileBytes(shuffled(lines.slice(half), world.random), writing(world.random)),
    "s2.csv": fileBytes(shuffled(lines.slice(0, half), world.random), writing(world.random)),
  });
  same("findings", other, whole);
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
  "as counts": asCounts,
  "as JSON": asJson,
  refused,
  [WHOLE_ROAD]: wholeRoad,
};
