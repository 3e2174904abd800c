import { readFileSync } from "node:fs";
import { notebookPage } from "../../src/notebook/notebook-page.js";
import { notebookText, parseNotebook } from "../../src/notebook/notebook.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { readTable } from "../../src/sources/records/read-table.js";
import { parseStatement } from "../../src/statement/parse.js";
import { statementText } from "../../src/statement/versions/statement-text.js";
import { seededRandom } from "../../src/stats/random/random.js";
import type { Random } from "../../src/stats/random/random.js";
import { mutatedStatement } from "../../test/statement/mutated-statement.js";
import { inFolder, onPurpose, withData } from "./folder.js";
import { mutated } from "./mutate.js";

const ROWS = 120;
const YAML = (file: string): string =>
  `id: fuzz\nzone: UTC\nsources:\n  verbs:\n    file: ${file}\n    time: { column: at, zone: UTC }\n    failed: { code: ["500"] }\n    cluster: call\n    latency: ms\nerrorBudget: { share: 0.5, rows: 1000 }\n`;

function rows(): string[][] {
  return Array.from({ length: ROWS }, (_row, index) => [
    new Date(Date.UTC(2025, 2, 31, 12, 0, index)).toISOString(),
    index % 10 === 0 ? "500" : "200",
    `call${index >> 1}`,
    String(20 + (index % 7)),
    index % 9 === 0 ? 'said "no", twice' : "fine",
  ]);
}

const HEADER = ["at", "code", "call", "ms", "note"];
const quoted =
  (mark: string) =>
  (cell: string): string =>
    /["',;\t\n]/.test(cell) ? `"${cell.replaceAll('"', mark)}"` : cell;

/** Five well-formed tables in several dialects, and two of JSON lines. */
function tables(): readonly (readonly [name: string, text: string])[] {
  const csv = (delimiter: string, end: string, cell: (text: string) => string): string =>
    [HEADER, ...rows()].map((row) => row.map(cell).join(delimiter)).join(end) + end;
  const object = (row: readonly string[]): string =>
    JSON.stringify(Object.fromEntries(HEADER.map((name, index) => [name, row[index]])));
  return [
    ["verbs.csv", csv(",", "\n", quoted('""'))],
    ["verbs.csv", csv(";", "\r\n", quoted('""'))],
    ["verbs.tsv", csv("\t", "\n", quoted('\\"'))],
    ["verbs.csv", csv(",", "\n", (cell) => `"${cell.replaceAll('"', '""')}"`)],
    ["verbs.csv", csv(",", "\n", (cell) => cell.replace(/[",]/g, ""))],
    ["verbs.jsonl", `${rows().map(object).join("\n")}\n`],
  ];
}

/** Lines as any text editor counts them, where neither quotes nor bare carriage returns leave room for another reading. */
function plainLines(bytes: Buffer): number | undefined {
  const text = bytes.toString("latin1");
  if (/["'\0]|\r(?!\n)/.test(text) || text.startsWith("\xff\xfe") || text.startsWith("\xfe\xff")) return undefined;
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

async function fuzzTable([name, text]: readonly [string, string], random: Random): Promise<void> {
  const bytes = mutated(text, random);
  await withData({ "incident.yaml": YAML(name), [name]: bytes }, async (data) => {
    const { seen, loaded, rejected, duplicates, header, blank, balanced } = data.source("verbs").quality;
    if (!balanced || seen !== loaded + rejected + duplicates + header + blank)
      throw new Error(
        `rows do not balance: ${seen} seen, ${loaded} loaded, ${rejected} rejected, ${header} header, ${blank} blank`,
      );
    const lines = name.endsWith(".jsonl") ? undefined : plainLines(bytes);
    if (lines !== undefined && lines !== seen) throw new Error(`${seen} records seen in ${lines} lines`);
    const places = new Set(data.rejects.map(({ line }) => line));
    if (places.size !== data.rejects.length || places.has(null))
      throw new Error("a line is rejected twice, or a reject has no line");
    const { attempts } = await data.source("verbs").outcomes(3600 * 24);
    if (attempts.reduce((sum, n) => sum + n, 0) !== loaded)
      throw new Error(`the counts do not add up to ${loaded} rows`);
  }).catch((error: unknown) => onPurpose(error));
  await inFolder({ [name]: bytes }, async (folder) => {
    const { columns, rows: read } = await readTable(`${folder}/${name}`);
    if (read.some((row) => row.length !== columns.length)) throw new Error("readTable gave rows of different widths");
  }).catch((error: unknown) => onPurpose(error));
}

function fuzzNotebook(text: string, random: Random): void {
  try {
    const notebook = parseNotebook(mutated(text, random).toString("utf8"), "fuzz.ipynb");
    parseNotebook(notebookText(notebook), "fuzz.ipynb");
    notebookPage([
      {
        file: "fuzz.ipynb",
        notebook,
        status: "done",
        problem: null,
        runs: [],
        seconds: 0,
        parameters: {},
        unusedParameters: [],
      },
    ]);
  } catch (error) {
    onPurpose(error);
  }
}

async function fuzzYaml(text: string, files: Readonly<Record<string, string>>, random: Random): Promise<void> {
  await inFolder({ ...files, "incident.yaml": mutated(text, random) }, (folder) => openIncident(folder)).catch(
    (error: unknown) => onPurpose(error),
  );
}

/** What the mutations start from. */
export interface Seeds {
  readonly statement: string;
  readonly notebook: string;
  readonly yaml: string;
}

/** The bundled incident's own files. */
export function bundledSeeds(): Seeds {
  return {
    statement: readFileSync("data/twilio-13002/statement.md", "utf8"),
    notebook: readFileSync("notebooks/01-outage-window.ipynb", "utf8"),
    yaml: readFileSync("data/twilio-13002/incident.yaml", "utf8"),
  };
}

export const KINDS = ["csv", "jsonl", "statement", "notebook", "incident.yaml"] as const;
const YAML_FILES = {
  "statement.md": "At 09:00 UTC calls failed.",
  "verbs.csv.gz": "x",
  "calls.csv.gz": "x",
  "proxy-metrics.csv.gz": "x",
};

/**
 * Case `index`: a file of one kind, damaged at random. A deliberate refusal is fine; a crash, rows that do not balance or more than two seconds
 * of processor are not.
 *
 * @returns what went wrong, or `null`
 */
export async function fuzzCase(index: number, seeds: Seeds): Promise<string | null> {
  const kind = KINDS[index % KINDS.length] as (typeof KINDS)[number];
  const random = seededRandom(index + 1);
  const all = tables();
  const begun = process.cpuUsage();
  try {
    if (kind === "csv") await fuzzTable(all[random.integer(all.length - 1)] as [string, string], random);
    else if (kind === "jsonl") await fuzzTable(all.at(-1) as [string, string], random);
    else if (kind === "statement")
      statementText(
        parseStatement(
          mutatedStatement(seeds.statement, () => random.next()),
          { zone: "Europe/London" },
        ),
      );
    else if (kind === "notebook") fuzzNotebook(seeds.notebook, random);
    else await fuzzYaml(seeds.yaml, YAML_FILES, random);
  } catch (error) {
    return `${kind} ${index}: ${String((error as Error).stack ?? error)
      .split("\n")
      .slice(0, 3)
      .join(" | ")}`;
  }
  const { user, system } = process.cpuUsage(begun);
  return user + system > 2e6 ? `${kind} ${index}: took ${((user + system) / 1e6).toFixed(1)} s of processor` : null;
}
