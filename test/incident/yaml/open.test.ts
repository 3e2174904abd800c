import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openIncident } from "../../../src/incident/yaml/open.js";
import { incidentJsonSchema } from "../../../src/incident/yaml/schema.js";

function folder(yaml: string, files: readonly string[] = ["verbs.csv", "calls.csv", "alerts.csv"]): string {
  const path = mkdtempSync(join(tmpdir(), "incident-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const file of files) writeFileSync(join(path, file), "at,code\n");
  writeFileSync(join(path, "incident.yaml"), yaml);
  return path;
}

const FULL = `id: full
title: Dropped calls
synthetic: true
zone: Europe/Berlin
sources:
  verbs:
    file: verbs.csv
    kind: outcomes
    time: { column: at, zone: UTC }
    failed: { code: [0012, 12345678901234567890], status: { atLeast: 500 }, note: { not: ["ok"] } }
    cluster: call
  calls:
    file: calls.csv
    id: call
    failed: { from: alerts, on: { call: sid }, where: { code: ["11200"] }, within: 1m }
  alerts:
    file: "al*.csv"
    kind: events
baseline: { from: 2025-03-24, to: "2025-03-31T12:00" }
remediations:
  - { id: capacity, from: 2025-03-31T16:16Z, to: 2025-03-31T18:38+02:00 }
serviceLevel: { id: own, period: month, rule: minutes, tiers: [{ below: 0.999, credit: 0.1 }] }
errorBudget: { rows: 10 }
`;

describe("openIncident", () => {
  it("fills in everything but id and one source", async () => {
    const path = folder("id: small\nsources:\n  verbs:\n    file: verbs.csv\n");
    const incident = await openIncident(path);
    expect(incident).toMatchObject({
      folder: path,
      id: "small",
      title: "small",
      synthetic: false,
      outcome: "verbs",
      errorBudget: { share: 0.001, rows: 3 },
      sources: [
        { name: "verbs", files: ["verbs.csv"], format: "auto", kind: "outcomes", count: "start", dimensions: [] },
      ],
    });
    expect([
      incident.zone,
      incident.statement,
      incident.exposure,
      incident.baseline,
      incident.remediations,
      incident.serviceLevel,
    ]).toEqual(new Array(6).fill(undefined));
  });

  it("reads what is written", async () => {
    const incident = await openIncident(folder(FULL));
    expect(incident.sources[0]?.failed).toEqual({
      kind: "own",
      where: [
        ["code", { kind: "values", values: ["0012", "12345678901234567890"] }],
        ["status", { kind: "range", atLeast: 500 }],
        ["note", { kind: "not", values: ["ok"] }],
      ],
    });
    expect(incident.sources[1]?.failed).toEqual({
      kind: "marked",
      from: "alerts",
      on: [["call", "sid"]],
      where: [["code", { kind: "values", values: ["11200"] }]],
      withinSeconds: 60,
    });
    expect(incident.outcome).toBe("verbs");
    expect(incident.exposure).toEqual({ of: "calls", by: "verbs" });
    expect(incident.baseline).toEqual({ from: "2025-03-23T23:00:00Z", to: "2025-03-31T10:00:00Z" });
    expect(incident.remediations).toEqual([
      { id: "capacity", from: "2025-03-31T16:16:00Z", to: "2025-03-31T16:38:00Z" },
    ]);
    expect(incident.serviceLevel).toMatchObject({ id: "own", title: "own" });
    expect(incident.errorBudget).toEqual({ share: 0.001, rows: 10 });
  });

  it("takes a column named __proto__ for a column", async () => {
    const incident = await openIncident(
      folder('id: t\nsources:\n  verbs:\n    file: verbs.csv\n    failed: { __proto__: ["x"] }\n'),
    );
    expect(incident.sources[0]?.failed).toEqual({
      kind: "own",
      where: [["__proto__", { kind: "values", values: ["x"] }]],
    });
  });

  it.each([
    ["a missing id", "sources:\n  verbs: { file: verbs.csv }\n", 1, "id is missing; add"],
    ["no source", "id: x\nsources: {}\n", 2, "sources is missing; add `sources:` with at least one named source"],
    [
      "an unknown key",
      "id: x\nsources:\n  verbs:\n    file: verbs.csv\n    kid: events\n",
      5,
      'unknown key "kid" in sources.verbs; known here: file, format',
    ],
    [
      "an unknown kind",
      "id: x\nsources:\n  verbs:\n    file: verbs.csv\n    kind: event\n",
      5,
      'sources.verbs.kind requires one of outcomes, events, counts, gauge, counter, got "event"',
    ],
    [
      "a zone that is none",
      "id: x\nzone: Mars/Olympus\nsources:\n  verbs: { file: verbs.csv }\n",
      2,
      'zone requires an IANA time zone such as Europe/Berlin, or UTC, got "Mars/Olympus"',
    ],
    ["a file that is not there", "id: x\nsources:\n  verbs:\n    file: verb.csv\n", 4, 'file "verb.csv" is not in'],
    ["a glob without files", 'id: x\nsources:\n  verbs:\n    file: "*.tsv"\n', 4, 'glob "*.tsv" matches no file'],
    ["a file outside", "id: x\nsources:\n  verbs:\n    file: /etc/passwd\n", 4, "leads out of the incident folder"],
    ["a glob outside", 'id: x\nsources:\n  verbs:\n    file: "/etc/*"\n', 4, "leads out of the incident folder"],
    [
      "a wrong reference",
      "id: x\nsources:\n  verbs:\n    file: verbs.csv\noutcome: calls\n",
      5,
      'outcome requires the name of a source of kind outcomes or counts (verbs), got "calls"',
    ],
    [
      "a marking source that is not there",
      "id: x\nsources:\n  verbs:\n    file: verbs.csv\n    failed: { from: alert, on: { a: b } }\n",
      5,
      "sources.verbs.failed.from requires the name of another source",
    ],
    [
      "no outcomes at all",
      "id: x\nsources:\n  alerts: { file: alerts.csv, kind: events }\n",
      2,
      "requires a source of kind outcomes or counts",
    ],
    [
      "a time without zone",
      "id: x\nsources:\n  verbs: { file: verbs.csv }\nremediations:\n  - { id: a, from: 2025-03-31T16:16 }\n",
      5,
      'time "2025-03-31T16:16" has no zone',
    ],
    [
      "a local time in a gap",
      "id: x\nzone: Europe/Berlin\nsources:\n  verbs: { file: verbs.csv }\nremediations:\n  - { id: a, from: 2025-03-30T02:30 }\n",
      6,
      "is not a time that exists once in Europe/Berlin",
    ],
    [
      "an end before its start",
      "id: x\nsources:\n  verbs: { file: verbs.csv }\nbaseline: { from: 2025-03-31T12:00Z, to: 2025-03-30T12:00Z }\n",
      4,
      "baseline requires an end after its start",
    ],
    ["broken YAML", "id: x\nsources: [\n", 3, "is not valid YAML"],
    ["a repeated key", "id: x\nid: y\nsources:\n  verbs: { file: verbs.csv }\n", 2, "is not valid YAML"],
    ["a source name with markup", "id: x\nsources:\n  <b>: { file: verbs.csv }\n", 3, "a source name of letters"],
  ])("names file, line and next step for %s", async (_what, yaml, line, message) => {
    const path = folder(yaml);
    const error = await openIncident(path).then(
      () => undefined,
      (caught: Error) => caught,
    );
    expect(error).toMatchObject({ code: "usage", exitCode: 2 });
    expect(error?.message).toContain(`${join(path, "incident.yaml")} line ${line}: `);
    expect(error?.message).toContain(message);
  });

  it("says how to start when there is no incident.yaml, and when there is no folder", async () => {
    const path = folder("id: x");
    rmSync(join(path, "incident.yaml"));
    await expect(openIncident(path)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(`postmortem init ${path}`) as unknown,
    });
    await expect(openIncident(join(path, "gone"))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("is not there") as unknown,
    });
  });

  it("refuses aliases that expand without end", async () => {
    const bomb = `id: x\na: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d]\nsources: {}\n`;
    await expect(openIncident(folder(bomb))).rejects.toMatchObject({ exitCode: 2 });
  });

  it("publishes the schema that it checks", () => {
    expect(JSON.parse(readFileSync("schema/incident.schema.json", "utf8"))).toEqual(
      JSON.parse(JSON.stringify(incidentJsonSchema())),
    );
  });
});
