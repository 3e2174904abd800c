import type { Engine } from "../../engine/engine.js";
import { PostmortemError } from "../../errors/errors.js";
import { plainText } from "../../errors/plain-text.js";
import type { LoadedSource } from "../loading/load-source.js";
import type { DuringStage } from "../progress.js";

/** What became of a source's rows by their declared id. */
export interface SettledIds {
  /** Rows removed because an equal row with the same id was there. */
  readonly duplicates: number;
  readonly notes: readonly string[];
}

/** Ids that are counted together; a table of more would not stay in memory. */
const IDS_AT_ONCE = 8_000_000;
const EXAMPLES = 3;

const counted = (n: number, one: string, several: string): string => `${n} ${n === 1 ? one : several}`;

async function number(engine: Engine, sql: string): Promise<number> {
  return Number((await engine.query(sql)).rows[0]?.[0] ?? 0);
}

/** Removes from one part of the ids the rows that are equal to an earlier one in every column; returns how many. */
async function dropEqual(engine: Engine, table: string, part: string): Promise<number> {
  const repeated = `FROM ${table} WHERE ${part} GROUP BY id, content HAVING count(*) > 1`;
  const surplus = await number(engine, `SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n ${repeated})`);
  if (surplus === 0) return 0;
  const places = `SELECT rowid AS place, row_number() OVER (PARTITION BY id, content ORDER BY rowid) AS turn FROM ${table} WHERE ${part} AND id IN (SELECT id ${repeated})`;
  await engine.query(`DELETE FROM ${table} WHERE rowid IN (SELECT place FROM (${places}) WHERE turn > 1)`);
  return surplus;
}

/** The first ids that stand for several rows, as they are written, with the times of two of their rows. */
async function examples(engine: Engine, { source, table, files, firstFile }: LoadedSource): Promise<string> {
  const { rows } = await engine.query(
    `SELECT CAST(id AS VARCHAR), count(*), min(file) FROM ${table} WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1 ORDER BY min(rowid) LIMIT ${EXAMPLES}`,
  );
  const shown: string[] = [];
  for (const [id, n, file] of rows) {
    const query = files[Number(file) - firstFile]?.idByHash?.(String(id));
    const cell = query === undefined ? id : (await engine.query(query)).rows[0]?.[0];
    shown.push(`"${plainText(String(cell ?? id)).slice(0, 60)}" on ${String(n)} rows`);
  }
  return shown.length === 0 ? "" : ` (${source.id ?? ""} ${shown.join(", ")})`;
}

/**
 * Settles a source's rows by their declared id: rows that are equal in every column stay once, an id with other content is no duplicate and
 * stays, and rows whose id is a placeholder stay.
 *
 * @param during - watches the search
 * @throws PostmortemError (input) when more rows than the error budget repeat an id with other content: then the column is no id
 */
export async function settledIds(engine: Engine, loaded: LoadedSource, during: DuringStage): Promise<SettledIds> {
  const { source, table, files, budget } = loaded;
  if (source.id === undefined) return { duplicates: 0, notes: [] };
  const named = await number(engine, `SELECT count(id) FROM ${table}`);
  const parts = Math.max(1, Math.ceil(named / IDS_AT_ONCE));
  let [duplicates, repeated, part] = [0, 0, 0];
  await during(
    "repeated ids",
    () => part / parts,
    async () => {
      for (; part < parts; part += 1) {
        // Ids are hashes, so that any remainder of them is an even part; rows without an id are in none.
        const within = `id % ${parts} = ${part}`;
        duplicates += await dropEqual(engine, table, within);
        repeated += await number(engine, `SELECT count(id) - count(DISTINCT id) FROM ${table} WHERE ${within}`);
      }
    },
  );
  const seen = files.reduce((sum, file) => sum + file.seen, 0);
  const allowed = Math.max(budget.rows, Math.floor(budget.share * seen));
  if (repeated > allowed)
    throw new PostmortemError(
      "input",
      `source ${source.name} requires an id that is unique to each row, got ${repeated} of ${seen} rows that repeat their ${source.id} with other content${await examples(engine, loaded)}; declare another column as id, or none`,
    );
  const unnamed = await number(engine, `SELECT count(*) FROM ${table} WHERE id IS NULL`);
  return {
    duplicates,
    notes: [
      ...(repeated > 0
        ? [
            `${counted(repeated, "row repeats", "rows repeat")} an id (${source.id}) with other content: no duplicate, and kept.`,
          ]
        : []),
      ...(unnamed > 0
        ? [
            `${counted(unnamed, "row has", "rows have")} no id (${source.id} is empty or a placeholder such as null), and ${unnamed === 1 ? "is" : "are"} kept.`,
          ]
        : []),
    ],
  };
}
