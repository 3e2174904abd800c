import { writeFileSync } from "node:fs";
import { betaTails } from "../src/stats/distributions/distributions.js";
import { seededRandom } from "../src/stats/random/random.js";
import type { Random } from "../src/stats/random/random.js";
import { outageWindows } from "../src/window/outage-window.js";
import type { OutageWindow } from "../src/window/outage-window.js";
import { aimTable, isQuick, isStarted, share as shareText } from "./aim.js";
import type { Aim } from "./aim.js";
import { trueModelWidth } from "./true-model-width.js";

/** How often the intervals of the outage window cover a known truth, by shape, over-dispersion, traffic and mess. */

const RAMPS = [0, 2, 5, 10, 20];
const DISPERSIONS = [0, 0.01, 0.05];
const ATTEMPTS = [20, 200, 5000];
const MESSES = ["none", "gaps", "seconds", "two"] as const;
const BINS = 1440;
const WIDE_MINUTES = 5;

type Mess = (typeof MESSES)[number];

interface Cell {
  readonly ramp: number;
  readonly dispersion: number;
  readonly attempts: number;
  readonly mess: Mess;
}

interface Truth {
  readonly onset: number;
  readonly onsetRamp: number;
  readonly recovery: number;
  readonly recoveryRamp: number;
}

interface Case {
  readonly failures: number[];
  readonly attempts: number[];
  readonly truths: readonly Truth[];
  readonly baseline: number;
  readonly level: number;
}

interface Tally {
  ends: number;
  covered: number;
  wideEnds: number;
  wideCovered: number;
  width: number;
  /** Summed widths of the same ends here and under the true model. */
  pairedWidth: number;
  trueWidth: number;
  cases: number;
  refused: number;
  extra: number;
}

const emptyTally = (): Tally => ({
  ends: 0,
  covered: 0,
  wideEnds: 0,
  wideCovered: 0,
  width: 0,
  pairedWidth: 0,
  trueWidth: 0,
  cases: 0,
  refused: 0,
  extra: 0,
});

/** Mean share of the rise over the bin. */
function share(bin: number, { onset, onsetRamp, recovery, recoveryRamp }: Truth): number {
  const risen = (x: number, from: number, ramp: number): number =>
    x <= from ? 0 : ramp > 0 && x < from + ramp ? (x - from) ** 2 / (2 * ramp) : x - from - ramp / 2;
  const up = risen(bin + 1, onset, onsetRamp) - risen(bin, onset, onsetRamp);
  const down =
    risen(bin + 1, recovery - recoveryRamp, recoveryRamp) - risen(bin, recovery - recoveryRamp, recoveryRamp);
  return Math.max(0, up - down);
}

function truthsOf(cell: Cell, random: Random): Truth[] {
  const jitter = cell.mess === "seconds" ? random.next() : 0;
  const start = 500 + random.integer(60) + jitter;
  const first = { onset: start, onsetRamp: cell.ramp, recovery: start + 96, recoveryRamp: cell.ramp };
  return cell.mess === "two" ? [first, { ...first, onset: start + 300, recovery: start + 380 }] : [first];
}

function caseOf(cell: Cell, seed: string): Case {
  const random = seededRandom(seed);
  const baseline = 0.002 + 0.008 * random.next();
  const level = 0.15 + 0.25 * random.next();
  const truths = truthsOf(cell, random);
  const failures: number[] = [];
  const attempts: number[] = [];
  for (let t = 0; t < BINS; t++) {
    const rise = truths.reduce((most, truth) => Math.max(most, share(t, truth)), 0);
    const rate = baseline + (level - baseline) * rise;
    const missing = cell.mess === "gaps" && random.next() < 0.1;
    const n = missing ? 0 : random.poisson(cell.attempts);
    const size = (1 - cell.dispersion) / cell.dispersion;
    failures.push(random.binomial(n, cell.dispersion > 0 ? random.beta(rate * size, (1 - rate) * size) : rate));
    attempts.push(n);
  }
  return { failures, attempts, truths, baseline, level };
}

function record(tally: Tally, truth: Truth, found: OutageWindow): void {
  for (const [at, interval] of [
    [truth.onset, found.onsetInterval],
    [truth.recovery, found.recoveryInterval],
  ] as const) {
    const width = interval[1] - interval[0];
    const hit = at >= interval[0] && at <= interval[1] ? 1 : 0;
    tally.ends += 1;
    tally.covered += hit;
    tally.width += width;
    if (width >= WIDE_MINUTES) {
      tally.wideEnds += 1;
      tally.wideCovered += hit;
    }
  }
}

