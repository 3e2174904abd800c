import type { SourceConfig } from "../../incident/incident.js";
import { type CountedSource, countsIn } from "./evidence.js";

/** `region = 'north'`, `"region" = 'north'`: rows of one value of a column. */
const ONE_VALUE = /^\s*"?([\p{L}_][\p{L}\d_ .-]*?)"?\s*=\s*'([^']+)'\s*$/u;

interface PartConfig {
  readonly name: string;
  readonly column: string;
  readonly value: string;
  readonly files: string;
}

function partConfig({ name, where, files, kind }: SourceConfig): PartConfig | null {
  const found = where && (kind === "counts" || kind === "outcomes") ? ONE_VALUE.exec(where.text) : null;
  return found
    ? { name, column: found[1] as string, value: found[2] as string, files: [...files].sort().join("\n") }
    : null;
}

/** A source whose parts are sources of their own gets them as a column. */
function withColumn(
  whole: CountedSource,
  column: string,
  parts: readonly (readonly [value: string, source: CountedSource])[],
): CountedSource {
  return {
    ...whole,
    parts: [...whole.parts, { column, values: parts.map(([value]) => value) }],
    byValue: async (asked, span) =>
      asked === column
        ? parts.map(([value, { series }]) => ({ value, ...countsIn(series, span) }))
        : whole.byValue(asked, span),
  };
}

/**
 * Sources where one of them is the whole and others of the same files are its parts, `where` by `where`, with the parts as a column of the whole:
 * then "the west region" means the same whether a column or sources tell the regions.
 */
export function withPartSources(
  sources: readonly CountedSource[],
  configs: readonly SourceConfig[],
): readonly CountedSource[] {
  const parts = configs.flatMap((config) => partConfig(config) ?? []);
  return sources.map((whole) => {
    const own = configs.find(({ name }) => name === whole.name);
    if (!own || own.where) return whole;
    const files = [...own.files].sort().join("\n");
    const beside = parts.filter(
      (part) => part.files === files && !whole.parts.some(({ column }) => column === part.column),
    );
    const columns = [...new Set(beside.map(({ column }) => column))];
    return columns.reduce((source, column) => {
      const values = beside
        .filter((part) => part.column === column)
        .flatMap(({ name, value }) => {
          const found = sources.find((one) => one.name === name);
          return found ? [[value, found] as const] : [];
        });
      return values.length > 1 ? withColumn(source, column, values) : source;
    }, whole);
  });
}
