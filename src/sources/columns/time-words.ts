import { duckdbDialect } from "../../engine/dialect.js";

/** A replacement in a time's text, the same in both engines' regular expressions; `\1` names a group. */
export interface TextStep {
  readonly pattern: string;
  readonly by: string;
}

/** Names of months in English, German, French, Spanish and Portuguese, by the English abbreviation. */
const MONTHS: readonly (readonly [english: string, names: string])[] = [
  ["Jan", "january|januar|jänner|janvier|janv|enero|ene|janeiro|jan"],
  ["Feb", "february|februar|février|fevrier|févr|fevr|febrero|fevereiro|fev|feb"],
  ["Mar", "march|märz|maerz|mrz|mars|marzo|março|marco|mar"],
  ["Apr", "april|avril|avr|abril|abr|apr"],
  ["May", "mayo|maio|mai|may"],
  ["Jun", "june|juni|juin|junio|junho|jun"],
  ["Jul", "july|juli|juillet|juil|julio|julho|jul"],
  ["Aug", "august|août|aout|agosto|ago|aug"],
  ["Sep", "september|septembre|septiembre|setiembre|setembro|sept|sep|set"],
  ["Oct", "october|oktober|octobre|octubre|outubro|okt|oct|out"],
  ["Nov", "november|novembre|noviembre|novembro|nov"],
  ["Dec", "december|dezember|décembre|decembre|diciembre|dezembro|déc|dez|dic|dec"],
];
const WEEKDAYS =
  "monday|mon|tuesday|tues|tue|wednesday|wed|thursday|thurs|thur|thu|friday|fri|saturday|sat|sunday|sun|" +
  "montag|mo|dienstag|di|mittwoch|mi|donnerstag|do|freitag|fr|samstag|sonnabend|sa|sonntag|so|" +
  "lundi|lun|mardi|mercredi|mer|jeudi|jeu|vendredi|ven|samedi|sam|dimanche|dim|" +
  "lunes|martes|miércoles|miercoles|mié|jueves|jue|viernes|vie|sábado|sabado|sáb|domingo|dom|" +
  "segunda-feira|seg|terça-feira|ter|quarta-feira|qua|quinta-feira|qui|sexta-feira|sex";

/** Abbreviations of zones that stand for one offset in exports; CST, IST, BST and AST do not, and the zone is asked for. */
const ZONE_WORDS: readonly (readonly [offset: string, words: string])[] = [
  ["+0000", "UTC|GMT|WET|Z"],
  ["+0100", "CET|MEZ|WEST"],
  ["+0200", "CEST|MESZ|EET|SAST"],
  ["+0300", "EEST|MSK"],
  ["-0500", "EST"],
  ["-0400", "EDT"],
  ["-0700", "MST"],
  ["-0600", "MDT"],
  ["-0800", "PST"],
  ["-0700", "PDT"],
  ["+0900", "JST|KST"],
  ["+1000", "AEST"],
  ["+1100", "AEDT"],
  ["+1200", "NZST"],
  ["+1300", "NZDT"],
];

