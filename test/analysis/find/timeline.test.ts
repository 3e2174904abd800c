import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { findTimeline } from "../../../src/analysis/find/timeline.js";
import { openInputs } from "../../../src/analysis/inputs.js";
import { seededRandom } from "../../../src/stats/random/random.js";
import { orderOf } from "../../../src/window/timeline/event-order.js";

const START = Date.UTC(2026, 4, 11, 8);
const at = (minute: number, second = 0): string => new Date(START + minute * 60_000 + second * 1000).toISOString();
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Four hours of orders, of which two in five fail from minute 120 to 160; a deploy before, a page and a rollback within. */
function ordersFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "postmortem-clocks-"));
  folders.push(folder);
  const random = seededRandom(3);
  const rows = ["ts,ok"];
  for (let minute = 0; minute < 240; minute += 1)
    for (let n = 0; n < 60; n += 1)
      rows.push(`${at(minute, n)},${random.next() < (minute >= 120 && minute < 160 ? 0.4 : 0.01) ? "no" : "yes"}`);
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  write("orders.csv", `${rows.join("\n")}\n`);
  write("deploys.csv", `at,sha,service\n${at(115, 7)},ab12cd3,cart\n${at(158, 40)},ab12cd2,cart\n`);
  write("pages.csv", `at,status,summary,user\n${at(126, 12)},triggered,Orders failing,Ida Holm\n`);
  write(
    "incident.yaml",
    `id: clocks
sources:
  orders: { file: orders.csv, kind: outcomes, time: { column: ts }, failed: { ok: ["no"] } }
  deploys: { file: deploys.csv, kind: events, role: change, time: { column: at }, id: sha, what: "service || ' ' || sha" }
  pages: { file: pages.csv, kind: events, time: { column: at }, clock: 10m }
`,
  );
  return folder;
}

describe("the timeline of an incident", () => {
  it("lists all clocks in one order of time, and calls an order certain only where their bounds settle it", async () => {
    const { timeline } = await analyze(ordersFolder());
    if (!timeline) throw new Error("no timeline");
    expect(timeline.entries.map(({ source, role }) => [source, role])).toEqual([
      ["deploys", "change"],
      ["orders", "onset"],
      ["pages", "detected"],
      ["deploys", "change"],
      ["orders", "recovered"],
    ]);
    const bounds = new Map(timeline.clocks.map(({ source, ahead, basis }) => [source, { ahead, basis }]));
    expect(bounds.get("deploys")).toEqual({ ahead: [-5, 5], basis: "default" });
    expect(bounds.get("pages")).toEqual({ ahead: [-600, 600], basis: "declared" });
    expect(orderOf(timeline, "deploys-1", "measured-onset")).toMatchObject({ first: "deploys-1", order: "certain" });
    // A clock that may be ten minutes off does not tell whether the page came before the onset, six minutes earlier by its face.
    expect(orderOf(timeline, "pages-1", "measured-onset")?.order).not.toBe("certain");
    expect(orderOf(timeline, "deploys-1", "pages-7")).toBeNull();
    expect(JSON.stringify(timeline)).not.toContain("Ida Holm");
  });

  it("says which events it leaves out because only a server has their rows", async () => {
    const inputs = await openInputs(ordersFolder(), {});
    try {
      const remote = { ...inputs.data.source("pages"), listable: false };
      const data = { ...inputs.data, source: (name: string) => (name === "pages" ? remote : inputs.data.source(name)) };
      const timeline = await findTimeline({ ...inputs, data }, null, []);
      expect(timeline.leftOut).toEqual([{ source: "pages", why: "its rows are on a server, which gives counts only" }]);
      expect(new Set(timeline.entries.map(({ source }) => source))).toEqual(new Set(["deploys"]));
    } finally {
      await inputs.data.close();
    }
  });
});
