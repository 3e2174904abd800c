import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writtenIncident } from "./analysis/written-incident.js";

const CLI = "dist/cli.js";

function postmortem(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: "utf8", env: { ...process.env, POSTMORTEM_CACHE: "" } });
  return { status, stdout, stderr };
}

/** One sentence on standard error, nothing on standard output, no stack. */
function refused(result: ReturnType<typeof postmortem>, status: number, sentence: RegExp): void {
  expect(result.stderr).toMatch(sentence);
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(result.stderr.trim().split("\n").length).toBeLessThanOrEqual(6);
  expect(result.stdout).toBe("");
  expect(result.status).toBe(status);
}

describe("the command line", { timeout: 120_000 }, () => {
  let folder = "";
  let yaml = "";
  let steps = "";
  const made: string[] = [];

  beforeAll(() => {
    ({ folder } = writtenIncident({ seed: 5, minutes: 400, callsPerMinute: 10, exposed: 0.6, hazard: 0.5, background: 0.004, from: 250, to: 300 }));
    made.push(folder);
    yaml = readFileSync(join(folder, "incident.yaml"), "utf8");
    steps = readFileSync(join(folder, "steps.csv"), "utf8");
  });
  afterAll(() => made.forEach((each) => rmSync(each, { recursive: true, force: true })));

  function changed(edit: { yaml?: (text: string) => string; steps?: string | Buffer }): string {
    const copy = mkdtempSync(join(tmpdir(), "postmortem-cli-"));
    made.push(copy);
    writeFileSync(join(copy, "incident.yaml"), edit.yaml ? edit.yaml(yaml) : yaml);
    writeFileSync(join(copy, "steps.csv"), edit.steps ?? steps);
    writeFileSync(join(copy, "sessions.csv"), readFileSync(join(folder, "sessions.csv")));
    return copy;
  }

  it("prints a summary and writes analysis.json into the folder", () => {
    const { status, stdout } = postmortem("analyze", folder);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Outage window/);
    expect(JSON.parse(readFileSync(join(folder, "analysis.json"), "utf8")).schema).toBe(1);
  });

  it("prints JSON and nothing else with --json -", () => {
    rmSync(join(folder, "analysis.json"), { force: true });
    const { status, stdout, stderr } = postmortem("analyze", folder, "--json", "-");
    expect(status).toBe(0);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout).incident.id).toBe("by-hand");
    expect(existsSync(join(folder, "analysis.json"))).toBe(false);
  });

  it.each([
    ["no folder", () => ["analyze", join(tmpdir(), "no-such-folder")], 2, /no-such-folder/],
    ["no command of that name", () => ["analyse"], 2, /requires a command .* got "analyse"/],
    ["an unknown option", () => ["analyze", folder, "--frobnicate"], 2, /frobnicate/],
    ["a step that is no duration", () => ["analyze", folder, "--step", "soon"], 2, /--step requires .* got "soon"/],
    ["an unknown scenario", () => ["simulate", "meteor", "-o", join(tmpdir(), "x")], 2, /meteor/],
  ] as const)("refuses %s", (_name, args, status, sentence) => refused(postmortem(...args()), status, sentence));

  it("names the column that is not there, and those that are", () => {
    refused(postmortem("analyze", changed({ yaml: (text) => text.replace("cluster: session", "cluster: sesion") })), 2, /sesion.*session/s);
  });

  it("names a zone that does not exist, with the line of incident.yaml", () => {
    refused(postmortem("analyze", changed({ yaml: (text) => text.replace("zone: Europe/Berlin", "zone: Europe/Berlln") })), 2, /incident\.yaml line \d+.*Berlln/s);
  });

  it("asks for a zone where times carry none", () => {
    refused(postmortem("analyze", changed({ yaml: (text) => text.replace("{ column: when, zone: Europe/Berlin }", "{ column: when }") })), 3, /when.*zone/s);
  });

  it("refuses half an archive and writes nothing", () => {
    const half = gzipSync(steps).subarray(0, 4000);
    const copy = changed({ yaml: (text) => text.replace("steps.csv", "steps.csv.gz") });
    writeFileSync(join(copy, "steps.csv.gz"), half);
    refused(postmortem("analyze", copy), 3, /steps\.csv\.gz/);
    expect(existsSync(join(copy, "analysis.json"))).toBe(false);
  });

  it("refuses an empty file", () => {
    refused(postmortem("analyze", changed({ steps: "" })), 3, /steps\.csv.*empty/s);
  });

  it("reads a statement alone", () => {
    const file = join(folder, "note.txt");
    writeFileSync(file, "[2024-05-06 10:00 UTC]: Errors begin.\n[2024-05-06 10:30 UTC]: Service recovered.\n");
    const { status, stdout } = postmortem("statement", file);
    expect(status).toBe(0);
    expect(stdout).toContain("10:30");
    writeFileSync(file, "Nothing here has a date.\n");
    expect(postmortem("statement", file).stdout).toMatch(/nothing dated found/i);
  });

  it("writes the questions for the vendor as a letter", () => {
    const copy = changed({ yaml: (text) => `${text}\nstatement: account.md\n` });
    writeFileSync(join(copy, "account.md"), "Incident report 77\n\nOn 6 May 2024 from 10:00 UTC until 10:45 UTC, 90% of steps failed. We will add alerts.\n");
    const file = join(copy, "letter.md");
    const { status, stdout } = postmortem("letter", copy, "-o", file);
    expect([status, stdout.trim()]).toEqual([0, `Letter: ${file}`]);
    const letter = readFileSync(file, "utf8");
    for (const part of ["## What our records show", "90% of steps failed", "**Question:**", "By when will each of these be done"]) expect(letter).toContain(part);
    expect(postmortem("letter", copy).stdout).toBe(letter);
    refused(postmortem("letter"), 2, /incident folder/);
  });

  it("takes a corrected parse instead of its own, and shows in the report what a person changed", () => {
    const copy = changed({ yaml: (text) => `${text}\nstatement: account.md\n` });
    writeFileSync(join(copy, "account.md"), "Incident report 77\n\nOn 6 May 2024 from 10:00 UTC until 10:45 UTC, 90% of steps failed.\n");
    const yamlText = postmortem("statement", join(copy, "account.md"), "--yaml").stdout;
    expect(yamlText).toContain("low: 0.9");
    writeFileSync(join(copy, "account.yaml"), yamlText.replace("low: 0.9", "low: 0.5").replace("high: 0.9", "high: 0.5"));
    const analysis = JSON.parse(postmortem("analyze", copy, "--json", "-").stdout) as { statement: { percentages: { low: number }[] }; corrections: { path: string }[] };
    expect(analysis.statement.percentages[0]?.low).toBe(0.5);
    expect(analysis.corrections.map(({ path }) => path)).toEqual(["percentages[0].low", "percentages[0].high"]);
    postmortem("report", copy, "-o", join(copy, "report.html"));
    const page = readFileSync(join(copy, "report.html"), "utf8");
    expect(page).toContain("Corrected by hand");
    expect(page).toMatch(/percentages\[0\]\.low<\/code>: was <q>0\.9<\/q>, now <q>0\.5<\/q>/);
  });

  it("has a version and a help that lists every command", () => {
    expect(postmortem("--version").stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
    for (const name of ["analyze", "report", "letter", "run", "statement", "compare", "simulate", "init", "lab", "doctor"]) expect(postmortem("--help").stdout).toContain(`postmortem ${name}`);
  });
});
