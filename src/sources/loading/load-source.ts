import { statSync } from "node:fs";
import { basename, relative } from "node:path";
import type { Engine } from "../../engine/engine.js";
import { PostmortemError } from "../../errors/errors.js";
import { failedColumns } from "../../incident/failed.js";
import type { Incident, SourceConfig } from "../../incident/incident.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import { compactColumns } from "./compact-sql.js";
import type { KeptColumns, TimeBounds } from "./compact-sql.js";
import type { InputFile, Reject } from "../incident-data.js";
import { loadFile } from "./load-file.js";
import { FEWEST_TOGETHER, likeFile, likenessTo, loadTogether, MOST_TOGETHER } from "./load-together.js";
import type { LikeFile } from "./load-together.js";
import type { FileBalance, FileToLoad, LoadTarget } from "./load-file.js";
import { detectLayout, planFile } from "./planned-file.js";
import type { FileLayout, Loading, PlannedFile } from "./planned-file.js";
import { unwatched } from "../progress.js";
import type { DuringStage } from "../progress.js";
import { dayBounds } from "../quality/time-bounds.js";
import type { SeenValues } from "../quality/unseen-failure.js";
import { sourceFiles } from "./source-files.js";
import type { SourceFile } from "./source-files.js";

/** A source whose files are all loaded. */
export interface LoadedSource {
  readonly source: ResolvedSource;
  readonly table: string;
  /** True if its rows stand in the order of their files. */
  readonly ordered: boolean;
  readonly columns: readonly string[];
  readonly kept: KeptColumns;
  readonly dimensions: readonly string[];
  /** Columns by which an excess may be explained. */
  readonly slices: readonly string[];
  readonly files: readonly FileBalance[];
  readonly inputs: readonly InputFile[];
  readonly rejects: readonly Reject[];
  readonly notes: readonly string[];
  /** True if a row is one point of one series. */
  readonly points: boolean;
  /** What the columns of the failure condition hold in the files' beginnings. */
  readonly failureValues: SeenValues;
  readonly budget: Incident["errorBudget"];
  /** Index of the first file in the compact table's column `file`. */
  readonly firstFile: number;
}

/** Rows that are not all accounted for end the opening: findings on an unknown part of the data would be worth nothing. */
function requireBalance(file: string, { balanced, seen, loaded, rejects }: FileBalance): void {
  if (!balanced)
    throw new PostmortemError(
      "input",
      `file "${file}" does not come out even: ${seen} records seen, ${loaded} loaded, ${rejects.length} rejected; repair its damaged part or export it again`,
    );
}

/** Rows over the budget end the opening with the first of them named. */
function requireBudget(incident: Incident, source: string, rejects: readonly Reject[], seen: number): void {
  const allowed = Math.max(incident.errorBudget.rows, Math.floor(incident.errorBudget.share * seen));
  if (rejects.length <= allowed) return;
  const shown = rejects
    .slice(0, 5)
    .map(({ file, line, reason }) => `${file}${line === null ? "" : ` line ${line}`}: ${reason}`)
    .join("; ");
  throw new PostmortemError(
    "input",
    `source ${source} requires at most ${allowed} rejected rows of ${seen}, got ${rejects.length} (${shown}); repair the file, or raise errorBudget in incident.yaml`,
  );
}

function failureValues({ failed }: ResolvedSource, laid: readonly FileLayout[]): LoadedSource["failureValues"] {
  return failedColumns(failed?.kind === "marked" ? undefined : failed).map((column) => {
    const cells = laid.flatMap(({ columns, sample }) => sample.map((row) => row[columns.indexOf(column)] ?? ""));
    return [column, new Set(cells.filter((cell) => cell !== ""))] as const;
  });
}

/** A file with where it was loaded to. */
interface FileLoad {
  readonly file: FileToLoad;
  readonly target: LoadTarget;
}

