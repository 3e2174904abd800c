import type { ComparisonSign, Expression, FunctionName } from "../incident/expression.js";
import type { EngineDialect } from "./dialect.js";

/** How the columns of a source are written in a query. */
export interface ExpressionCells {
  /** A column as text; empty counts as `NULL`. */
  text(column: string): string;
  /** A column as a number; `NULL` where it is none. */
  number(column: string): string;
  /** A text of the expression, quoted or bound. */
  bind(value: string): string;
}

/** What an expression gives; a column is text that is taken for a number where one is asked for. */
type ValueType = "text" | "number" | "boolean" | "time" | "column" | "null";

const TEXT_CALLS: readonly FunctionName[] = ["lower", "upper", "trim", "substring"];
const TRUE_WORDS = ["true", "t", "yes", "y", "1"];
const FALSE_WORDS = ["false", "f", "no", "n", "0"];
/** Integers with more digits lose some as numbers with a point, so that they are compared as text. */
const EXACT_DIGITS = 15;

function commonType(types: readonly ValueType[]): ValueType {
  const known = new Set(types.filter((type) => type !== "null"));
  const [only] = known;
  if (known.size === 1 && only !== undefined) return only;
  return known.size === 2 && known.has("column") && known.has("number") ? "number" : "text";
}

function typeOf(tree: Expression): ValueType {
  switch (tree.kind) {
    case "column":
    case "text":
    case "number":
    case "boolean":
    case "null":
      return tree.kind;
    case "arithmetic":
    case "negative":
      return "number";
    case "concat":
      return "text";
    case "case":
      return commonType([...tree.branches.map(({ result }) => typeOf(result)), typeOf(tree.otherwise)]);
    case "cast":
      return tree.to === "integer" ? "number" : tree.to;
    case "call":
      return callType(tree);
    default:
      return "boolean";
  }
}

function callType({ name, args }: Expression & { kind: "call" }): ValueType {
  if (TEXT_CALLS.includes(name)) return "text";
  if (name === "regexp_matches") return "boolean";
  if (name === "strptime") return "time";
  return name === "coalesce" ? commonType(args.map(typeOf)) : "number";
}

/** Writes expressions in one engine's SQL: the same text gives the same answer on each, so that what engines differ in is written out. */
class ExpressionWriter {
  constructor(
    private readonly dialect: EngineDialect,
    private readonly cells: ExpressionCells,
  ) {}

  /** The expression as a condition: true, false or unknown. */
  boolean(tree: Expression): string {
    switch (tree.kind) {
      case "and":
      case "or":
        return `(${tree.parts.map((part) => this.boolean(part)).join(tree.kind === "and" ? " AND " : " OR ")})`;
      case "not":
        return `(NOT ${this.boolean(tree.of)})`;
      case "boolean":
        return tree.value ? "(1 = 1)" : "(1 = 0)";
      case "null":
        return "(1 = NULL)";
      case "compare":
        return this.compared(tree.op, tree.left, tree.right);
      case "between":
        return `(${this.compared(">=", tree.of, tree.low)} AND ${this.compared("<=", tree.of, tree.high)})`;
      case "in":
        return `(${tree.list.map((one) => this.compared("=", tree.of, one)).join(" OR ")})`;
      case "like":
        return `(${this.text(tree.of)} LIKE ${this.text(tree.pattern)})`;
      case "isNull":
        return `(${this.plain(tree.of)} IS NULL)`;
      case "case":
        return this.choice(tree, (one) => this.truth(one), "= 1");
      case "call":
        if (tree.name === "regexp_matches") return this.matches(tree.args);
        break;
      case "cast":
        if (tree.to === "boolean") return this.boolean(tree.of);
        break;
      default:
    }
    // Anything else counts as true where it says so in words or is a number other than 0.
    return typeOf(tree) === "number" ? `(${this.number(tree)} <> 0)` : this.spoken(this.text(tree));
  }

