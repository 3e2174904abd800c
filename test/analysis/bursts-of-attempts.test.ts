import { expect, it } from "vitest";
import { analyze } from "../../src/analysis/analyze.js";
import { folderWith } from "../sources/incident-folder.js";

const YAML =
  'id: runs\nsources:\n  probe:\n    file: probe.csv\n    kind: outcomes\n    time: { column: at }\n    failed: { status: ["failed"] }\n';

/** Attempts of one run, four a second. */
function run(clock: string, attempts: number, status: string): string[] {
  const from = Date.parse(`2026-04-07T${clock}Z`);
  return Array.from({ length: attempts }, (_row, at) => `${new Date(from + at * 250).toISOString()},${status}`);
}

it.each([undefined, 30])(
  "runs of a load test with silence between them fail in one window, at a step of %s too",
  async (stepSeconds) => {
    const rows = [
      ...run("08:00:00", 200, "ok"),
      ...run("08:06:00", 50, "failed"),
      ...run("08:10:00", 50, "failed"),
      ...run("08:19:00", 50, "ok"),
      ...run("09:21:00", 50, "ok"),
    ];
    const folder = folderWith({ "incident.yaml": YAML, "probe.csv": `at,status\n${rows.join("\n")}\n` });
    const { window, rates } = await analyze(folder, stepSeconds === undefined ? {} : { stepSeconds });
    const at = (clock: string): number => Date.parse(`2026-04-07T${clock}Z`);
    expect(Date.parse(window?.onset ?? "")).toBeGreaterThan(at("08:00:49"));
    expect(Date.parse(window?.onset ?? "")).toBeLessThanOrEqual(at("08:06:00"));
    expect(Date.parse(window?.recovery ?? "")).toBeGreaterThan(at("08:10:12"));
    expect(Date.parse(window?.recovery ?? "")).toBeLessThanOrEqual(at("08:19:00"));
    expect(rates["probe"]).toMatchObject({ failures: 100, attempts: 100, baseline: { failures: 0 } });
  },
);
