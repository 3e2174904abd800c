import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { openIncident } from "../../src/incident/yaml/open.js";
import { ReadingProgress } from "../../src/sources/progress.js";
import type { LoadProgress } from "../../src/sources/progress.js";
import { openData } from "../../src/sources/open-data.js";
import { folderWith, verbRows, verbsYaml } from "./incident-folder.js";

describe("ReadingProgress", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("tells of the file that is read while it is read, on top of those that are done", async () => {
    const told: LoadProgress[] = [];
    const reading = new ReadingProgress(300, (progress) => void told.push(progress));
    reading.file("a", "a.csv", 100).end();
    let share: number | null = null;
    const file = reading.file("b", "b.csv", 200);
    const working = file.during(
      "loading",
      () => share,
      () => new Promise<string>((done) => setTimeout(() => done("read"), 1100)),
    );
    for (const next of [null, 0.25, 0.5, 1.2]) {
      share = next;
      await vi.advanceTimersByTimeAsync(250);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(await working).toBe("read");
    file.end();
    expect(told.map(({ source, bytesDone }) => [source, bytesDone])).toEqual([
      ["a", 100],
      ["b", 100],
      ["b", 100],
      ["b", 150],
      ["b", 200],
      ["b", 300],
      ["b", 300],
    ]);
  });

  it("stops telling when the work fails", async () => {
    const tell = vi.fn();
    const working = new ReadingProgress(1, tell).file("a", "a.csv", 1).during(
      "loading",
      () => 0,
      () => Promise.reject(new Error("torn")),
    );
    await expect(working).rejects.toThrow("torn");
    await vi.advanceTimersByTimeAsync(1000);
    expect(tell).toHaveBeenCalledTimes(1);
  });
});

describe("openData", () => {
  it("tells the stages of a packed file with a torn row, ending at all its bytes", async () => {
    const csv = `at,code,call\n${verbRows(300_000).with(30, "torn").join("\n")}\n`;
    const folder = folderWith({ "incident.yaml": verbsYaml("verbs.csv.gz"), "verbs.csv.gz": gzipSync(csv) });
    const told: LoadProgress[] = [];
    const data = await openData(await openIncident(folder), { onProgress: (progress) => void told.push(progress) });
    onTestFinished(() => data.close());
    expect([...new Set(told.map(({ stage }) => stage))]).toEqual(["unpacking", "loading", "record by record"]);
    const { bytesTotal } = told[0] as LoadProgress;
    expect(told.at(-1)).toMatchObject({ source: "verbs", file: "verbs.csv.gz", bytesDone: bytesTotal });
    expect(
      told.some(({ stage, bytesDone }) => stage === "record by record" && bytesDone > 0 && bytesDone < bytesTotal),
    ).toBe(true);
  });

  it("tells of the search for repeated ids after all files", async () => {
    const told: LoadProgress[] = [];
    const row = (text: string, at: number): string => text.replace(/call\d+$/, `call${at}`);
    const folder = folderWith({
      "incident.yaml": verbsYaml("verbs.csv", "    id: call\n"),
      "verbs.csv": `at,code,call\n${verbRows(300).map(row).join("\n")}\n`,
    });
    const data = await openData(await openIncident(folder), { onProgress: (progress) => void told.push(progress) });
    onTestFinished(() => data.close());
    expect(told.at(-1)).toMatchObject({ source: "verbs", file: "", stage: "repeated ids", bytesDone: 0 });
  });
});
