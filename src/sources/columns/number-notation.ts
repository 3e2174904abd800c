/** How the numbers of a column are written. */
export interface NumberNotation {
  readonly decimal: "." | ",";
  /** The mark between thousands; `""` for none. A space stands for every kind of it. */
  readonly thousands: string;
  /** A sign of per cent stands behind the numbers: `98.3 %` is 98.3. */
  readonly percent?: true;
}

/** What a column's numbers are, and what is to be said of it. */
export interface NumberReading {
  readonly notation: NumberNotation;
  /** A cell that proves the notation, or that stands for those that it settles. */
  readonly shown?: string;
  /** A cell that may be two numbers, where nothing settles which. */
  readonly open?: string;
}

/** What may settle the marks beside the column's own cells. */
export interface NumberContext {
  /** The column holds counts, which are whole. */
  readonly whole: boolean;
  /** The mark before decimals that other columns of the file prove. */
  readonly fileDecimal?: "." | "," | undefined;
  /** The cells are numbers of a format that has one notation, as JSON has. */
  readonly exact?: boolean;
}

export const PLAIN: NumberNotation = { decimal: ".", thousands: "" };

const SPACES = "[ \u00a0\u2009\u202f]";
const NUMERIC = new RegExp(`^[+-]?\\d[\\d.,'’]*(${SPACES}\\d{3})*([.,]\\d+)?([eE][+-]?\\d+)?$`);
const AMBIGUOUS_COMMA = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const AMBIGUOUS_POINT = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

/** What one cell proves of its column. */
interface CellProof {
  readonly decimal?: "." | ",";
  readonly thousands?: string;
  readonly ambiguous?: "." | ",";
}

/** True if groups of three digits stand between the marks, the last group whole. */
function grouped(cell: string, mark: string): boolean {
  const [first = "", ...rest] = cell.replace(/^[+-]/, "").split(mark);
  return /^[1-9]\d{0,2}$/.test(first) && rest.every((part) => /^\d{3}$/.test(part));
}

