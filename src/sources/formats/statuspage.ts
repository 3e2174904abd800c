import { cellOf, documentTable, inside, listIn } from "./json-document.js";
import type { DocumentRows } from "./json-document.js";
import type { VendorFormat } from "./vendor-format.js";

const FIELDS = ["created_at", "display_at", "status", "body"] as const;

function updates(document: unknown): DocumentRows {
  const rows = listIn(document, "incidents").flatMap((incident) => listIn(incident, "incident_updates").map((update) => [
    ...FIELDS.map((field) => cellOf(inside(update, field))), ...["id", "name", "impact", "backfilled"].map((field) => cellOf(inside(incident, field))),
  ]));
  return { columns: [...FIELDS, "incident_id", "incident_name", "impact", "backfilled"], rows: rows.sort((a, b) => Date.parse(a[0] as string) - Date.parse(b[0] as string)) };
}

/** Statuspage v2 `incidents.json`: one event an update, oldest first; `created_at` is when it was published, `display_at` can be edited. */
export const statuspage: VendorFormat = {
  name: "statuspage",
  recognises: ({ text }) => /^\s*\{/.test(text) && /"incidents"\s*:\s*\[/.test(text.slice(0, 4000)) && /"incident_updates"\s*:/.test(text),
  defaults: ({ text }) => ({
    kind: "events", time: { column: "created_at" },
    notes: /"backfilled"\s*:\s*true/.test(text) ? ["An incident was backfilled: its publication says nothing about how late customers were told."] : [],
  }),
  table: (path, head) => documentTable(path, head, updates),
};
