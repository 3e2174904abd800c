import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ServerOptions } from "../engine/server-options.js";
import { openDuckDB } from "../engine/duckdb.js";
import type { Engine } from "../engine/engine.js";
import { openServer } from "../engine/open-server.js";
import { unitProfiles } from "../engine/reductions.js";
import { PostmortemError } from "../errors/errors.js";
import type { Incident, SourceConfig } from "../incident/incident.js";
import type { Span } from "../time/span.js";
import { withClockSkew } from "./answers/clock-skew.js";
import { systemFailure } from "../errors/system-failure.js";
import { temporaryFolder } from "../files/temporary.js";
import type { IncidentData, SourceData, UnitProfile } from "./incident-data.js";
import { ReadingProgress } from "./progress.js";
import type { LoadProgress } from "./progress.js";
import { DECLARED_COLUMNS_ONLY_BYTES, TABLES_ON_DISK_BYTES, unpackedSize } from "./limits.js";
import type { LoadedSource } from "./loading/load-source.js";
import { sourceFiles } from "./loading/source-files.js";
import { loadSources } from "./loading/load-sources.js";
import { finishSource } from "./answers/finish-source.js";
import { sqlSource } from "./answers/sql-source.js";
import type { HeldSource } from "./answers/sql-source.js";
import { tableSource } from "./answers/table-source.js";
import { requireFields } from "../errors/argument.js";

/** The options for opening the data of an incident. */
export interface OpenDataOptions {
  /** The engine that must hold the rows; unset, each source's own: `duckdb` (embedded) for files, else what `incident.yaml` names. */
  readonly engine?: string;
  /** Environment and time limit for servers. */
  readonly server?: ServerOptions;
  /** Told while files load, a few times a second, and after each. */
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Memory ceiling of the embedded engine in MB; 1024 unless set, half of that where the tables lie in a file. */
  readonly memoryMb?: number;
  /** Threads of the embedded engine, all processors unless set. */
  readonly threads?: number;
}

/** Ceiling of the engine's memory where the tables lie in a file: it takes up to twice as much, and what it keeps of a file in memory saves little. */
const FILE_MEMORY_MB = 512;

/** The files' bytes on disk, and what they unpack to: usually, and at most. */
async function sizesOf(incident: Incident): Promise<{ bytesTotal: number; usual: number; most: number }> {
  const paths = incident.sources.flatMap((source) =>
    source.engine ? [] : sourceFiles(incident.folder, source).map(({ path }) => path),
  );
  const sizes = await Promise.all(paths.map(async (path) => ({ path, size: (await stat(path)).size })));
  return sizes.reduce(
    (sum, { path, size }) => {
      const { usual, most } = unpackedSize(path, size);
      return { bytesTotal: sum.bytesTotal + size, usual: sum.usual + usual, most: sum.most + most };
    },
    { bytesTotal: 0, usual: 0, most: 0 },
  );
}

/** Everything that is open and must be closed again. */
interface Opened {
  readonly temporary: string;
  readonly engines: Map<string, Engine>;
}

async function openFiles(
  incident: Incident,
  options: OpenDataOptions,
  { temporary, engines }: Opened,
): Promise<{ loaded: readonly LoadedSource[]; engine: Engine; progress: ReadingProgress } | undefined> {
  if (incident.sources.every(({ engine }) => engine !== undefined)) return undefined;
  const { bytesTotal, usual, most } = await sizesOf(incident);
  const large = most > TABLES_ON_DISK_BYTES ? { file: join(temporary, "tables.duckdb"), memoryMb: FILE_MEMORY_MB } : {};
  // The order of rows costs time: it tells which of repeated ids comes first, and late rows, which large sources are not looked through for.
  const ordered =
    usual <= DECLARED_COLUMNS_ONLY_BYTES ||
    incident.sources.some(({ engine: server, id }) => server === undefined && id !== undefined);
  const engine = await openDuckDB({
    readable: [incident.folder],
    temporary,
    ordered,
    threads: options.threads,
    ...large,
    ...(options.memoryMb !== undefined && { memoryMb: options.memoryMb }),
  });
  engines.set("duckdb", engine);
  const progress = new ReadingProgress(bytesTotal, options.onProgress);
  return {
    engine,
    progress,
    loaded: await loadSources({ incident, engine, temporary, nextFile: 0, ordered, progress }),
  };
}

async function openTable(
  incident: Incident,
  source: SourceConfig,
  options: OpenDataOptions,
  { engines }: Opened,
): Promise<HeldSource> {
  const { engine: name } = source.engine as NonNullable<SourceConfig["engine"]>;
  const engine = engines.get(name) ?? (await openServer(name, options.server));
  engines.set(name, engine);
  return tableSource(engine, source, incident.errorBudget);
}