function runCell(cell: Cell, replicates: number, withTrue: number): Tally {
  const tally = emptyTally();
  for (let i = 0; i < replicates; i++) {
    const made = caseOf(cell, `${cell.ramp}/${cell.dispersion}/${cell.attempts}/${cell.mess}/${i}`);
    const found = outageWindows(made);
    tally.cases += made.truths.length;
    tally.extra += Math.max(0, found.length - made.truths.length);
    for (const truth of made.truths) {
      const match = found.find(({ onset, recovery }) => onset < truth.recovery && recovery > truth.onset);
      if (!match) {
        tally.refused += 1;
        continue;
      }
      record(tally, truth, match);
      if (i < withTrue) {
        tally.trueWidth += trueModelWidth(made, truth, cell.dispersion);
        tally.pairedWidth +=
          (match.onsetInterval[1] - match.onsetInterval[0] + match.recoveryInterval[1] - match.recoveryInterval[0]) / 2;
      }
    }
  }
  return tally;
}

const percent = (x: number): string => (100 * x).toFixed(1);

function row(cell: Cell, tally: Tally): string {
  const rate = tally.covered / tally.ends;
  const error = Math.sqrt((rate * (1 - rate)) / tally.ends);
  const width = tally.width / tally.ends;
  return (
    `| ${cell.ramp} | ${cell.dispersion} | ${cell.attempts} | ${cell.mess} | ${tally.covered}/${tally.ends} | ${percent(rate)} ± ${percent(error)} ` +
    `| ${width.toFixed(1)} | ${tally.trueWidth > 0 ? (tally.pairedWidth / tally.trueWidth).toFixed(2) : "–"} | ${tally.refused}/${tally.cases} | ${tally.extra} |`
  );
}

/** Whether a cell that covers 95 % would do as badly with a chance of less than one in twenty over all cells together (exact binomial, Bonferroni). */
function isBelow({ covered, ends }: Tally, cells: number): boolean {
  return ends > covered && betaTails(0.05, ends - covered, covered + 1)[0] < 0.05 / cells;
}

interface CoverageRun {
  readonly all: Tally;
  readonly byMess: ReadonlyMap<Mess, Tally>;
  readonly cells: number;
  readonly below: number;
  readonly lines: readonly string[];
}

function add(to: Tally, from: Tally): void {
  for (const key of Object.keys(to) as (keyof Tally)[]) to[key] += from[key];
}

function run({
  messes,
  replicates,
  withTrue,
  stride = 1,
  detail,
}: {
  readonly messes: readonly Mess[];
  readonly replicates: number;
  readonly withTrue: number;
  readonly stride?: number;
  readonly detail: boolean;
}): CoverageRun {
  const cells = messes
    .flatMap((mess) =>
      ATTEMPTS.flatMap((attempts) =>
        DISPERSIONS.flatMap((dispersion) => RAMPS.map((ramp) => ({ ramp, dispersion, attempts, mess }))),
      ),
    )
    .filter((_, i) => i % stride === 0);
  const all = emptyTally();
  const byMess = new Map(messes.map((mess) => [mess, emptyTally()]));
  let below = 0;
  const lines = cells.map((cell) => {
    const tally = runCell(cell, replicates, withTrue);
    if (isBelow(tally, cells.length)) below += 1;
    add(all, tally);
    add(byMess.get(cell.mess) as Tally, tally);
    const text = row(cell, tally);
    if (detail) console.log(text);
    return text;
  });
  return { all, byMess, cells: cells.length, below, lines };
}

function aimsOf({ all, cells, below }: CoverageRun): Aim[] {
  const wide = all.wideCovered / all.wideEnds;
  const ratio = all.pairedWidth / all.trueWidth;
  return [
    {
      aim: "Outage window, 95 % intervals: cells significantly below 95 %",
      asked: "0",
      measured: String(below),
      met: below === 0,
      cases: `${cells} cells, ${all.ends} ends`,
    },
    {
      aim: "The same: all ends covered (mean width)",
      asked: "–",
      measured: `${shareText(all.covered, all.ends)} (${(all.width / all.ends).toFixed(1)} min)`,
      met: null,
      cases: `${all.ends} ends`,
    },
    {
      aim: "The same: covered where the interval is 5 minutes or wider",
      asked: "94.5–97 %",
      measured: shareText(all.wideCovered, all.wideEnds),
      met: wide >= 0.945 && wide <= 0.97,
      cases: `${all.wideEnds} ends`,
    },
    {
      aim: "The same: width ÷ width under the true model",
      asked: "≤ 1.15",
      measured: ratio.toFixed(2),
      met: ratio <= 1.15,
      cases: `${cells} cells`,
    },
    {
      aim: "The same: refused; windows that were not there",
      asked: "–",
      measured: `${all.refused}; ${all.extra}`,
      met: null,
      cases: `${all.cases} outages`,
    },
  ];
}

