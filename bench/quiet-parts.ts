import type { OutcomeSeries } from "../src/incident/series.js";
import { type Random, seededRandom } from "../src/stats/random/random.js";
import { type PartFindings, partWindows, type PartSeries } from "../src/window/part-windows.js";
import { windowFinding } from "../src/window/window-finding.js";
import { isStarted, share } from "./aim.js";

/**
 * Days without an outage, looked at as a whole and by their parts; and days in which one small part fails, which the whole does not show.
 * `--days=`, `--first=`, `--minutes=`.
 */
const START = Date.UTC(2026, 4, 4);

interface Traffic {
  readonly parts: readonly PartSeries[];
  readonly total: OutcomeSeries;
  readonly hit: number | null;
}

interface World {
  readonly name: string;
  readonly parts: number;
  /** Attempts of all parts a minute. */
  readonly perMinute: number;
  /** How far each part's rate wanders, as a standard deviation of its logarithm, with a memory of an hour. */
  readonly wander: number;
  /** Intraclass correlation of attempts within a minute. */
  readonly dispersion: number;
}

const WORLDS: readonly World[] = [
  { name: "12 parts, steady", parts: 12, perMinute: 300, wander: 0, dispersion: 0 },
  { name: "12 parts, each wanders by 20 %", parts: 12, perMinute: 300, wander: 0.2, dispersion: 0 },
  { name: "60 parts, each wanders by 35 %", parts: 60, perMinute: 1500, wander: 0.35, dispersion: 0 },
  { name: "60 parts, failures in groups", parts: 60, perMinute: 1500, wander: 0.1, dispersion: 0.02 },
  { name: "200 parts, some hardly used", parts: 200, perMinute: 800, wander: 0.2, dispersion: 0.005 },
];

function seriesOf(source: string, failures: number[], attempts: number[]): OutcomeSeries {
  return {
    kind: "outcomes",
    source,
    startMs: START,
    stepSeconds: 60,
    failures,
    attempts,
    covered: attempts.map(() => true),
  };
}

/** Shares of traffic by rank, heavy-tailed. */
function sharesOf(parts: number): number[] {
  const raw = Array.from({ length: parts }, (_, rank) => 1 / (rank + 1));
  const all = raw.reduce((sum, one) => sum + one, 0);
  return raw.map((one) => one / all);
}

function traffic(world: World, minutes: number, random: Random, planted: boolean): Traffic {
  const shares = sharesOf(world.parts);
  const hit = planted ? Math.floor(world.parts * (0.2 + 0.5 * random.next())) : null;
  const from = Math.floor(minutes * (0.3 + 0.4 * random.next()));
  const to = from + 20 + random.integer(60);
  const excess = 0.1 + 0.5 * random.next();
  const course = 0.3 * random.next();
  const total = { failures: new Array<number>(minutes).fill(0), attempts: new Array<number>(minutes).fill(0) };
  const parts = shares.map((own, index): PartSeries => {
    const usual = 0.002 + 0.02 * random.next() ** 2;
    const memory = Math.exp(-1 / 60);
    let wander = world.wander * random.normal();
    const [failures, attempts]: [number[], number[]] = [[], []];
    for (let minute = 0; minute < minutes; minute += 1) {
      wander = memory * wander + world.wander * Math.sqrt(1 - memory ** 2) * random.normal();
      const swell = 1 + course * Math.sin((2 * Math.PI * minute) / 1440);
      const n = random.poisson(world.perMinute * own * swell);
      const rate =
        Math.min(0.5, usual * Math.exp(wander)) + (index === hit && minute >= from && minute < to ? excess : 0);
      const size = (1 - world.dispersion) / world.dispersion;
      const p = world.dispersion > 0 ? random.beta(rate * size, (1 - rate) * size) : rate;
      const failed = random.binomial(n, p);
      failures.push(failed);
      attempts.push(n);
      total.failures[minute] = (total.failures[minute] as number) + failed;
      total.attempts[minute] = (total.attempts[minute] as number) + n;
    }
    return { where: [["part", String(index)]], series: seriesOf("parts", failures, attempts) };
  });
  return { parts, total: seriesOf("all", total.failures, total.attempts), hit };
}

/** A part's window in words. */
function note({ where, series, findings, clarity }: PartFindings): string {
  const { onset, recovery } = findings.window;
  const inside = (bin: number): boolean => {
    const at = series.startMs + bin * 60_000;
    return at >= Date.parse(onset) && (recovery === null || at < Date.parse(recovery));
  };
  const sum = (counts: readonly number[], yes: boolean): number =>
    counts.reduce((all, count, bin) => (inside(bin) === yes ? all + count : all), 0);
  const { failures, attempts } = series;
  return `part ${where[0]?.[1]} ${onset.slice(11, 16)}–${recovery?.slice(11, 16) ?? "open"}: ${sum(failures, true)} of ${sum(attempts, true)}, else ${sum(failures, false)} of ${sum(attempts, false)}; ${clarity.toFixed(1)} nats`;
}

const optionOf = (name: string, usual: number): number =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? usual);

function main(): void {
  const [days, first, minutes] = [optionOf("days", 40), optionOf("first", 1), optionOf("minutes", 720)];
  console.log(
    "| parts | quiet days with a window of the whole | of a part | days in which a part fails, unseen in the whole | found in that part | in another |",
  );
  console.log("|---|---|---|---|---|---|");
  const only = process.argv
    .find((argument) => argument.startsWith("--worlds="))
    ?.slice(9)
    .split(",");
  for (const [index, world] of WORLDS.entries()) {
    if (only && !only.includes(String(index))) continue;
    let [whole, part, unseen, found, wrong] = [0, 0, 0, 0, 0];
    for (let seed = first; seed < first + days; seed += 1) {
      const random = seededRandom(seed).fork(world.name);
      const quiet = traffic(world, minutes, random, false);
      if (windowFinding(quiet.total).window) whole += 1;
      const stray = partWindows(quiet.parts, quiet.parts.length);
      if (stray.length > 0) part += 1;
      if (process.argv.includes("--notes")) for (const one of stray) console.log(seed, note(one));
      const day = traffic(world, minutes, random, true);
      if (windowFinding(day.total).window) continue;
      unseen += 1;
      const [best] = partWindows(day.parts, day.parts.length);
      if (best?.where[0]?.[1] === String(day.hit)) found += 1;
      else if (best) wrong += 1;
    }
    console.log(`| ${[world.name, share(whole, days), share(part, days), unseen, found, wrong].join(" | ")} |`);
  }
}

if (isStarted(import.meta.url)) main();
