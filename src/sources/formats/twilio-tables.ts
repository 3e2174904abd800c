import { hasColumns, namedColumn } from "./named-column.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

const RESPONSE = ["response_code", "http_response_code", "response_status"] as const;

/** Call events: one row a request of a call, with its response; the denominators of verb failures. */
export const twilioCallEvents: VendorFormat = {
  name: "twilio-call-events",
  recognises: (head) =>
    hasColumns(head, "call_sid") &&
    namedColumn(head, "request_url", "url") !== undefined &&
    namedColumn(head, ...RESPONSE) !== undefined,
  defaults: (head) => ({
    kind: "outcomes",
    cluster: namedColumn(head, "call_sid"),
    failed: { kind: "own", where: [[namedColumn(head, ...RESPONSE) as string, { kind: "range", atLeast: 500 }]] },
    latency: namedColumn(head, "response_ms", "duration_ms"),
  }),
};

const CALL_STATES = ["call_state", "callstate"] as const;

function insightsTime(head: FormatHead): string | undefined {
  return namedColumn(head, "start_time", "created_time", "date_created", "end_time");
}

/** Voice insights summaries: `call_state` spells failures `fail`, unlike the calls' `failed`. */
export const voiceInsights: VendorFormat = {
  name: "voice-insights",
  recognises: (head) =>
    hasColumns(head, "call_sid") && namedColumn(head, ...CALL_STATES) !== undefined && insightsTime(head) !== undefined,
  defaults: (head) => ({
    kind: "outcomes",
    time: { column: insightsTime(head) as string },
    id: namedColumn(head, "call_sid"),
    failed: {
      kind: "own",
      where: [[namedColumn(head, ...CALL_STATES) as string, { kind: "values", values: ["fail", "failed"] }]],
    },
    duration: namedColumn(head, "duration"),
  }),
};

/** The console's call log by its headings, however they are spelled; its times may be local, so a zone is asked for. */
export const twilioConsole: VendorFormat = {
  name: "twilio-console",
  recognises: (head) =>
    namedColumn(head, "Call SID", "Sid") !== undefined &&
    hasColumns(head, "Direction", "Status", "From", "To") &&
    namedColumn(head, "Start Time", "Date Created", "Date") !== undefined,
  defaults: (head) => ({
    kind: "outcomes",
    time: { column: namedColumn(head, "Start Time", "Date Created", "Date") as string },
    id: namedColumn(head, "Call SID", "Sid"),
    failed: {
      kind: "own",
      where: [[namedColumn(head, "Status") as string, { kind: "values", values: ["failed", "Failed"] }]],
    },
  }),
};
