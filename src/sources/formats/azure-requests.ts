import { hasColumns, namedColumn, sampledValues } from "./named-column.js";
import type { FormatDefaults, VendorFormat } from "./vendor-format.js";

/** A time of the portal: American order, AM and PM. */
const PORTAL_TIME = /^\d{1,2}\/\d{1,2}\/\d{4}, \d{1,2}:\d\d:\d\d(\.\d+)? [AP]M$/;

/** Requests of Application Insights, from the portal's CSV or the API: `Success` says what failed. */
export const azureRequests: VendorFormat = {
  name: "azure-requests",
  recognises: (head) =>
    hasColumns(head, "Success", "ResultCode") &&
    head.table?.columns.some((name) => /^(TimeGenerated|timestamp)\b/i.test(name)) === true,
  defaults(head): FormatDefaults {
    const success = namedColumn(head, "Success") as string;
    const time = head.table?.columns.find((name) => /^(TimeGenerated|timestamp)\b/i.test(name)) as string;
    const portal = sampledValues(head, time).some((value) => PORTAL_TIME.test(value));
    const utc = /\[UTC\]/.test(time);
    return {
      kind: "outcomes",
      time: {
        column: time,
        ...(utc && { zone: "UTC" }),
        ...(portal && {
          format: sampledValues(head, time).some((value) => value.includes("."))
            ? "%m/%d/%Y, %I:%M:%S.%f %p"
            : "%m/%d/%Y, %I:%M:%S %p",
        }),
      },
      latency: namedColumn(head, "DurationMs"),
      failed: { kind: "own", where: [[success, { kind: "values", values: ["False", "false"] }]] },
    };
  },
};
