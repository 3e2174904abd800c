import type { FileSurvey } from "./survey.js";

/** States that an alert goes through; a column of them tells of alerts, not of attempts. */
const ALERT_STATE =
  /^(firing|resolved|pending|alerting|ok|no_?data|triggered|acknowledged|acked|open(ed)?|closed|silenced|suppressed|inactive|active|normal|recovered)$/i;
const ALERT_COLUMN =
  /^(alert_?name|alert|alert_?rule|rule_?name|severity|urgency|escalation_?policy\w*|fingerprint|starts_?at|fired_?at|silence_?url|generator_?url|incident_?number|acknowledged(_?(at|on|by|time))?|acked(_?(at|on|by))?|problem|recovery_?time|time_of_recovery)$/i;
const STATE = /^(call_?)?(status|state|result|outcome|disposition)$/i;

function plain(name: string): string {
  return name.trim().replace(/[\s-]+/g, "_");
}

/** States of an incident on a status page. */
const UPDATE_STATE =
  /^(investigating|identified|monitoring|verifying|update|resolved|postmortem|scheduled|in_?progress|completed)$/i;
const UPDATE = /^(investigating|identified|monitoring|postmortem)$/i;

/** True if a file's rows are updates of an incident, by the states in them. */
export function incidentUpdates({ columns }: FileSurvey): boolean {
  return columns.some(
    ({ name, values }) =>
      STATE.test(plain(name)) &&
      [...values.keys()].some((value) => UPDATE.test(value.trim())) &&
      [...values.keys()].every((value) => UPDATE_STATE.test(value.trim())),
  );
}

const TICKET_COLUMN =
  /^(issue_?(key|id|type)|ticket_?(id|number|type)?|case_?(number|id)|summary|subject|priority|assignee|assigned_?(to|agent)|assignment_?group|reporter|requester|opened_?(by|at)|created_?by|sprint|resolution|story_?points|labels|component_?s?|severity|short_?description|caller_?id)$/i;
/** So many columns of tickets make a list of them. */
const FEWEST_TICKET_COLUMNS = 3;

/** True if a file's rows are tickets of a tracker, by their columns: their states are of the work on them. */
export function ticketRows({ columns }: FileSurvey): boolean {
  return columns.filter(({ name }) => TICKET_COLUMN.test(plain(name))).length >= FEWEST_TICKET_COLUMNS;
}

/** True if a file's rows are alerts: at least two columns that only alerts have, one of them perhaps by the states in it. */
export function alertRows({ columns }: FileSurvey): boolean {
  const named = columns.filter(({ name }) => ALERT_COLUMN.test(plain(name)));
  const states = columns.filter(
    ({ name, values }) =>
      STATE.test(plain(name)) && values.size > 0 && [...values.keys()].every((value) => ALERT_STATE.test(value.trim())),
  );
  return named.length + states.length >= 2;
}