function inputFile(source: string, { prepared }: FileToLoad, { sha256, loaded }: FileBalance): InputFile {
  return { source, file: prepared.file, sha256, bytes: prepared.bytes, rows: loaded };
}

const DAY_MICROS = 86_400_000_000;

/** Times within which a source's rows lie, where a few lie far away; `undefined` where none do, and for events, which come when they come. */
async function boundsOf(engine: Engine, table: string, kind: SourceConfig["kind"]): Promise<TimeBounds | undefined> {
  if (kind === "events") return undefined;
  const { rows } = await engine.query(
    `SELECT epoch_us(ts) // ${DAY_MICROS} AS day, count(*) FROM ${table} WHERE ts IS NOT NULL GROUP BY 1 ORDER BY 1`,
  );
  const bounds = dayBounds(rows.map(([day, n]) => [Number(day), Number(n)] as const));
  return bounds && { fromMicros: bounds.first * DAY_MICROS, toMicros: (bounds.last + 1) * DAY_MICROS - 1 };
}

/** Loads the files again that hold rows far from all others, so that these become rejects with their lines. */
async function rejectFarTimes(
  engine: Engine,
  table: string,
  loads: readonly FileLoad[],
  balances: FileBalance[],
): Promise<void> {
  const kind = loads[0]?.file.source.kind;
  const bounds = kind && (await boundsOf(engine, table, kind));
  if (!bounds) return;
  const { rows } = await engine.query(
    `SELECT DISTINCT file FROM ${table} WHERE epoch_us(ts) NOT BETWEEN ${bounds.fromMicros} AND ${bounds.toMicros}`,
  );
  const affected = new Set(rows.map(([file]) => Number(file)));
  for (const [at, { file, target }] of loads.entries()) {
    if (!affected.has(target.index)) continue;
    await engine.query(`DELETE FROM ${table} WHERE file = ${target.index}`);
    balances[at] = await loadFile(file, { ...target, bounds });
  }
}

/** A source of attempts without one attempt is damage, as an empty file is: "nothing failed" would rest on nothing. */
function requireRows(
  { kind, name }: ResolvedSource,
  balances: readonly FileBalance[],
  inputs: readonly InputFile[],
): void {
  if ((kind !== "outcomes" && kind !== "counts") || balances.some(({ loaded }) => loaded > 0)) return;
  throw new PostmortemError(
    "input",
    `source ${name} requires rows, got ${inputs.length === 1 ? `a header and nothing else in file "${inputs[0]?.file ?? ""}"` : `none in ${inputs.length} files`}; export it again or remove it from incident.yaml`,
  );
}

/** The files of one source on their way into its table. */
class SourceLoad {
  readonly balances: FileBalance[] = [];
  readonly notes = new Set<string>();
  readonly samples: FileLayout[] = [];
  readonly loads: FileLoad[] = [];
  first: PlannedFile | undefined;

  constructor(
    private readonly loading: Loading,
    private readonly config: SourceConfig,
    private readonly table: string,
  ) {}

  /** Loads files in order; runs of small ones that are like the first by one statement each. */
  async load(files: readonly SourceFile[]): Promise<void> {
    for (let at = 0; at < files.length; ) {
      const like = files.length < FEWEST_TOGETHER ? [] : this.likeFrom(files, at);
      if (like.length >= FEWEST_TOGETHER) await this.several(like, files.slice(at, at + like.length));
      else for (const file of files.slice(at, at + Math.max(1, like.length))) await this.one(file);
      at += Math.max(1, like.length);
    }
  }

  /** The files from a place on that are like the first one. */
  private likeFrom(files: readonly SourceFile[], from: number): LikeFile[] {
    const likeness = this.first && likenessTo(this.first);
    const like: LikeFile[] = [];
    for (let at = from; likeness && at < files.length && like.length < MOST_TOGETHER; at += 1) {
      const file = likeFile((files[at] as SourceFile).path, this.loading.incident.folder, likeness);
      if (!file) break;
      like.push(file);
    }
    return like;
  }

