import { PostmortemError } from "../../errors/errors.js";
import { FUNCTIONS } from "../expression.js";
import type { CastType, ComparisonSign, Expression, FunctionName, ParsedExpression } from "../expression.js";

/** A node of DuckDB's parse tree, as its JSON has it. */
interface Node {
  readonly class?: string;
  readonly type?: string;
  readonly query_location?: number;
  readonly function_name?: string;
  readonly is_operator?: boolean;
  readonly column_names?: readonly string[];
  readonly children?: readonly Node[];
  readonly left?: Node;
  readonly right?: Node;
  readonly input?: Node;
  readonly lower?: Node;
  readonly upper?: Node;
  readonly child?: Node;
  readonly cast_type?: { readonly id?: string };
  readonly case_checks?: readonly { readonly when_expr: Node; readonly then_expr: Node }[];
  readonly else_expr?: Node;
  readonly value?: { readonly type?: LiteralType; readonly is_null?: boolean; readonly value?: unknown };
  readonly alias?: string;
  readonly filter?: unknown;
  readonly distinct?: boolean;
}

interface LiteralType {
  readonly id?: string;
  readonly type_info?: { readonly scale?: number };
}

/** What stands before the text in the statement that is parsed. */
const BEFORE = "SELECT (";
/** And after it; the line end closes a remark. */
const AFTER = "\n)";

const COMPARISONS: Readonly<Record<string, ComparisonSign>> = {
  COMPARE_EQUAL: "=",
  COMPARE_NOTEQUAL: "<>",
  COMPARE_LESSTHAN: "<",
  COMPARE_LESSTHANOREQUALTO: "<=",
  COMPARE_GREATERTHAN: ">",
  COMPARE_GREATERTHANOREQUALTO: ">=",
};
const ARITHMETIC = ["+", "-", "*", "/", "//", "%"] as const;
const CASTS: Readonly<Record<string, CastType>> = {
  DOUBLE: "number",
  FLOAT: "number",
  DECIMAL: "number",
  TINYINT: "integer",
  SMALLINT: "integer",
  INTEGER: "integer",
  BIGINT: "integer",
  HUGEINT: "integer",
  UTINYINT: "integer",
  USMALLINT: "integer",
  UINTEGER: "integer",
  UBIGINT: "integer",
  VARCHAR: "text",
  BOOLEAN: "boolean",
  TIMESTAMP: "time",
  DATE: "time",
};
const ALLOWED = `comparisons, and, or, not, in, between, like, is null, arithmetic, ||, case, cast, and ${Object.keys(FUNCTIONS).join(", ")}`;

/** Why a text is refused, at a byte of the statement. */
class Refused extends Error {
  constructor(
    message: string,
    readonly location: number | undefined,
  ) {
    super(message);
  }
}

function refuse(what: string, node: Node): never {
  throw new Refused(`${what} is not allowed here; allowed are ${ALLOWED}`, node.query_location);
}

/** Turns the parse tree of one text into an expression; `at` places a node in the text. */
class TreeReader {
  constructor(
    private readonly text: string,
    private readonly placeOf: (location: number | undefined) => number,
  ) {}

  read(node: Node): Expression {
    if (node.alias !== undefined && node.alias !== "") refuse(`the alias ${node.alias}`, node);
    switch (node.class) {
      case "COLUMN_REF":
        return { kind: "column", name: (node.column_names ?? []).join("."), at: this.placeOf(node.query_location) };
      case "CONSTANT":
        return this.literal(node);
      case "CONJUNCTION":
        return { kind: node.type === "CONJUNCTION_AND" ? "and" : "or", parts: this.all(node.children) };
      case "COMPARISON":
        return this.comparison(node);
      case "BETWEEN":
        return { kind: "between", of: this.one(node.input), low: this.one(node.lower), high: this.one(node.upper) };
      case "OPERATOR":
        return this.operator(node);
      case "CASE":
        return {
          kind: "case",
          branches: (node.case_checks ?? []).map(({ when_expr, then_expr }) => ({
            when: this.read(when_expr),
            result: this.read(then_expr),
          })),
          otherwise: this.one(node.else_expr),
        };
      case "CAST":
        return this.cast(node);
      case "FUNCTION":
        return this.call(node);
      case "SUBQUERY":
        return refuse("a query", node);
      case "WINDOW":
        return refuse(`the window function ${node.function_name ?? ""}`, node);
      case "STAR":
        return refuse("*", node);
      default:
        return refuse((node.class ?? "this").toLowerCase(), node);
    }
  }

