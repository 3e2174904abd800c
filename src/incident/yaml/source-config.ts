import { PostmortemError } from "../../errors/errors.js";
import { filesMatching } from "../../files/glob.js";
import type { ParsedExpression } from "../expression.js";
import type { CountSelection, SourceConfig, SourceDialect, SourceKind, TimeConfig } from "../incident.js";
import { durationSeconds, failedAt } from "./condition.js";
import type { YamlDocument, YamlPath } from "./document.js";
import type { SourceYaml } from "./schema.js";
import { requireFormat } from "./time-format.js";

/** The expressions of a document by their texts. */
export type Expressions = ReadonlyMap<string, ParsedExpression>;

/** Keys whose text is a column first and an expression where there is no such column. */
const NAMED_FIRST = ["failures", "attempts", "value", "latency", "weight"] as const;

/** What a reading gives; a complaint of another room gets the place in `incident.yaml` that it is about. */
export function located<T>(document: YamlDocument, path: YamlPath, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PostmortemError) return document.fail(path, error.message);
    throw error;
  }
}

/** Every place of a source's description that may hold an expression. */
export function expressionPaths(name: string, source: SourceYaml): YamlPath[] {
  const path = ["sources", name];
  const texts = (["where", "what", "latency", "weight", "value", "failures", "attempts", "failed"] as const).flatMap(
    (key) => (typeof source[key] === "string" ? [[...path, key]] : []),
  );
  const sides = (["failures", "attempts"] as const).flatMap((key) => {
    const side = source[key];
    return typeof side === "object"
      ? [
          [...path, key, "value"],
          [...path, key, "where"],
        ]
      : [];
  });
  return [...texts, ...sides, [...path, "failed", "where"]];
}

function kindOf(source: SourceYaml): SourceKind {
  if (source.kind) return source.kind;
  if (source.failures !== undefined || source.attempts !== undefined) return "counts";
  if (source.role === "change") return "events";
  return source.value !== undefined && source.failed === undefined ? "gauge" : "outcomes";
}

function timeConfig(document: YamlDocument, path: YamlPath, time: SourceYaml["time"]): TimeConfig | undefined {
  if (time === undefined || typeof time === "string") return time === undefined ? undefined : { column: time };
  const columns = time.columns ?? [time.column as string];
  const formats = time.format === undefined ? [] : [time.format].flat();
  for (const format of formats)
    requireFormat(format, time.year, (message) => document.complain([...path, "format"], message));
  return {
    column: columns[0] as string,
    ...(columns.length > 1 && { columns }),
    ...(time.zone !== undefined && { zone: time.zone }),
    ...(formats.length > 0 && { format: formats[0] as string }),
    ...(formats.length > 1 && { formats }),
    ...(time.year !== undefined && { year: time.year }),
    ...(time.date !== undefined && { date: time.date }),
  };
}

function dialectConfig(dialect: SourceYaml["dialect"]): SourceDialect | undefined {
  if (!dialect) return undefined;
  const { header, ...rest } = dialect;
  return {
    ...(rest as Omit<SourceDialect, "header">),
    // `true` says only that there is one; where it stands is found.
    ...(header !== undefined && header !== true && { header: header === false ? 0 : header }),
  };
}

/** Reads one source's description; what is wrong with it is complained of, and the rest is read on. */
class SourceReader {
  private readonly path: YamlPath;

  constructor(
    private readonly document: YamlDocument,
    private readonly folder: string,
    private readonly name: string,
    private readonly source: SourceYaml,
    private readonly expressions: Expressions,
  ) {
    this.path = ["sources", name];
  }

  /** The expression at a place, which must be one. */
  private required(path: YamlPath): ParsedExpression | undefined {
    const text = this.document.text(path);
    const parsed = text === undefined ? undefined : this.expressions.get(text);
    if (parsed?.problem)
      this.document.complain(
        path,
        `${path.join(".")} "${parsed.text}" ${parsed.problem.message}; correct it and run again`,
        undefined,
        parsed.problem.at,
      );
    return parsed && { ...parsed, place: this.document.place(path, 0) };
  }

  /** The same where the text may also be the name of a column. */
  private optional(path: YamlPath): (readonly [string, ParsedExpression])[] {
    const text = this.document.text(path);
    const parsed = text === undefined ? undefined : this.expressions.get(text);
    return parsed ? [[parsed.text, { ...parsed, place: this.document.place(path, 0) }]] : [];
  }

  private filesAt(path: YamlPath, file: string | readonly string[]): string[] {
    const files = [file].flat() as string[];
    for (const one of files)
      this.document.attempt(() => located(this.document, path, () => filesMatching(this.folder, [one])));
    return files;
  }

