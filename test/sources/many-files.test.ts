import { describe, expect, it } from "vitest";
import { dataOf, totals, unaccounted, verbRows, verbsYaml } from "./incident-folder.js";

/** Parts of thirty rows, one after the other in time. */
function parts(count: number, change: (text: string, part: number) => string = (text) => text): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_file, part) => [
      `part-${String(part).padStart(3, "0")}.csv`,
      change(`at,code,call\n${verbRows(30, 30 * part).join("\n")}\n`, part),
    ]),
  );
}

async function read(files: Record<string, string>) {
  return dataOf({ "incident.yaml": verbsYaml("part-*.csv"), ...files });
}

describe("a source of many small files", () => {
  it("is read as one of their rows, each file with its own hash and count", async () => {
    const data = await read(parts(40));
    expect(data.source("verbs").quality).toMatchObject({ seen: 1240, loaded: 1200, header: 40, rejected: 0 });
    expect(await totals(data)).toEqual({ failures: 120, attempts: 1200 });
    expect(data.inputs.map(({ file, rows }) => [file, rows]).slice(0, 2)).toEqual([
      ["part-000.csv", 30],
      ["part-001.csv", 30],
    ]);
    expect(new Set(data.inputs.map(({ sha256 }) => sha256)).size).toBe(40);
    expect(unaccounted(data)).toBe(0);
  });

  it.each([
    [
      "a row without a time",
      (text: string) => text.replace(/\n[^,]+,200/, "\nsoon,200"),
      { rejected: 1, loaded: 1199 },
    ],
    [
      "other columns",
      (text: string) => text.replaceAll(/^([^,]*),([^,]*),(.*)$/gm, "$2,$1,$3"),
      { rejected: 0, loaded: 1200 },
    ],
    ["quoted cells", (text: string) => text.replaceAll(/,(500|200),/g, ',"$1",'), { rejected: 0, loaded: 1200 }],
    [
      "blank lines and two carriage returns",
      (text: string) => text.replaceAll("\n", "\r\n").replace("\r\n", "\r\n\r\n"),
      { rejected: 0, loaded: 1200, blank: 1 },
    ],
  ])("gives a file with %s a reading of its own", async (_what, change, counts) => {
    const data = await read(parts(40, (text, part) => (part === 23 ? change(text) : text)));
    expect(data.source("verbs").quality).toMatchObject(counts);
    expect((await totals(data)).failures).toBe(120);
    expect(data.rejects.every(({ file }) => file === "part-023.csv")).toBe(true);
    expect(unaccounted(data)).toBe(0);
  });
});
