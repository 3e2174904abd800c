import { describe, expect, it } from "vitest";
import { timeNotation } from "../../../src/sources/columns/time-notation.js";
import { dataOf } from "../incident-folder.js";

/** The instants of two cells and how many rows were rejected; cells are quoted. */
async function read(cells: readonly string[], time = "zone: UTC"): Promise<readonly string[]> {
  const rows = cells.map((cell) => `"${cell}",500`).join("\n");
  const data = await dataOf({
    "incident.yaml": `id: t\nerrorBudget: { rows: 0, share: 0 }\nsources:\n  v: { file: v.csv, kind: events, time: { column: when, ${time} } }\n  o: { file: o.csv, time: at, failed: { code: [500] } }\n`,
    "o.csv": "at,code\n2027-11-05T14:00:00Z,500\n",
    "v.csv": `when,code\n${rows}\n`,
  });
  const found = await data.source("v").rows({ from: "2000-01-01T00:00:00Z", to: "2099-01-01T00:00:00Z" }, 10);
  return found.map(({ at }) => at);
}

const TWO = ["2027-11-05T14:03:09Z", "2027-11-05T16:45:00Z"];

describe("notations of times", () => {
  it.each([
    [
      "Log Analytics",
      "11/5/2027, 2:03:09 PM",
      "11/25/2027, 4:45:00 PM",
      ["2027-11-05T14:03:09Z", "2027-11-25T16:45:00Z"],
    ],
    ["Kibana", "Nov 5, 2027 @ 14:03:09.000", "Nov 5, 2027 @ 16:45:00.000", TWO],
    ["Java", "Nov 5, 2027 2:03:09 PM", "Nov 5, 2027 4:45:00 PM", TWO],
    [
      "a.m. and p.m. in Spanish",
      "5/11/2027 2:03:09 p. m.",
      "25/11/2027 4:45:00 p. m.",
      ["2027-11-05T14:03:09Z", "2027-11-25T16:45:00Z"],
    ],
    ["ctime", "Fri Nov  5 14:03:09 2027", "Fri Nov  5 16:45:00 2027", TWO],
    ["date", "Fri Nov 5 14:03:09 UTC 2027", "Fri Nov 5 17:45:00 CET 2027", TWO],
    ["RFC 1123", "Fri, 05 Nov 2027 14:03:09 GMT", "Fri, 05 Nov 2027 16:45:00 GMT", TWO],
    ["a router", "*14:03:09.000 UTC Fri Nov 5 2027", "*16:45:00.000 UTC Fri Nov 5 2027", TWO],
    ["an access log", "[05/Nov/2027:15:03:09 +0100]", "[05/Nov/2027:17:45:00 +0100]", TWO],
    ["Go", "2027-11-05 14:03:09.000000001 +0000 UTC", "2027-11-05 16:45:00 +0000 UTC", TWO],
    ["a zone in brackets", "2027-11-05T15:03:09+01:00[Europe/Berlin]", "2027-11-05T17:45+01:00[Europe/Berlin]", TWO],
    ["ISO basic", "20271105T140309Z", "20271105T164500Z", TWO],
    ["run together", "20271105140309", "20271105164500", TWO],
    ["run together with milliseconds", "20271105140309000", "20271105164500000", TWO],
    ["hours alone", "2027-11-05T14Z", "2027-11-05T16Z", ["2027-11-05T14:00:00Z", "2027-11-05T16:00:00Z"]],
    ["days with points", "5.11.2027 14:03:09", "05.11.27 16:45", ["2027-11-05T14:03:09Z"]],
    ["points and milliseconds", "05.11.2027 14:03:09,000", "05.11.2027 16:45:00,000", TWO],
    [
      "German months",
      "5. November 2027 14:03:09",
      "5. Dez. 2027 16:45:00",
      ["2027-11-05T14:03:09Z", "2027-12-05T16:45:00Z"],
    ],
    ["French months", "5 nov. 2027 à 14:03", "5 déc. 2027 à 16:45", ["2027-11-05T14:03:00Z", "2027-12-05T16:45:00Z"]],
    [
      "French months, plain",
      "5 août 2027 14:03:09",
      "5 décembre 2027 16:45:00",
      ["2027-08-05T14:03:09Z", "2027-12-05T16:45:00Z"],
    ],
    [
      "Spanish months",
      "5 de noviembre de 2027 14:03:09",
      "5 de enero de 2028 16:45:00",
      ["2027-11-05T14:03:09Z", "2028-01-05T16:45:00Z"],
    ],
    [
      "Portuguese months",
      "5 out 2027 14:03:09",
      "5 dez 2027 16:45:00",
      ["2027-10-05T14:03:09Z", "2027-12-05T16:45:00Z"],
    ],
    [
      "short weekdays",
      "ven. 5 nov. 2027 14:03:09",
      "sam. 6 nov. 2027 16:45:00",
      ["2027-11-05T14:03:09Z", "2027-11-06T16:45:00Z"],
    ],
    ["spreadsheets' short form", "2027/11/5 14:03", "2027/11/5 4:45", ["2027-11-05T04:45:00Z", "2027-11-05T14:03:00Z"]],
    ["spreadsheets' serials", "46696.5855208333", "46696,69791667", TWO],
    ["TAI64N", "@400000006ccdc02700000000", "@400000006ccde61600000000", TWO],
    ["seconds with commas", "1,825,423,389", "1,825,433,100", TWO],
    ["milliseconds in scientific form", "1.825423389E+12", "1.8254331E12", TWO],
    ["words for zones", "2027-11-05 09:03:09 EST", "2027-11-05 11:45:00 EST", TWO],
    ["UTC and a number", "05-Nov-2027 15:03:09 UTC+1", "05-Nov-2027 17:45:00 UTC+01:00", TWO],
    [
      "narrow spaces",
      "11/25/2027, 2:03:09\u202fPM",
      "11/25/2027, 4:45:00\u202fPM",
      ["2027-11-25T14:03:09Z", "2027-11-25T16:45:00Z"],
    ],
  ] as const)("of %s", async (name, first, second, expected) => {
    if (name === "days with points") {
      expect(await read([first, first])).toEqual([expected[0], expected[0]]);
      expect(await read([second, second])).toEqual(["2027-11-05T16:45:00Z", "2027-11-05T16:45:00Z"]);
    } else if (expected.length === 0) {
      await expect(read([first, second])).rejects.toMatchObject({ exitCode: 3 });
    } else expect(await read([first, second])).toEqual(expected);
  });

  it.each([
    ["%d/%m/%Y %H:%M", ["05/11/2027 14:03", "06/11/2027 16:45"], ["2027-11-05T14:03:00Z", "2027-11-06T16:45:00Z"]],
    ["%m/%d/%Y %H:%M:%S", ["11/5/2027, 2:03:09 PM", "11/5/2027, 4:45:00 PM"], TWO],
    ["%m/%d/%Y %H:%M:%S.%f %z", ["11/05/2027 14:03:09.000 +0000", "11/05/2027 16:45:00 +0000"], TWO],
    ["%F %T", ["2027-11-05 14:03:09", "2027-11-05 16:45:00"], TWO],
    ["%d %B %Y %H.%M.%S", ["5 November 2027 14.03.09", "5 november 2027 16.45.00"], TWO],
    [
      "%d %b %Y, %H Uhr",
      ["5 Mai 2027, 14 Uhr", "5 Dez 2027, 16 Uhr"],
      ["2027-05-05T14:00:00Z", "2027-12-05T16:00:00Z"],
    ],
  ] as const)("declared as %s", async (format, cells, expected) => {
    expect(await read(cells, `format: "${format}", zone: UTC`)).toEqual(expected);
  });

  it("declared as a list are tried in order", async () => {
    expect(
      await read(
        ["05/11/2027 14:03:09", "2027-11-05 16h45"],
        'format: ["%d/%m/%Y %H:%M:%S", "%Y-%m-%d %Hh%M"], zone: UTC',
      ),
    ).toEqual(TWO);
  });

  it("without a year take the declared one, else say what is lacking", async () => {
    expect(await read(["Nov  5 14:03:09", "Nov  5 16:45:00"], "zone: UTC, year: 2027")).toEqual(TWO);
    expect(await read(["11-05 14:03:09.000", "11-25 16:45:00.000"], "zone: UTC, year: 2027")).toEqual([
      "2027-11-05T14:03:09Z",
      "2027-11-25T16:45:00Z",
    ]);
    await expect(read(["Nov  5 14:03:09", "Nov  5 16:45:00"])).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/without a year; declare it, as time: \{ column: when, year: 2026 \}/) as unknown,
    });
    await expect(read(["14:03:09", "16:45:00"])).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/times of day .* without a date; .*columns: \[<date>, when\]/) as unknown,
    });
  });

  it("keep the half of the day in what is asked, and settle no order by themselves", () => {
    const asked = (cells: readonly string[]): string => {
      try {
        timeNotation(cells, { column: "when" }, "x");
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(asked(["3/4/2027 2:03:09 PM"])).toContain('"%d/%m/%Y %I:%M:%S %p" } or "%m/%d/%Y %I:%M:%S %p"');
    expect(asked(["03-04-27 14:03"])).toContain('"%d-%m-%y %H:%M" } or "%m-%d-%y %H:%M"');
  });

  it("take no number for a time outside the years 2000 to 2100", () => {
    for (const cells of [["123456789"], ["99999999999999999"], ["20279905140309"]])
      expect(() => timeNotation(cells, { column: "when" }, "x")).toThrow(/known notation/);
    expect(timeNotation(["2026031208", "2026031209"], { column: "when" }, "x")).toMatchObject({ kind: "pattern" });
  });
});

