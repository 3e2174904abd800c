import type { SourceConfig } from "../../incident/incident.js";
import type { DatedRow } from "../../sources/incident-data.js";
import { instant } from "../../time/instant.js";
import { changeTitle } from "../find/change-rows.js";
import { withoutPersons } from "../find/row-text.js";
import type { AnalysisInputs } from "../inputs.js";
import type { DatedAlert, DatedChange } from "./evidence.js";

const textOf = ({ what, fields }: DatedRow, times: readonly (string | undefined)[]): string =>
  what?.trim() ||
  fields
    .filter(([column]) => !times.includes(column))
    .map(([, value]) => String(value))
    .join(" ");

const timesOf = (config: SourceConfig | undefined): readonly (string | undefined)[] =>
  config?.time?.columns ?? [config?.time?.column];

/** Words that name a change by themselves: with a digit in them, a version also without its last nought. */
function namesOf(words: readonly string[]): readonly string[] {
  const own = words.filter((word) => /^[\w.-]{3,40}$/.test(word) && /\d/.test(word) && !/^\d{1,3}$/.test(word));
  const short = own.flatMap((word) => /^(v?\d+\.\d+)\.0$/.exec(word)?.[1] ?? []);
  return [...new Set([...own, ...short])];
}

/** The rows of logs of changes, as dated changes that words can name. */
export async function changesOf({ data, incident }: AnalysisInputs): Promise<DatedChange[]> {
  const found: DatedChange[] = [];
  for (const source of data.sources) {
    if (!source.listable || !source.range) continue;
    const config = incident.sources.find(({ name }) => name === source.name);
    if (config?.role !== "change" && !/deploy|release|change|version/i.test(source.name)) continue;
    for (const row of await source.rows(source.range, MOST_CHANGES)) {
      const { at, fields } = row;
      const id = fields.find(([column]) => column === config?.id)?.[1] ?? fields[0]?.[1] ?? at;
      found.push({
        id: String(id),
        at,
        to: null,
        words: "",
        names: namesOf([...fields.map(([, value]) => String(value)), ...textOf(row, timesOf(config)).split(/\s+/)]),
        what: textOf(row, timesOf(config)),
        log: source.name,
        title: withoutPersons(changeTitle(row, config ?? {}, new Map(fields)), new Map(fields)),
      });
    }
  }
  return found;
}

/** Logs of alerts by their names. */
const ALERT_LOG = /alert|alarm|pager|paging|monitor|opsgenie|victorops|incident\.?io|on-?call/i;

const ENDED = /\b(?:resolv\w*|clear\w*|recover\w*|closed|ended|ok|back to normal)\b/i;

/** Columns of a row that tells of a whole alert: when it ended, when somebody took it, and its state at the time of the export. */
const END_COLUMN =
  /^(?:resolved|ended|closed|cleared|recovered|end|completed)(?:[ _-]?(?:at|on|time|date|timestamp))?$/i;
const TAKEN_COLUMN = /^(?:acknowledged|acked|ack)(?:[ _-]?(?:at|on|time|date|timestamp))?$/i;
const STATE_COLUMN = /^(?:status|state|current[ _]?state)$/i;
/** A time that says its zone. */
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

function timeIn({ fields }: DatedRow, pattern: RegExp): string | undefined {
  const cell = fields.find(([column, value]) => pattern.test(column) && INSTANT.test(String(value).trim()))?.[1];
  const at = cell === undefined ? Number.NaN : Date.parse(String(cell).trim());
  return Number.isNaN(at) ? undefined : instant(at);
}

/** What one row of a log of alerts tells: that one was raised or ended, or of one from its beginning to its end. */
function alertsIn(row: DatedRow, times: readonly (string | undefined)[]): readonly DatedAlert[] {
  const [end, acknowledged] = [timeIn(row, END_COLUMN), timeIn(row, TAKEN_COLUMN)];
  if (end === undefined && acknowledged === undefined) {
    const words = textOf(row, times);
    return [{ at: row.at, words, ended: ENDED.test(words) }];
  }
  const told = row.fields.filter(
    ([column, value]) => !STATE_COLUMN.test(column) && !INSTANT.test(String(value).trim()),
  );
  const words = textOf({ ...row, fields: told }, times);
  return [
    { at: row.at, words, ended: false, ...(acknowledged !== undefined && { acknowledged }) },
    ...(end === undefined ? [] : [{ at: end, words, ended: true }]),
  ];
}

/** The rows of logs of alerts; one whose rows mark failures lists failures. */
export async function alertsOf({ data, incident }: AnalysisInputs): Promise<DatedAlert[]> {
  const marking = incident.sources.flatMap(({ failed }) => (failed?.kind === "marked" ? [failed.from] : []));
  const found: DatedAlert[] = [];
  for (const source of data.sources) {
    const config = incident.sources.find(({ name }) => name === source.name);
    if (!source.listable || !source.range || config?.role === "change" || marking.includes(source.name)) continue;
    if (!ALERT_LOG.test(source.name)) continue;
    for (const row of await source.rows(source.range, MOST_CHANGES)) found.push(...alertsIn(row, timesOf(config)));
  }
  return found.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const MOST_CHANGES = 200;
