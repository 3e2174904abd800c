import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseStatement } from "../src/statement/parse.js";
import { f1, NONE, plus, scoreDetail, statementScore } from "../test/statement/statement-score.js";
import type { Count, Gold, Score } from "../test/statement/statement-score.js";
import { writtenReports } from "../test/statement/written-reports.js";
import { referenceFolder } from "../test/reference-folder.js";

// How well statements are read: published reports with annotations (where the reference data are), the reports written for the tests, and reports
// held out, whose writer did not know the rules; four kinds of faults that they showed are mended.
// Usage: statements [--detail [part of a name]]

interface Scored {
  readonly file: string;
  readonly score: Score;
}

const at = process.argv.indexOf("--detail");
const wanted = at < 0 ? null : (process.argv[at + 1] ?? "");
const KEYS = ["instant", "role", "windows", "percentages", "durations"] as const;
const cell = (count: Count): string =>
  `${`${count.hits}/${count.gold}/${count.found}`.padStart(11)} ${f1(count).toFixed(2)}`;
const line = ({ file, score }: Scored): string =>
  `${file.slice(0, 46).padEnd(46)} ${KEYS.map((key) => cell(score[key])).join(" ")} ${score.invented}`;

function total(file: string, all: readonly Scored[]): Scored {
  const sum = (key: (typeof KEYS)[number]): Count => all.reduce((count, { score }) => plus(count, score[key]), NONE);
  return {
    file,
    score: {
      instant: sum("instant"),
      role: sum("role"),
      windows: sum("windows"),
      percentages: sum("percentages"),
      durations: sum("durations"),
      invented: all.reduce((count, { score }) => count + score.invented, 0),
    },
  };
}

function scored(
  file: string,
  text: string,
  gold: Gold,
  zone: string | undefined,
  more: (codes: readonly string[]) => readonly string[] = () => [],
): Scored {
  const statement = parseStatement(text, { zone });
  const one = { file, score: statementScore(gold, statement) };
  if (wanted === null) console.log(line(one));
  else if (file.includes(wanted)) {
    const lines = [
      ...scoreDetail(gold, statement),
      ...more(statement.inconsistencies.map(({ code, text: words }) => `${code}: ${words}`)),
    ];
    if (lines.length > 0) console.log([line(one), ...lines].join("\n"));
  }
  return one;
}

/** A folder of texts, each with its source in the first line and its annotations beside it. */
function annotated(folder: string): Scored[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".txt"))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), "utf8").replace(/^[^\n]*\n/, "");
      const gold = JSON.parse(readFileSync(join(folder, file.replace(/\.txt$/, ".gold.json")), "utf8")) as Gold;
      return scored(file.replace(/\.txt$/, ""), text, gold, /^moj-|^rfo-20/.test(file) ? "Europe/London" : undefined);
    });
}

/** Codes that a report should raise and does not, and the other way round. */
function lintLines(expected: readonly string[], found: readonly string[]): string[] {
  const codes = found.map((words) => words.split(":")[0] as string);
  return [
    ...expected.filter((code) => !codes.includes(code)).map((code) => `   lint misses ${code}`),
    ...found
      .filter((words) => !expected.includes(words.split(":")[0] as string))
      .map((words) => `   lint alarm ${words}`),
  ];
}

function main(): void {
  const folder = referenceFolder("statements");
  console.log(
    `${"hits/gold/found and F1".padEnd(46)} ${["by instant", "and role", "windows", "percentages", "durations"].map((name) => name.padStart(16)).join(" ")} invented`,
  );
  const totals: Scored[] = [];
  if (existsSync(folder)) totals.push(total("published reports", annotated(folder)));
  else console.log("No published reports here; point POSTMORTEM_REFERENCE at them.");
  totals.push(
    total(
      "reports written for the tests",
      writtenReports(join(process.cwd(), "test/statement/reports")).map(({ name, text, zone, gold, inconsistencies }) =>
        scored(name, text, gold, zone, (codes) => lintLines(inconsistencies, codes)),
      ),
    ),
  );
  totals.push(total("held out: four kinds mended on these", annotated(join(process.cwd(), "test/statement/held-out"))));
  for (const one of totals) console.log(line(one));
}

main();
