import { open } from "node:fs/promises";
import type { Engine } from "../../engine/engine.js";
import type { TimeNotation } from "../columns/time-notation.js";
import { localVerdict } from "../columns/zone-offsets.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import type { Reject } from "../incident-data.js";
import type { PreparedFile } from "../records/unpack-file.js";
import { faultySql, requiredNumbers } from "./compact-sql.js";
import type { TimeBounds } from "./compact-sql.js";

/** What of a file's loading the reasons of its rejects depend on. */
interface RejectedFrom {
  readonly prepared: PreparedFile;
  readonly source: ResolvedSource;
  readonly notation: TimeNotation;
}

const UNSET_CLOCK = /^\s*(0+|1970-01-01[T ]00:00(:00(\.0+)?)?\s*(Z|[+-]00:?00)?)\s*$/;

/** Why a time was not read, in words. */
function timeReason(value: string, local: string | null, { source, notation }: RejectedFrom): string {
  const column = `its time (${source.time.column})`;
  if (value.trim() === "") return `${column} is empty`;
  if (UNSET_CLOCK.test(value)) return `${column} "${value.trim()}" is what a clock that was never set says`;
  const { zone } = source.time;
  const verdict = zone === undefined ? null : localVerdict(local ?? value, zone);
  if (verdict !== null)
    return `${column} "${value}" ${verdict}${verdict.includes("twice") ? "; export the times in UTC, or with their offsets" : ""}`;
  return zone === undefined &&
    notation.kind === "iso" &&
    /^\s*\d{4}-\d{2}-\d{2}/.test(value) &&
    !/(Z|[+-]\d{2}:?\d{2}|UTC|GMT)\s*$/i.test(value)
    ? `${column} "${value}" has no zone`
    : `${column} "${value.slice(0, 60)}" is not a time in the column's notation`;
}

async function rawAt(path: string, offset: number): Promise<string> {
  const handle = await open(path, "r");
  try {
    const buffer = Buffer.alloc(2000);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead).toString("utf8").split(/\r?\n/)[0] as string;
  } finally {
    await handle.close();
  }
}

/** Why a count or a measurement is no use, in words; `null` when it is sound. */
function numberReason(column: string, written: string, read: number | null): string | null {
  if (read === null || Number.isFinite(read)) return null;
  const value = `"${written.slice(0, 60)}"`;
  if (read === Number.POSITIVE_INFINITY) return `${column} ${value} is no number`;
  if (/^\s*-\s*\d/.test(written)) return `${column} ${value} is negative`;
  if (/^\s*[+-]?inf/i.test(written)) return `${column} ${value} is infinite`;
  return /^\s*\+?\d*[.,]\d+\s*$/.test(written) ? `${column} ${value} is not whole` : `${column} ${value} is no number`;
}

/** One row that cannot be used: its place, and its time and numbers as they are written and as they were read. */
interface FaultyRow {
  readonly written: string;
  /** The time as a local one, where it reads as such. */
  readonly local: string | null;
  readonly micros: number | null;
  readonly numbers: readonly { readonly column: string; readonly written: string; readonly read: number | null }[];
}

function rowReason(
  { written, local, micros, numbers }: FaultyRow,
  file: RejectedFrom,
  bounds: TimeBounds | undefined,
): string {
  if (micros === null) return timeReason(written, local, file);
  if (bounds && (micros < bounds.fromMicros || micros > bounds.toMicros))
    return `its time (${file.source.time.column}) "${written.slice(0, 60)}" lies far from all others`;
  for (const { column, written: cell, read } of numbers) {
    const reason = numberReason(column, cell, read);
    if (reason !== null) return reason;
  }
  const [failures, attempts] = numbers;
  return `${failures?.column ?? ""} ${failures?.written ?? ""} exceeds ${attempts?.column ?? ""} ${attempts?.written ?? ""}`;
}

/** The rows that cannot be used, with their place and text. */
export async function faultyIn(
  file: RejectedFrom,
  { engine, bounds }: { readonly engine: Engine; readonly bounds?: TimeBounds },
  table: string,
): Promise<Reject[]> {
  const required = requiredNumbers(file.source);
  const cells = required.flatMap(([name]) => [`written_${name}`, name]);
  const { rows } = await engine.query(
    `SELECT ${["line", "pos", "written_ts", "CAST(local_ts AS VARCHAR)", "epoch_us(ts)", ...cells].join(", ")} FROM ${table} WHERE ${faultySql(file.source, bounds)} ORDER BY line`,
  );
  const rejects: Reject[] = [];
  for (const [line, pos, time, local, micros, ...numbers] of rows) {
    const row: FaultyRow = {
      written: String(time),
      local: local === null || local === undefined ? null : String(local),
      micros: micros === null ? null : Number(micros),
      numbers: required.map(([, column], at) => ({
        column,
        written: String(numbers[2 * at] ?? ""),
        read: numbers[2 * at + 1] === null ? null : Number(numbers[2 * at + 1]),
      })),
    };
    rejects.push({
      file: file.prepared.file,
      line: line === null ? null : Number(line),
      reason: rowReason(row, file, bounds),
      raw:
        pos === null
          ? [row.written, ...row.numbers.map(({ written }) => written)].join(",")
          : await rawAt(file.prepared.path, Number(pos)),
    });
  }
  return rejects;
}
