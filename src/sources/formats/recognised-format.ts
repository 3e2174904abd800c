import { PostmortemError } from "../../errors/errors.js";
import type { SourceConfig } from "../../incident/incident.js";
import { withInnerFields } from "./inner-fields.js";
import { KNOWN_FORMATS } from "./known-formats.js";
import type { FormatDefaults, FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

/** True if `dialect` says how the text is laid out; what it says of numbers leaves the format open. */
function declaresLayout({ dialect = {} }: SourceConfig): boolean {
  return (["delimiter", "quote", "escape", "header", "skip", "comment"] as const).some(
    (key) => dialect[key] !== undefined,
  );
}

/**
 * The vendor format of a file: the named one, or with `auto` the first that recognises its content.
 *
 * @returns `undefined` when the generic reading applies
 * @throws PostmortemError (usage) for a name that no format has
 */
export function recognisedFormat(source: SourceConfig, head: FormatHead): VendorFormat | undefined {
  if (source.format === "auto" && declaresLayout(source)) return undefined;
  if (source.format === "auto") return KNOWN_FORMATS.find((format) => format.recognises(head));
  if (["csv", "tsv", "jsonl", "parquet", "generic"].includes(source.format)) return undefined;
  const named = KNOWN_FORMATS.find(({ name }) => name === source.format);
  if (named) return named;
  const names = ["auto", "generic", ...KNOWN_FORMATS.map(({ name }) => name)].join(", ");
  const line = source.lines?.get("format");
  throw new PostmortemError(
    "usage",
    `${line === undefined ? "" : `incident.yaml line ${line}: `}sources.${source.name}.format requires one of ${names}, got "${source.format}"; correct incident.yaml`,
  );
}

/** A file as its format reads it, the fields inside its texts as columns; `undefined` where the generic reading serves. */
export async function formatTable(
  format: VendorFormat | undefined,
  path: string,
  head: FormatHead,
): Promise<FormatTable | undefined> {
  const own = await format?.table?.(path, head);
  // A format that knows attempts has read its lines to the end.
  return own && format?.defaults(head).kind !== "outcomes" ? withInnerFields(own) : own;
}

/** What a format knows of a file: from its beginning, and from its whole where the format reads that. */
export function knownDefaults(
  format: VendorFormat | undefined,
  head: FormatHead,
  own: FormatTable | undefined,
): FormatDefaults {
  const first = format?.defaults(head) ?? {};
  return { ...first, ...own?.defaults, notes: [...(first.notes ?? []), ...(own?.defaults?.notes ?? [])] };
}

/** A source's configuration with a format's defaults under what `incident.yaml` says. */
export function withDefaults(source: SourceConfig, defaults: FormatDefaults): SourceConfig {
  const {
    notes: _notes,
    legs: _legs,
    points: _points,
    where: _where,
    cumulative: _cumulative,
    metric: _metric,
    role: _role,
    kind,
    time,
    dimensions,
    ...columns
  } = defaults;
  const declaredTime = source.time && { ...(time?.column === source.time.column ? time : {}), ...source.time };
  return {
    ...columns,
    ...(Object.fromEntries(
      Object.entries(source).filter(([, value]) => value !== undefined),
    ) as unknown as SourceConfig),
    kind: source.kindDeclared ? source.kind : (kind ?? source.kind),
    time: declaredTime ?? time,
    dimensions: source.dimensions.length > 0 ? source.dimensions : (dimensions ?? []),
  };
}
