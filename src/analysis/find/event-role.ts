import type { SourceConfig } from "../../incident/incident.js";
import type { TimelineRole } from "../../window/timeline/timeline.js";
import { isChange } from "./change-rows.js";

/** Columns that say what a row of a pager, of alerts or of a status page is. */
const STATE = /^(type|status|state|event|action)$/i;
/** Words of such a column, and the role that they are. */
const ROLES: readonly (readonly [words: RegExp, role: TimelineRole])[] = [
  [/^(trigger(ed)?(_log_entry)?|firing|fired|alerting|alarm|critical|opened|open)$/i, "detected"],
  [/^(acknowledged?|acked|acknowledge_log_entry)$/i, "investigating"],
  [/^(resolved?(_log_entry)?|closed?)$/i, "resolved"],
  [/^(ok|normal|recovered)$/i, "recovered"],
];
/** States of an update on a status page. */
const UPDATES: readonly (readonly [words: RegExp, role: TimelineRole])[] = [
  [/^(investigating|scheduled)$/i, "communicated"],
  [/^identified$/i, "identified"],
  [/^resolved$/i, "resolved"],
];
/** A column that only updates of a status page, or alerts, have. */
const STATUS_PAGE = /^(incident_name|incident_updates?|display_at|backfilled)$/i;
const ALERTS = /^(alert_?name|alert|severity|fingerprint|starts_?at)$/i;

/** The role of a row of events, by what its source is and by its state; `other` where nothing says. */
export function eventRole({ role }: SourceConfig, fields: ReadonlyMap<string, string>): TimelineRole {
  if (role === "change") return isChange(fields) ? "change" : "other";
  const columns = [...fields.keys()];
  const states = [...fields].filter(([column]) => STATE.test(column)).map(([, value]) => value.trim());
  const known = columns.some((column) => STATUS_PAGE.test(column)) ? UPDATES : ROLES;
  for (const [words, found] of known) if (states.some((state) => words.test(state))) return found;
  const alerts = known === ROLES && states.length === 0 && columns.filter((column) => ALERTS.test(column)).length >= 2;
  return alerts ? "detected" : "other";
}
