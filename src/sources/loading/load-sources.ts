import { markingColumns } from "../../incident/failed.js";
import { PostmortemError } from "../../errors/errors.js";
import { loadSource } from "./load-source.js";
import type { LoadedSource } from "./load-source.js";
import type { Loading } from "./planned-file.js";
import { markFailures } from "./mark-failures.js";

/** Fails rows of one source that rows of another name. */
async function markFailuresOf(
  loading: Loading,
  { source, table }: LoadedSource,
  loaded: readonly LoadedSource[],
): Promise<void> {
  const { failed } = source;
  if (failed?.kind !== "marked") return;
  const marks = loaded.find((other) => other.source.name === failed.from);
  if (!marks)
    throw new PostmortemError(
      "usage",
      `sources.${source.name}.failed requires a source of files, got ${failed.from} in an engine's table; offer the failure as a column of a view`,
    );
  for (const column of markingColumns(failed)) {
    if (marks.kept.text.includes(column)) continue;
    throw new PostmortemError(
      "usage",
      `source ${failed.from} requires the column "${column}" that sources.${source.name}.failed names, got the columns ${marks.columns.join(", ")}; correct incident.yaml`,
    );
  }
  await markFailures(loading.engine, table, failed, marks.table, (column) => `k${marks.kept.text.indexOf(column)}`);
}

/** Loads all sources that have files, in order, and joins the failures that one records for another. */
export async function loadSources(loading: Loading): Promise<readonly LoadedSource[]> {
  const loaded: LoadedSource[] = [];
  for (const [index, config] of loading.incident.sources.entries()) {
    if (!config.engine) loaded.push(await loadSource(loading, config, `source_${index}`));
  }
  for (const one of loaded) await markFailuresOf(loading, one, loaded);
  return loaded;
}
