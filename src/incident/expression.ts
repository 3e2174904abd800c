/** Comparisons that an expression may hold. */
export type ComparisonSign = "=" | "<>" | "<" | "<=" | ">" | ">=";
/** The types that `cast` can convert to. */
export type CastType = "number" | "integer" | "text" | "boolean" | "time";

/**
 * A scalar expression over a source's columns, apart from any engine: what `where`, `failed`, `failures`, `attempts`, `value`, `weight` and `what` of
 * `incident.yaml` may say. `at` is the 0-based place of a column or a call in the text.
 */
export type Expression =
  | { readonly kind: "column"; readonly name: string; readonly at: number }
  | { readonly kind: "text"; readonly value: string }
  /** As written, so that long numbers keep their digits. */
  | { readonly kind: "number"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "and" | "or"; readonly parts: readonly Expression[] }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "compare"; readonly op: ComparisonSign; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "between"; readonly of: Expression; readonly low: Expression; readonly high: Expression }
  | { readonly kind: "in"; readonly of: Expression; readonly list: readonly Expression[] }
  | { readonly kind: "like"; readonly of: Expression; readonly pattern: Expression }
  | { readonly kind: "isNull"; readonly of: Expression }
  | {
      readonly kind: "arithmetic";
      readonly op: "+" | "-" | "*" | "/" | "//" | "%";
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "negative"; readonly of: Expression }
  | { readonly kind: "concat"; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "case";
      readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression;
    }
  | { readonly kind: "cast"; readonly of: Expression; readonly to: CastType }
  | { readonly kind: "call"; readonly name: FunctionName; readonly args: readonly Expression[]; readonly at: number };

/** The functions that an expression may call, with how many values each takes. */
export const FUNCTIONS = {
  lower: [1, 1],
  upper: [1, 1],
  trim: [1, 1],
  substring: [2, 3],
  length: [1, 1],
  coalesce: [1, Number.POSITIVE_INFINITY],
  abs: [1, 1],
  round: [1, 2],
  least: [1, Number.POSITIVE_INFINITY],
  greatest: [1, Number.POSITIVE_INFINITY],
  regexp_matches: [2, 2],
  strptime: [2, 2],
  epoch: [1, 1],
} as const satisfies Readonly<Record<string, readonly [fewest: number, most: number]>>;
/** One of them. */
export type FunctionName = keyof typeof FUNCTIONS;

/** An expression with its text; `problem` says why the text is none, where that is so. */
export interface ParsedExpression {
  readonly text: string;
  /** `undefined` where the text is no expression that is allowed here. */
  readonly tree?: Expression;
  readonly problem?: ExpressionProblem;
  /** Where the text begins in `incident.yaml`, both from 1. */
  readonly place?: { readonly line: number; readonly column: number };
}

/** The reason why a text is not an expression, and the place in it. */
export interface ExpressionProblem {
  readonly message: string;
  /** 0-based place in the text. */
  readonly at: number;
}

function children(tree: Expression): readonly Expression[] {
  switch (tree.kind) {
    case "and":
    case "or":
      return tree.parts;
    case "not":
    case "isNull":
    case "negative":
    case "cast":
      return [tree.of];
    case "compare":
    case "arithmetic":
    case "concat":
      return [tree.left, tree.right];
    case "between":
      return [tree.of, tree.low, tree.high];
    case "in":
      return [tree.of, ...tree.list];
    case "like":
      return [tree.of, tree.pattern];
    case "case":
      return [...tree.branches.flatMap(({ when, result }) => [when, result]), tree.otherwise];
    case "call":
      return tree.args;
    default:
      return [];
  }
}

/** An expression with other names for its columns. */
export function withColumns(tree: Expression, rename: (name: string, at: number) => string): Expression {
  const one = (part: Expression): Expression => withColumns(part, rename);
  switch (tree.kind) {
    case "column":
      return { ...tree, name: rename(tree.name, tree.at) };
    case "and":
    case "or":
      return { ...tree, parts: tree.parts.map(one) };
    case "not":
    case "isNull":
    case "negative":
    case "cast":
      return { ...tree, of: one(tree.of) };
    case "compare":
    case "arithmetic":
    case "concat":
      return { ...tree, left: one(tree.left), right: one(tree.right) };
    case "between":
      return { ...tree, of: one(tree.of), low: one(tree.low), high: one(tree.high) };
    case "in":
      return { ...tree, of: one(tree.of), list: tree.list.map(one) };
    case "like":
      return { ...tree, of: one(tree.of), pattern: one(tree.pattern) };
    case "case":
      return {
        ...tree,
        branches: tree.branches.map(({ when, result }) => ({ when: one(when), result: one(result) })),
        otherwise: one(tree.otherwise),
      };
    case "call":
      return { ...tree, args: tree.args.map(one) };
    default:
      return tree;
  }
}

/** The columns that an expression names, each once, with the place where it first stands. */
export function columnsOf(tree: Expression): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const visit = (one: Expression): void => {
    if (one.kind === "column" && !found.has(one.name)) found.set(one.name, one.at);
    for (const child of children(one)) visit(child);
  };
  visit(tree);
  return found;
}

/**
 * The column that a name in an expression means: the one of exactly that name, else the only one that differs in case alone.
 *
 * @returns `undefined` where there is none
 */
export function columnNamed(columns: readonly string[], name: string): string | undefined {
  if (columns.includes(name)) return name;
  const alike = columns.filter((column) => column.toLowerCase() === name.toLowerCase());
  return alike.length === 1 ? alike[0] : undefined;
}

/** The text values that an expression compares a column with for equality, by column: what it takes to be there. */
export function comparedValues(tree: Expression): readonly (readonly [column: string, values: readonly string[]])[] {
  const found = new Map<string, string[]>();
  const note = (of: Expression, values: readonly Expression[]): void => {
    const texts = values.flatMap((value) => (value.kind === "text" || value.kind === "number" ? [value.value] : []));
    if (of.kind === "column" && texts.length === values.length && texts.length > 0)
      found.set(of.name, [...(found.get(of.name) ?? []), ...texts]);
  };
  const visit = (one: Expression): void => {
    if (one.kind === "compare" && one.op === "=") note(one.left, [one.right]);
    if (one.kind === "in") note(one.of, one.list);
    if (one.kind === "and" || one.kind === "or") for (const part of one.parts) visit(part);
  };
  visit(tree);
  return [...found];
}
