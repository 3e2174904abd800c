import type { Random } from "../../stats/random/random.js";
import type { RowFile } from "./row-file.js";
import { MINUTE_MS } from "../../time/units.js";

/** How many of each kind of mess went into a folder. The truth is that of the tidy records. */
export interface MessCounts {
  /** Rows written twice. */
  duplicates: number;
  /** Rows that stand elsewhere than their time says. */
  reordered: number;
  /** Minutes without any row in any source of outcomes. */
  missingMinutes: number;
  /** Seconds by which the clock of calls (carrier) or alerts (customer) is ahead. */
  clockSkewSeconds: number;
  /** Rows whose time carries another offset than the rest; the instant is right. */
  otherZones: number;
  /** Lines that end in the middle. */
  tornLines: number;
  /** Failures whose alert is missing (customer only). */
  missingAlerts: number;
}

/** The mess of one folder: what to do to times and rows. */
export interface Mess {
  readonly counts: MessCounts;
  /** True if a record of this instant is lost. */
  readonly lost: (ms: number) => boolean;
  readonly alertLost: () => boolean;
  /** Seconds to add to times of the skewed source. */
  readonly skewMs: number;
  /** Writes a time; now and then in another zone. */
  readonly clock: (ms: number) => string;
  /** A file whose rows get torn, doubled and shuffled on their way. */
  readonly file: (file: RowFile) => RowFile;
}

const ZONES = [120, -300, 330] as const;
/** Rows that are put out of order among each other at a time. */
const BLOCK = 40;
/** Below the usual error budget of three rows a source. */
const TORN_PER_FILE = 2;

/** A UTC time to the second, with `Z`. */
export function utcText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function offsetText(ms: number, minutes: number): string {
  const sign = minutes < 0 ? "-" : "+";
  const size = Math.abs(minutes);
  const digits = (value: number): string => String(value).padStart(2, "0");
  return `${new Date(ms + minutes * MINUTE_MS).toISOString().slice(0, 19)}${sign}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
}

function noCounts(): MessCounts {
  return {
    duplicates: 0,
    reordered: 0,
    missingMinutes: 0,
    clockSkewSeconds: 0,
    otherZones: 0,
    tornLines: 0,
    missingAlerts: 0,
  };
}

/** Records as they were, nothing done to them. */
export function tidy(): Mess {
  return {
    counts: noCounts(),
    lost: () => false,
    alertLost: () => false,
    skewMs: 0,
    clock: utcText,
    file: (file) => file,
  };
}

function shuffled(block: readonly string[], random: Random, counts: MessCounts): string[] {
  const rows = [...block];
  for (let k = rows.length - 1; k > 0; k--) {
    const other = random.integer(k + 1);
    const [a, b] = [rows[k] as string, rows[other] as string];
    [rows[k], rows[other]] = [b, a];
  }
  counts.reordered += rows.filter((row, k) => row !== block[k]).length;
  return rows;
}

function messyFile(file: RowFile, random: Random, counts: MessCounts): RowFile {
  let block: string[] = [];
  let torn = 0;
  let header = true;
  const flush = (): void => {
    for (const row of random.next() < 0.25 ? shuffled(block, random, counts) : block) file.write(row);
    block = [];
  };
  const write = (row: string): void => {
    if (header) {
      header = false;
      if (!row.startsWith("{")) return void file.write(row);
    }
    if (torn < TORN_PER_FILE && random.next() < 0.0008) {
      torn += 1;
      counts.tornLines += 1;
      return void file.write(row.slice(0, Math.floor(row.length / 3)));
    }
    block.push(row);
    if (random.next() < 0.003) {
      block.push(row);
      counts.duplicates += 1;
    }
    if (block.length >= BLOCK) flush();
  };
  return {
    write,
    drained: file.drained,
    abandon: file.abandon,
    close: () => {
      flush();
      return file.close();
    },
  };
}

/**
 * The mess that exports come with: 0.3 % of rows twice, a quarter of the blocks of forty rows shuffled, eight minutes without records, one
 * source's clock 23 seconds ahead, a tenth of the times in another zone, two torn lines a file, 30 % of the alerts missing.
 *
 * @param span - `[from, to)` of the records, epoch milliseconds
 */
export function messOf(random: Random, [fromMs, toMs]: readonly [number, number]): Mess {
  const counts = noCounts();
  const minutes = Math.floor((toMs - fromMs) / MINUTE_MS);
  const missing = new Set(Array.from({ length: 8 }, () => random.integer(minutes)));
  counts.missingMinutes = missing.size;
  const skewMs = 23_000;
  counts.clockSkewSeconds = skewMs / 1000;
  const zones = random.fork("zones");
  const alerts = random.fork("alerts");
  let files = 0;
  return {
    counts,
    skewMs,
    lost: (ms) => missing.has(Math.floor((ms - fromMs) / MINUTE_MS)),
    alertLost: () => {
      const lost = alerts.next() < 0.3;
      if (lost) counts.missingAlerts += 1;
      return lost;
    },
    clock: (ms) => {
      if (zones.next() >= 0.1) return utcText(ms);
      counts.otherZones += 1;
      return offsetText(ms, ZONES[zones.integer(ZONES.length)] ?? 120);
    },
    file: (file) => messyFile(file, random.fork(`file-${files++}`), counts),
  };
}
