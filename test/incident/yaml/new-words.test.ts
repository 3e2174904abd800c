import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openIncident } from "../../../src/incident/yaml/open.js";

function folder(yaml: string, files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), "incident-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [file, text] of Object.entries({ "a.csv": "at\n", "b.csv": "at\n", ...files }))
    writeFileSync(join(path, file), text);
  writeFileSync(join(path, "incident.yaml"), yaml);
  return path;
}

async function complaints(yaml: string): Promise<string[]> {
  const path = folder(yaml);
  const error = await openIncident(path).then(
    () => undefined,
    (caught: Error) => caught,
  );
  expect(error).toMatchObject({ code: "usage", exitCode: 2 });
  return (error?.message ?? "").split("\n").map((line) => line.replace(`${join(path, "incident.yaml")} `, ""));
}

const SOURCE = "id: t\nsources:\n  s:\n    file: a.csv\n";

describe("the words of incident.yaml", () => {
  it("describes rows, counts, changes and notes", async () => {
    const incident = await openIncident(
      folder(
        `id: t
zone: Europe/Paris
severity: SEV1
owner: Payments
lessons: lessons.md
actions: [{ what: Alert on saturation, due: 2026-12-15, status: open }, Write it down]
affected: [account, region]
sources:
  requests:
    file: ["a.*"]
    dialect: { delimiter: ";", header: 3, skip: 2, comment: "#", decimal: ",", thousands: "." }
    time: { columns: [Date, Time], format: "%d/%m/%Y %H:%M:%S", zone: Europe/Paris }
    where: "region in ('eu', 'us')"
    failed: "status >= 500"
    latency: duration_ms
    weight: sampled
  panels:
    kind: counts
    failures: { file: a.csv, value: Value, where: "name = 'errors'" }
    attempts: { file: b.csv, value: Value }
    time: at
  daily: { file: a.csv, kind: counts, step: 1d, cumulative: true, failures: "total - ok", attempts: total }
  deploys: { file: b.csv, kind: events, role: change, id: sha, what: "service || ' ' || version", on: { service: svc } }
outcome: { source: requests, latency: duration_ms, quantile: 0.99 }
`,
        { "lessons.md": "# Lessons\n" },
      ),
    );
    const [requests, panels, daily, deploys] = incident.sources;
    expect(requests).toMatchObject({
      kind: "outcomes",
      dialect: { delimiter: ";", header: 3, skip: 2, comment: "#", decimal: ",", thousands: "." },
      time: { column: "Date", columns: ["Date", "Time"], format: "%d/%m/%Y %H:%M:%S", zone: "Europe/Paris" },
      where: { tree: { kind: "in" } },
      failed: { kind: "expression", expression: { text: "status >= 500" } },
      latency: "duration_ms",
      weight: "sampled",
    });
    expect(panels?.selections).toMatchObject({
      failures: { files: ["a.csv"], value: "Value", where: { tree: { kind: "compare" } } },
      attempts: { files: ["b.csv"], value: "Value" },
    });
    expect(daily).toMatchObject({ kind: "counts", stepSeconds: 86_400, cumulative: true });
    expect(deploys).toMatchObject({ kind: "events", role: "change", id: "sha", on: [["service", "svc"]] });
    expect(incident).toMatchObject({
      outcome: "requests",
      outcomeOf: { source: "requests", measure: "latency", latency: "duration_ms", quantile: 0.99, declared: true },
      affected: ["account", "region"],
      notes: {
        severity: "SEV1",
        status: null,
        owner: "Payments",
        lessons: "# Lessons\n",
        actions: [
          { what: "Alert on saturation", owner: null, due: "2026-12-15", status: "open" },
          { what: "Write it down", owner: null, due: null, status: null },
        ],
      },
    });
  });

  it("takes a gauge as outcome, and the only one where nothing counts failures", async () => {
    const gauges = "id: t\nsources:\n  p95: { file: a.csv, kind: gauge, value: v }\n";
    expect((await openIncident(folder(`${gauges}outcome: p95\n`))).outcomeOf).toEqual({
      source: "p95",
      measure: "value",
      declared: true,
    });
    expect((await openIncident(folder(gauges))).outcomeOf).toEqual({
      source: "p95",
      measure: "value",
      declared: false,
    });
  });

  it("names every mistake at its own line", async () => {
    expect(
      await complaints(
        `id: t
zone: Nowhere/Town
sources:
  s:
    file: a.csv
    kid: events
    failed: "status >="
`,
      ),
    ).toEqual([
      expect.stringMatching(/^line 2: zone requires an IANA time zone/),
      expect.stringMatching(/^line 6: unknown key "kid" in sources\.s/),
    ]);
    expect(
      await complaints(
        `${SOURCE}    where: "sum(x) > 1"
    failed: { from: alert, on: { a: b } }
  t: { file: gone.csv }
baseline: { from: 2026-03-02, to: 2026-03-03T00:00Z }
`,
      ),
    ).toEqual([
      expect.stringMatching(/^line 5 column 13: sources\.s\.where "sum\(x\) > 1" the function sum is not allowed here/),
      expect.stringMatching(/^line 6: sources\.s\.failed\.from requires/),
      expect.stringMatching(/^line 7: file "gone\.csv" is not in/),
      expect.stringMatching(/^line 8: time "2026-03-02" has no zone/),
    ]);
  });

  it.each([
    [
      "an unquoted star",
      "id: t\nsources:\n  s:\n    file: *.log\n",
      /^line 4: the unquoted text \*\.log .*put it in quotes/,
    ],
    [
      "a format without a year",
      `${SOURCE}    time: { column: at, format: "%d/%m %H:%M" }\n`,
      /^line 5: time\.format .* lacks the year/,
    ],
    [
      "a format without a date",
      `${SOURCE}    time: { column: at, format: "%H:%M:%S" }\n`,
      /lacks the year.*the month.*the day/,
    ],
    [
      "a directive that is none",
      `${SOURCE}    time: { column: at, format: "%Y-%m-%dQ%q" }\n`,
      /holds %q, which is not known/,
    ],
    [
      "a side without a file",
      "id: t\nsources:\n  s:\n    failures: { value: v }\n    attempts: { file: a.csv }\n",
      /^line 4: sources\.s\.failures\.file is missing/,
    ],
    [
      "running totals of attempts",
      `${SOURCE}    cumulative: true\n    failed: "x = 1"\n`,
      /^line 5: sources\.s\.cumulative requires kind counts/,
    ],
    [
      "a role without events",
      `${SOURCE}    kind: outcomes\n    role: change\n`,
      /^line 6: sources\.s\.role requires kind events/,
    ],
    [
      "a quantile of nothing",
      `${SOURCE}outcome: { source: s, quantile: 0.9 }\n`,
      /^line 5: outcome\.quantile requires a latency/,
    ],
    [
      "two columns and one",
      `${SOURCE}    time: { column: a, columns: [a, b] }\n`,
      /^line 5: sources\.s\.time requires a column name/,
    ],
    [
      "an encoding that is none",
      `${SOURCE}    dialect: { encoding: klingon }\n`,
      /^line 5: sources\.s\.dialect\.encoding requires an encoding/,
    ],
  ])("explains %s", async (_what, yaml, message) => {
    expect((await complaints(yaml))[0]).toMatch(message);
  });

  it("speaks of YAML in its own words, and of every place", async () => {
    const found = await complaints("id: t\nid: u\nsources:\n  s: { file: a.csv }\ntitle: x: y\n");
    expect(found).toEqual([
      expect.stringMatching(/^line 2: is not valid YAML: its key is there already/),
      expect.stringMatching(/^line 5: is not valid YAML: a colon is not allowed here/),
    ]);
  });
});
