import { envoyDefault, nginxCombined } from "./access-logs.js";
import { azureRequests } from "./azure-requests.js";
import { asteriskMaster, freeswitchCsv } from "./call-records.js";
import { cloudwatchConsole } from "./cloudwatch-console.js";
import { cucmCdr } from "./cucm-cdr.js";
import { datedLines } from "./dated-lines.js";
import { EVENT_DOCUMENTS } from "./event-documents.js";
import { EVENT_TABLES } from "./event-tables.js";
import { FIELD_FORMATS } from "./fields-logs.js";
import { fixedWidth } from "./fixed-width.js";
import { jsonDocument, jsonLines } from "./generic-json.js";
import { GIT_LOGS } from "./git-log.js";
import { grafanaCsv } from "./grafana-csv.js";
import { htmlTable } from "./html-table.js";
import { influxCsv } from "./influx-csv.js";
import { keyedCells } from "./inner-fields.js";
import { jsonCells } from "./json-cells.js";
import { jsonSeries } from "./json-series.js";
import { lineProtocol } from "./line-protocol.js";
import { lineFormat } from "./line-format.js";
import { logfmt, syslog3164, syslog5424 } from "./line-logs.js";
import { LOAD_TEST_FORMATS } from "./load-tests.js";
import { eximLog, mailLog } from "./mail-log.js";
import { cloudwatchMetrics, datadogMetrics, prometheusRange } from "./metric-documents.js";
import { METRIC_EXPORTS } from "./metric-exports.js";
import { otlpMetrics } from "./otlp-metrics.js";
import { promtoolDump, promtoolRange } from "./promtool-dump.js";
import { PROBE_FORMATS } from "./probe-logs.js";
import { PROXY_FORMATS } from "./proxy-logs.js";
import { datadogLogs, logsInsights } from "./row-capped.js";
import { SERIES_EXPORTS } from "./series-exports.js";
import { recordBlocks } from "./record-blocks.js";
import { sipp } from "./sipp.js";
import { sqlDump } from "./sql-dump.js";
import { statuspage } from "./statuspage.js";
import { timesAcross } from "./times-across.js";
import { twilioAlerts } from "./twilio-alerts.js";
import { twilioCalls } from "./twilio-calls.js";
import { twilioAlertsRest, twilioCallsRest, twilioEventsRest } from "./twilio-documents.js";
import { twilioCallEvents, twilioConsole, voiceInsights } from "./twilio-tables.js";
import { typedRows } from "./typed-rows.js";
import { grownRows } from "./grown-rows.js";
import { WRAPPED_FORMATS } from "./wrapped-lines.js";
import { xmlRows } from "./xml-rows.js";
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
  cloudwatchConsole,
  datadogMetrics,
  otlpMetrics,
  ...METRIC_EXPORTS,
  ...SERIES_EXPORTS,
  statuspage,
  ...EVENT_DOCUMENTS,
  ...EVENT_TABLES,
  ...GIT_LOGS,
  ...LOAD_TEST_FORMATS,
  ...FIELD_FORMATS,
  ...PROBE_FORMATS,
  ...WRAPPED_FORMATS,
  sqlDump,
  influxCsv,
  azureRequests,
  cucmCdr,
  sipp,
  logsInsights,
  datadogLogs,
  grafanaCsv,
  asteriskMaster,
  freeswitchCsv,
  typedRows,
  grownRows,
  recordBlocks,
  ...PROXY_FORMATS,
  nginxCombined,
  envoyDefault,
  lineFormat(mailLog),
  lineFormat(eximLog),
  syslog5424,
  syslog3164,
  promtoolDump,
  promtoolRange,
  lineProtocol,
  logfmt,
  datedLines,
  timesAcross,
  fixedWidth,
  htmlTable,
  xmlRows,
  jsonCells,
  jsonSeries,
  keyedCells,
  jsonLines,
  jsonDocument,
];