  private one(node: Node | undefined): Expression {
    if (!node) throw new Refused("is no whole expression", undefined);
    return this.read(node);
  }

  private all(nodes: readonly Node[] | undefined): Expression[] {
    return (nodes ?? []).map((node) => this.read(node));
  }

  private literal(node: Node): Expression {
    const { type, is_null: none, value } = node.value ?? {};
    if (none) return { kind: "null" };
    const id = type?.id ?? "";
    // An empty text is left out of the tree.
    if (id === "VARCHAR") return { kind: "text", value: String(value ?? "") };
    if (id === "BOOLEAN") return { kind: "boolean", value: value === true };
    if (id === "DECIMAL") return { kind: "number", value: scaled(String(value), type?.type_info?.scale ?? 0) };
    if (/^(U?(TINYINT|SMALLINT|INTEGER|BIGINT)|DOUBLE|FLOAT)$/.test(id))
      return { kind: "number", value: String(value) };
    // Too long for the tree's JSON: the digits come from the text itself.
    const digits = /^[+-]?[\d_]+/.exec(this.text.slice(this.placeOf(node.query_location)))?.[0];
    if (/HUGEINT$/.test(id) && digits !== undefined) return { kind: "number", value: digits.replaceAll("_", "") };
    return refuse(`a value of type ${id.toLowerCase()}`, node);
  }

  private comparison(node: Node): Expression {
    const op = COMPARISONS[node.type ?? ""];
    if (!op) return refuse("is distinct from, or is true,", node);
    return { kind: "compare", op, left: this.one(node.left), right: this.one(node.right) };
  }

  private operator(node: Node): Expression {
    const [first, ...rest] = this.all(node.children);
    if (!first) return refuse("this operator", node);
    switch (node.type) {
      case "OPERATOR_NOT":
        return { kind: "not", of: first };
      case "OPERATOR_IS_NULL":
        return { kind: "isNull", of: first };
      case "OPERATOR_IS_NOT_NULL":
        return { kind: "not", of: { kind: "isNull", of: first } };
      case "COMPARE_IN":
        return { kind: "in", of: first, list: rest };
      case "COMPARE_NOT_IN":
        return { kind: "not", of: { kind: "in", of: first, list: rest } };
      case "OPERATOR_COALESCE":
        return { kind: "call", name: "coalesce", args: [first, ...rest], at: this.placeOf(node.query_location) };
      default:
        return refuse((node.type ?? "this operator").toLowerCase().replaceAll("_", " "), node);
    }
  }

  private cast(node: Node): Expression {
    const to = CASTS[node.cast_type?.id ?? ""];
    const of = this.one(node.child);
    if (!to) return refuse(`a cast to ${(node.cast_type?.id ?? "this type").toLowerCase()}`, node);
    // The words true and false come as casts of 't' and 'f'.
    if (to === "boolean" && of.kind === "text" && /^[tf]$/.test(of.value))
      return { kind: "boolean", value: of.value === "t" };
    return { kind: "cast", of, to };
  }

  private call(node: Node): Expression {
    const name = (node.function_name ?? "").toLowerCase();
    const args = this.all(node.children);
    const [left, right] = args;
    if (node.is_operator && left) {
      const op = ARITHMETIC.find((sign) => sign === name);
      if (name === "-" && !right) return { kind: "negative", of: left };
      if (name === "+" && !right) return left;
      if (op && right) return { kind: "arithmetic", op, left, right };
      if (name === "||" && right) return { kind: "concat", left, right };
      if (name === "~~" && right) return { kind: "like", of: left, pattern: right };
      if (name === "!~~" && right) return { kind: "not", of: { kind: "like", of: left, pattern: right } };
      return refuse(name === "~~*" || name === "!~~*" ? "ilike" : `the operator ${name}`, node);
    }
    if (!Object.hasOwn(FUNCTIONS, name) || node.distinct || node.filter !== undefined) {
      return refuse(name === "row" ? "a list of several values" : `the function ${name}`, node);
    }
    const known = name as FunctionName;
    const [fewest, most] = FUNCTIONS[known];
    if (args.length < fewest || args.length > most)
      throw new Refused(
        `the function ${name} takes ${fewest === most ? fewest : `${fewest} to ${most}`} values, got ${args.length}`,
        node.query_location,
      );
    return { kind: "call", name: known, args, at: this.placeOf(node.query_location) };
  }
}

