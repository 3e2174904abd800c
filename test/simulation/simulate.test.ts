import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulateIncident } from "../../src/simulation/simulate.js";
import { cellsOf, contentHashes, simulatedFolders, textOf, truthOf } from "./simulated-folder.js";

describe("simulateIncident", () => {
  it("gives the same content for the same seed and other content for another", async () => {
    const [first = ""] = await simulatedFolders("none", { seed: 5, scale: 0.03 });
    const [again = ""] = await simulatedFolders("none", { seed: 5, scale: 0.03 });
    const [other = ""] = await simulatedFolders("none", { seed: 6, scale: 0.03 });
    expect(contentHashes(again)).toEqual(contentHashes(first));
    expect(contentHashes(other)["verbs.csv.gz"]).not.toBe(contentHashes(first)["verbs.csv.gz"]);
  });

  it("has no outage, nothing to spare, and only the customers' own failures where nothing happened", async () => {
    const [folder = ""] = await simulatedFolders("none", { seed: 9, scale: 0.15 });
    const truth = truthOf(folder);
    expect(truth.windows).toEqual([]);
    expect(truth.verbs).toEqual({ failures: 0, attempts: 0 });
    expect([...truth.remediations, ...truth.whatIf].map(({ failuresAvoided }) => failuresAvoided)).toEqual([
      0, 0, 0, 0, 0, 0, 0, 0,
    ]);
    const verbs = cellsOf(folder, "verbs.csv.gz");
    expect(verbs.filter((row) => row[7] === "11200").length / verbs.length).toBeLessThan(0.02);
    expect(truth.claims.find(({ id }) => id === "rate-1")?.truth).toBe("false");
  });

  it("credits no remediation when the failures end by themselves", async () => {
    const [folder = ""] = await simulatedFolders("self-recovery", { seed: 3, scale: 0.1 });
    const { remediations, claims, windows } = truthOf(folder);
    expect(windows).toHaveLength(1);
    expect(remediations.map(({ failuresAvoided }) => failuresAvoided)).toEqual([0, 0]);
    expect(claims.find(({ id }) => id === "effect-capacity")?.truth).toBe("false");
  });

  it("messes up the records in every documented way and leaves the truth as it was", async () => {
    const tidy = await simulatedFolders("twilio-13002", { seed: 4, scale: 0.12 });
    const messy = await simulatedFolders("twilio-13002", { seed: 4, scale: 0.12, mess: true });
    for (const [index, folder] of messy.entries()) {
      const { mess, ...truth } = truthOf(folder);
      const { mess: none, ...same } = truthOf(tidy[index] ?? "");
      expect(none).toBeNull();
      expect(truth).toEqual(same);
      const kinds = Object.entries(mess ?? {}).filter(([kind]) => index === 1 || kind !== "missingAlerts");
      for (const [kind, count] of kinds) expect(count, kind).toBeGreaterThan(0);
    }
    const times = cellsOf(messy[0] ?? "", "verbs.csv.gz").map((row) => row[6] ?? "");
    expect(times.some((time) => time.endsWith("+02:00"))).toBe(true);
    const rows = textOf(messy[0] ?? "", "calls.csv.gz")
      .trimEnd()
      .split("\n");
    expect(rows.length - new Set(rows).size).toBeGreaterThan(0);
    expect(rows.filter((row) => row.split(",").length < 7)).toHaveLength(2);
  });

  it("refuses a scenario or a scale that cannot be, and writes nothing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "refused-"));
    await expect(simulateIncident("three", { out: join(folder, "x") })).rejects.toThrow(/requires a scenario among/);
    await expect(simulateIncident("none", { out: join(folder, "x"), scale: 0 })).rejects.toThrow(
      /requires a scale above 0, got 0/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
