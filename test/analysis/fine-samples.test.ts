import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze, seededRandom } from "../../src/index.js";

const START = Date.UTC(2026, 4, 5, 8);

describe("a gauge that is read every ten seconds", () => {
  it("is followed on its own spacing, so that ends are told to within seconds", async () => {
    const random = seededRandom(5);
    const folder = mkdtempSync(join(tmpdir(), "fine-samples-"));
    const rows = Array.from({ length: 1440 }, (_, sample) => {
      const level = sample >= 700 && sample < 727 ? 110 : 20;
      return `${new Date(START + sample * 10_000).toISOString()},${(level + 2 * random.normal()).toFixed(2)}`;
    });
    writeFileSync(join(folder, "lag.csv"), `time,lag\n${rows.join("\n")}\n`);
    writeFileSync(
      join(folder, "incident.yaml"),
      "id: lag\nsources:\n  lag: { file: lag.csv, kind: gauge, time: { column: time, zone: UTC }, value: lag }\noutcome: lag\n",
    );
    const { window } = await analyze(folder);
    const seconds = (iso: string | null | undefined): number => (Date.parse(iso ?? "") - START) / 1000;
    expect(seconds(window?.onset)).toBe(7000);
    expect(seconds(window?.recovery)).toBe(7270);
    const asked = await analyze(folder, { stepSeconds: 60 });
    expect(seconds(asked.window?.onset) % 60).toBe(0);
  });
});
