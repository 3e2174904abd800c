import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openIncident } from "../../../src/incident/yaml/open.js";
import type { IncidentData } from "../../../src/sources/incident-data.js";
import { followData } from "../../../src/sources/process/follow-data.js";
import { openData } from "../../../src/sources/open-data.js";
import { folderWith, totals, verbRows, verbsYaml } from "../incident-folder.js";

async function facts(data: IncidentData): Promise<unknown> {
  const source = data.source("verbs");
  return {
    quality: source.quality,
    range: source.range,
    series: await source.outcomes(60),
    inputs: data.inputs,
    rejects: data.rejects,
  };
}

describe("followData", () => {
  it("sees whole lines as they come, and at the end what a fresh reading sees", async () => {
    const rows = verbRows(100);
    rows[60] = "torn";
    const folder = folderWith({
      "incident.yaml": verbsYaml("verbs.csv"),
      "verbs.csv": `at,code,call\n${rows.slice(0, 20).join("\n")}\n${(rows[20] as string).slice(0, 9)}`,
    });
    const incident = await openIncident(folder);
    const seen: number[] = [];
    const end = new AbortController();
    const onUpdate = async (data: IncidentData): Promise<void> => {
      seen.push((await totals(data)).attempts);
      if (seen.length === 1)
        appendFileSync(
          join(folder, "verbs.csv"),
          `${(rows[20] as string).slice(9)}\n${rows.slice(21, 50).join("\n")}\n`,
        );
      if (seen.length < 2) return;
      appendFileSync(join(folder, "verbs.csv"), rows.slice(50).join("\n"));
      end.abort();
    };
    const followed = await followData(incident, { signal: end.signal, onUpdate, everySeconds: 0.01 });
    onTestFinished(() => followed.close());
    const fresh = await openData(incident);
    onTestFinished(() => fresh.close());
    expect(seen).toEqual([20, 50]);
    expect(await facts(followed)).toEqual(await facts(fresh));
    expect(fresh.source("verbs").quality).toMatchObject({ loaded: 99, rejected: 1 });
  });

  it.each([
    [
      "another file comes in its place",
      (path: string, text: string) => {
        writeFileSync(`${path}.new`, text);
        renameSync(`${path}.new`, path);
      },
    ],
    ["it is written anew at the same length", (path: string, text: string) => writeFileSync(path, text)],
    [
      "it is written anew, shorter",
      (path: string, text: string) => writeFileSync(path, text.slice(0, text.indexOf("\n", 500) + 1)),
    ],
  ])("starts anew and says so when %s", async (_what, replace) => {
    const text = (from: number): string => `at,code,call\n${verbRows(40, from).join("\n")}\n`;
    const folder = folderWith({ "incident.yaml": verbsYaml("verbs.csv"), "verbs.csv": text(0) });
    const incident = await openIncident(folder);
    const [end, told] = [new AbortController(), [] as string[]];
    let updates = 0;
    const followed = await followData(incident, {
      signal: end.signal,
      onUpdate: () => {
        updates += 1;
        if (updates === 1) replace(join(folder, "verbs.csv"), text(1000));
        else end.abort();
      },
      everySeconds: 0.01,
      onReplaced: (file) => void told.push(file),
    });
    onTestFinished(() => followed.close());
    const fresh = await openData(incident);
    onTestFinished(() => fresh.close());
    expect(told).toEqual(["verbs.csv"]);
    expect(await facts(followed)).toEqual(await facts(fresh));
    expect(followed.source("verbs").range?.from).toBe("2025-03-31T12:16:00Z");
  });
});
