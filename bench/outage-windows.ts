import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { median, robustDeviation } from "../src/stats/robust.js";
import { seededRandom } from "../src/stats/random/random.js";
import { outageWindow, outageWindows } from "../src/window/outage-window.js";
import { valueDeviations } from "../src/window/values/value-deviations.js";
import { valueEvent } from "../src/window/values/value-event.js";
import type { Threshold } from "../src/window/values/value-event.js";
import { aimTable, isQuick, isStarted, percent } from "./aim.js";
import type { Aim } from "./aim.js";
import { referenceFolder } from "../test/reference-folder.js";

/** `outageWindow` with a hint against expert-labelled windows of public production series, trivial controls beside it. */

interface Labelled {
  readonly series: string;
  readonly values: readonly (number | null)[];
  readonly from: number;
  readonly to: number;
}

interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly labels: readonly boolean[];
}

type Finder = (values: readonly (number | null)[], hint: number) => readonly [number, number] | undefined;
type Score = readonly [iou: number, half: number, ends: number];

const AIMS = [0.78, 0.88, 0.58] as const;
const HINTS = 7;
const QUICK_HINTS = 3;

function loaded(folder: string): Series[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".csv"))
    .sort()
    .map((file) => {
      const rows = readFileSync(join(folder, file), "utf8")
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split(","));
      return {
        name: file.slice(0, -4),
        values: rows.map(([, value]) => (value === "" ? null : Number(value))),
        labels: rows.map(([, , label]) => Number(label) === 1),
      };
    });
}

/** Half-open runs of labelled samples. */
function labelledRuns(labels: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  for (let i = 0; i < labels.length; i++) {
    if (!labels[i]) continue;
    const from = i;
    while (i < labels.length && labels[i]) i += 1;
    runs.push([from, i]);
  }
  return runs;
}

/** Labelled windows of three samples or more, cut out with max(3 × length, 60) samples on each side, no other label in the cut. */
function eligible({ name, values, labels }: Series): Labelled[] {
  return labelledRuns(labels).flatMap(([from, to]) => {
    const margin = Math.max(3 * (to - from), 60);
    const [a, b] = [Math.max(0, from - margin), Math.min(labels.length, to + margin)];
    const isAlone = !labels.slice(a, b).some((label, k) => label && (a + k < from || a + k >= to));
    return to - from >= 3 && isAlone ? [{ series: name, values: values.slice(a, b), from: from - a, to: to - a }] : [];
  });
}

/** Up to seven instants, evenly over the window: a hint may be anywhere inside. */
function hintsOf({ from, to }: Labelled, most: number): number[] {
  const count = Math.min(to - from, most);
  return Array.from({ length: count }, (_, i) => from + Math.floor(((i + 0.5) * (to - from)) / count));
}

function snappedGrowth(values: readonly (number | null)[], hint: number): readonly [number, number] {
  const known = values.map((value) => value ?? 0);
  const middle = median(known);
  const scale = robustDeviation(known) || 1e-9;
  const away = (t: number): number => Math.abs((known[t] ?? middle) - middle) / scale;
  let peak = hint;
  for (let t = hint - 3; t <= hint + 3; t++) if (away(t) > away(peak)) peak = t;
  let [from, to] = [peak, peak + 1];
  while (from > 0 && away(from - 1) > 3) from -= 1;
  while (to < known.length && away(to) > 3) to += 1;
  return [from, to];
}

function scoreOf(one: Labelled, hint: number, find: Finder): Score {
  const [a, b] = find(one.values, hint) ?? [0, 0];
  const iou = Math.max(0, Math.min(b, one.to) - Math.max(a, one.from)) / (Math.max(b, one.to) - Math.min(a, one.from));
  return [iou, iou >= 0.5 ? 1 : 0, Math.abs(a - one.from) <= 1 && Math.abs(b - one.to) <= 1 ? 1 : 0];
}