  private selection(key: "failures" | "attempts"): CountSelection | undefined {
    const side = this.source[key];
    if (typeof side !== "object") return undefined;
    const where = this.required([...this.path, key, "where"]);
    if (side.file === undefined && this.source.file === undefined)
      this.document.complain(
        [...this.path, key],
        `${[...this.path, key].join(".")}.file is missing; add \`file: <name>.csv\` to it, or to sources.${this.name} where both sides stand in one table`,
      );
    return {
      files: side.file === undefined ? [] : this.filesAt([...this.path, key, "file"], side.file),
      ...(side.value !== undefined && { value: side.value }),
      ...(where && { where }),
    };
  }

  /** Both sides of counts where either stands apart; a side that is a column alone is one of the source's own files. */
  private selections(): SourceConfig["selections"] {
    const [failures, attempts] = [this.selection("failures"), this.selection("attempts")];
    if (!failures && !attempts) return undefined;
    const own = (key: "failures" | "attempts"): CountSelection => {
      const value = this.source[key];
      return { files: [], ...(typeof value === "string" && { value }) };
    };
    return { failures: failures ?? own("failures"), attempts: attempts ?? own("attempts") };
  }

  private requireWhole(kind: SourceKind): void {
    const { count, duration, file, failures, attempts, cumulative, role, what } = this.source;
    const { document, name, path } = this;
    const complain = (key: string, message: string): void => document.complain([...path, key], message);
    if (file === undefined && typeof failures !== "object" && typeof attempts !== "object")
      complain("file", `sources.${name}.file is missing; add \`file: <name>.csv\``);
    if (count === "overlap" && duration === undefined)
      complain(
        "count",
        `sources.${name}.count: overlap requires a duration column; add \`duration: <column in seconds>\``,
      );
    if (cumulative && kind !== "counts")
      complain(
        "cumulative",
        `sources.${name}.cumulative requires kind counts, got ${kind}; a running total of something else is kind counter`,
      );
    for (const [key, value] of Object.entries({ role, what }))
      if (value !== undefined && kind !== "events")
        complain(key, `sources.${name}.${key} requires kind events, got ${kind}; set the kind, or remove ${key}`);
  }

  /** Texts that are columns or expressions, parsed for the case that they are the latter. */
  private parsed(): Map<string, ParsedExpression> {
    const sides = (["failures", "attempts"] as const).flatMap((key) => this.optional([...this.path, key, "value"]));
    return new Map([...NAMED_FIRST.flatMap((key) => this.optional([...this.path, key])), ...sides]);
  }

  config(): SourceConfig {
    const { document, name, path, source } = this;
    const { file, format, time, dimensions, count, id, cluster, duration } = source;
    const engine = typeof file === "object" && !Array.isArray(file) ? file : undefined;
    const kind = kindOf(source);
    this.requireWhole(kind);
    const required = (at: YamlPath): ParsedExpression | undefined => this.required(at);
    const failed = failedAt(document, [...path, "failed"], required);
    const selections = this.selections();
    const parsed = this.parsed();
    const single = Object.fromEntries(
      NAMED_FIRST.flatMap((key) => (typeof source[key] === "string" ? [[key, source[key]]] : [])),
    ) as Partial<Record<(typeof NAMED_FIRST)[number], string>>;
    const [where, what, on] = [
      required([...path, "where"]),
      required([...path, "what"]),
      document.entries([...path, "on"]),
    ];
    const dialect = dialectConfig(source.dialect);
    return {
      ...(id !== undefined && { id }),
      ...(cluster !== undefined && { cluster }),
      ...(duration !== undefined && { duration }),
      ...single,
      name,
      files: engine || file === undefined ? [] : this.filesAt([...path, "file"], file as string | string[]),
      ...(engine && { engine }),
      format: format ?? "auto",
      kind,
      kindDeclared:
        source.kind !== undefined ||
        source.role === "change" ||
        source.failures !== undefined ||
        source.attempts !== undefined,
      time: timeConfig(document, [...path, "time"], time),
      ...(failed && { failed }),
      ...(selections && { selections }),
      ...(source.cumulative && { cumulative: true }),
      ...(source.step !== undefined && { stepSeconds: durationSeconds(source.step) }),
      ...(where && { where }),
      ...(dialect && { dialect }),
      ...(source.clock !== undefined && { clockSeconds: durationSeconds(source.clock) }),
      ...(source.role && { role: source.role }),
      ...(what && { what }),
      ...(on && { on: on.map(([own, other]) => [own, String(other)] as const) }),
      ...(parsed.size > 0 && { parsed }),
      dimensions: dimensions === undefined ? [] : [dimensions].flat(),
      count: count ?? "start",
      lines: new Map([
        ["", document.line(path)] as const,
        ...(document.entries(path) ?? []).map(([key]) => [key, document.line([...path, key])] as const),
      ]),
    };
  }
}

/**
 * A source as `incident.yaml` describes it, with its defaults.
 *
 * What is wrong is complained of to the document, so that everything wrong is told at once.
 */
export function sourceConfig(
  document: YamlDocument,
  folder: string,
  name: string,
  source: SourceYaml,
  expressions: Expressions,
): SourceConfig {
  return new SourceReader(document, folder, name, source, expressions).config();
}