/** `250` with two decimals is `2.50`. */
function scaled(digits: string, scale: number): string {
  if (scale === 0) return digits;
  const sign = digits.startsWith("-") ? "-" : "";
  const padded = digits.replace("-", "").padStart(scale + 1, "0");
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** What a serialized statement holds, as far as it is one scalar expression. */
interface Serialized {
  readonly error?: boolean;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly {
    readonly node?: {
      readonly type?: string;
      readonly select_list?: readonly Node[];
      readonly from_table?: { readonly type?: string };
      readonly where_clause?: unknown;
      readonly modifiers?: readonly unknown[];
      readonly cte_map?: { readonly map?: readonly unknown[] };
    };
  }[];
}

/** The one node of a statement that is `SELECT (text)` and nothing else. */
function onlyNode({ statements }: Serialized): Node | undefined {
  const [statement, ...others] = statements ?? [];
  const node = statement?.node;
  const alone =
    node?.type === "SELECT_NODE" &&
    node.select_list?.length === 1 &&
    (node.from_table?.type ?? "EMPTY") === "EMPTY" &&
    node.where_clause === undefined &&
    (node.modifiers?.length ?? 0) === 0 &&
    others.length === 0;
  return alone ? node.select_list?.[0] : undefined;
}

/** A byte of the statement as a place in the text; where the engine knows none, its beginning. */
function placeIn(text: string, location: number | undefined): number {
  const bytes = Buffer.from(text, "utf8");
  const at = (location ?? 0) - BEFORE.length;
  if (!(at > 0) || at > bytes.length + AFTER.length) return 0;
  return bytes.subarray(0, at).toString("utf8").length;
}

function parsedFrom(text: string, answer: Serialized): ParsedExpression {
  const place = (location: number | undefined): number => placeIn(text, location);
  if (answer.error) {
    const near = /at or near "(.*)"/.exec(answer.error_message ?? "")?.[1];
    const position = answer.position === undefined ? undefined : Number(answer.position);
    const at = place(position);
    const what =
      near === undefined || at >= text.trimEnd().length
        ? "is no whole expression"
        : `cannot be read from "${near.slice(0, 40)}" on; a column whose name is a word of SQL, or has signs in it, takes double quotes`;
    return { text, problem: { message: what, at: Math.min(at, Math.max(0, text.length - 1)) } };
  }
  try {
    const node = onlyNode(answer);
    if (!node) throw new Refused("is more than one expression", undefined);
    return { text, tree: new TreeReader(text, place).read(node) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { text, problem: { message: error.message, at: place(error.location) } };
  }
}

/**
 * Texts as expressions, each with its tree or with why it is none.
 *
 * DuckDB parses them and runs nothing; what its tree holds beyond the list of what is allowed is refused by name and place. Column names with other characters than
 * letters, digits and `_` stand in double quotes.
 *
 * @param texts - as written in `incident.yaml`
 * @throws PostmortemError (engine) when the embedded engine cannot start
 */
export async function parseExpressions(texts: readonly string[]): Promise<ReadonlyMap<string, ParsedExpression>> {
  const parsed = new Map<string, ParsedExpression>();
  if (texts.length === 0) return parsed;
  try {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "256MB" });
    const connection = await instance.connect();
    try {
      for (const text of new Set(texts)) {
        const reader = await connection.runAndReadAll(
          "SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR), skip_null := true, skip_empty := true) AS VARCHAR)",
          [`${BEFORE}${text}${AFTER}`],
        );
        parsed.set(text, parsedFrom(text, JSON.parse(String(reader.getRows()[0]?.[0])) as Serialized));
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } catch (cause) {
    throw new PostmortemError(
      "engine",
      `the embedded DuckDB requires its platform binary, got: ${(cause as Error).message}; reinstall with \`npm ci\``,
      { cause },
    );
  }
  return parsed;
}
