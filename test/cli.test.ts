import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../src/cli/options.js";
import { SCENARIOS } from "../src/simulation/scenario.js";
import { writtenIncident } from "./analysis/written-incident.js";

const CLI = "dist/cli.js";
/** What one command of this file has analysed, the next need not; one test below is about what happens without. */
const cache = mkdtempSync(join(tmpdir(), "postmortem-cli-kept-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

function postmortem(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: "utf8",
    env: { ...process.env, POSTMORTEM_CACHE: cache },
  });
  return { status, stdout, stderr };
}

/** One sentence on standard error, nothing on standard output, no stack. */
function refused(
  result: Pick<ReturnType<typeof postmortem>, "status" | "stdout" | "stderr">,
  status: number,
  sentence: RegExp,
): void {
  expect(result.stderr).toMatch(sentence);
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(result.stderr.trim().split("\n").length).toBeLessThanOrEqual(6);
  expect(result.stdout).toBe("");
  expect(result.status).toBe(status);
}

describe("the command line", () => {
  let folder = "";
  let yaml = "";
  let steps = "";
  const made: string[] = [];

  beforeAll(() => {
    ({ folder } = writtenIncident({
      seed: 5,
      minutes: 180,
      callsPerMinute: 8,
      exposed: 0.6,
      hazard: 0.5,
      background: 0.004,
      from: 120,
      to: 140,
    }));
    made.push(folder);
    yaml = readFileSync(join(folder, "incident.yaml"), "utf8");
    steps = readFileSync(join(folder, "steps.csv"), "utf8");
    writeFileSync(
      join(folder, "noise.bin"),
      Buffer.from(Array.from({ length: 3000 }, (_byte, at) => (at * 7919) % 251)),
    );
    writeFileSync(join(folder, "nothing.md"), "\n");
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
    expect(stdout).toMatch(/^How long /m);
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
    ["no command of that name", () => ["analyse"], 2, /requires a command .* got "analyse"; did you mean analyze\?/],
    [
      "an unknown option, with the one that was meant",
      () => ["analyze", folder, "--setp", "5m"],
      2,
      /^unknown option --setp; did you mean --step\?$/m,
    ],
    [
      "an unknown option near none, with those there are",
      () => ["analyze", folder, "--frobnicate"],
      2,
      /^unknown option --frobnicate; postmortem analyze takes --json, .*--dry-run/,
    ],
    ["an option without its value", () => ["analyze", folder, "--step"], 2, /^--step requires a value, got none/],
    ["a switch with a value", () => ["analyze", folder, "--follow=1"], 2, /^--follow requires no value, got one/],
    [
      "a folder where a file is to be written",
      () => ["report", folder, "-o", tmpdir()],
      2,
      /got ".*", which is a folder; name a file in it, such as .*report\.html/,
    ],
    ["a step that is no duration", () => ["analyze", folder, "--step", "soon"], 2, /--step requires .* got "soon"/],
    [
      "bytes for a report",
      () => ["check", join(folder, "noise.bin"), folder],
      2,
      /noise\.bin" is no text .*; copy its text/,
    ],
    [
      "bytes for a statement",
      () => ["statement", join(folder, "noise.bin")],
      2,
      /noise\.bin" is no text .*; copy its text/,
    ],
    [
      "nothing for a report",
      () => ["check", join(folder, "nothing.md"), folder],
      2,
      /nothing\.md" is empty, .*; put its words/,
    ],
    ["an unknown scenario", () => ["simulate", "meteor", "-o", join(tmpdir(), "x")], 2, /meteor/],
  ] as const)("refuses %s", (_name, args, status, sentence) => refused(postmortem(...args()), status, sentence));

  it.each(Object.entries(COMMANDS))(
    "explains every option of %s, with an example and exit codes",
    (name, { options, examples }) => {
      const { status, stdout } = postmortem(name, "--help");
      expect(status).toBe(0);
      for (const option of [...Object.keys(options), "debug", "help"])
        expect(stdout).toMatch(new RegExp(`^ {2}(-\\w, | {4})--${option}( <.*?>)? {2,}\\S`, "m"));
      for (const example of examples) expect(stdout).toContain(`\n  ${example}\n`);
      expect(stdout).toMatch(/Exit codes:\n {2}0 (?:done|nothing contradicted)/);
      expect(postmortem(name, "--frobnicate").stderr).toContain("--help");
    },
  );

  it("lists the scenarios and engines that there are", () => {
    const { stdout } = postmortem("simulate", "--help");
    for (const scenario of SCENARIOS) expect(stdout).toMatch(new RegExp(`^ {2}${scenario} {2,}\\S`, "m"));
    expect(
      stdout
        .match(/Scenarios:\n((?: {2}.*\n)+)/)?.[1]
        ?.split("\n")
        .filter((line) => /^ {2}\S/.test(line)),
    ).toHaveLength(SCENARIOS.length);
    for (const engine of ["duckdb", "clickhouse", "trino"])
      expect(postmortem("analyze", "--help").stdout).toContain(engine);
  });

  it("keeps no cache unless a whole path is given for it", () => {
    const run = (kept: string) =>
      spawnSync(process.execPath, [resolve(CLI), "analyze", folder], {
        encoding: "utf8",
        cwd: made[0],
        env: { ...process.env, POSTMORTEM_CACHE: kept },
      });
    expect(run("0").status).toBe(0);
    expect(existsSync(join(folder, "0"))).toBe(false);
    refused(run("kept"), 2, /POSTMORTEM_CACHE requires the whole path of a folder, or 0 for no cache, got "kept"/);
    expect(existsSync(join(folder, "kept"))).toBe(false);
  });

  it("names the column that is not there, and those that are", () => {
    refused(
      postmortem("analyze", changed({ yaml: (text) => text.replace("cluster: session", "cluster: sesion") })),
      2,
      /sesion.*session/s,
    );
  });

  it("names a zone that does not exist, with the line of incident.yaml", () => {
    refused(
      postmortem("analyze", changed({ yaml: (text) => text.replace("zone: Europe/Berlin", "zone: Europe/Berlln") })),
      2,
      /incident\.yaml line \d+.*Berlln/s,
    );
  });

  it("asks for a zone where times carry none", () => {
    refused(
      postmortem(
        "analyze",
        changed({ yaml: (text) => text.replace("{ column: when, zone: Europe/Berlin }", "{ column: when }") }),
      ),
      3,
      /when.*zone/s,
    );
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
    writeFileSync(
      join(copy, "account.md"),
      "Incident report 77\n\nOn 6 May 2024 from 10:00 UTC until 10:45 UTC, 90% of steps failed. We will add alerts.\n",
    );
    const file = join(copy, "letter.md");
    const { status, stdout } = postmortem("letter", copy, "-o", file);
    expect([status, stdout.trim()]).toEqual([0, `Letter: ${file}`]);
    const letter = readFileSync(file, "utf8");
    for (const part of [
      "## What our records show",
      "90% of steps failed",
      "**Question:**",
      "By when will each of these be done",
    ])
      expect(letter).toContain(part);
    expect(postmortem("letter", copy).stdout).toBe(letter);
    refused(postmortem("letter"), 2, /incident folder/);
  });

  it("takes a corrected parse instead of its own, and shows in the report what a person changed", () => {
    const copy = changed({ yaml: (text) => `${text}\nstatement: account.md\n` });
    writeFileSync(
      join(copy, "account.md"),
      "Incident report 77\n\nOn 6 May 2024 from 10:00 UTC until 10:45 UTC, 90% of steps failed.\n",
    );
    const yamlText = postmortem("statement", join(copy, "account.md"), "--yaml").stdout;
    expect(yamlText).toContain("low: 0.9");
    writeFileSync(
      join(copy, "account.yaml"),
      yamlText.replace("low: 0.9", "low: 0.5").replace("high: 0.9", "high: 0.5"),
    );
    const analysis = JSON.parse(postmortem("analyze", copy, "--json", "-").stdout) as {
      statement: { percentages: { low: number }[] };
      corrections: { path: string }[];
    };
    expect(analysis.statement.percentages[0]?.low).toBe(0.5);
    expect(analysis.corrections.map(({ path }) => path)).toEqual(["percentages[0].low", "percentages[0].high"]);
    postmortem("report", copy, "-o", join(copy, "report.html"));
    const page = readFileSync(join(copy, "report.html"), "utf8");
    expect(page).toContain("Corrected by hand");
    expect(page).toMatch(/percentages\[0\]\.low<\/code>: was <q>0\.9<\/q>, now <q>0\.5<\/q>/);
  });

  it("has a version and a help that lists every command", () => {
    expect(postmortem("--version").stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
    for (const name of [
      "analyze",
      "report",
      "letter",
      "run",
      "statement",
      "compare",
      "simulate",
      "init",
      "lab",
      "doctor",
    ])
      expect(postmortem("--help").stdout).toContain(`postmortem ${name}`);
  });
});
