import { PostmortemError } from "../../src/errors/errors.js";
import type { IncidentData } from "../../src/sources/incident-data.js";
import { outageWindows } from "../../src/window/outage-window.js";
import { inFolder, withData } from "../torture/folder.js";
import type { Case } from "./laws.js";
import { minutesText } from "./oracle.js";
import type { Expected } from "./oracle.js";

/** A case under the name that its source has. */
export interface NamedCase extends Case {
  readonly name: string;
  /** True if its outages are looked for too, which takes longer than reading it. */
  readonly windows: boolean;
}

/** Small files gain nothing by more. */
const ONE_THREAD = { threads: 1 };

function same(what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(wanted)) return;
  throw new Error(
    `${what}: ${JSON.stringify(found)?.slice(0, 400)} instead of ${JSON.stringify(wanted)?.slice(0, 400)}`,
  );
}

/** Rows in are rows out, spans lie in order, shares within 0 and 1. */
function soundQuality(data: IncidentData, name: string): void {
  const { quality, range } = data.source(name);
  const { seen, loaded, rejected, duplicates, filtered, header, blank, coverage, gaps, balanced } = quality;
  same("rows seen", seen, loaded + rejected + duplicates + filtered + header + blank);
  same("balanced", balanced, true);
  if (coverage < 0 || coverage > 1) throw new Error(`coverage is ${coverage}`);
  for (const span of [...gaps, ...(range ? [range] : [])])
    if (!(span.from < span.to)) throw new Error(`a span ends at ${span.to}, before its start ${span.from}`);
}

/** Windows lie in the series, in order and apart, and each interval holds its end. */
function soundWindows(failures: readonly number[], attempts: readonly number[]): void {
  let last = 0;
  for (const found of outageWindows({ failures: [...failures], attempts: [...attempts] })) {
    const { onset, recovery, onsetInterval, recoveryInterval } = found;
    const held = (value: number, [low, high]: readonly [number, number]): boolean => low <= value && value <= high;
    if (!(last <= onset && onset < recovery && recovery <= attempts.length))
      throw new Error(`a window of ${onset} to ${recovery} after ${last} in ${attempts.length} bins`);
    if (!held(onset, onsetInterval) || !held(recovery, recoveryInterval))
      throw new Error(`an interval does not hold its end: ${JSON.stringify(found)}`);
    last = recovery;
  }
}

async function check(data: IncidentData, { name, expected, byLine, windows }: NamedCase): Promise<void> {
  soundQuality(data, name);
  const source = data.source(name);
  const { startMs, failures, attempts } = await source.outcomes(60);
  const found: Expected["minutes"] = new Map(
    attempts
      .map((count, at) => [startMs / 60_000 + at, [failures[at] as number, count]] as const)
      .filter(([, [, count]]) => count > 0),
  );
  same("minutes", minutesText(found), minutesText(expected.minutes));
  if (windows) soundWindows(failures, attempts);
  if (!byLine) return;
  const { loaded, rejected, duplicates, blank, header } = source.quality;
  const own = data.rejects.filter(({ file }) => file.startsWith(`${name}.`));
  same(
    "rejected lines",
    own.map(({ line }) => line),
    expected.rejectedLines,
  );
  const { minutes: _minutes, rejectedLines: _lines, ...balance } = expected;
  same("balance", { loaded, rejected, duplicates, blank, header }, balance);
}

function filesOf(cases: readonly NamedCase[]): Record<string, Buffer | string> {
  const sources = cases.map(({ name, settings }) => `  ${name}: ${settings(name)}\n`).join("");
  const files: Record<string, Buffer | string> = { "incident.yaml": `id: seeds\nsources:\n${sources}` };
  for (const { name, files: own } of cases)
    for (const [ending, content] of Object.entries(own)) files[`${name}${ending}`] = content;
  return files;
}

/** What failed among cases read as the sources of one incident: its name and a sentence each. */
export async function failuresOf(cases: readonly NamedCase[]): Promise<readonly (readonly [string, string])[]> {
  const failures: (readonly [string, string])[] = [];
  const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  try {
    await withData(
      filesOf(cases),
      async (data) => {
        for (const one of cases)
          await check(data, one).catch((error: unknown) => failures.push([one.name, told(error)] as const));
      },
      ONE_THREAD,
    );
    return failures;
  } catch (error) {
    if (cases.length === 1) return [[(cases[0] as NamedCase).name, told(error)]];
  }
  // One of them ended the opening: each by itself says which.
  const each = [];
  for (const one of cases) each.push(...(await failuresOf([one])));
  return each;
}

/** A case read while the machine fails: right all the same, or refused with a sentence; then once more on a sound machine. */
export async function failureUnder(
  one: NamedCase,
  faulty: <T>(use: () => Promise<T>) => Promise<T>,
): Promise<string | null> {
  return inFolder({}, async () => {
    try {
      await faulty(() => withData(filesOf([one]), (data) => check(data, one)));
    } catch (error) {
      if (!(error instanceof PostmortemError)) return error instanceof Error ? (error.stack ?? error.message) : "?";
    }
    return (await failuresOf([one])).map(([, why]) => `afterwards: ${why}`)[0] ?? null;
  });
}
