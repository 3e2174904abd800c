import { randomUUID } from "node:crypto";
import { mkdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDuckDB } from "../engine/duckdb.js";
import type { Engine } from "../engine/engine.js";
import { unitProfiles } from "../engine/reductions.js";
import { PostmortemError } from "../incident/errors.js";
import { filesMatching } from "../incident/glob.js";
import type { Incident } from "../incident/incident.js";
import type { IncidentData, SourceData, UnitProfile } from "./incident-data.js";
import { loadSource } from "./load-source.js";
import type { LoadedSource, LoadProgress, Loading } from "./load-source.js";
import { markFailures } from "./mark-failures.js";
import { settledSource } from "./settled-source.js";

/** How the data of an incident are opened. */
export interface OpenDataOptions {
  /** `duckdb` (embedded) unless set. */
  readonly engine?: string;
  /** Told after each file. */
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Memory ceiling of the embedded engine in MB, 1024 unless set. */
  readonly memoryMb?: number;
  /** Threads of the embedded engine, all processors unless set. */
  readonly threads?: number;
}

/** From this size on, the compact tables live in a file, compressed, instead of in memory. */
const FILE_BYTES = 512 * 2 ** 20;

async function totalBytes(incident: Incident): Promise<number> {
  const paths = incident.sources.flatMap(({ files }) => filesMatching(incident.folder, files));
  return (await Promise.all(paths.map((path) => stat(path)))).reduce((sum, { size }) => sum + size, 0);
}

async function loadAll(loading: Loading): Promise<readonly LoadedSource[]> {
  const loaded: LoadedSource[] = [];
  for (const [index, config] of loading.incident.sources.entries()) loaded.push(await loadSource(loading, config, `source_${index}`));
  for (const { source, table } of loaded) {
    if (source.failed?.kind !== "marked") continue;
    const { failed } = source;
    const marks = loaded.find((other) => other.source.name === failed.from) as LoadedSource;
    for (const column of [...failed.on.map(([, other]) => other), ...failed.where.map(([name]) => name)]) {
      if (marks.kept.text.includes(column)) continue;
      throw new PostmortemError("usage", `source ${failed.from} requires the column "${column}" that sources.${source.name}.failed names, got the columns ${marks.columns.join(", ")}; correct incident.yaml`);
    }
    await markFailures(loading.engine, table, failed, marks.table, (column) => `k${marks.kept.text.indexOf(column)}`);
  }
  return loaded;
}

async function profiles(engine: Engine, of: string, by: string, span: { from: string; to: string }): Promise<UnitProfile[]> {
  const { rows } = await engine.query(unitProfiles(engine.dialect, of, by, span));
  return rows.map(([attempts, failures, failed, n]) => ({ attempts: Number(attempts), failures: Number(failures), failed: Number(failed) === 1, n: Number(n) }));
}

function assembled(engine: Engine, loaded: readonly LoadedSource[], sources: readonly SourceData[], close: () => Promise<void>): IncidentData {
  const source = (name: string): SourceData => {
    const found = sources.find((candidate) => candidate.name === name);
    if (!found) throw new PostmortemError("usage", `a source requires one of the names ${sources.map((one) => one.name).join(", ")}, got "${name}"; correct the name`);
    return found;
  };
  const held = (name: string, key: "id" | "cluster"): string => {
    const found = loaded[sources.indexOf(source(name))] as LoadedSource;
    if (found.source[key] !== undefined && found.source.kind === "outcomes") return found.table;
    throw new PostmortemError("usage", `exposure requires \`${key}\` on outcomes source ${name}, got none; add it to incident.yaml`);
  };
  return {
    engine: engine.name,
    sources,
    inputs: loaded.flatMap(({ inputs }) => inputs),
    rejects: loaded.flatMap(({ rejects }) => rejects),
    source,
    profiles: async (of, by, span) => profiles(engine, held(of, "id"), held(by, "cluster"), span),
    close,
  };
}

/**
 * Opens the data of an incident: every file read, every row accounted for, ready to be asked.
 *
 * Rows seen = loaded + rejected + duplicates + header + blank, the rows seen being counted without the loader. All text is read as text;
 * times become instants by their own offset or the declared zone; local times that a clock change skips or repeats are rejected.
 *
 * @param incident - from `openIncident`
 * @returns answers as counts per bin, clusters, profiles; call `close` when done, which removes the temporary folder
 * @throws PostmortemError `usage` for missing columns, `input` for damaged files, unknown zones or rejects over the error budget,
 *   `engine` when the engine fails
 */
export async function openData(incident: Incident, options: OpenDataOptions = {}): Promise<IncidentData> {
  const name = options.engine ?? "duckdb";
  if (name !== "duckdb") throw new PostmortemError("usage", `engine requires one of duckdb, got "${name}"; leave --engine out for files`);
  const temporary = join(tmpdir(), `postmortem-${randomUUID()}`);
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  let engine: Engine | undefined;
  const close = async (): Promise<void> => {
    await engine?.close();
    await rm(temporary, { recursive: true, force: true });
  };
  try {
    const bytesTotal = await totalBytes(incident);
    engine = await openDuckDB({
      readable: [incident.folder], temporary, memoryMb: options.memoryMb, threads: options.threads,
      ...(bytesTotal > FILE_BYTES && { file: join(temporary, "tables.duckdb") }),
    });
    let bytesDone = 0;
    const progress = (source: string, file: string, bytes: number): void => options.onProgress?.({ source, file, bytesDone: bytesDone += bytes, bytesTotal });
    const loaded = await loadAll({ incident, engine, temporary, nextFile: 0, progress });
    const sources: SourceData[] = [];
    for (const one of loaded) sources.push(await settledSource(engine, one));
    return assembled(engine, loaded, sources, close);
  } catch (error) {
    await close();
    throw error;
  }
}
