import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openIncident } from "../../../src/incident/yaml/open.js";
import { openData } from "../../../src/sources/open-data.js";
import { openInChild } from "../../../src/sources/process/open-in-child.js";
import { readsApart } from "../../../src/sources/process/open-limited.js";
import { folderWith, verbRows, verbsCsv, verbsYaml } from "../incident-folder.js";

const SPAN = { from: "2025-03-31T12:00:00Z", to: "2025-03-31T13:00:00Z" };

async function incidentWith(csv: string) {
  return openIncident(
    folderWith({
      "incident.yaml": verbsYaml("verbs.csv", "    cluster: call\n    dimensions: code\n"),
      "verbs.csv": csv,
    }),
  );
}

/** Temporary files of this test alone, and what is left of ours. */
function temporaries(): () => string[] {
  vi.stubEnv("TMPDIR", folderWith({}));
  onTestFinished(() => void vi.unstubAllEnvs());
  return () => readdirSync(tmpdir()).filter((name) => name.startsWith("postmortem-"));
}

describe("reading in a process of its own", () => {
  it("answers what reading here answers, and leaves nothing behind", async () => {
    const rows = verbRows(600).with(30, "torn");
    const incident = await incidentWith(`at,code,call\n${rows.join("\n")}\n`);
    const left = temporaries();
    const [apart, here] = [await openInChild(incident), await openData(incident)];
    for (const read of [apart, here]) onTestFinished(() => read.close());
    expect(left()).toHaveLength(2);
    const [one, two] = [apart.source("verbs"), here.source("verbs")];
    expect([one.quality, one.range, one.columns, one.dimensions, apart.inputs, apart.rejects]).toEqual([
      two.quality,
      two.range,
      two.columns,
      two.dimensions,
      here.inputs,
      here.rejects,
    ]);
    expect(await one.outcomes(60)).toEqual(await two.outcomes(60));
    expect(await one.clusters(SPAN)).toEqual(await two.clusters(SPAN));
    expect(await one.breakdown("code", SPAN)).toEqual(await two.breakdown("code", SPAN));
    await expect(one.values(60)).rejects.toMatchObject({ code: "data", exitCode: 2 });
    expect(() => apart.source("none")).toThrow("verbs");
    await Promise.all([apart.close(), here.close()]);
    expect(left()).toEqual([]);
    await expect(one.outcomes(60)).rejects.toMatchObject({ exitCode: 4 });
  });

  it("raises what reading here raises", async () => {
    const left = temporaries();
    await expect(
      openInChild(await incidentWith("at,code,call\n2025-03-31 12:00:00,500,a\n".replace("at,", "when,"))),
    ).rejects.toMatchObject({
      code: "usage",
      exitCode: 2,
      message: expect.stringContaining('requires the column "at"') as unknown,
    });
    expect(left()).toEqual([]);
  });

  it("ends at its memory ceiling, with a sentence and nothing left behind", async () => {
    const left = temporaries();
    const opening = openInChild(await incidentWith(verbsCsv(20_000)), { ceilingMb: 60 });
    await expect(opening).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("more than 60 MB of memory") as unknown,
    });
    expect(left()).toEqual([]);
  });

  it("ends at its time ceiling", async () => {
    const opening = openInChild(await incidentWith(verbsCsv(20_000)), { timeSeconds: 0.01 });
    await expect(opening).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("more than 0.01 s") as unknown,
    });
  });

  it("is chosen for Parquet and for much text", async () => {
    const yaml = (file: string): string =>
      `id: t\nsources:\n  v: { file: ${file}, time: { column: at }, failed: { code: ["500"] } }\n`;
    const chosen = async (file: string, bytes: Buffer | string): Promise<boolean> =>
      readsApart(await openIncident(folderWith({ "incident.yaml": yaml(file), [file]: bytes })));
    expect(await chosen("v.csv", verbsCsv(10))).toBe(false);
    expect(await chosen("v.parquet", "PAR1")).toBe(true);
    expect(await chosen("v.csv", Buffer.alloc(65 * 2 ** 20))).toBe(true);
    expect(await chosen("v.csv.gz", Buffer.alloc(7 * 2 ** 20))).toBe(true);
  });
});
