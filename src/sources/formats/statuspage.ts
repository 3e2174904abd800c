import { cellOf, documentTable, inside, listIn } from "./json-document.js";
import type { DocumentRows } from "./json-document.js";
import type { VendorFormat } from "./vendor-format.js";

const FIELDS = ["created_at", "display_at", "status", "body"] as const;
const CREATED = 0;
const DISPLAYED = 1;
/** A shown time further than this from the publication was edited. */
const EDITED_MS = 60_000;

function updates(documents: readonly unknown[]): DocumentRows {
  const incidents = documents.flatMap((document) => listIn(document, "incidents"));
  const rows = incidents
    .flatMap((incident) =>
      listIn(incident, "incident_updates").map((update) => [
        ...FIELDS.map((field) => cellOf(inside(update, field))),
        ...["id", "name", "impact", "backfilled"].map((field) => cellOf(inside(incident, field))),
      ]),
    )
    .sort((a, b) => Date.parse(a[CREATED] as string) - Date.parse(b[CREATED] as string));
  const edited = rows.filter(
    (row) => Math.abs(Date.parse(row[DISPLAYED] as string) - Date.parse(row[CREATED] as string)) > EDITED_MS,
  ).length;
  const backfilled = incidents.filter((incident) => inside(incident, "backfilled") === true).length;
  const notes = [
    ...(edited > 0
      ? [`${edited} updates show another time (display_at) than that of their publication (created_at), which is used.`]
      : []),
    ...(backfilled > 0
      ? [`${backfilled} incidents were backfilled: their publication says nothing about how late customers were told.`]
      : []),
  ];
  return {
    columns: [...FIELDS, "incident_id", "incident_name", "impact", "backfilled"],
    rows,
    seen: incidents.reduce<number>((sum, incident) => sum + listIn(incident, "incident_updates").length, 0),
    defaults: { notes },
  };
}

/** Statuspage v2 `incidents.json`: one event an update, oldest first; `created_at` is when it was published, `display_at` can be edited. */
export const statuspage: VendorFormat = {
  name: "statuspage",
  recognises: ({ text }) =>
    /^\s*\{/.test(text) && /"incidents"\s*:\s*\[/.test(text.slice(0, 4000)) && /"incident_updates"\s*:/.test(text),
  defaults: () => ({ kind: "events", time: { column: "created_at" } }),
  table: (path, head) => documentTable(path, head, updates),
};
