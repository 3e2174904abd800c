import { describe, expect, it } from "vitest";
import { dataOf } from "../incident-folder.js";

const minute = (at: number): string => new Date(Date.UTC(2025, 2, 31, 12, at)).toISOString();

async function notesOf(
  times: readonly number[],
  more = "",
): Promise<{ notes: readonly string[]; attempts: readonly number[]; duplicates: number }> {
  const yaml = `id: t\nsources:\n  m: { file: m.csv, kind: counts, time: { column: time }, failures: errors, attempts: requests${more} }\n`;
  const data = await dataOf({
    "incident.yaml": yaml,
    "m.csv": `time,errors,requests\n${times.map((at) => `${minute(at)},1,100`).join("\n")}\n`,
  });
  const { quality } = data.source("m");
  return {
    notes: quality.notes,
    attempts: (await data.source("m").outcomes(60)).attempts,
    duplicates: quality.duplicates,
  };
}

describe("the order of rows", () => {
  const times = Array.from({ length: 20 }, (_row, at) => at);

  it("says nothing of rows in order", async () => {
    expect((await notesOf(times)).notes).toEqual([]);
  });

  it("tells late rows, which count at their own times", async () => {
    const { notes, attempts } = await notesOf([...times.filter((at) => at !== 5), 5]);
    expect(notes).toEqual([
      "1 rows come late: five minutes or more behind rows that stand before them, 14 minutes at most; they count at their own times.",
    ]);
    expect(attempts).toEqual(new Array(20).fill(100));
  });

  it("tells a file that runs newest first", async () => {
    const { notes, attempts } = await notesOf([...times].reverse());
    expect(notes).toEqual([
      "Rows do not run in the order of time (newest first, or unsorted); they are taken by their times.",
    ]);
    expect(attempts).toEqual(new Array(20).fill(100));
  });

  it("tells minutes that occur twice, and drops them only by a declared id", async () => {
    const twice = [...times.slice(0, 8), 7, ...times.slice(8)];
    const { notes, attempts } = await notesOf(twice);
    expect(notes).toEqual([
      "1 moments occur more than once (2 rows, the first at 2025-03-31T12:07:00Z): their values are summed. If rows are repeated, declare `id`.",
    ]);
    expect(attempts[7]).toBe(200);
    expect(await notesOf(twice, ", id: time")).toMatchObject({
      notes: [],
      duplicates: 1,
      attempts: new Array(20).fill(100),
    });
  });

  it("tells a missing minute as a gap", async () => {
    const yaml =
      "id: t\nsources:\n  m: { file: m.csv, kind: counts, time: { column: time }, failures: errors, attempts: requests }\n";
    const data = await dataOf({
      "incident.yaml": yaml,
      "m.csv": `time,errors,requests\n${times
        .filter((at) => at !== 9)
        .map((at) => `${minute(at)},1,100`)
        .join("\n")}\n`,
    });
    expect(data.source("m").quality.gaps).toEqual([{ from: "2025-03-31T12:09:00Z", to: "2025-03-31T12:10:00Z" }]);
    expect(data.source("m").quality.coverage).toBeCloseTo(0.95, 12);
  });
});