function proofOf(cell: string): CellProof {
  const spaced = new RegExp(`\\d(${SPACES}|['’])\\d{3}`).exec(cell)?.[1];
  if (spaced !== undefined) return { thousands: /['’]/.test(spaced) ? "'" : " ", ...decimalOf(cell) };
  const [points, commas] = [cell.split(".").length - 1, cell.split(",").length - 1];
  if (points > 0 && commas > 0) {
    const last = cell.lastIndexOf(".") > cell.lastIndexOf(",") ? "." : ",";
    const once = last === "." ? points === 1 : commas === 1;
    return once ? { decimal: last, thousands: last === "." ? "," : "." } : {};
  }
  if (points > 1) return grouped(cell, ".") ? { thousands: "." } : {};
  if (commas > 1) return grouped(cell, ",") ? { thousands: "," } : {};
  if (AMBIGUOUS_COMMA.test(cell)) return { ambiguous: "," };
  if (AMBIGUOUS_POINT.test(cell)) return { ambiguous: "." };
  return decimalOf(cell);
}

function decimalOf(cell: string): { decimal?: "." | "," } {
  const mark = /\d([.,])\d+([eE][+-]?\d+)?$/.exec(cell)?.[1];
  return mark === undefined ? {} : { decimal: mark as "." | "," };
}

/** A cell without the sign of per cent behind its number. */
export function withoutPercent(cell: string): string {
  return cell.trim().replace(/(\d)[\s\u00a0\u202f]*%$/, "$1");
}

/** True if a sign of per cent stands behind some of a column's numbers. */
function inPercent(values: readonly string[]): boolean {
  return values.some((value) => value !== withoutPercent(value) && value.trim().endsWith("%"));
}

/** The numbers among a column's cells. */
function numbersOf(values: readonly string[]): string[] {
  return values.map(withoutPercent).filter((value) => NUMERIC.test(value));
}

/** The mark before decimals that a column of numbers proves; nothing where its cells disagree or are no numbers. */
export function provenDecimal(values: readonly string[]): "." | "," | undefined {
  const filled = values.filter((value) => /\d/.test(value));
  const numbers = numbersOf(filled);
  if (numbers.length < filled.length) return undefined;
  const marks = new Set(numbers.map((cell) => proofOf(cell).decimal).filter((mark) => mark !== undefined));
  return marks.size === 1 ? [...marks][0] : undefined;
}

/** Settles cells such as `1,234`, which are a thousand and more or one and a part. */
function settleComma(shown: string, { whole, fileDecimal }: NumberContext): NumberReading {
  if (fileDecimal === ".") return { notation: { decimal: ".", thousands: "," }, shown };
  if (whole && fileDecimal === undefined) return { notation: { decimal: ".", thousands: "," }, shown };
  if (!whole && fileDecimal === ",") return { notation: { decimal: ",", thousands: "." }, shown };
  return { notation: PLAIN, open: shown };
}

/** The same of cells such as `1.234`; a point stands before decimals unless something says otherwise. */
function settlePoint(
  cells: readonly string[],
  shown: string,
  { whole, fileDecimal, exact }: NumberContext,
): NumberReading {
  if (exact) return { notation: PLAIN };
  if (fileDecimal === ",") return { notation: { decimal: ",", thousands: "." }, shown };
  if (!whole) return { notation: PLAIN };
  // Whole numbers with three zeros behind the point may be written so throughout.
  const padded = cells.every((cell) => !AMBIGUOUS_POINT.test(cell) || cell.endsWith("000"));
  return fileDecimal === "." || padded
    ? { notation: PLAIN, open: shown }
    : { notation: { decimal: ",", thousands: "." }, shown };
}

/**
 * How a column writes its numbers, from cells that can be nothing else.
 *
 * `109,06` proves a decimal comma, `1.234,5` both marks, `1,234,567` a thousands comma. Cells such as `1,234` prove nothing: the column's other cells settle them,
 * then the file's other columns, then that counts are whole. What nothing settles is `open`.
 */
export function numberNotation(values: readonly string[], context: NumberContext): NumberReading {
  const reading = markNotation(numbersOf(values), context);
  return inPercent(values) ? { ...reading, notation: { ...reading.notation, percent: true } } : reading;
}

function markNotation(numbers: readonly string[], context: NumberContext): NumberReading {
  const proofs = numbers.map((cell) => ({ cell, ...proofOf(cell) }));
  const decimals = new Set(proofs.map(({ decimal }) => decimal).filter((mark) => mark !== undefined));
  const thousands = new Set(proofs.map((proof) => proof.thousands).filter((mark) => mark !== undefined));
  const [comma, point] = ([",", "."] as const).map((mark) => proofs.find(({ ambiguous }) => ambiguous === mark)?.cell);
  if (decimals.size > 1 || thousands.size > 1) return { notation: PLAIN };
  const [decimal] = decimals;
  const [mark] = thousands;
  const shown = proofs.find((proof) => proof.decimal !== undefined || proof.thousands !== undefined)?.cell;
  if (decimal === "," || mark === ".")
    return mark === ","
      ? { notation: PLAIN }
      : { notation: { decimal: ",", thousands: mark ?? "." }, ...(shown && { shown }) };
  if (mark !== undefined) return { notation: { decimal: ".", thousands: mark }, ...(shown && { shown }) };
  if (comma !== undefined && decimal === ".") return { notation: { decimal: ".", thousands: "," }, shown: comma };
  if (decimal === ".") return { notation: PLAIN };
  if (comma !== undefined && point !== undefined) return { notation: PLAIN, open: comma };
  if (comma !== undefined) return settleComma(comma, context);
  return point === undefined ? { notation: PLAIN } : settlePoint(numbers, point, context);
}

const REGEX_MARK: Readonly<Record<string, string>> = { ".": "\\.", ",": ",", "'": "['’]", " ": SPACES };

/** A cell by a notation as a number in SQL; `NULL` where it is not written so. */
export function numberSql(cell: string, { decimal, thousands, percent }: NumberNotation): string {
  if (percent)
    return numberSql(`regexp_replace(trim(${cell}), '(\\d)[\\s\\x{00a0}\\x{202f}]*%$', '\\1')`, { decimal, thousands });
  if (decimal === "." && thousands === "") return `TRY_CAST(${cell} AS DOUBLE)`;
  const group = thousands === "" ? undefined : (REGEX_MARK[thousands] as string);
  const whole = group === undefined ? "\\d+" : `(\\d+|\\d{1,3}(${group}\\d{2,3})*${group}\\d{3})`;
  const pattern = `[+-]?${whole}(${decimal === "." ? "\\." : ","}\\d+)?([eE][+-]?\\d+)?`.replaceAll("'", "''");
  const bare =
    group === undefined ? `trim(${cell})` : `regexp_replace(trim(${cell}), '${group.replaceAll("'", "''")}', '', 'g')`;
  const pointed = decimal === "," ? `replace(${bare}, ',', '.')` : bare;
  return `TRY_CAST(CASE WHEN regexp_full_match(trim(${cell}), '${pattern}') THEN ${pointed} END AS DOUBLE)`;
}

/** A number as one notation writes it, the way others read it: `1.234,5` is `1234.5`. */
function plainNumber(cell: string, { decimal, thousands }: NumberNotation): string {
  const bare = thousands === "" ? cell : cell.replace(new RegExp(REGEX_MARK[thousands] as string, "g"), "");
  return decimal === "," ? bare.replace(",", ".") : bare;
}

/** What is said of a column whose numbers are not written the plain way. */
export function notationNote(column: string, { notation, shown }: NumberReading): string | undefined {
  if (shown === undefined || (notation.decimal === "." && notation.thousands === "")) return undefined;
  const { decimal, thousands } = notation;
  const read = `${shown} is read as ${plainNumber(shown, notation)}.`;
  if (decimal === "," && /,\d+([eE][+-]?\d+)?$/.test(shown))
    return `The decimals of ${column} are written with a comma: ${read}`;
  const name = { ".": "a point", ",": "a comma", " ": "a space", "'": "an apostrophe" }[thousands] ?? "a mark";
  return `The thousands of ${column} are written with ${name}: ${read}`;
}
