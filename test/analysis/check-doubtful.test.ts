import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Checked, check } from "../../src/index.js";

const FIRST = Date.UTC(2026, 4, 6, 6);

/** Four hours of parcels: 20 a minute, one in a hundred fails; every second one from 08:00 to 08:40. */
function parcels(): string {
  const lines = ["id,time,code"];
  for (let minute = 0; minute < 240; minute += 1)
    for (let one = 0; one < 20; one += 1) {
      const spread = ((minute * 20 + one) * 0.6180339887) % 1;
      const code = spread < (minute >= 120 && minute < 160 ? 0.5 : 0.01) ? 500 : 200;
      lines.push(`p${minute}-${one},${new Date(FIRST + minute * 60_000 + one * 3000).toISOString()},${code}`);
    }
  return `${lines.join("\n")}\n`;
}

const YAML = `id: parcels
zone: UTC
sources:
  parcels: { file: parcels.csv, kind: outcomes, time: { column: time, zone: UTC }, id: id, failed: { code: ["500"] } }
outcome: parcels
`;

const PLAIN = "About 2 % of parcels failed during the outage.";
const NEAR = "Roughly 20 % of parcels failed, so the gaffers grumbled.";
const STRANGE = "Some 3 % of parcels failed for the wholesale tranche alone.";
const POINTS = "About 12 % of the parcels there failed.";
const LATE = "In the last ten minutes about 12 % of parcels failed.";
const SLOWLY = "The outage came up bit by bit and took 12 minutes until full height.";
const LASTED = "The outage lasted 12 minutes.";
const AGAIN = "08:20 – Failures have picked up again.";
const AT_WORST = "In the blackest minute we lost more than 300 parcels.";
const TWICE = "The outage lasted from 08:00 to 08:40.";

let checked: Checked;
let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "doubtful-"));
  writeFileSync(join(folder, "parcels.csv"), parcels());
  writeFileSync(join(folder, "incident.yaml"), YAML);
  checked = await check(
    `**Date:** 6 May 2026 (UTC)\n\n${[PLAIN, NEAR, STRANGE, POINTS, LATE, SLOWLY, LASTED, AGAIN, AT_WORST, TWICE].join("\n\n")}\n`,
    folder,
  );
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const of = (sentence: string): Checked["assertions"] =>
  checked.assertions.filter(({ quote, kind }) => sentence.includes(quote) && kind === "share");

describe("a reading in doubt", () => {
  it.each([LATE, SLOWLY, AGAIN])(
    "is left open where the clause is of a part of the time, or of a course: %s",
    (sentence) => {
      const found = checked.assertions.filter(({ quote }) => sentence.includes(quote));
      expect(found.length).toBeGreaterThan(0);
      expect(found.map(({ verdict }) => verdict)).not.toContain("contradicted");
      expect(checked.assertions.find(({ quote }) => quote === LASTED)?.verdict).toBe("contradicted");
    },
  );

  it("a minute that is the blackest is one minute, not the outage", () => {
    const found = checked.assertions.filter(({ quote }) => AT_WORST.includes(quote));
    expect(found.length).toBeGreaterThan(0);
    expect(found.map(({ verdict }) => verdict)).not.toContain("supported");
  });

  it("is held against plain words, however far off their figure is", () => {
    expect(of(PLAIN).map(({ verdict }) => verdict)).toEqual(["contradicted"]);
  });

  it("is held against a figure that is near, whatever else its clause says", () => {
    expect(of(NEAR).map(({ verdict }) => verdict)).toEqual(["contradicted"]);
  });

  it("is left open where a figure is many times off and its clause has words that no reading takes up", () => {
    const [found] = of(STRANGE);
    expect(found?.verdict).toBe("unchecked");
    expect(found?.why).toContain("“wholesale”");
    expect(found?.needs).toBeTruthy();
  });

  it("is left open where its words point to what was named before", () => {
    const [found] = of(POINTS);
    expect(found?.verdict).toBe("unchecked");
    expect(found?.needs).toContain("by its name");
  });

  it("leaves what holds as it is", () => {
    expect(checked.assertions.find(({ kind }) => kind === "window")?.verdict).toBe("supported");
  });
});