describe("two columns of one time", () => {
  it("are joined, whatever the notation of each", async () => {
    for (const [date, clock] of [
      ["2027-11-05", "14:03:09"],
      ["05.11.2027", "14:03:09"],
      ["11/25/2027", "2:03:09 PM"],
    ] as const) {
      const data = await dataOf({
        "incident.yaml":
          "id: t\nsources:\n  v: { file: v.csv, time: { columns: [Day, Clock], zone: Europe/Paris }, failed: { code: [500] } }\n",
        "v.csv": `Day,Clock,code\n${date},${clock},500\n${date},${clock},200\n`,
      });
      expect(data.source("v").range?.from).toMatch(/^2027-11-(05|25)T13:03:00Z$/);
    }
  });
});

describe("an hour that clocks repeat", () => {
  const local = (minute: number): string => {
    // From 01:00 summer time in Berlin; 02:00 to 02:59 come twice.
    const shown = minute < 120 ? 60 + minute : minute;
    return `26.10.2025 ${String(Math.floor(shown / 60)).padStart(2, "0")}:${String(shown % 60).padStart(2, "0")}`;
  };
  const table = (order: (a: number, b: number) => number): string =>
    `at,e,r\n${Array.from({ length: 300 }, (_row, minute) => minute)
      .sort(order)
      .map((minute) => `${local(minute)},${minute === 70 || minute === 130 ? 9 : 1},10`)
      .join("\n")}\n`;
  const yaml =
    "id: t\nsources:\n  m: { file: m.csv, kind: counts, time: { column: at, zone: Europe/Berlin }, failures: e, attempts: r }\n";

  it("is told apart by the order of rows, oldest or newest first, and it is said", async () => {
    for (const order of [(a: number, b: number) => a - b, (a: number, b: number) => b - a]) {
      const data = await dataOf({ "incident.yaml": yaml, "m.csv": table(order) });
      const { failures, startMs } = await data.source("m").outcomes(60);
      expect(new Date(startMs).toISOString()).toBe("2025-10-25T23:00:00.000Z");
      expect(failures.map((n, minute) => (n === 9 ? minute : -1)).filter((minute) => minute >= 0)).toEqual([70, 130]);
      expect(data.rejects).toEqual([]);
      expect(data.source("m").quality.notes.join(" ")).toContain(
        "Clocks in Europe/Berlin went back on 2025-10-26; the order of rows separates the 60 rows of the first pass through that hour from the 60 of the second.",
      );
    }
  });

  it("is rejected where rows run in no order, with what helps", async () => {
    await expect(
      dataOf({ "incident.yaml": yaml, "m.csv": table((a, b) => ((a * 7) % 11) - ((b * 7) % 11) || a - b) }),
    ).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /occurs twice in Europe\/Berlin \(clocks went back\); export the times in UTC, or with their offsets/,
      ) as unknown,
    });
  });
});