function means(scores: readonly Score[]): Score {
  const mean = (k: 0 | 1 | 2): number => scores.reduce((sum, score) => sum + score[k], 0) / scores.length;
  return [mean(0), mean(1), mean(2)];
}

const text = ([iou, half, ends]: Score): string => `${iou.toFixed(3)} / ${percent(half)} / ${percent(ends)}`;

const found: Finder = (values, hint) => {
  const window = outageWindow({ values }, { hint });
  return window && [window.onset, window.recovery];
};

/** How often the intervals hold the label: reported, since labels are people's conventions. */
function intervalCoverage(cases: readonly Labelled[], hints: number): Aim {
  let [covered, ends] = [0, 0];
  for (const one of cases) {
    for (const hint of hintsOf(one, hints)) {
      const window = outageWindow({ values: one.values }, { hint });
      if (!window) continue;
      for (const [at, [low, high]] of [
        [one.from, window.onsetInterval],
        [one.to, window.recoveryInterval],
      ] as const) {
        ends += 1;
        if (at >= low && at <= high) covered += 1;
      }
    }
  }
  return {
    aim: "95 % intervals that hold the label",
    asked: "–",
    measured: percent(covered / ends),
    met: null,
    cases: `${ends} ends`,
  };
}

/** Whole series, no hint: labelled stretches met, and windows that meet no label. */
function unhinted(series: readonly Series[]): Aim {
  let [met, labelled, extra] = [0, 0, 0];
  for (const { values, labels } of series) {
    const windows = outageWindows({ values });
    const runs = labelledRuns(labels);
    labelled += runs.length;
    met += runs.filter(([from, to]) => windows.some(({ onset, recovery }) => onset < to && recovery > from)).length;
    extra += windows.filter(({ onset, recovery }) => !labels.slice(onset, recovery).some(Boolean)).length;
  }
  return {
    aim: "Without hints, whole series: labelled stretches met, windows that meet none",
    asked: "–",
    measured: `${met} of ${labelled}, ${extra}`,
    met: null,
    cases: `${series.length} series`,
  };
}

/** Thresholds that a leave-one-out choice picks from. */
const THRESHOLDS: readonly Threshold[] = [1.5, 2, 3].flatMap((deviations) =>
  [0.07, 0.1, 0.15].flatMap((peakShare) =>
    [0.03, 0.07, 0.1].map((tailShare) => ({ deviations, peakShare, tailShare })),
  ),
);
/** Longer cuts would take most of the time and say nothing about thresholds. */
const MOST_SAMPLES = 2000;

/** For each series the thresholds that do best on all others; the longest cuts keep the default's score. */
function leftOut(cases: readonly Labelled[], own: readonly Score[], hints: number): Score[] {
  const short = cases
    .filter(({ values }) => values.length <= MOST_SAMPLES)
    .map((one) => ({ one, deviations: valueDeviations(one.values) }));
  const table = THRESHOLDS.map(
    (threshold) =>
      new Map(
        short.map(({ one, deviations }) => [
          one,
          means(
            hintsOf(one, hints).map((hint) =>
              scoreOf(one, hint, (values) => {
                const event = deviations && valueEvent(deviations, hint, threshold);
                return event && [Math.max(0, event.from - 1), Math.min(values.length, event.to + 1)];
              }),
            ),
          ),
        ]),
      ),
  );
  return cases.map((one, i) => {
    const others = table.map(
      (scores) => means([...scores].filter(([other]) => other.series !== one.series).map(([, score]) => score))[0],
    );
    return table[others.indexOf(Math.max(...others))]?.get(one) ?? (own[i] as Score);
  });
}

