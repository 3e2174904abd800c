import type { SourceText, TextBuilder } from "./text-builder.js";

interface Update {
  readonly status?: unknown;
  readonly body?: unknown;
  readonly created_at?: unknown;
  readonly display_at?: unknown;
}

interface Incident {
  readonly name?: unknown;
  readonly created_at?: unknown;
  readonly started_at?: unknown;
  readonly incident_updates?: unknown;
  readonly postmortem_body?: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";

function incidentsOf(parsed: unknown): readonly Incident[] {
  if (Array.isArray(parsed))
    return parsed.filter((item) => isObject(item) && Array.isArray(item["incident_updates"])) as Incident[];
  if (!isObject(parsed)) return [];
  if (Array.isArray(parsed["incidents"])) return incidentsOf(parsed["incidents"]);
  if (isObject(parsed["incident"])) return incidentsOf([parsed["incident"]]);
  return Array.isArray(parsed["incident_updates"]) ? [parsed as Incident] : [];
}

/** Finds where strings stand in the JSON, in the order in which they are asked for, else from its beginning. */
function locator(given: string): (value: string) => number {
  let cursor = 0;
  return (value) => {
    const literal = JSON.stringify(value).slice(1, -1);
    const ahead = given.indexOf(literal, cursor);
    const found = ahead >= 0 ? ahead : given.indexOf(literal);
    if (found >= 0) cursor = found;
    return Math.max(0, found);
  };
}

function addUpdate(update: Update, into: TextBuilder, locate: (value: string) => number): void {
  const status = isText(update.status) ? update.status : "update";
  into.add(
    `\n${status.charAt(0).toUpperCase()}${status.slice(1).replace(/_/g, " ")}\n`,
    isText(update.status) ? locate(status) : 0,
    false,
  );
  if (isText(update.body)) into.add(update.body, locate(update.body), !/["\\\n]/.test(update.body));
  // created_at is when it was published; display_at can be edited afterwards.
  const stamp = isText(update.created_at) ? update.created_at : update.display_at;
  if (isText(stamp)) into.add(`\nPosted ${stamp}\n`, locate(stamp), false);
}

/**
 * The words of Statuspage's `incidents.json`, one of its incidents or a list of them: each update with its status before and its stamp after
 * the text, newest first as there.
 *
 * @returns `null` if the text is no JSON or holds no incident with updates
 */
export function statuspageText(given: string, into: TextBuilder): SourceText | null {
  let incidents: readonly Incident[];
  try {
    incidents = incidentsOf(JSON.parse(given) as unknown);
  } catch {
    return null;
  }
  if (incidents.length === 0) return null;
  const locate = locator(given);
  for (const incident of incidents) {
    if (isText(incident.name)) into.add(`# ${incident.name}\n`, locate(incident.name), false);
    for (const update of Array.isArray(incident.incident_updates) ? (incident.incident_updates as unknown[]) : []) {
      if (isObject(update)) addUpdate(update, into, locate);
    }
    if (isText(incident.postmortem_body))
      into.add(`\n${incident.postmortem_body}\n`, locate(incident.postmortem_body), false);
  }
  return into.build("statuspage");
}
