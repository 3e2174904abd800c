import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonFault, jsonObject } from "../../../src/sources/records/json-object.js";
import { readTable } from "../../../src/sources/records/read-table.js";
import { dataOf, folderWith, totals, unaccounted, verbsYaml } from "../incident-folder.js";

function lines(count: number, more: (at: number) => string): string {
  return Array.from(
    { length: count },
    (_line, at) => `{"at":"${new Date(Date.UTC(2026, 3, 1, 6, 0, at)).toISOString()}","n":${at}${more(at)}}`,
  ).join("\n");
}

describe("keys of JSON lines", () => {
  it("are columns wherever they are first written", async () => {
    const text = lines(1600, (at) => (at >= 1300 && at % 4 === 0 ? ',"code":"500"' : ""));
    const data = await dataOf({ "incident.yaml": verbsYaml("v.jsonl"), "v.jsonl": text });
    expect(await totals(data)).toEqual({ failures: 75, attempts: 1600 });
  });

  it("that are there twice make the line a reject", async () => {
    const text = lines(40, (at) => (at === 7 ? ',"code":"200","code":"500"' : ',"code":"500"'));
    const data = await dataOf({ "incident.yaml": verbsYaml("v.jsonl"), "v.jsonl": text });
    expect(data.rejects).toMatchObject([{ line: 8, reason: "it names a key twice" }]);
    expect(await totals(data)).toEqual({ failures: 39, attempts: 39 });
    expect(unaccounted(data)).toBe(0);
    const table = await readTable(join(folderWith({ "v.jsonl": text }), "v.jsonl"));
    expect([table.rows.length, table.rejects.map(({ reason }) => reason)]).toEqual([39, ["it names a key twice"]]);
  });

  it.each([
    ['{"a":{"x":1,"x":2}}', "it names a key twice"],
    ['{"a":1,"\\u0061":2}', "it names a key twice"],
    ['{"a":{"x":1},"x":[{"x":1},{"x":2}],"b":"\\"x\\": 1, \\"x\\": 2"}', null],
    ["[1]", "it is not a JSON object"],
  ])("%s", (line, fault) => {
    expect(jsonFault(line)).toBe(fault);
    expect(jsonObject(line) === undefined).toBe(fault !== null);
  });
});
