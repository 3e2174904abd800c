import { envoyDefault, nginxCombined } from "./access-logs.js";
import { asteriskMaster, freeswitchCsv } from "./call-records.js";
import { grafanaCsv } from "./grafana-csv.js";
import { logfmt, syslog3164, syslog5424 } from "./line-logs.js";
import { cloudwatchMetrics, datadogMetrics, prometheusRange } from "./metric-documents.js";
import { otlpMetrics } from "./otlp-metrics.js";
import { promtoolDump } from "./promtool-dump.js";
import { datadogLogs, logsInsights } from "./row-capped.js";
import { statuspage } from "./statuspage.js";
import { twilioAlerts } from "./twilio-alerts.js";
import { twilioCalls } from "./twilio-calls.js";
import { twilioAlertsRest, twilioCallsRest, twilioEventsRest } from "./twilio-documents.js";
import { twilioCallEvents, twilioConsole, voiceInsights } from "./twilio-tables.js";
import type { VendorFormat } from "./vendor-format.js";

/** The formats that are recognised by content, most specific first. */
export const KNOWN_FORMATS: readonly VendorFormat[] = [
  twilioCallsRest,
  twilioAlertsRest,
  twilioEventsRest,
  twilioAlerts,
  twilioCalls,
  twilioCallEvents,
  voiceInsights,
  twilioConsole,
  prometheusRange,
  cloudwatchMetrics,
  datadogMetrics,
  otlpMetrics,
  statuspage,
  logsInsights,
  datadogLogs,
  grafanaCsv,
  asteriskMaster,
  freeswitchCsv,
  nginxCombined,
  envoyDefault,
  syslog5424,
  syslog3164,
  promtoolDump,
  logfmt,
];
