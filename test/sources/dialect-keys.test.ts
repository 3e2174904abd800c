import { describe, expect, it } from "vitest";
import { dataOf, totals, unaccounted } from "./incident-folder.js";

const yaml = (dialect: string, failed = '"code = 500"'): string =>
  `id: t\nsources:\n  verbs:\n    file: v.csv\n    time: { column: at, zone: UTC }\n    failed: ${failed}\n    dialect: ${dialect}\n`;
const at = (minute: number): string => `2026-03-12 08:${String(minute).padStart(2, "0")}:00`;
const rows = (count: number, row: (minute: number) => string): string =>
  Array.from({ length: count }, (_row, minute) => row(minute)).join("\n");

describe("what `dialect` says of a text", () => {
  it("is the line of the names, and how many lines hold no rows", async () => {
    const text = `Report;of\nsomebody;else\nat;code;n\ntime;status;count\n${rows(20, (m) => `${at(m)};${m % 4 === 0 ? 500 : 200};${m}`)}\n`;
    const data = await dataOf({ "incident.yaml": yaml("{ header: 3, skip: 4 }"), "v.csv": text });
    expect(data.source("verbs").columns).toEqual(["at", "code", "n"]);
    expect(data.source("verbs").quality).toMatchObject({ seen: 24, loaded: 20, header: 4, rejected: 0 });
    expect(await totals(data)).toEqual({ failures: 5, attempts: 20 });
  });

  it("is that there are no names at all", async () => {
    const text = `${rows(20, (m) => `${at(m)},${m % 4 === 0 ? 500 : 200}`)}\n`;
    const bare = yaml("{ header: false }", '"column2 = 500"').replace("column: at", "column: column1");
    const data = await dataOf({ "incident.yaml": bare, "v.csv": text });
    expect(await totals(data)).toEqual({ failures: 5, attempts: 20 });
  });

  it("is the mark of remarks, names behind one too", async () => {
    const text = `# exported at night\n# at;code\n${rows(20, (m) => `${m === 9 ? "# a pause\n" : ""}${at(m)};${m % 4 === 0 ? 500 : 200}`)}\n`;
    const data = await dataOf({ "incident.yaml": yaml('{ comment: "#", header: 2, delimiter: ";" }'), "v.csv": text });
    expect(data.source("verbs").quality).toMatchObject({ seen: 23, loaded: 20, header: 3 });
    expect(await totals(data)).toEqual({ failures: 5, attempts: 20 });
    expect(unaccounted(data)).toBe(0);
  });

  it("is the delimiter and the quote where content misleads", async () => {
    const text = `at|code|text\n${rows(20, (m) => `${at(m)}|${m % 4 === 0 ? 500 : 200}|'a|b, "c", d'`)}\n`;
    const data = await dataOf({
      "incident.yaml": yaml('{ delimiter: "|", quote: "\'" }', '"text = \'a|b, \\"c\\", d\' and code = 500"'),
      "v.csv": text,
    });
    expect(await totals(data)).toEqual({ failures: 5, attempts: 20 });
  });

  it("is the encoding, whatever the bytes look like", async () => {
    const text = `at,code,état\n${rows(20, (m) => `${at(m)},${m % 4 === 0 ? 500 : 200},${m === 3 ? "coupé" : "ok"}`)}\n`;
    const data = await dataOf({
      "incident.yaml": yaml("{ encoding: latin1 }", "\"état = 'coupé'\""),
      "v.csv": Buffer.from(text, "latin1"),
    });
    expect(await totals(data)).toEqual({ failures: 1, attempts: 20 });
  });

  it("is how numbers are written, of counts too", async () => {
    const counts = (dialect: string): string =>
      `id: t\nsources:\n  verbs: { file: v.csv, kind: counts, time: { column: at, zone: UTC }, failures: e, attempts: r, dialect: ${dialect} }\n`;
    const text = `at;e;r\n${rows(10, (m) => `${at(m)};1.000;2.000`)}\n`;
    const read = async (dialect: string): Promise<unknown> =>
      totals(await dataOf({ "incident.yaml": counts(dialect), "v.csv": text }));
    expect(await read('{ decimal: "," }')).toEqual({ failures: 10_000, attempts: 20_000 });
    expect(await read('{ decimal: "." }')).toEqual({ failures: 10, attempts: 20 });
  });
});