async function profiles(of: HeldSource, by: HeldSource, span: Span): Promise<UnitProfile[]> {
  for (const [held, key] of [
    [of, "id"],
    [by, "cluster"],
  ] as const) {
    if (held.source[key] !== undefined && held.source.kind === "outcomes") continue;
    throw new PostmortemError(
      "usage",
      `exposure requires \`${key}\` on outcomes source ${held.source.name}, got none; add it to incident.yaml`,
    );
  }
  if (of.engine !== by.engine)
    throw new PostmortemError(
      "usage",
      `exposure requires ${of.source.name} and ${by.source.name} in one engine, got ${of.engine.name} and ${by.engine.name}; read both from one`,
    );
  const { rows } = await of.engine.query(unitProfiles(of.engine.dialect, of.relation, by.relation, span));
  return rows.map(([attempts, failures, failed, n]) => ({
    attempts: Number(attempts),
    failures: Number(failures),
    failed: Number(failed) === 1,
    n: Number(n),
  }));
}

function assembled(
  held: readonly HeldSource[],
  loaded: readonly LoadedSource[],
  opened: Opened,
  close: () => Promise<void>,
): IncidentData {
  const sources = held.map(sqlSource);
  const find = (name: string): number => {
    const index = sources.findIndex((candidate) => candidate.name === name);
    if (index < 0)
      throw new PostmortemError(
        "usage",
        `a source requires one of the names ${sources.map((one) => one.name).join(", ")}, got "${name}"; correct the name`,
      );
    return index;
  };
  return {
    engine: [...opened.engines.keys()].join("+"),
    sources,
    inputs: loaded.flatMap(({ inputs }) => inputs),
    rejects: loaded.flatMap(({ rejects }) => rejects),
    source: (name) => sources[find(name)] as SourceData,
    profiles: async (of, by, span) => profiles(held[find(of)] as HeldSource, held[find(by)] as HeldSource, span),
    close,
  };
}

/** `--engine` asks that the rows be there; it moves none. */
function requireEngine(incident: Incident, engine: string | undefined): void {
  if (engine === undefined) return;
  if (!["duckdb", "clickhouse", "trino"].includes(engine))
    throw new PostmortemError(
      "usage",
      `engine requires one of duckdb, clickhouse, trino, got "${engine}"; correct the name`,
    );
  const other = incident.sources.find((source) => (source.engine?.engine ?? "duckdb") !== engine);
  if (!other) return;
  const place = other.engine ? `a table of ${other.engine.engine}` : `files (${other.files.join(", ")})`;
  throw new PostmortemError(
    "usage",
    `engine ${engine} requires every source there, got ${other.name} in ${place}; declare \`file: { engine: ${engine}, table: … }\` for it, or leave --engine out`,
  );
}

/**
 * Opens the data of an incident: every file read, every row accounted for, ready to be asked.
 *
 * Rows seen = loaded + rejected + duplicates + filtered + header + blank, the rows seen being counted without the loader. All text is read as text;
 * times become instants by their own offset or the declared zone; local times that a clock change skips or repeats are rejected.
 *
 * @param incident - from `openIncident`
 * @returns answers as counts per bin, clusters, profiles; call `close` when done, which removes the temporary folder
 * @throws PostmortemError `usage` for missing columns, `input` for damaged files, unknown zones or rejects over the error budget,
 *   `engine` when the engine fails
 */
export async function openData(incident: Incident, options: OpenDataOptions = {}): Promise<IncidentData> {
  requireFields("openData", "an incident as openIncident gives it", incident, ["folder", "sources"]);
  requireEngine(incident, options.engine);
  const opened: Opened = { temporary: temporaryFolder(), engines: new Map() };
  const close = async (): Promise<void> => {
    for (const engine of opened.engines.values()) await engine.close();
    opened.engines.clear();
    // What cannot be removed now is swept by a later run.
    await rm(opened.temporary, { recursive: true, force: true }).catch(() => undefined);
  };
  try {
    const files = await openFiles(incident, options, opened);
    const held: HeldSource[] = [];
    for (const config of incident.sources) {
      const loaded = files?.loaded.find(({ source }) => source.name === config.name);
      held.push(
        files && loaded
          ? await finishSource(files.engine, loaded, files.progress.source(loaded.source.name))
          : await openTable(incident, config, options, opened),
      );
    }
    return assembled(await withClockSkew(incident, held), files?.loaded ?? [], opened, close);
  } catch (error) {
    await close();
    throw systemFailure(error);
  }
}