/** Spaces of every width as one; none at the ends, and no brackets or stars around. */
export const SPACES: readonly TextStep[] = [
  { pattern: "[\\s\\x{00a0}\\x{202f}\\x{2009}]+", by: " " },
  { pattern: "^[ *]+|[ ]+$", by: "" },
  { pattern: "^\\[([^\\[\\]]*)\\]?$", by: "\\1" },
];
/** `a.m.`, `AM` directly behind a number. */
export const HALF_DAYS: readonly TextStep[] = [
  { pattern: "(\\d) ?([ap])\\. ?m\\.?", by: "\\1 \\2m" },
  { pattern: "(\\d)([ap]m)", by: "\\1 \\2" },
];
/** A date whose parts a line or a slash divides, before a clock. */
const DIVIDED = "^(\\d{1,4}[-/](?:\\d{1,2}|\\pL{3,9})[-/]\\d{1,4})";
/** `07h30`, `07:30 Uhr`, and `8.30.00` behind a date as Oracle and Italian spreadsheets write it. */
export const CLOCK_WORDS: readonly TextStep[] = [
  { pattern: `${DIVIDED} (\\d{1,2})\\.(\\d\\d)\\.(\\d\\d)(\\.\\d+)?( |$)`, by: "\\1 \\2:\\3:\\4\\5\\6" },
  { pattern: `${DIVIDED} (\\d{1,2})\\.(\\d\\d)( |$)`, by: "\\1 \\2:\\3\\4" },
  { pattern: "(^| )(\\d{1,2}) ?h ?(\\d\\d)( |$)", by: "\\1\\2:\\3\\4" },
  { pattern: "(:\\d\\d) ?(?:uhr|hrs?|h)( |$)", by: "\\1\\2" },
];
/** `às 06:00`, `à 6:00`, `um 06:00`: a word between a day and its clock. */
export const CLOCK_AT: readonly TextStep[] = [
  { pattern: "(\\d|\\pL) (?:at|um|à|a las|a la|às|as|alle ore|alle|ore|om|kl\\.?) (\\d{1,2}[:.h])", by: "\\1 \\2" },
];
/** Fractions behind a comma, and no finer than a microsecond. */
export const FRACTIONS: readonly TextStep[] = [
  { pattern: "(:\\d\\d),(\\d)", by: "\\1.\\2" },
  { pattern: "(\\.\\d{6})\\d+", by: "\\1" },
];
/** Months by their English abbreviations, without the full stop of their own or of the day before them. */
export const MONTH_NAMES: readonly TextStep[] = [
  { pattern: "(\\d)\\. ?(\\pL)", by: "\\1 \\2" },
  { pattern: "(\\d|\\pL) de (\\d|\\pL)", by: "\\1 \\2" },
  { pattern: "(\\pL) de (\\d)", by: "\\1 \\2" },
  ...MONTHS.map(([english, names]) => ({
    pattern: `(^|[^\\pL])(?:${names})\\.?([^\\pL]|$)`,
    by: `\\1${english}\\2`,
  })),
];
export const WEEKDAY_NAMES: readonly TextStep[] = [{ pattern: `(^|[^\\pL])(?:${WEEKDAYS})[.,]? `, by: "\\1" }];
/** Zones as offsets behind a space: `Z`, `UTC+1`, `+01:00[Europe/Berlin]`, `+0000 UTC`. */
export const ZONES: readonly TextStep[] = [
  { pattern: "([+-]\\d{4}) \\([^()]*\\)$", by: "\\1" },
  { pattern: "(\\d|Z) ?\\[[A-Za-z_]+(?:/[A-Za-z_+-]+)*\\]?", by: "\\1" },
  { pattern: "(?:UTC|GMT) ?([+-])(\\d)(:?\\d\\d)?$", by: "\\1" + "0\\2\\3" },
  { pattern: "(?:UTC|GMT) ?([+-]\\d\\d)", by: "\\1" },
  { pattern: "([+-]\\d{4}) [A-Z]{1,5}( m=[+-].*)?$", by: "\\1" },
  ...ZONE_WORDS.map(([offset, words]) => ({
    pattern: `(\\d|[ap]m) ?(?:${words})( |$)`,
    by: `\\1 ${offset}\\2`,
  })),
  { pattern: "(:\\d\\d(?:\\.\\d+)?|[ap]m) ?([+-]\\d)", by: "\\1 \\2" },
];
/** A span such as `8:00:00 AM - 8:01:00 AM`: its beginning is the row's time. */
export const SPANS: readonly TextStep[] = [
  { pattern: "(\\d:\\d\\d(?::\\d\\d)?(?: ?[ap]\\.?m\\.?)?) (?:-|–|to|bis|→) \\d.*$", by: "\\1" },
];
/** What stands between a date and a clock as a space. */
export const BETWEEN: readonly TextStep[] = [
  { pattern: " ?@ ?", by: " " },
  { pattern: ", ?", by: " " },
  { pattern: "(\\d)T(\\d)", by: "\\1 \\2" },
  { pattern: "(\\d{4}):(\\d\\d:)", by: "\\1 \\2" },
];

/** The pattern in the regular expressions of JavaScript. */
function expression(pattern: string): RegExp {
  const own = pattern
    .replace(/\\x\{([0-9a-f]{4})\}/g, "\\u$1")
    .replaceAll("\\pL", "\\p{L}")
    .replaceAll("[^\\p{L}]", "\\P{L}");
  return new RegExp(own, "giu");
}

const compiled = new Map<string, RegExp>();

/** A text after its steps. */
export function stepped(text: string, steps: readonly TextStep[]): string {
  return steps.reduce((now, { pattern, by }) => {
    const known = compiled.get(pattern) ?? expression(pattern);
    compiled.set(pattern, known);
    return now.replace(known, by.replace(/\\(\d)/g, "$$$1"));
  }, text);
}

/** The same in SQL. */
export function steppedSql(text: string, steps: readonly TextStep[]): string {
  return steps.reduce(
    (now, { pattern, by }) => `regexp_replace(${now}, ${duckdbDialect.text(pattern)}, ${duckdbDialect.text(by)}, 'gi')`,
    text,
  );
}

/** The groups of steps of which one changes any of some texts: a group is taken whole, as rows beyond a sample may need its other steps. */
export function groupsNeeded(texts: readonly string[], groups: readonly (readonly TextStep[])[]): readonly TextStep[] {
  let now = texts;
  return groups.flatMap((group) => {
    const next = now.map((text) => stepped(text, group));
    const changes = next.some((text, index) => text !== now[index]);
    now = next;
    return changes ? group : [];
  });
}
