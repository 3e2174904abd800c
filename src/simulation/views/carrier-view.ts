import { join } from "node:path";
import type { Random } from "../../stats/random/random.js";
import type { AttemptEnd, CallOutcome, VerbAttempt } from "../platform/call-outcome.js";
import type { Mess } from "./mess.js";
import type { RowFile } from "./row-file.js";
import { rowFile } from "./row-file.js";

/** Where a view of the run goes, an hour at a time. */
export interface RunView {
  /** Takes the calls of an hour, in order of their start. */
  readonly hour: (outcomes: readonly CallOutcome[], untilMs: number) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly abandon: () => void;
}

/** Failure code of the published incident: a fetch that did not come back. Customers' own servers raise it too. */
export const FETCH_FAILED = "11200";

/** Call identifiers of a run: unique, 34 characters, and without meaning. */
export function callSids(random: Random): (serial: number) => string {
  const draw = random.fork("sid");
  const prefix = Array.from({ length: 3 }, () =>
    draw
      .integer(2 ** 32)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
  const start = draw.integer(2 ** 32);
  return (serial) => `CA${prefix}${((Math.imul(serial, 0x9e3779b1) + start) >>> 0).toString(16).padStart(8, "0")}`;
}

const CODES: Readonly<Record<AttemptEnd, string>> = { ok: "", hangup: "", timeout: FETCH_FAILED, own: FETCH_FAILED };

/** Rows of one kind, written in order of their time although calls overlap. */
export function inTimeOrder(write: (row: string) => void): {
  add: (ms: number, row: string) => void;
  flush: (untilMs: number) => void;
} {
  let waiting: { readonly ms: number; readonly row: string }[] = [];
  return {
    add: (ms, row) => void waiting.push({ ms, row }),
    flush: (untilMs) => {
      waiting.sort((a, b) => a.ms - b.ms || (a.row < b.row ? -1 : 1));
      const ready = waiting.findIndex(({ ms }) => ms >= untilMs);
      const count = ready < 0 ? waiting.length : ready;
      for (let k = 0; k < count; k++) write((waiting[k] as { row: string }).row);
      waiting = waiting.slice(count);
    },
  };
}

const accountName = (index: number): string => `account-${String(index + 1).padStart(2, "0")}`;

function verbRow(sid: string, { plan }: CallOutcome, one: VerbAttempt, mess: Mess): string {
  const request = `${sid.slice(-8)}-${one.step}.${one.attempt}`;
  const direction = plan.direction === "inbound" ? "inbound" : "outbound";
  return [
    request,
    sid,
    accountName(plan.account.index),
    direction,
    one.verb,
    one.attempt,
    mess.clock(one.atMs),
    CODES[one.end],
    one.fetchMs,
  ].join(",");
}

function callRow(sid: string, { plan, durationSeconds, dropped }: CallOutcome, mess: Mess): string {
  const direction = plan.direction === "inbound" ? "inbound" : "outbound";
  return [
    sid,
    accountName(plan.account.index),
    direction,
    mess.clock(plan.startMs + mess.skewMs),
    Math.round(durationSeconds),
    plan.status,
    dropped ? "true" : "false",
  ].join(",");
}

/**
 * All traffic as the carrier logs it: `verbs.csv.gz`, one row an attempt of a verb that fetches through the proxy, and `calls.csv.gz`, one row
 * a call with a marker of drops.
 */
export function carrierView(folder: string, sids: (serial: number) => string, mess: Mess): RunView {
  const files: readonly RowFile[] = ["verbs.csv.gz", "calls.csv.gz"].map((name) =>
    mess.file(rowFile(join(folder, name))),
  );
  const [verbs, calls] = files as [RowFile, RowFile];
  verbs.write("request_id,call_sid,account,direction,verb,attempt,requested_at,error_code,fetch_ms");
  calls.write("call_sid,account,direction,started_at,duration_s,status,dropped");
  const ordered = inTimeOrder((row) => verbs.write(row));
  return {
    hour: async (outcomes, untilMs) => {
      for (const outcome of outcomes) {
        const sid = sids(outcome.plan.serial);
        if (!mess.lost(outcome.plan.startMs)) calls.write(callRow(sid, outcome, mess));
        for (const one of outcome.attempts)
          if (!mess.lost(one.atMs)) ordered.add(one.atMs, verbRow(sid, outcome, one, mess));
      }
      ordered.flush(untilMs);
      await Promise.all(files.map((file) => file.drained()));
    },
    close: async () => {
      ordered.flush(Infinity);
      for (const file of files) await file.close();
    },
    abandon: () =>
      files.forEach((file) => {
        file.abandon();
      }),
  };
}
