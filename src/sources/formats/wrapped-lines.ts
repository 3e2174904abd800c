import { isUtf8 } from "node:buffer";
import { physicalLines } from "../records/physical-lines.js";
import type { CarefulRecord } from "../records/read-records.js";
import { envoyPattern, nginxPattern } from "./access-logs.js";
import { exactJson, flattened, isRecord } from "./json-values.js";
import { lineCells, serverFailures, withRoute } from "./line-format.js";
import { logfmtPairs } from "./line-logs.js";
import { headLines, mostRead } from "./line-table.js";
import { PROXY_PATTERNS } from "./proxy-logs.js";
import type { FormatDefaults, FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

/** What a collector writes around each line of a log. */
export interface Wrapping {
  readonly name: string;
  readonly columns: readonly string[];
  /** Column of the time that the collector writes; `undefined` where it writes none. */
  readonly time?: string;
  /** Its own cells and the line that it wraps; `null` where it is no such line. */
  open(line: string): { readonly outer: readonly string[]; readonly inner: string } | null;
  /** Lines that are no rows. */
  readonly comment?: RegExp;
  /** Column of HTTP statuses that the log inside has where it tells of requests. */
  readonly status?: string;
  /** Keys that stand behind some words are read too. */
  readonly behindWords?: true;
  /** Whether lines of as many words each are a table. */
  tabular?(lines: readonly string[]): boolean;
}

/** A log inside a log. */
interface InnerLog {
  readonly columns: readonly string[];
  read(line: string): readonly string[] | null;
  /** The words before what is read, which stay the message. */
  before?(line: string): string;
  readonly defaults: FormatDefaults;
}

const PATTERNS = [nginxPattern, envoyPattern, ...PROXY_PATTERNS].map(withRoute);
/** Fewer lines than this share of a log are not what it is about. */
const LEAST = 0.1;

function jsonCells(line: string): ReadonlyMap<string, string> | null {
  if (!line.trimStart().startsWith("{")) return null;
  try {
    const value = exactJson(line);
    return isRecord(value) ? flattened(value) : null;
  } catch {
    return null;
  }
}

function keyed(
  lines: readonly string[],
  cells: (line: string) => ReadonlyMap<string, string> | null,
): InnerLog | undefined {
  const read = lines.flatMap((line) => cells(line) ?? []);
  if (read.length < LEAST * lines.length || read.length === 0) return undefined;
  const columns = [...new Set(read.flatMap((row) => [...row.keys()]))];
  return {
    columns,
    read: (line) => {
      const row = cells(line);
      return row && columns.map((column) => row.get(column) ?? "");
    },
    defaults: {},
  };
}

/** Keys behind words tell of each line only where nearly all lines have them; else they are remarks of some. */
const MOST_BEHIND = 0.8;
/** Fewer pairs behind words are part of a sentence. */
const FEWEST_PAIRS = 3;
const MOST_WORDS = 12;

interface Behind {
  readonly words: string;
  readonly cells: ReadonlyMap<string, string>;
}

function jsonBehind(line: string): Behind | null {
  const at = line.indexOf("{");
  const cells = at < 0 ? null : jsonCells(line.slice(at));
  return cells && cells.size > 1 ? { words: line.slice(0, at).trim(), cells } : null;
}

function pairsBehind(line: string): Behind | null {
  const at = line.search(/(?<![^\s])[A-Za-z_@][\w.@/-]*=/);
  const cells = at < 0 ? null : logfmtPairs(line.slice(at));
  return cells && cells.size >= FEWEST_PAIRS ? { words: line.slice(0, at).trim(), cells } : null;
}

const WITHIN = /(?:^|[\s{(,])([A-Za-z_@][\w.@/-]*)=("(?:[^"\\]|\\.)*"|[^\s,"(){}]+)/g;

/** Pairs anywhere between words, as in `request{method=GET}: done latency=12 ms status=200`; the whole line stays the message. */
function pairsWithin(line: string): Behind | null {
  const cells = new Map(
    [...line.matchAll(WITHIN)].map(([, key = "", value = ""]) => [key, value.replace(/^"|"$/g, "")]),
  );
  return cells.size >= FEWEST_PAIRS ? { words: line, cells } : null;
}

function keyedBehind(lines: readonly string[], open: (line: string) => Behind | null): InnerLog | undefined {
  if (lines.filter((line) => open(line)).length < MOST_BEHIND * lines.length) return undefined;
  const log = keyed(lines, (line) => open(line)?.cells ?? null);
  return log && { ...log, before: (line) => open(line)?.words ?? "" };
}

