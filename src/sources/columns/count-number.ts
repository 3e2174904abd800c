import { duckdbDialect } from "../../engine/dialect.js";

/** How the whole numbers of one column are written. */
export interface CountNotation {
  /** Marks that group thousands. */
  readonly grouping: readonly ("." | ",")[];
}

/** Counts beyond this are not whole in a double. */
const LARGEST_COUNT = 2 ** 53;

/** Marks that only ever group thousands: spaces of every width, apostrophes, underscores. */
const ALWAYS_GROUPING = String.raw`[\s\x{00a0}\x{202f}\x{2009}''\x{2019}_]`;

/** Which notations the cells of a column prove for one mark: groups of three, decimals, and groups of naughts that may be either. */
function evidenceSql(cell: string, mark: "." | ","): readonly string[] {
  const m = mark === "." ? "\\." : ",";
  const other = mark === "." ? "," : "\\.";
  const matches = (pattern: string): string => `regexp_full_match(trim(${cell}), '${pattern}')`;
  const naughts = matches(`[+-]?[1-9]\\d{0,2}${m}000`);
  return [
    `${matches(`[+-]?[1-9]\\d{0,2}(${m}\\d{3})+(${other}0+)?`)} AND NOT ${naughts}`,
    `${matches(`[+-]?\\d*${m}(\\d{1,2}|\\d{4,})`)} OR ${matches(`[+-]?(0|\\d{4,})${m}\\d+`)}`,
    naughts,
  ];
}

/**
 * The query that tells how a column of counts is written, over a whole file.
 *
 * @returns seven sums: cells without a mark; groups, decimals and naughts by points; the same by commas
 */
export function countEvidenceSql(cell: string, from: string): string {
  const tests = [`regexp_full_match(trim(${cell}), '\\d+')`, ...evidenceSql(cell, "."), ...evidenceSql(cell, ",")];
  return `SELECT ${tests.map((test) => `count(*) FILTER (${test})`).join(", ")} FROM ${from}`;
}

/**
 * Counts are whole, so a mark before three digits groups thousands, unless the column has decimals after it elsewhere. `4.000` alone proves nothing,
 * beside cells without a mark it is four thousand: programs write decimals on all numbers of a column or on none.
 *
 * @param evidence - as {@link countEvidenceSql} returns it
 * @param beside - how another column of counts of the file is written: one program wrote both
 */
export function countNotation([plain = 0, ...byMark]: readonly number[], beside?: CountNotation): CountNotation {
  const groups = ([groups = 0, decimals = 0, naughts = 0]: readonly number[], mark: "." | ","): boolean =>
    decimals === 0 && (groups > 0 || (naughts > 0 && (plain > 0 || beside?.grouping.includes(mark) === true)));
  return {
    grouping: [
      ...(groups(byMark.slice(0, 3), ".") ? (["."] as const) : []),
      ...(groups(byMark.slice(3), ",") ? ([","] as const) : []),
    ],
  };
}

/** What a reader of the data is told of a column whose thousands are grouped; `null` where none are. */
export function groupingNote(column: string, { grouping }: CountNotation): string | null {
  const [mark] = grouping;
  return mark === undefined
    ? null
    : `Counts are whole, so ${mark === "." ? "points" : "commas"} in ${column} group thousands: 4${mark}500 is read as 4500.`;
}

/** Keeps a number that can be a count: whole, finite, not negative; `NaN` stands for any other. */
export function wholeCountSql(number: string): string {
  return (
    `CASE WHEN ${number} IS NULL THEN NULL WHEN isfinite(${number}) AND ${number} >= 0 AND ${number} <= ${LARGEST_COUNT} ` +
    `AND ${number} = floor(${number}) THEN ${number} ELSE 'NaN'::DOUBLE END`
  );
}

/** A cell of counts as a number: `NULL` where nothing is written, `NaN` where it is no count. */
export function countSql(cell: string, { grouping }: CountNotation): string {
  const { text, number } = duckdbDialect;
  const spaced = `regexp_full_match(trim(${cell}), '\\d{1,3}(${ALWAYS_GROUPING}\\d{3})+')`;
  const bare = `CASE WHEN ${spaced} THEN regexp_replace(trim(${cell}), '${ALWAYS_GROUPING}', '', 'g') ELSE trim(${cell}) END`;
  const grouped = grouping.reduce((sql, mark) => `replace(${sql}, ${text(mark)}, '')`, bare);
  // A comma that groups nothing stands before decimals.
  const pointed = grouping.includes(",") ? grouped : `replace(${grouped}, ',', '.')`;
  const whole = wholeCountSql(number(pointed));
  return `CASE WHEN ${cell} IS NULL OR upper(trim(${cell})) IN ('', 'NULL', '\\N') THEN NULL ELSE coalesce(${whole}, 'NaN'::DOUBLE) END`;
}