  /** The expression as a number with a point. */
  number(tree: Expression): string {
    switch (tree.kind) {
      case "number":
        return `${tree.value}${/[eE]/.test(tree.value) ? "" : "e0"}`;
      case "column":
        return this.cells.number(tree.name);
      case "null":
        return this.dialect.number("NULL");
      case "negative":
        return `(- ${this.number(tree.of)})`;
      case "arithmetic":
        return this.arithmetic(tree.op, this.number(tree.left), this.number(tree.right));
      case "case":
        return this.choice(tree, (one) => this.number(one));
      case "cast":
        return tree.to === "integer" ? rounded(this.number(tree.of), 0) : this.number(tree.of);
      case "call":
        return this.numberCall(tree);
      default:
        return typeOf(tree) === "boolean" ? this.truth(tree) : this.dialect.number(this.text(tree));
    }
  }

  /** The expression as text. */
  text(tree: Expression): string {
    switch (tree.kind) {
      case "text":
        return this.cells.bind(tree.value);
      case "number":
        return this.cells.bind(tree.value);
      case "column":
        return this.cells.text(tree.name);
      case "null":
        return this.dialect.asText("NULL");
      case "concat":
        return this.dialect.joined(
          [this.text(tree.left), this.text(tree.right)].map((part) => `coalesce(${part}, '')`),
        );
      case "case":
        return this.choice(tree, (one) => this.text(one));
      case "cast":
        return tree.to === "text" ? this.text(tree.of) : this.dialect.numberText(this.number(tree));
      case "call":
        return this.textCall(tree);
      default:
        if (typeOf(tree) === "number") return this.dialect.numberText(this.number(tree));
        return `CASE WHEN ${this.boolean(tree)} THEN 'true' WHEN NOT ${this.boolean(tree)} THEN 'false' END`;
    }
  }

  /** Seconds since 1970 of an expression that is a time. */
  private seconds(tree: Expression): string {
    if (tree.kind === "call" && tree.name === "strptime") {
      const [text, format] = tree.args as [Expression, Expression];
      return this.dialect.parsedSeconds(this.text(text), format.kind === "text" ? format.value : "");
    }
    return this.dialect.isoSeconds(this.text(tree.kind === "cast" ? tree.of : tree));
  }

  private plain(tree: Expression): string {
    const type = typeOf(tree);
    if (type === "boolean") return this.truth(tree);
    if (type === "time") return this.seconds(tree);
    return type === "number" ? this.number(tree) : this.text(tree);
  }

  /** 1, 0 or unknown. */
  private truth(tree: Expression): string {
    const condition = this.boolean(tree);
    return `CASE WHEN ${condition} THEN 1 WHEN NOT ${condition} THEN 0 END`;
  }

  private spoken(text: string): string {
    const listed = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(", ");
    return `(CASE WHEN lower(${text}) IN (${listed(TRUE_WORDS)}) THEN 1 WHEN lower(${text}) IN (${listed(FALSE_WORDS)}) THEN 0 END = 1)`;
  }

  private choice(
    { branches, otherwise }: Expression & { kind: "case" },
    write: (one: Expression) => string,
    after = "",
  ): string {
    const parts = branches.map(({ when, result }) => `WHEN ${this.boolean(when)} THEN ${write(result)}`);
    const rest = otherwise.kind === "null" ? "" : ` ELSE ${write(otherwise)}`;
    return `(CASE ${parts.join(" ")}${rest} END${after === "" ? "" : ` ${after}`})`;
  }

