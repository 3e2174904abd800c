import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { changePoints } from "../../../src/stats/change-points/change-points.js";
import { changePointScores } from "../../../src/stats/change-points/score.js";
import { referenceFolder } from "../../reference-folder.js";

const folder = referenceFolder("change-points");

it.skipIf(!existsSync(folder))(
  "agrees with five annotators on 25 public series: F1 ≥ .80, cover ≥ .71 (needs POSTMORTEM_REFERENCE)",
  () => {
    const annotations = JSON.parse(readFileSync(join(folder, "annotations.json"), "utf8")) as Record<
      string,
      Record<string, number[]>
    >;
    const scores = readdirSync(join(folder, "series")).map((file) => {
      const { name, series } = JSON.parse(readFileSync(join(folder, "series", file), "utf8")) as {
        name: string;
        series: { raw: (number | null)[] }[];
      };
      const values = series[0]?.raw ?? [];
      return changePointScores(annotations[name] ?? {}, changePoints(values).indices, values.length);
    });
    expect(scores).toHaveLength(25);
    expect(scores.reduce((sum, { f }) => sum + f, 0) / 25).toBeGreaterThanOrEqual(0.8);
    expect(scores.reduce((sum, { cover }) => sum + cover, 0) / 25).toBeGreaterThanOrEqual(0.71);
  },
);