/** A part of the cells, a few outages each, unless told otherwise. */
export function windowCoverageAims({ quick }: { readonly quick: boolean }): Aim[] {
  return aimsOf(
    run({
      messes: MESSES,
      replicates: quick ? 20 : 100,
      withTrue: quick ? 2 : 20,
      stride: quick ? 2 : 1,
      detail: false,
    }),
  );
}

/** Processor time of the joint posterior of one series. */
export function windowSpeedAims(): Aim[] {
  return (
    [
      [1440, 0.5],
      [10_080, 5],
    ] as const
  ).map(([bins, most]) => {
    const random = seededRandom(bins);
    const attempts = Array.from({ length: bins }, () => random.poisson(300));
    const failures = attempts.map((n, t) => random.binomial(n, t >= 500 && t < 596 ? 0.25 : 0.005));
    let seconds = Infinity;
    for (let i = 0; i < 3; i++) {
      const started = process.cpuUsage();
      outageWindows({ failures, attempts });
      seconds = Math.min(seconds, process.cpuUsage(started).user / 1e6);
    }
    return {
      aim: `Joint posterior of ${bins.toLocaleString("en")} minutes, processor time`,
      asked: `≤ ${most} s`,
      measured: `${seconds.toFixed(2)} s`,
      met: seconds <= most,
      cases: "best of 3",
    };
  });
}

const HEADER = [
  "| ramp (min) | over-dispersion | attempts a minute | mess | covered | % ± Monte Carlo error | mean width (min) | width ÷ true model's | refused | extra |",
  "|---|---|---|---|---|---|---|---|---|---|",
];

const INTRODUCTION = `# Coverage of the outage window's intervals

A known outage of 96 minutes (two: 96 and 80) in 1,440 minutes, baseline .2–1 % and level 15–40 % drawn anew each time; linear ramps of equal length at both ends, beta-binomial counts.
\`gaps\`: a tenth of the minutes without data. \`seconds\`: onset and recovery at any second, counts by the minute. An interval covers when the true instant lies in it, ends included.
"True model": baseline rate, over-dispersion and the kind of shape (step or linear ramp) are known; times, ramp lengths and level are not. With a strong signal an interval is one
minute wide and covers always; what says something about calibration is the cells with wide intervals. A cell is "significantly below" when one that covers 95 % would do as badly with a
chance under .05 ÷ cells (exact binomial).`;

function byMessLine([mess, { covered, ends, wideCovered, wideEnds, refused, cases }]: readonly [Mess, Tally]): string {
  return `- ${mess}: ${covered}/${ends} covered (${shareText(covered, ends)}); 5 minutes or wider ${wideCovered}/${wideEnds} (${shareText(wideCovered, wideEnds)}); ${refused} of ${cases} outages refused`;
}

function main(): void {
  const argument = (name: string): string | undefined =>
    process.argv.find((text) => text.startsWith(`--${name}=`))?.split("=")[1];
  const messes = MESSES.filter((mess) => (argument("mess") ?? MESSES.join()).split(",").includes(mess));
  const replicates = Number(argument("n") ?? (isQuick() ? 4 : 100));
  const withTrue = Number(argument("true") ?? (isQuick() ? 1 : 20));
  const ran = run({ messes, replicates, withTrue, detail: true });
  const summary = aimTable(aimsOf(ran));
  console.log(summary);
  const out = argument("out");
  const command = `Printed by \`node bench/run.mjs coverage-window --n=${replicates} --true=${withTrue} --out=docs/coverage-window.md\`: ${replicates} series a cell, ${withTrue} of them under the true model too.`;
  if (out)
    writeFileSync(
      out,
      [
        INTRODUCTION,
        "",
        command,
        "",
        summary,
        "",
        ...[...ran.byMess].map(byMessLine),
        "",
        ...HEADER,
        ...ran.lines,
        "",
      ].join("\n"),
    );
}

if (isStarted(import.meta.url)) main();
