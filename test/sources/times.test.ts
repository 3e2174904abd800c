import { describe, expect, it } from "vitest";
import { localPieces, localVerdict } from "../../src/sources/columns/zone-offsets.js";
import { dataOf, unaccounted } from "./incident-folder.js";

function yaml(time: string): string {
  return `id: t\nsources:\n  verbs:\n    file: verbs.csv\n    time: ${time}\n    failed: { code: ["500"] }\n`;
}

async function read(time: string, ...times: string[]): Promise<{ starts: string[]; reasons: string[] }> {
  const data = await dataOf({
    "incident.yaml": yaml(time),
    "verbs.csv": `at;code\n${times.map((at) => `${at};500\n`).join("")}`,
  });
  expect(unaccounted(data)).toBe(0);
  const { startMs, stepSeconds, attempts } = await data.source("verbs").outcomes(1);
  const starts = attempts.flatMap((n, index) =>
    new Array<string>(n).fill(new Date(startMs + index * stepSeconds * 1000).toISOString().slice(0, 19)),
  );
  return { starts, reasons: data.rejects.map(({ reason }) => reason) };
}

describe("times that carry their zone", () => {
  it.each([
    ["2025-03-31T16:16:05Z", "2025-03-31T16:16:05"],
    ["2025-03-31 16:16:05Z", "2025-03-31T16:16:05"],
    ["2025-03-31T16:16:05.123456Z", "2025-03-31T16:16:05"],
    ["2025-03-31T16:16:05,123Z", "2025-03-31T16:16:05"],
    ["2025-03-31T16:16Z", "2025-03-31T16:16:00"],
    ["2025-03-31T16:16:05+02:00", "2025-03-31T14:16:05"],
    ["2025-03-31T16:16:05+0200", "2025-03-31T14:16:05"],
    ["2025-03-31T16:16:05-07", "2025-03-31T23:16:05"],
    ["2025-03-31 16:16:05 +02:00", "2025-03-31T14:16:05"],
    ["2025-03-31T16:16:05z", "2025-03-31T16:16:05"],
    ["2025-03-31 16:16:05 UTC", "2025-03-31T16:16:05"],
    ["Mon, 31 Mar 2025 16:16:05 +0200", "2025-03-31T14:16:05"],
    ["31/Mar/2025:16:16:05 +0200", "2025-03-31T14:16:05"],
    ["1743437765", "2025-03-31T16:16:05"],
    ["1743437765.25", "2025-03-31T16:16:05"],
    ["1743437765250", "2025-03-31T16:16:05"],
    ["1743437765250000", "2025-03-31T16:16:05"],
    ["1743437765250000123", "2025-03-31T16:16:05"],
  ])("reads %s", async (text, expected) => {
    expect(await read("at", text, text)).toEqual({ starts: [expected, expected], reasons: [] });
  });

  it("keeps an offset although the column's zone is another", async () => {
    expect(
      (await read("{ column: at, zone: Europe/Berlin }", "2025-03-31T16:16:05+00:00", "2025-03-31T16:16:05")).starts,
    ).toEqual(["2025-03-31T14:16:05", "2025-03-31T16:16:05"]);
  });

  it.each([
    "2025-02-30T00:00:00Z",
    "2025-03-31T16:16:60Z",
    "infinity",
    "epoch",
    "",
    "2025-13-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
  ])("rejects %j by line", async (text) => {
    const { starts, reasons } = await read(
      "at",
      "2025-03-31T16:16:05Z",
      "2025-03-31T16:16:06Z",
      "2025-03-31T16:16:07Z",
      text,
    );
    expect(starts).toHaveLength(3);
    expect(reasons).toHaveLength(1);
  });
});

