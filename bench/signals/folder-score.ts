import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyze } from "../../src/index.js";
import type { SignalFinding } from "../../src/window/signals/signal-finding.js";
import { signals } from "../../src/window/signals/signals.js";
import { share } from "../aim.js";
import type { PlantedFolder, PlantedTruth } from "./planted.js";

/** At this distance, in standard deviations, a test at level 10⁻⁶ has 99 % power: 4.75 + 2.33. */
const CLEAR = 7.08;
const WIDE_BINS = 5;

export async function analyseFolder(
  { files, sources }: PlantedFolder,
  keep?: string,
): Promise<readonly SignalFinding[]> {
  const folder = keep ?? mkdtempSync(join(tmpdir(), "signals-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, "incident.yaml"), `id: planted\nzone: UTC\nsources:\n${sources}`);
    return (await analyze(folder)).signals;
  } finally {
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
}

/** The same series through the library call, without files. */
export const analyseSeries = ({ input }: PlantedFolder): Promise<readonly SignalFinding[]> => signals(input);

const meets = (window: { onset: string; recovery: string | null }, { fromMs, toMs }: PlantedTruth): boolean =>
  Date.parse(window.onset) < toMs && (window.recovery === null || Date.parse(window.recovery) > fromMs);

/** Counts of one kind. */
export class FolderScore {
  runs = 0;
  clear = 0;
  found = 0;
  unclearFound = 0;
  ends = 0;
  held = 0;
  wide = 0;
  wideHeld = 0;
  readonly widths: number[] = [];
  readonly overlaps: number[] = [];
  withFalse = 0;
  readonly notes: string[] = [];

  add(seed: number, planted: PlantedFolder, findings: readonly SignalFinding[]): void {
    this.runs += 1;
    const { truth, stepSeconds } = planted;
    const stray = findings.flatMap(({ source, measure, quantile, windows }) =>
      windows
        .filter((window) => truth === null || !meets(window, truth))
        .map(
          ({ onset, recovery }) =>
            `${source} ${measure} ${quantile ?? ""} ${onset.slice(5, 19)}–${recovery?.slice(5, 19) ?? "open"}`,
        ),
    );
    if (stray.length > 0) {
      this.withFalse += 1;
      this.notes.push(`${seed} false: ${stray.slice(0, 2).join("; ")}${stray.length > 2 ? ` … ${stray.length}` : ""}`);
    }
    if (truth === null) return;
    const own = findings.filter(({ source, measure }) => source === truth.source && measure === truth.measure);
    const hits = own
      .flatMap((signal) =>
        signal.windows
          .filter((window) => meets(window, truth))
          .map((window) => ({ window, evidence: signal.evidence })),
      )
      .sort((a, b) => b.evidence - a.evidence);
    const best = hits[0]?.window;
    if (truth.clear < CLEAR) {
      if (best) this.unclearFound += 1;
      return;
    }
    this.clear += 1;
    if (!best) {
      this.notes.push(`${seed} missed (${truth.clear.toFixed(1)}): ${own[0]?.why ?? "no such signal"}`);
      return;
    }
    this.found += 1;
    const [onset, recovery] = [Date.parse(best.onset), best.recovery === null ? Infinity : Date.parse(best.recovery)];
    const both = Math.min(recovery, truth.toMs) - Math.max(onset, truth.fromMs);
    this.overlaps.push(both / (Math.max(recovery, truth.toMs) - Math.min(onset, truth.fromMs)));
    this.judgeEnd(seed, "onset", truth.fromMs, best.onsetInterval, stepSeconds);
    this.judgeEnd(seed, "recovery", truth.toMs, best.recoveryInterval, stepSeconds);
  }

  private judgeEnd(
    seed: number,
    end: string,
    at: number,
    interval: readonly [string, string] | null,
    stepSeconds: number,
  ): void {
    this.ends += 1;
    if (!interval) {
      this.notes.push(`${seed} ${end}: none`);
      return;
    }
    const [low, high] = interval.map((time) => Date.parse(time)) as [number, number];
    const bins = (high - low) / 1000 / stepSeconds;
    const isHeld = at >= low - 1000 && at <= high + 1000;
    this.widths.push(bins);
    if (isHeld) this.held += 1;
    if (bins >= WIDE_BINS) {
      this.wide += 1;
      if (isHeld) this.wideHeld += 1;
    }
    if (!isHeld) {
      const off = (at < low ? at - low : at - high) / 1000 / stepSeconds;
      this.notes.push(`${seed} ${end} off by ${off.toFixed(1)} bins, interval ${bins.toFixed(1)}`);
    }
  }

  row(kind: string): string {
    const cells = [
      kind,
      `${this.found} of ${this.clear}`,
      share(this.held, this.ends),
      this.wide === 0 ? "–" : `${this.wideHeld} of ${this.wide}`,
      median(this.widths),
      median(this.overlaps, 2),
      `${this.withFalse} of ${this.runs}`,
    ];
    return `| ${cells.join(" | ")} |`;
  }
}

function median(list: readonly number[], digits = 1): string {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted.length === 0 ? "–" : (sorted[Math.floor(sorted.length / 2)] as number).toFixed(digits);
}