/** Lines of as many words each, a word a column. */
function evenWords(lines: readonly string[]): InnerLog | undefined {
  const wordsOf = (line: string): string[] => line.trim().split(/\s+/);
  const count = wordsOf(lines[0] ?? "").length;
  const even = lines.every((line) => wordsOf(line).length === count);
  if (lines.length < 2 || count > MOST_WORDS || !even) return undefined;
  return {
    columns: Array.from({ length: count }, (_word, at) => `column${at + 1}`),
    read: (line) => (wordsOf(line).length === count ? wordsOf(line) : null),
    defaults: {},
  };
}

function innerLog(lines: readonly string[], head: FormatHead, wrapping: Wrapping): InnerLog | undefined {
  const pattern = PATTERNS.find(
    (one) => lines.filter((line) => one.pattern.test(line)).length >= Math.max(1, LEAST * lines.length),
  );
  if (pattern)
    return { columns: pattern.columns, read: (line) => lineCells(pattern, line), defaults: pattern.defaults(head) };
  const even = wrapping.tabular?.(lines) === true ? evenWords(lines) : undefined;
  if (wrapping.behindWords !== true) return keyed(lines, jsonCells) ?? keyed(lines, logfmtPairs);
  return keyedBehind(lines, jsonBehind) ?? keyedBehind(lines, pairsBehind) ?? keyedBehind(lines, pairsWithin) ?? even;
}

interface Layout {
  readonly inner: InnerLog | undefined;
  readonly columns: readonly string[];
  /** The names that the inner log's columns have beside the collector's own. */
  readonly names: readonly string[];
  readonly where: string | undefined;
}

function layoutOf(wrapping: Wrapping, head: FormatHead): Layout {
  const lines = headLines(head).flatMap((line) => wrapping.open(line)?.inner ?? []);
  const inner = innerLog(lines, head, wrapping);
  const taken = new Set([...wrapping.columns, "message"]);
  const names = (inner?.columns ?? []).map((column) => (taken.has(column) ? `inner_${column}` : column));
  const read = lines.map((line) => inner?.read(line));
  const some = inner !== undefined && read.some((cells) => !cells);
  const always = names.find((_name, at) => read.every((cells) => !cells || (cells[at] ?? "") !== ""));
  return {
    inner,
    names,
    columns: [...wrapping.columns, ...names, "message"],
    where: some && always !== undefined ? `"${always}" <> ''` : undefined,
  };
}

function cellsOf(line: string, wrapping: Wrapping, { inner, names }: Layout): readonly string[] | null {
  const opened = wrapping.open(line);
  if (!opened) return null;
  const cells = inner?.read(opened.inner);
  const message = cells ? (inner?.before?.(opened.inner) ?? "") : opened.inner;
  return [...opened.outer, ...(cells ?? names.map(() => "")), message];
}

function table(path: string, head: FormatHead, wrapping: Wrapping): FormatTable {
  const layout = layoutOf(wrapping, head);
  async function* records(): AsyncGenerator<CarefulRecord> {
    for await (const line of physicalLines(path)) {
      const raw = line.bytes.toString("utf8");
      if (raw.trim() === "") yield { kind: "blank" };
      else if (wrapping.comment?.test(raw)) yield { kind: "header" };
      else {
        const cells = line.cut || !isUtf8(line.bytes) ? null : cellsOf(raw, wrapping, layout);
        if (cells) yield { kind: "row", line: line.number, offset: line.offset, cells };
        else
          yield {
            kind: "reject",
            reject: {
              file: head.file,
              line: line.number,
              reason: `it is not a line of ${wrapping.name}`,
              raw: raw.slice(0, 2000),
            },
          };
      }
    }
  }
  const sample = headLines(head)
    .flatMap((line) => [cellsOf(line, wrapping, layout)])
    .filter((cells) => cells !== null);
  return { columns: layout.columns, sample, records };
}

/** A wrapped log's format: what it wraps is read where it is a log that is known. */
export function wrapped(wrapping: Wrapping): VendorFormat {
  return {
    name: wrapping.name,
    recognises: (head) =>
      mostRead(head, (line) => wrapping.open(line) !== null || wrapping.comment?.test(line) === true),
    defaults(head) {
      const { inner, names, where } = layoutOf(wrapping, head);
      const given = inner?.defaults ?? {};
      const name = (column: string): string => names[inner?.columns.indexOf(column) ?? -1] ?? column;
      const time =
        wrapping.time !== undefined
          ? { column: wrapping.time }
          : given.time && { ...given.time, column: name(given.time.column) };
      const failed =
        given.failed?.kind === "own"
          ? { ...given.failed, where: given.failed.where.map(([column, test]) => [name(column), test] as const) }
          : undefined;
      const requests =
        wrapping.status !== undefined && names.includes(wrapping.status)
          ? { kind: "outcomes" as const, ...serverFailures(wrapping.status) }
          : {};
      return {
        ...requests,
        ...(given.kind && { kind: given.kind }),
        ...(failed && { failed }),
        ...(time && { time }),
        ...(where !== undefined && { where }),
      };
    },
    table: (path, head) => Promise.resolve(table(path, head, wrapping)),
  };
}

