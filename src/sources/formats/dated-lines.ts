import { lineFormat } from "./line-format.js";
import type { LinePattern } from "./line-format.js";
import { headLines } from "./line-table.js";
import type { VendorFormat } from "./vendor-format.js";

const STAMP = [
  String.raw`\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?`,
  String.raw`\d\d[./]\d\d[./]\d{4} \d\d:\d\d:\d\d(?:[.,]\d+)?`,
  String.raw`\d\d\/[A-Z][a-z]{2}\/\d{4}[: ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: [+-]\d{4})?`,
  String.raw`[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? \d{4}`,
].join("|");
const LEVEL =
  /\b(TRACE|DEBUG|INFO|INFORMATION|NOTICE|WARN|WARNING|ERROR|ERR|CRIT|CRITICAL|ALERT|EMERG|EMERGENCY|FATAL|SEVERE|PANIC)\b/i;
/** Beyond this many characters a level is a word of the message. */
const LEVEL_WITHIN = 60;

/** Lines of an application's log that begin with a time and name a level: time, level, and the text. */
const dated: LinePattern = {
  name: "dated-lines",
  pattern: new RegExp(String.raw`^\[?(${STAMP})\]?(?=[\s\]:-])[\s:-]*(.*)$`),
  columns: ["time", "level", "message"],
  // What goes on over more lines, as a stack trace does, belongs to the line before.
  comment: /^(\s+\S|Traceback|Caused by:|\.\.\. \d+ more|[\w.]+(Error|Exception)(:|$))/,
  row: ([time = "", text = ""]) => [time, (LEVEL.exec(text.slice(0, LEVEL_WITHIN))?.[1] ?? "").toUpperCase(), text],
  defaults: () => ({ time: { column: "time" } }),
};

const format = lineFormat(dated);

/** Only where most lines name a level: a table whose first column is a time is none of these. */
export const datedLines: VendorFormat = {
  ...format,
  recognises(head) {
    const lines = headLines(head, 50).filter((line) => dated.comment?.test(line) !== true);
    return (
      lines.length > 0 &&
      format.recognises(head) &&
      lines.filter((line) => LEVEL.test(line.slice(0, 100))).length >= 0.5 * lines.length
    );
  },
};