  /** Loads like files at once; where some row of them needs a look of its own, each half of them, and few one by one. */
  private async several(like: readonly LikeFile[], files: readonly SourceFile[]): Promise<void> {
    const first = this.first as PlannedFile;
    const target = this.target(unwatched);
    const balances = await loadTogether(first, like, target);
    if (!balances && like.length >= 2 * FEWEST_TOGETHER) {
      const half = like.length >> 1;
      await this.several(like.slice(0, half), files.slice(0, half));
      return this.several(like.slice(half), files.slice(half));
    }
    if (!balances) {
      for (const file of files) await this.one(file);
      return;
    }
    for (const [at, { prepared }] of like.entries()) {
      this.loading.progress.file(this.config.name, prepared.file, prepared.bytes).end();
      this.loads.push({ file: { ...first, prepared }, target: { ...target, index: target.index + at } });
      this.balances.push(balances[at] as FileBalance);
    }
    this.loading.nextFile += like.length;
  }

  private target(during: DuringStage): LoadTarget {
    const { engine, nextFile: index, temporary, incident } = this.loading;
    return { engine, table: this.table, index, temporary, budget: incident.errorBudget, during };
  }

  private async one(sourceFile: SourceFile): Promise<void> {
    const { loading, config } = this;
    const { incident, engine } = loading;
    const original = sourceFile.path;
    const name = relative(incident.folder, original) || basename(original);
    const reading = loading.progress.file(config.name, name, statSync(original).size);
    const laid = await detectLayout(loading, config, original, reading.during);
    for (const note of laid.defaults.notes ?? []) this.notes.add(note);
    const file = planFile(loading, config, laid, sourceFile, this.first);
    this.samples.push(laid);
    for (const note of file.notes) this.notes.add(note);
    if (!this.first) {
      const columns = compactColumns(file.source, file.kept).map((column) => column.join(" "));
      await engine.query(`CREATE TABLE ${this.table} (${columns.join(", ")})`);
    }
    this.first ??= file;
    const target = this.target(reading.during);
    const balance = await loadFile(file, target);
    this.loads.push({ file, target });
    loading.nextFile += 1;
    if (!balance.balanced && balance.rejects.length <= incident.errorBudget.rows)
      requireBalance(file.prepared.file, balance);
    this.balances.push(balance);
    reading.end();
  }
}

/**
 * Loads every file of a source into one compact table.
 *
 * @throws PostmortemError (usage) for columns that are not there, (input) for damage, unknown zones, rows that do not balance and
 *   rejects over the budget
 */
export async function loadSource(loading: Loading, config: SourceConfig, table: string): Promise<LoadedSource> {
  const { incident, engine } = loading;
  const firstFile = loading.nextFile;
  const files = new SourceLoad(loading, config, table);
  await files.load(sourceFiles(incident.folder, config));
  const { balances, notes, samples, loads, first } = files;
  await rejectFarTimes(engine, table, loads, balances);
  const inputs = loads.map(({ file }, at) => inputFile(config.name, file, balances[at] as FileBalance));
  for (const note of balances.flatMap((balance) => balance.notes)) notes.add(note);
  const rejects = balances.flatMap((balance) => balance.rejects);
  requireBudget(
    incident,
    config.name,
    rejects,
    balances.reduce((sum, { seen }) => sum + seen, 0),
  );
  balances.forEach((balance, index) => requireBalance((inputs[index] as InputFile).file, balance));
  const plan = first as PlannedFile;
  requireRows(plan.source, balances, inputs);
  return {
    source: plan.source,
    table,
    ordered: loading.ordered,
    columns: plan.columns,
    kept: plan.kept,
    dimensions: plan.dimensions,
    slices: plan.slices,
    files: balances,
    inputs,
    rejects,
    notes: [...notes],
    points: config.selections !== undefined || samples.some(({ defaults }) => defaults.points === true),
    failureValues: failureValues(plan.source, samples),
    budget: incident.errorBudget,
    firstFile,
  };
}