describe("times without a zone", () => {
  it("are an error that names the column and the option that settles it", async () => {
    await expect(read("{ column: at }", "2025-03-31 16:16:05")).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /"verbs\.csv" column "at".*"2025-03-31 16:16:05".*sources\.verbs\.time: \{ column: at, zone: UTC \}/,
      ) as unknown,
    });
  });

  it("are an error too when only some lack one", async () => {
    await expect(read("at", "2025-03-31T16:16:05Z", "2025-03-31T16:16:06")).rejects.toMatchObject({ exitCode: 3 });
  });

  it.each([
    ["UTC", "2025-03-31 16:16:05", "2025-03-31T16:16:05"],
    ["Europe/Berlin", "2025-03-31 16:16:05", "2025-03-31T14:16:05"],
    ["Europe/Berlin", "2025-01-31 16:16:05", "2025-01-31T15:16:05"],
    ["America/Los_Angeles", "2025-03-31T09:16:05", "2025-03-31T16:16:05"],
    ["Asia/Kolkata", "2025-03-31 21:46:05", "2025-03-31T16:16:05"],
    ["Europe/Berlin", "2025/03/31 16:16:05", "2025-03-31T14:16:05"],
    ["Europe/Berlin", "31.03.2025 16:16", "2025-03-31T14:16:00"],
    ["America/New_York", "03/31/2025 04:16:05 PM", "2025-03-31T20:16:05"],
  ])("in %s: %s", async (zone, text, expected) => {
    expect((await read(`{ column: at, zone: ${zone} }`, text)).starts).toEqual([expected]);
  });

  it("takes day and month apart by a value above twelve, and never guesses", async () => {
    expect((await read("{ column: at, zone: UTC }", "01/04/2025 10:00:00", "31/03/2025 10:00:00")).starts).toEqual([
      "2025-03-31T10:00:00",
      "2025-04-01T10:00:00",
    ]);
    expect((await read("{ column: at, zone: UTC }", "04/01/2025 10:00:00", "03/31/2025 10:00:00")).starts).toEqual([
      "2025-03-31T10:00:00",
      "2025-04-01T10:00:00",
    ]);
    await expect(read("{ column: at, zone: UTC }", "01/02/2025 10:00:00")).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("order of day and month") as unknown,
    });
    expect(
      (await read('{ column: at, zone: UTC, format: "%m/%d/%Y %H:%M:%S" }', "01/02/2025 10:00:00")).starts,
    ).toEqual(["2025-01-02T10:00:00"]);
  });
});

describe("clock changes", () => {
  it("gives a local time in the gap its verdict", async () => {
    const { starts, reasons } = await read(
      "{ column: at, zone: Europe/Berlin }",
      "2025-03-30 01:59:59",
      "2025-03-30 02:30:00",
      "2025-03-30 03:00:00",
    );
    expect(starts).toEqual(["2025-03-30T00:59:59", "2025-03-30T01:00:00"]);
    expect(reasons).toEqual([
      'its time (at) "2025-03-30 02:30:00" does not exist in Europe/Berlin (clocks went forward)',
    ]);
  });

  it("gives a local time in the fold its verdict", async () => {
    const { starts, reasons } = await read(
      "{ column: at, zone: Europe/Berlin }",
      "2025-10-26 01:59:59",
      "2025-10-26 02:30:00",
      "2025-10-26 03:00:00",
    );
    expect(starts).toEqual(["2025-10-25T23:59:59", "2025-10-26T02:00:00"]);
    expect(reasons).toEqual([
      'its time (at) "2025-10-26 02:30:00" occurs twice in Europe/Berlin (clocks went back); export the times in UTC, or with their offsets',
    ]);
  });

  it("knows a half-hour change", () => {
    expect(localVerdict("2025-10-05 02:15", "Australia/Lord_Howe")).toContain("does not exist");
    expect(localVerdict("2025-10-05 02:30", "Australia/Lord_Howe")).toBeNull();
    expect(localVerdict("2025-04-06 01:45", "Australia/Lord_Howe")).toContain("occurs twice");
  });

  it("has two pieces for each change of a zone and one for UTC", () => {
    expect(localPieces("UTC")).toHaveLength(1);
    const year = localPieces("Europe/Berlin").filter(({ fromMs }) => new Date(fromMs).getUTCFullYear() === 2025);
    expect(year.map(({ fromMs, offsetMs }) => [new Date(fromMs).toISOString(), offsetMs])).toEqual([
      ["2025-03-30T02:00:00.000Z", null],
      ["2025-03-30T03:00:00.000Z", 7_200_000],
      ["2025-10-26T02:00:00.000Z", null],
      ["2025-10-26T03:00:00.000Z", 3_600_000],
    ]);
  });
});
