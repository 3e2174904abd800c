import { cellOf, documentTable, inside, listIn } from "./json-document.js";
import type { DocumentRows } from "./json-document.js";
import { ALERT_PARTS, alertParts } from "./twilio-alerts.js";
import { CALL_UNIT, LEG_NOTE } from "./twilio-calls.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

const FIRST = 4000;

/** True if a document's list of this name holds objects with all of these keys. */
function lists({ text }: FormatHead, name: string, ...keys: readonly string[]): boolean {
  const start = text.slice(0, 4 * FIRST);
  return (
    /^\s*\{/.test(start) &&
    new RegExp(`"${name}"\\s*:\\s*\\[`).test(start) &&
    keys.every((key) => start.includes(`"${key}"`))
  );
}

function objects(documents: readonly unknown[], list: string): readonly unknown[] {
  return documents.flatMap((document) => listIn(document, list));
}

function keysOf(items: readonly unknown[]): string[] {
  return [...new Set(items.flatMap((item) => Object.keys(item ?? {})))];
}

function callRows(documents: readonly unknown[]): DocumentRows {
  const calls = objects(documents, "calls");
  const keys = keysOf(calls);
  const parent = (call: unknown): string => cellOf(inside(call, "parent_call_sid"));
  const legs = calls.filter((call) => parent(call) !== "");
  const rows = [...calls.filter((call) => parent(call) === ""), ...legs].map((call) => [
    ...keys.map((key) => cellOf(inside(call, key))),
    parent(call) || cellOf(inside(call, "sid")),
  ]);
  return {
    columns: [...keys, CALL_UNIT],
    rows,
    seen: documents.reduce<number>((sum, document) => sum + listIn(document, "calls").length, 0),
    defaults: { ...(keys.includes("duration") && { duration: "duration" }), notes: legs.length > 0 ? [LEG_NOTE] : [] },
  };
}

/** Calls as the REST interface answers: pages with a list, RFC 2822 times, `duration` a text that is empty for unanswered calls. */
export const twilioCallsRest: VendorFormat = {
  name: "twilio-calls-rest",
  recognises: (head) => lists(head, "calls", "sid", "parent_call_sid", "status", "date_created"),
  defaults: () => ({ kind: "outcomes", time: { column: "date_created" }, id: CALL_UNIT, legs: true }),
  table: (path, head) => documentTable(path, head, callRows),
};

function alertRows(documents: readonly unknown[]): DocumentRows {
  const alerts = objects(documents, "alerts");
  const keys = keysOf(alerts);
  const rows = alerts.map((alert) => [
    ...keys.map((key) => cellOf(inside(alert, key))),
    ...alertParts(cellOf(inside(alert, "alert_text"))),
  ]);
  return {
    columns: [...keys, ...ALERT_PARTS],
    rows,
    seen: documents.reduce<number>((sum, document) => sum + listIn(document, "alerts").length, 0),
  };
}

/** Monitor alerts as the REST interface answers. */
export const twilioAlertsRest: VendorFormat = {
  name: "twilio-alerts-rest",
  recognises: (head) => lists(head, "alerts", "error_code", "resource_sid", "date_generated"),
  defaults: () => ({ kind: "events", time: { column: "date_generated" } }),
  table: (path, head) => documentTable(path, head, alertRows),
};

const EVENT_COLUMNS = ["time", "call_sid", "method", "url", "response_code", "duration_ms"];

function eventRows(documents: readonly unknown[]): DocumentRows {
  const rows = objects(documents, "events").map((event) =>
    [
      inside(event, "response", "date_created") ?? inside(event, "request", "date_created"),
      inside(event, "request", "parameters", "call_sid") ??
        inside(event, "request", "parameters", "CallSid") ??
        inside(event, "call_sid"),
      inside(event, "request", "method"),
      inside(event, "request", "url"),
      inside(event, "response", "response_code"),
      inside(event, "response", "request_duration"),
    ].map(cellOf),
  );
  return {
    columns: EVENT_COLUMNS,
    rows,
    seen: documents.reduce<number>((sum, document) => sum + listIn(document, "events").length, 0),
  };
}

/** The events of calls as the REST interface answers: one a request, with response code and duration. */
export const twilioEventsRest: VendorFormat = {
  name: "twilio-events-rest",
  recognises: (head) => lists(head, "events", "request", "response", "response_code"),
  defaults: () => ({
    kind: "outcomes",
    time: { column: "time" },
    cluster: "call_sid",
    latency: "duration_ms",
    failed: { kind: "own", where: [["response_code", { kind: "range", atLeast: 500 }]] },
  }),
  table: (path, head) => documentTable(path, head, eventRows),
};
