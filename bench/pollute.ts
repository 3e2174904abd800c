import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTable } from "../src/sources/records/read-table.js";
import { CLEAN_TABLES } from "./pollute-exports.js";
import { pollutedFiles } from "./pollute-families.js";
import { pollockScore } from "./pollute-score.js";

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function main(): Promise<void> {
  // `--family name` scores the families of that name only.
  const at = process.argv.indexOf("--family");
  const only = at < 0 ? undefined : process.argv[at + 1];
  const folder = mkdtempSync(join(tmpdir(), "pollute-"));
  const scores = new Map<string, number[]>();
  const short: string[] = [];
  for (const table of CLEAN_TABLES) {
    for (const file of pollutedFiles(table)) {
      if (only !== undefined && !file.family.includes(only)) continue;
      const path = join(folder, "polluted.csv");
      writeFileSync(path, file.bytes);
      const loaded = await readTable(path).catch(() => null);
      const score = pollockScore(file, loaded);
      scores.set(file.family, [...(scores.get(file.family) ?? []), score]);
      if (score < 9.95)
        short.push(
          `  ${score.toFixed(3)}  ${table.name}: ${file.family}, ${file.name} (${loaded?.rows.length ?? "refused"} of ${file.rows.length} rows, ${loaded?.columns.length ?? 0} columns, ${loaded?.rejects.length ?? 0} rejects)`,
        );
    }
  }
  rmSync(folder, { recursive: true });
  for (const [family, values] of scores)
    console.log(`${family.padEnd(24)} ${String(values.length).padStart(3)} files  ${mean(values).toFixed(3)}`);
  const all = [...scores.values()];
  console.log(
    `simple (mean over ${all.flat().length} files) ${mean(all.flat()).toFixed(3)}; weighted (mean over the ${all.length} families) ${mean(all.map(mean)).toFixed(3)}; out of 10`,
  );
  if (short.length > 0) console.log(`files below 9.95:\n${short.join("\n")}`);
}

void main();