/** Docker's own files: a JSON object with the line, its stream and its time. */
const dockerFile = wrapped({
  name: "docker",
  columns: ["stream", "logged"],
  time: "logged",
  open(line) {
    if (!/^\{\s*"log":/.test(line)) return null;
    try {
      const { log, stream, time } = JSON.parse(line) as { log?: unknown; stream?: unknown; time?: unknown };
      return typeof log === "string" && typeof time === "string"
        ? { outer: [String(stream ?? ""), time], inner: log.trimEnd() }
        : null;
    } catch {
      return null;
    }
  },
});

/** `docker compose logs`: the service before a bar. */
const compose = wrapped({
  name: "docker-compose",
  columns: ["service"],
  comment: /^Attaching to /,
  open(line) {
    const match = /^([\w.-]+) +\| (.*)$/.exec(line);
    return match && { outer: [match[1] as string], inner: match[2] as string };
  },
});

/** Container logs of Kubernetes (CRI): time, stream, F for a whole line or P for a part of one. */
const cri = wrapped({
  name: "cri",
  columns: ["logged", "stream"],
  time: "logged",
  open(line) {
    const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) [FP] (.*)$/.exec(line);
    return match && { outer: [match[1] as string, match[2] as string], inner: match[3] as string };
  },
});

/** Heroku: the router's lines tell of requests, and stand among those of the application. */
const heroku = wrapped({
  name: "heroku",
  columns: ["logged", "process"],
  time: "logged",
  status: "status",
  open(line) {
    const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|[+-]\d\d:\d\d)) ((?:heroku|app)\[[\w.-]+\]): (.*)$/.exec(
      line,
    );
    return match && { outer: [match[1] as string, match[2] as string], inner: match[3] as string };
  },
});

/** `logcli --output=jsonl`: labels, line and time of each entry of Loki. */
const logcli = wrapped({
  name: "logcli",
  columns: ["logged", "level"],
  time: "logged",
  open(line) {
    if (!/^\{\s*"labels":/.test(line)) return null;
    try {
      const {
        labels,
        line: inner,
        timestamp,
      } = JSON.parse(line) as { labels?: Record<string, string>; line?: unknown; timestamp?: unknown };
      if (typeof inner !== "string" || typeof timestamp !== "string") return null;
      return { outer: [timestamp, labels?.["detected_level"] ?? labels?.["level"] ?? ""], inner };
    } catch {
      return null;
    }
  },
});

/** `kubectl logs --prefix`: the pod in brackets. */
const podPrefix = wrapped({
  name: "kubectl-prefix",
  columns: ["pod"],
  open(line) {
    const match = /^\[(pod\/[^\]]+)\] (.*)$/.exec(line);
    return match && { outer: [match[1] as string], inner: match[2] as string };
  },
});

const ISO_STAMP = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)`;
const FLUENTD = new RegExp(String.raw`^(${ISO_STAMP})\t([\w.-]+)\t(\{.*\})$`);

/** Files of Fluentd: time, tag and a JSON object. */
const fluentd = wrapped({
  name: "fluentd",
  columns: ["logged", "tag"],
  time: "logged",
  open(line) {
    const match = FLUENTD.exec(line);
    return match && { outer: [match[1] as string, match[2] as string], inner: match[3] as string };
  },
});

const SYSLOG_JSON = new RegExp(
  String.raw`^(?:<\d{1,3}>)?(?:1 )?(${ISO_STAMP}|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) (\S+) (?:([^:[\s]+)(?:\[\d+\])?:|(\S+) \S+ \S+ (?:-|(?:\[[^\]]*\])+)) ?(?:@cee: ?)?(\{.*\})$`,
);

/** Syslog around JSON, as delivery networks and daemons send it. */
const syslogJson = wrapped({
  name: "syslog-json",
  columns: ["logged", "host", "app"],
  time: "logged",
  open(line) {
    const [, time = "", host = "", app, other = "", inner] = SYSLOG_JSON.exec(line) ?? [];
    return inner === undefined ? null : { outer: [time, host, app ?? other], inner };
  },
});

export const WRAPPED_FORMATS: readonly VendorFormat[] = [
  dockerFile,
  compose,
  cri,
  heroku,
  logcli,
  podPrefix,
  fluentd,
  syslogJson,
];
