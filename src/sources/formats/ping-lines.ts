import type { LinePattern } from "./line-format.js";

const STAMP = [
  String.raw`\[\d{10}(?:\.\d+)?\]`,
  String.raw`\d{10}(?:\.\d+)?`,
  String.raw`\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?`,
  String.raw`\d{1,2}[./]\d{1,2}[./]\d{4},? \d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?: ?[AP]M)?`,
  String.raw`[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?: [A-Z]{3,4})? \d{4}`,
].join("|");
const ANSWER =
  /\d+ bytes from |\breply from .*\btime[=<]|\bantwort von .*\bzeit[=<]|\br[ée]ponse de .*\btemps[=<]|\brespuesta desde .*\btiempo[=<]|\bresposta de .*\btempo[=<]|: \[\d+\], \d+ bytes, /i;
/** What stands in the place of an answer, in the languages of the machines. */
const NO_ANSWER =
  /request time(d )?out|timed out|request timeout for|no answer yet|unreachable|general failure|transmit failed|no reply|zeit(ü|u|ue)berschreitung|nicht erreichbar|allgemeiner fehler|d[ée]lai d.attente|injoignable|inaccessible|tiempo de espera agotado|inaccesible|error general|esgotado|inacess[ií]vel|time to live exceeded|ttl expired/i;
const TOOK = /(?:time|zeit|temps|tiempo|tempo)\s*[=<]\s*([\d.,]+) ?ms|\], \d+ bytes, ([\d.,]+) ms/i;

/** Lines around the answers, a time before them or not. */
const AROUND = new RegExp(
  String.raw`^(?:\[?(?:${STAMP})\]?[ \t]*[:,-]?[ \t]*)?(PING |Pinging |Ping wird|Envoi d|Haciendo ping|Disparando|---|\d+ packets|rtt |round-trip |\s*$)`,
  "i",
);

/** A ping a line behind a time of any notation: of a shell, of `fping -D`, of Windows in five languages. */
export const pingLines: LinePattern = {
  name: "ping-lines",
  pattern: new RegExp(
    String.raw`^\[?(${STAMP})\]?[ \t]*[:,-]?[ \t]*(.*(?:${ANSWER.source}|${NO_ANSWER.source}).*)$`,
    "i",
  ),
  columns: ["time", "result", "milliseconds", "line"],
  comment: AROUND,
  row([time = "", line = ""]) {
    const took = TOOK.exec(line);
    return [
      time.replace(/^\[|\]$/g, ""),
      ANSWER.test(line) && !NO_ANSWER.test(line) ? "answer" : (NO_ANSWER.exec(line)?.[0] ?? "").toLowerCase(),
      (took?.[1] ?? took?.[2] ?? "").replace(",", "."),
      line,
    ];
  },
  defaults: () => ({
    kind: "outcomes",
    time: { column: "time" },
    latency: "milliseconds",
    failed: { kind: "own", where: [["result", { kind: "not", values: ["answer"] }]] },
  }),
};

/** `fping -D -Q`, or a shell around `fping -q -c`: packets sent and received of a target, and how long answers took. */
export const fpingSummaries: LinePattern = {
  name: "fping",
  pattern: new RegExp(
    String.raw`^\[?(${STAMP})\]?[ \t]*[:,-]?[ \t]*(\S+) *: xmt/rcv/%(?:loss|return) = (\d+)/(\d+)/\d+%(?:, min/avg/max = [\d.]+/([\d.]+)/[\d.]+)?\s*$`,
  ),
  columns: ["time", "target", "sent", "received", "milliseconds"],
  row: ([time = "", ...rest]) => [time.replace(/^\[|\]$/g, ""), ...rest],
  comment: /^\s*$/,
  defaults: () => ({ kind: "counts", time: { column: "time" } }),
};
