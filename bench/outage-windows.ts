import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { robustDeviation, median } from "../src/stats/robust.js";
import { outageWindow, outageWindows } from "../src/window/outage-window.js";

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

function loaded(folder: string): Series[] {
  return readdirSync(folder).filter((file) => file.endsWith(".csv")).sort().map((file) => {
    const rows = readFileSync(join(folder, file), "utf8").trim().split(/\r?\n/).slice(1).map((line) => line.split(","));
    return { name: file.slice(0, -4), values: rows.map(([, value]) => (value === "" ? null : Number(value))), labels: rows.map(([, , label]) => Number(label) === 1) };
  });
}

/** Labelled windows of three samples or more, cut out with max(3 × length, 60) samples on each side, no other label in the cut. */
function eligible({ name, values, labels }: Series): Labelled[] {
  const found: Labelled[] = [];
  for (let i = 0; i < labels.length; i++) {
    if (!labels[i]) continue;
    let end = i;
    while (end < labels.length && labels[end]) end += 1;
    const margin = Math.max(3 * (end - i), 60);
    const [a, b] = [Math.max(0, i - margin), Math.min(labels.length, end + margin)];
    const alone = !labels.slice(a, b).some((label, k) => label && (a + k < i || a + k >= end));
    if (end - i >= 3 && alone) found.push({ series: name, values: values.slice(a, b), from: i - a, to: end - a });
    i = end;
  }
  return found;
}

/** Up to seven instants, evenly over the window: a hint may be anywhere inside. */
function hintsOf({ from, to }: Labelled): number[] {
  const count = Math.min(to - from, 7);
  return Array.from({ length: count }, (_, i) => from + Math.floor(((i + 0.5) * (to - from)) / count));
}

type Finder = (values: readonly (number | null)[], hint: number) => readonly [number, number] | undefined;

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

function main(): void {
  const folder = join(process.env.POSTMORTEM_REFERENCE ?? "../shared/reference", "outage-windows");
  const all = loaded(folder);
  const cases = all.flatMap(eligible);
  const report = (label: string, find: Finder): void => {
    const scores = cases.map((one) => {
      const parts = hintsOf(one).map((hint) => {
        const [a, b] = find(one.values, hint) ?? [0, 0];
        const iou = Math.max(0, Math.min(b, one.to) - Math.max(a, one.from)) / (Math.max(b, one.to) - Math.min(a, one.from));
        return [iou, iou >= 0.5 ? 1 : 0, Math.abs(a - one.from) <= 1 && Math.abs(b - one.to) <= 1 ? 1 : 0] as const;
      });
      return [0, 1, 2].map((k) => parts.reduce((sum, part) => sum + (part[k] as number), 0) / parts.length);
    });
    const mean = (k: number): number => scores.reduce((sum, score) => sum + (score[k] as number), 0) / scores.length;
    console.log(label.padEnd(36), "mean IoU", mean(0).toFixed(3), " IoU ≥ .5", `${(100 * mean(1)).toFixed(0)} %`, " both ends within one sample", `${(100 * mean(2)).toFixed(0)} %`);
    if (label.startsWith("outageWindow")) cases.forEach((one, i) => { if ((scores[i]?.[0] as number) < 0.5) console.log("   missed:", one.series, `[${one.from}, ${one.to}) of ${one.values.length}`, "IoU", scores[i]?.[0]?.toFixed(2)); });
  };
  console.log(`${cases.length} windows of ${new Set(cases.map(({ series }) => series)).size} series; aim .780, 88 %, 58 %`);
  report("outageWindow", (values, hint) => {
    const found = outageWindow({ values }, { hint });
    return found && [found.onset, found.recovery];
  });
  report("control: hint ± 1", (_values, hint) => [hint - 1, hint + 2]);
  report("control: snapped, three deviations", snappedGrowth);
  let [covered, ends] = [0, 0];
  for (const one of cases) {
    for (const hint of hintsOf(one)) {
      const found = outageWindow({ values: one.values }, { hint });
      if (!found) continue;
      for (const [at, [low, high]] of [[one.from, found.onsetInterval], [one.to, found.recoveryInterval]] as const) {
        ends += 1;
        if (at >= low && at <= high) covered += 1;
      }
    }
  }
  console.log(`intervals hold the label at ${covered} of ${ends} ends (reported, not aimed at)`);
  unhinted(all.filter(({ labels }) => labels.some(Boolean)));
}

/** Whole series, no hint: labelled stretches met, and windows that meet no label. */
function unhinted(series: readonly Series[]): void {
  let [met, labelled, extra] = [0, 0, 0];
  for (const { values, labels } of series) {
    const found = outageWindows({ values });
    const touched = (from: number, to: number): boolean => found.some(({ onset, recovery }) => onset < to && recovery > from);
    for (let i = 0; i < labels.length; i++) {
      if (!labels[i]) continue;
      let end = i;
      while (end < labels.length && labels[end]) end += 1;
      labelled += 1;
      if (touched(i, end)) met += 1;
      i = end;
    }
    extra += found.filter(({ onset, recovery }) => !labels.slice(onset, recovery).some(Boolean)).length;
  }
  console.log(`without hints, ${series.length} whole series: ${met} of ${labelled} labelled stretches met, ${extra} windows that meet no label`);
}

main();
