import { join } from "node:path";
import type { Random } from "../../stats/random/random.js";
import type { CallOutcome, VerbAttempt } from "../platform/call-outcome.js";
import { FETCH_FAILED, inTimeOrder } from "./carrier-view.js";
import type { RunView } from "./carrier-view.js";
import type { Mess } from "./mess.js";
import { utcText } from "./mess.js";
import { rowFile } from "./row-file.js";
import type { RowFile } from "./row-file.js";
import { DAY_MS } from "../../time/units.js";

const MEDIA = "https://ivr.acorn-outfitters.example";
/** Seconds after a failure at which the monitor dates its alert. */
const ALERT_DELAY_SECONDS = 1.5;

function requestUrl(verb: VerbAttempt["verb"], step: number, attempt: number): string {
  return `${MEDIA}/${verb === "Play" ? "audio" : "speech"}/${step}.mp3?try=${attempt}`;
}

function phone(serial: number, area: string): string {
  return `+49${area}${String(((serial * 7919) % 9000) + 1000)}`;
}

/** A call in the shape of the carrier's bulk export: text fields, UTC times, an empty answer for what never was. */
function callRecord(sid: string, { plan, durationSeconds }: CallOutcome, mess: Mess): string {
  const seconds = Math.round(durationSeconds);
  const start = plan.startMs + (plan.answerSeconds ?? 0) * 1000;
  const ours = "+493055501200";
  const theirs = phone(plan.serial, "305550");
  const answered = plan.answerSeconds !== null;
  return JSON.stringify({
    sid,
    account_sid: plan.account.sid,
    parent_call_sid: null,
    direction: plan.direction,
    from: plan.direction === "inbound" ? theirs : ours,
    to: plan.direction === "inbound" ? ours : theirs,
    status: plan.status,
    date_created: mess.clock(plan.startMs),
    start_time: answered ? mess.clock(start) : null,
    end_time: answered ? mess.clock(start + seconds * 1000) : null,
    duration: answered ? String(seconds) : "",
  });
}

function alertText(one: VerbAttempt, url: string): string {
  const message = one.end === "own" ? "Got HTTP 502 response to " : "Total timeout is triggered while fetching ";
  const status = one.end === "own" ? "502" : "";
  return `Msg=${encodeURIComponent(message + url)}&sourceComponent=12000&ErrorCode=${FETCH_FAILED}&httpResponse=${status}&url=${encodeURIComponent(url)}&LogLevel=ERROR`;
}

function alertRow(sid: string, accountSid: string, serial: number, one: VerbAttempt, mess: Mess): string {
  const url = requestUrl(one.verb, one.step, one.attempt);
  const at = one.atMs + one.fetchMs + ALERT_DELAY_SECONDS * 1000 + mess.skewMs;
  const notice = `NO${sid.slice(2, 26)}${(((serial * 8 + one.step) * 4 + one.attempt) >>> 0).toString(16).padStart(8, "0")}`;
  return [notice, accountSid, mess.clock(at), "error", FETCH_FAILED, sid, "GET", url, alertText(one, url)].join(",");
}

/** A warning of another kind, which marks no failure: a caller's key that no menu entry takes. */
function noiseRow(sid: string, accountSid: string, serial: number, ms: number, mess: Mess): string {
  const text = "Msg=Invalid%20digits%20pressed&sourceComponent=12000&ErrorCode=13335&LogLevel=WARN";
  return [
    `NO${sid.slice(2, 26)}${(0xf0000000 + serial).toString(16)}`,
    accountSid,
    mess.clock(ms),
    "warning",
    "13335",
    sid,
    "GET",
    `${MEDIA}/menu`,
    text,
  ].join(",");
}

function eventRow(sid: string, one: VerbAttempt, mess: Mess): string {
  const answered = one.end === "ok" ? "200" : one.end === "own" ? "502" : "";
  return [
    sid,
    mess.clock(one.atMs),
    one.verb,
    "GET",
    requestUrl(one.verb, one.step, one.attempt),
    answered,
    one.fetchMs,
  ].join(",");
}

/** Files of calls, one a UTC day, each closed when the next begins. */
function dayFiles(
  folder: string,
  mess: Mess,
): { readonly at: (ms: number) => Promise<RowFile>; readonly open: () => RowFile | null } {
  let day = -1;
  let calls: RowFile | null = null;
  const at = async (ms: number): Promise<RowFile> => {
    const today = Math.floor(ms / DAY_MS);
    if (calls && today === day) return calls;
    await calls?.close();
    day = today;
    calls = mess.file(rowFile(join(folder, `calls-${utcText(ms).slice(0, 10)}.jsonl.gz`)));
    return calls;
  };
  return { at, open: () => calls };
}

/**
 * One account's records as its owner can fetch them: `calls-<day>.jsonl.gz` for each UTC day, `alerts.csv.gz` from the monitor,
 * `call-events.csv.gz` with one row a request. No capacity, no marker of drops.
 */
export function customerView(folder: string, random: Random, sids: (serial: number) => string, mess: Mess): RunView {
  const alertsFile = mess.file(rowFile(join(folder, "alerts.csv.gz")));
  const eventsFile = mess.file(rowFile(join(folder, "call-events.csv.gz")));
  alertsFile.write(
    "sid,account_sid,date_generated,log_level,error_code,resource_sid,request_method,request_url,alert_text",
  );
  eventsFile.write("call_sid,requested_at,verb,request_method,request_url,response_code,response_ms");
  const [alerts, events] = [inTimeOrder((row) => alertsFile.write(row)), inTimeOrder((row) => eventsFile.write(row))];
  const noise = random.fork("warnings");
  const days = dayFiles(folder, mess);
  const take = (file: RowFile, outcome: CallOutcome): void => {
    const { plan, attempts } = outcome;
    const sid = sids(plan.serial);
    if (!mess.lost(plan.startMs)) file.write(callRecord(sid, outcome, mess));
    if (noise.next() < 0.004)
      alerts.add(plan.startMs + 20_000, noiseRow(sid, plan.account.sid, plan.serial, plan.startMs + 20_000, mess));
    for (const one of attempts) {
      if (mess.lost(one.atMs)) continue;
      events.add(one.atMs, eventRow(sid, one, mess));
      if ((one.end === "timeout" || one.end === "own") && !mess.alertLost())
        alerts.add(one.atMs + one.fetchMs, alertRow(sid, plan.account.sid, plan.serial, one, mess));
    }
  };
  return {
    hour: async (outcomes, untilMs) => {
      const file = await days.at(untilMs - 1);
      for (const outcome of outcomes) if (outcome.plan.account.index === 0) take(file, outcome);
      alerts.flush(untilMs);
      events.flush(untilMs);
      await Promise.all([file.drained(), alertsFile.drained(), eventsFile.drained()]);
    },
    close: async () => {
      alerts.flush(Infinity);
      events.flush(Infinity);
      await days.open()?.close();
      await alertsFile.close();
      await eventsFile.close();
    },
    abandon: () =>
      [days.open(), alertsFile, eventsFile].forEach((file) => {
        file?.abandon();
      }),
  };
}
