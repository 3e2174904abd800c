import { logfmtPairs } from "./line-logs.js";
import { headLines } from "./line-table.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";
import { wrapped } from "./wrapped-lines.js";
import type { Wrapping } from "./wrapped-lines.js";

const CLOCK = String.raw`\d\d:\d\d:\d\d(?:[.,]\d+)?`;
const WEEKDAY_AND_MONTH = String.raw`[A-Z][a-z]{2} (?:[A-Z][a-z]{2} [ \d]\d|[ \d]?\d [A-Z][a-z]{2})`;
/** As `ctime` and `date` write: several words, which a table of columns by spaces would tear apart. */
const WORDY = String.raw`${WEEKDAY_AND_MONTH} ${CLOCK}(?: [AP]M)?(?: [A-Z]{2,5}| [+-]\d{4})? \d{4}`;
const STAMP = [
  String.raw`\d{4}[-/]\d\d[-/]\d\d[T ]${CLOCK}(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?`,
  String.raw`\d\d[./]\d\d[./]\d{4} ${CLOCK}`,
  String.raw`\d\d\/[A-Z][a-z]{2}\/\d{4}[: ]${CLOCK}(?: [+-]\d{4})?`,
  WORDY,
].join("|");
const LEVEL =
  /\b(TRACE|DEBUG|INFO|INFORMATION|NOTICE|WARN|WARNING|ERROR|ERR|CRIT|CRITICAL|ALERT|EMERG|EMERGENCY|FATAL|SEVERE|PANIC)\b/i;
/** Beyond this many characters a level is a word of the message. */
const LEVEL_WITHIN = 60;
/** A letter for the level may stand before the time, and a process behind it, as loggers of Ruby write. */
const LINE = new RegExp(String.raw`^(?:[A-Z], )?\[?(${STAMP})(?: #\d+)?\]?(?=[\s\]:-])[\s:-]*(.*)$`);
/** What goes on over more lines, as a stack trace does, belongs to the line before. */
const GOES_ON = /^(\s+\S|Traceback|Caused by:|\.\.\. \d+ more|[\w.]+(Error|Exception)(:|$))/;
/** Lines whose numbers of words differ in more than this share are sentences, and no table. */
const MOST_UNEVEN = 0.002;

/** Share of lines whose first cell is a time and words, from which on lines are sentences. */
const MOST_SENTENCES = 0.9;
/** Share of lines with nothing but keys and values behind the time, from which on those are what a log tells. */
const MOST_PAIRS = 0.8;

/** Lines of a log that begin with a time: time, level, and the text, or what the text holds by keys. */
const dated: Wrapping = {
  name: "dated-lines",
  columns: ["time", "level"],
  time: "time",
  behindWords: true,
  tabular: (lines) => !lines.some((line) => LEVEL.test(line.slice(0, LEVEL_WITHIN))),
  comment: GOES_ON,
  open(line) {
    const [, time, text = ""] = LINE.exec(line) ?? [];
    if (time === undefined) return null;
    return { outer: [time, (LEVEL.exec(text.slice(0, LEVEL_WITHIN))?.[1] ?? "").toUpperCase()], inner: text };
  },
};

const format = wrapped(dated);

/** True if first cells are a time with words behind it: the marks are those of sentences, and part no columns. */
function beginSentences(sample: readonly (readonly string[])[]): boolean {
  const words = sample.filter(([cell = ""]) => /\p{L}{2}\S*\s+.*\p{L}{2}/u.test(LINE.exec(cell)?.[2] ?? ""));
  return sample.length > 0 && words.length >= MOST_SENTENCES * sample.length;
}

/** True if the general reading makes a table of columns by spaces that tears the times or the sentences apart. */
function tornApart({ text, table, file }: FormatHead, lines: readonly string[]): boolean {
  if (table === null || table.columns.length < 2) return true;
  // Blanks stand between words too; a tab is written to part columns.
  if (table.layout !== "delimited") return false;
  if (!/^ +$/.test(table.dialect.delimiter)) return beginSentences(table.sample);
  if (lines.every((line) => new RegExp(`^\\[?${WORDY}`).test(line))) return true;
  const counts = headLines({ text, table, file })
    .filter((line) => !GOES_ON.test(line))
    .map((line) => line.trim().split(/\s+/).length);
  const usual = counts.filter((count) => count === counts[0]).length;
  return counts.length - usual > MOST_UNEVEN * counts.length;
}

/** Where most lines name a level, or where their text is no table: one whose first column is a time is none of these. */
export const datedLines: VendorFormat = {
  ...format,
  recognises(head) {
    const lines = headLines(head, 50).filter((line) => !GOES_ON.test(line));
    if (lines.length === 0 || !lines.some((line) => LINE.test(line)) || !format.recognises(head)) return false;
    const pairs = lines.filter((line) => logfmtPairs(dated.open(line)?.inner ?? "") !== null).length;
    if (pairs >= MOST_PAIRS * lines.length) return true;
    return (
      lines.filter((line) => LEVEL.test(line.slice(0, 100))).length >= 0.5 * lines.length || tornApart(head, lines)
    );
  },
};