/** Events of known ends on noise with and without memory and season: flat, fading or ramped, 3 to 40 deviations high. */
function simulatedEvents(replicates: number): Labelled[] {
  const shapes = {
    flat: () => 1,
    fading: (x: number) => Math.exp(-3 * x),
    ramped: (x: number) => Math.min(1, 3 * x, 3 * (1 - x)),
  } as const;
  return Object.entries(shapes).flatMap(([series, shape]) =>
    [3, 6, 15, 40].flatMap((height) =>
      [4, 8, 20].flatMap((length) =>
        [0, 0.5].flatMap((rho) =>
          Array.from({ length: replicates }, (_, i) => {
            const random = seededRandom(`${series}/${height}/${length}/${rho}/${i}`);
            let noise = 0;
            const values = Array.from({ length: 160 + length }, (_unused, t) => {
              noise = rho * noise + Math.sqrt(1 - rho * rho) * random.normal();
              const inside = t >= 80 && t < 80 + length ? height * shape((t - 80 + 0.5) / length) : 0;
              return 50 + (i % 2) * 3 * Math.sin((2 * Math.PI * t) / 24) + noise + inside;
            });
            return { series, values, from: 80, to: 80 + length };
          }),
        ),
      ),
    ),
  );
}

function simulatedAim(replicates: number, hints: number): Aim {
  const cases = simulatedEvents(replicates);
  // People pad a sample; a planted event has none.
  const unpadded: Finder = (values, hint) => {
    const ends = found(values, hint);
    return ends && [ends[0] + 1, ends[1] - 1];
  };
  const scores = cases.map((one) => means(hintsOf(one, hints).map((hint) => scoreOf(one, hint, unpadded))));
  return {
    aim: "Simulated events, the padded sample taken off: IoU / ≥ .5 / ends",
    asked: "–",
    measured: text(means(scores)),
    met: null,
    cases: `${cases.length} events, ${hints} hints`,
  };
}

export function outageWindowAims({
  quick,
  detail = false,
}: {
  readonly quick: boolean;
  readonly detail?: boolean;
}): Aim[] {
  const all = loaded(referenceFolder("outage-windows"));
  const cases = all.flatMap(eligible);
  const hints = quick ? QUICK_HINTS : HINTS;
  const counted = `${cases.length} windows of ${new Set(cases.map(({ series }) => series)).size} series, ${hints} hints`;
  const scored = (find: Finder): Score[] =>
    cases.map((one) => means(hintsOf(one, hints).map((hint) => scoreOf(one, hint, find))));
  const own = scored(found);
  if (detail)
    cases.forEach((one, i) => {
      if ((own[i] as Score)[0] < 0.5)
        console.log(
          "missed:",
          one.series,
          `[${one.from}, ${one.to}) of ${one.values.length}`,
          "IoU",
          (own[i] as Score)[0].toFixed(2),
        );
    });
  const total = means(own);
  const names = ["mean IoU", "IoU ≥ .5", "both ends within one sample"];
  const control = (aim: string, find: Finder): Aim => ({
    aim,
    asked: "–",
    measured: text(means(scored(find))),
    met: null,
    cases: counted,
  });
  return [
    ...AIMS.map(
      (asked, k): Aim => ({
        aim: `Outage windows with a hint: ${names[k]}`,
        asked: `≥ ${k === 0 ? asked.toFixed(2) : percent(asked)}`,
        measured: k === 0 ? total[0].toFixed(3) : percent(total[k as 1 | 2]),
        met: total[k as 0 | 1 | 2] >= asked,
        cases: counted,
      }),
    ),
    {
      aim: "The same, thresholds chosen leaving each series out: IoU / ≥ .5 / ends",
      asked: "–",
      measured: text(means(leftOut(cases, own, hints))),
      met: null,
      cases: counted,
    },
    simulatedAim(quick ? 2 : 10, hints),
    control("Control: hint ± 1", (_values, hint) => [hint - 1, hint + 2]),
    control("Control: snapped, three robust deviations", snappedGrowth),
    intervalCoverage(cases, hints),
    unhinted(all.filter(({ labels }) => labels.some(Boolean))),
  ];
}

if (isStarted(import.meta.url)) console.log(aimTable(outageWindowAims({ quick: isQuick(), detail: true })));
