import { mappedTable } from "./mapped-table.js";
import { hasColumns, namedColumn } from "./named-column.js";
import type { VendorFormat } from "./vendor-format.js";

const PARTS = ["Msg", "sourceComponent", "httpResponse"] as const;
/** Columns that the text of an alert adds. */
export const ALERT_PARTS = ["alert_message", "alert_component", "alert_http_response"];

/** The parts of an alert's text, a URL-encoded query; empty where it is none. */
export function alertParts(text: string): readonly string[] {
  const query = new URLSearchParams(text);
  return PARTS.map((part) => query.get(part) ?? "");
}

/** Monitor alerts: when they were generated counts, and their text is a URL-encoded query of which three parts become columns. */
export const twilioAlerts: VendorFormat = {
  name: "twilio-alerts",
  recognises: (head) => hasColumns(head, "error_code", "resource_sid", "date_generated"),
  defaults: (head) => ({
    kind: "events",
    time: { column: namedColumn(head, "date_generated") as string, zone: "UTC" },
  }),
  table(path, head) {
    const text = (head.table?.columns ?? []).indexOf(namedColumn(head, "alert_text") ?? "");
    if (text < 0) return undefined;
    return Promise.resolve(
      mappedTable(path, head, { added: ALERT_PARTS, row: (cells) => [...cells, ...alertParts(cells[text] ?? "")] }),
    );
  },
};
