import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import type { Analysis } from "../../../src/analysis/analysis.js";
import { headline } from "../../../src/analysis/brief/headline.js";
import { outageWindowChart } from "../../../src/charts/figures/outage-window-chart.js";
import { seededRandom } from "../../../src/stats/random/random.js";

const START = Date.UTC(2026, 9, 6, 8);
const MINUTE = 60_000;
const SHOPS = ["harbour", "station", "market", "mill", "castle", "garden", "tower", "bridge"];
/** Attempts a minute, by shop. */
const TRAFFIC = [40, 30, 25, 20, 15, 12, 8, 4];
const [FROM, TO] = [200, 235];

const YAML = `id: tills
zone: UTC
sources:
  payments: { file: payments.csv, kind: outcomes, time: { column: at }, failed: { result: ["declined by host"] } }
  releases: { file: releases.csv, kind: events, role: change, time: { column: at }, id: release, what: release, on: { shop: shop } }
outcome: payments
`;

/** Six hours of card payments in eight shops; `failing` has its payments declined for 35 minutes. */
function payments(failing: string | null): string {
  const random = seededRandom(7).fork(failing ?? "quiet");
  const rows = ["at,shop,till,result"];
  for (let minute = 0; minute < 360; minute += 1)
    SHOPS.forEach((shop, index) => {
      for (let n = random.poisson(TRAFFIC[index] as number); n > 0; n -= 1) {
        const down = shop === failing && minute >= FROM && minute < TO;
        const at = new Date(START + (minute + random.next()) * MINUTE).toISOString();
        const failed = random.next() < (down ? 0.35 : 0.02);
        rows.push(`${at},${shop},till ${1 + random.integer(3)},${failed ? "declined by host" : "paid"}`);
      }
    });
  return `${rows.join("\n")}\n`;
}

async function analysed(failing: string | null): Promise<Analysis> {
  const folder = mkdtempSync(join(tmpdir(), "tills-"));
  try {
    writeFileSync(join(folder, "payments.csv"), payments(failing));
    const at = (minute: number): string => new Date(START + minute * MINUTE).toISOString();
    writeFileSync(
      join(folder, "releases.csv"),
      `at,release,shop\n${at(30)},r-1,castle\n${at(FROM - 3)},r-2,bridge\n${at(FROM - 1)},r-3,harbour\n`,
    );
    writeFileSync(join(folder, "incident.yaml"), YAML);
    return await analyze(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("an outage of a small part", () => {
  let found: Analysis;
  beforeAll(async () => {
    found = await analysed("bridge");
  }, 120_000);

  it("has the window that the part shows, and says which part it is", () => {
    expect(found.window?.part).toEqual({ shop: "bridge" });
    const [early, late] = (found.window?.onsetInterval ?? []).map((iso) => (Date.parse(iso) - START) / MINUTE);
    expect(early).toBeLessThanOrEqual(FROM);
    expect(late).toBeGreaterThanOrEqual(FROM);
    expect(found.windows).toHaveLength(1);
  });

  it("says that all attempts together do not show it", () => {
    const [part] = found.parts ?? [];
    expect(part?.alone).toBe(true);
    expect(part?.why).toMatch(/^Only shop = bridge failed, .*; all attempts together do not show it\.$/);
    expect(found.warnings.map(({ code }) => code)).toContain("outage-of-a-part");
    expect(headline(found)).toMatch(/^\d+(\.\d+)?\s% of payments with shop = bridge failed for/);
  });

  it("is the failures' signal, with the part's own levels", () => {
    const signal = found.signals.find(({ source, measure }) => source === "payments" && measure === "failures");
    expect(signal?.part).toEqual({ shop: "bridge" });
    expect(signal?.during?.value).toBeGreaterThan(0.2);
    expect(signal?.baseline.value).toBeLessThan(0.05);
  });

  it("is drawn by its own share, with everything else beside it", () => {
    const drawn = outageWindowChart(found);
    expect(drawn?.subtitle).toMatch(/^Payments with shop = bridge failing/);
    const [rest, part] = (drawn?.figure.data ?? []) as { readonly name: string; readonly y: (number | null)[] }[];
    expect(rest?.name).toBe("all other payments");
    expect(Math.max(...(part?.y ?? []).map((rate) => rate ?? 0))).toBeGreaterThan(0.2);
    expect(Math.max(...(rest?.y ?? []).map((rate) => rate ?? 0))).toBeLessThan(0.1);
  });

  it("is what slices and changes are judged by", () => {
    expect(found.slices.found.map(({ where }) => where)).toEqual([{ shop: "bridge" }]);
    const verdicts = Object.fromEntries(found.changes.map(({ id, verdict }) => [id, verdict]));
    expect(["supported", "possible"]).toContain(verdicts["r-2"]);
    expect(verdicts["r-3"]).toBe("unlikely");
  });
});

describe("parts of a quiet day", () => {
  let quiet: Analysis;
  beforeAll(async () => {
    quiet = await analysed(null);
  }, 120_000);

  it("show nothing", () => {
    expect(quiet.window).toBeNull();
    expect(quiet.parts).toEqual([]);
  });
});
