import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { outageWindow } from "../../src/window/outage-window.js";
import { referenceFolder } from "../reference-folder.js";

const folder = referenceFolder("outage-windows");

it.skipIf(!existsSync(folder))(
  "meets expert labels of hourly production series from any hint inside (needs POSTMORTEM_REFERENCE)",
  () => {
    const overlaps: number[] = [];
    for (const [name, from, to] of labelled(["app1-06", "app2-10", "outbound-08", "outbound-10", "purchase-03"])) {
      const values = column(name, 1).slice(Math.max(0, from - 60), to + 60);
      const start = Math.min(60, from);
      const found = outageWindow({ values }, { hint: start + ((to - from) >> 1) });
      const [a, b] = [found?.onset ?? 0, found?.recovery ?? 0];
      overlaps.push(
        Math.max(0, Math.min(b, start + to - from) - Math.max(a, start)) /
          (Math.max(b, start + to - from) - Math.min(a, start)),
      );
    }
    expect(overlaps.length).toBeGreaterThan(5);
    expect(overlaps.reduce((sum, overlap) => sum + overlap, 0) / overlaps.length).toBeGreaterThan(0.7);
  },
);

function column(name: string, index: number): number[] {
  return readFileSync(join(folder, `${name}.csv`), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => Number(line.split(",")[index]));
}

/** Labelled stretches of three samples or more. */
function labelled(names: readonly string[]): [string, number, number][] {
  return names.flatMap((name) => {
    const labels = column(name, 2);
    const found: [string, number, number][] = [];
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] !== 1) continue;
      const from = i;
      while (labels[i] === 1) i++;
      if (i - from >= 3) found.push([name, from, i]);
    }
    return found;
  });
}