  private compared(op: ComparisonSign, left: Expression, right: Expression): string {
    const types = [typeOf(left), typeOf(right)] as const;
    if (types.includes("null")) return "(1 = NULL)";
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const)
      if (one.kind === "text" && one.value === "" && (op === "=" || op === "<>"))
        return `(coalesce(${this.text(other)}, '') ${op} '')`;
    if (types.includes("time")) return `(${this.seconds(left)} ${op} ${this.seconds(right)})`;
    if (types.includes("boolean")) return `(${this.truth(left)} ${op} ${this.truth(right)})`;
    if (types[0] === "column" && types[1] === "column") return this.alike(op, left, right);
    const long = [left, right].some(
      (one) => one.kind === "number" && /^\d+$/.test(one.value) && one.value.length > EXACT_DIGITS,
    );
    if (types.includes("number") && !long) return `(${this.number(left)} ${op} ${this.number(right)})`;
    return `(${this.text(left)} ${op} ${this.text(right)})`;
  }

  /** Two columns: as numbers where both are, else as text. */
  private alike(op: ComparisonSign, left: Expression, right: Expression): string {
    const [a, b] = [this.number(left), this.number(right)];
    return `(CASE WHEN ${a} IS NOT NULL AND ${b} IS NOT NULL THEN CASE WHEN ${a} ${op} ${b} THEN 1 ELSE 0 END WHEN ${this.text(left)} ${op} ${this.text(right)} THEN 1 WHEN NOT (${this.text(left)} ${op} ${this.text(right)}) THEN 0 END = 1)`;
  }

  private arithmetic(op: string, left: string, right: string): string {
    const quotient = `${left} / nullif(${right}, 0e0)`;
    if (op === "/") return `(${quotient})`;
    if (op === "//") return `floor(${quotient})`;
    if (op === "%") return `(${left} - ${right} * ${this.dialect.truncated(quotient)})`;
    return `(${left} ${op} ${right})`;
  }

  private matches([text, pattern]: readonly Expression[]): string {
    return this.dialect.matches(this.text(text as Expression), this.text(pattern as Expression));
  }

  private numberCall({ name, args }: Expression & { kind: "call" }): string {
    const [first, second] = args as [Expression, Expression | undefined];
    switch (name) {
      case "length":
        return this.dialect.length(this.text(first));
      case "abs":
        return `abs(${this.number(first)})`;
      case "round":
        return rounded(this.number(first), second?.kind === "number" ? Number(second.value) : 0);
      case "least":
      case "greatest":
        return args
          .map((one) => this.number(one))
          .reduce(
            (a, b) =>
              `(CASE WHEN ${a} IS NULL THEN ${b} WHEN ${b} IS NULL OR ${a} ${name === "least" ? "<=" : ">="} ${b} THEN ${a} ELSE ${b} END)`,
          );
      case "coalesce":
        return `coalesce(${args.map((one) => this.number(one)).join(", ")})`;
      case "epoch":
        return this.seconds(first);
      case "regexp_matches":
        return this.truth({ kind: "call", name, args, at: 0 });
      case "strptime":
        return this.seconds({ kind: "call", name, args, at: 0 });
      default:
        return this.dialect.number(this.textCall({ kind: "call", name, args, at: 0 }));
    }
  }

  private textCall({ name, args, at }: Expression & { kind: "call" }): string {
    const [first, second, third] = args as [Expression, Expression | undefined, Expression | undefined];
    const text = this.text(first);
    if (name === "lower" || name === "upper") return this.dialect.cased(name, text);
    if (name === "trim") return `trim(BOTH ' ' FROM ${text})`;
    if (name === "substring")
      return this.dialect.part(
        text,
        second ? this.dialect.integer(this.number(second)) : "1",
        third && this.dialect.integer(this.number(third)),
      );
    if (name === "coalesce") return `coalesce(${args.map((one) => this.text(one)).join(", ")})`;
    return this.dialect.numberText(this.number({ kind: "call", name, args, at }));
  }
}

/** Rounds halves away from 0, as not every engine does by itself. */
function rounded(value: string, digits: number): string {
  const factor = `1e${digits}`;
  return `(CASE WHEN ${value} < 0e0 THEN - floor(- ${value} * ${factor} + 0.5e0) / ${factor} ELSE floor(${value} * ${factor} + 0.5e0) / ${factor} END)`;
}

/** A condition in an engine's SQL: true, false or unknown. Wrap it in `CASE WHEN … THEN` where unknown must count as false. */
export function conditionOf(dialect: EngineDialect, tree: Expression, cells: ExpressionCells): string {
  return new ExpressionWriter(dialect, cells).boolean(tree);
}

/** A number in an engine's SQL, `NULL` where it is none. */
export function numberOf(dialect: EngineDialect, tree: Expression, cells: ExpressionCells): string {
  return new ExpressionWriter(dialect, cells).number(tree);
}

/** A text in an engine's SQL. */
export function textOf(dialect: EngineDialect, tree: Expression, cells: ExpressionCells): string {
  return new ExpressionWriter(dialect, cells).text(tree);
}
