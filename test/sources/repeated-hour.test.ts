import { expect, it } from "vitest";
import { dataOf, totals, unaccounted } from "./incident-folder.js";

const START = Date.UTC(2026, 9, 24, 23, 30);
const MINUTES = 240;
/** Minutes 100 to 114 fail: from 02:10 on, when the clock shows that the second time. */
const fails = (minute: number): boolean => minute >= 100 && minute < 115;
/** The clock of Berlin goes back from 03:00 to 02:00 at 01:00 UTC. */
function wall(minute: number): string {
  const ms = START + minute * 60_000;
  const hours = ms < Date.UTC(2026, 9, 25, 1) ? 2 : 1;
  return new Date(ms + hours * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

const YAML =
  "id: t\nsources:\n  panel:\n    file: panel.csv\n    kind: counts\n    time: { column: Time, zone: Europe/Berlin }\n    failures: errors\n    attempts: requests\n";

it("both hours that a clock shows twice are told apart by the order of the rows, and it is said", async () => {
  const rows = Array.from({ length: MINUTES }, (_row, minute) => `${wall(minute)},100,${fails(minute) ? 40 : 0}`);
  const data = await dataOf({ "incident.yaml": YAML, "panel.csv": `Time,requests,errors\n${rows.join("\n")}\n` });
  expect(await totals(data, "panel")).toEqual({ failures: 15 * 40, attempts: MINUTES * 100 });
  const { startMs, failures } = await data.source("panel").outcomes(60);
  expect(new Date(startMs + failures.findIndex((n) => n > 0) * 60_000).toISOString()).toBe("2026-10-25T01:10:00.000Z");
  expect(data.source("panel").quality.notes.join(" ")).toMatch(/order/);
  expect(unaccounted(data, "panel")).toBe(0);
});
