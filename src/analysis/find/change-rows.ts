import type { Change } from "../../remediation/changes/change.js";
import type { DatedRow } from "../../sources/incident-data.js";
import type { SourceConfig } from "../../incident/incident.js";
import { rowText } from "./row-text.js";

/** Columns that name a change, the surest first. */
const ID_COLUMNS = [
  /^(commit_?)?sha$|^commit$|^revision$|^hash$/i,
  /(^|_)(deploy(ment)?|release|change|build|run)_?id$/i,
  /^id$/i,
  /^(version|tag|release|flag|key|name)$/i,
];
/** Columns of a log of commits. */
const COMMIT_COLUMN = /^(author|committer|author_?(name|email|date)|commit|commit_?(sha|hash)|parents?|subject)$/i;
/** Columns of something that was put into service. */
const DEPLOY_COLUMN =
  /^(environment|env|service|app|application|cluster|namespace|version|deployed_?(at|by)?|deploy(ment)?(_?id)?|replicas|region|host|target|rollout|status)$/i;
/** Words of changes that take another back. */
const ROLLBACK = /\b(roll(ed|ing)?[ -]?back|rollback|revert(ed|s|ing)?|undo|undone|back ?out|backed out)\b/i;
/** Fewest characters of a commit that name it. */
const SHORT_SHA = 7;
/** Rows of two sources in the same words belong to one change within so many minutes. */
const SAME_WORDS_MINUTES = 2;

/** What Kubernetes reports when somebody, or a controller, changed something; its other events are symptoms. */
const CLUSTER_CHANGE =
  /^(ScalingReplicaSet|SuccessfulRescale|DeploymentRollback\w*|RollingUpdate\w*|ResourceUpdated|OperationStarted|OperationCompleted|NodeNotSchedulable|NodeSchedulable|Drain\w*|Killing(Preempted)?Node|ConfigMapUpdated|UpdatedLoadBalancer)$/;
/** Events of one object that follow one another within so many minutes are one rollout. */
const ROLLOUT_MINUTES = 5;

/** A row of a source of changes. */
export interface ChangeRow {
  readonly source: string;
  readonly at: string;
  readonly id: string;
  readonly what: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly place: Readonly<Record<string, string>>;
}

/** True if a source lists commits rather than what was put into service. */
export function listsCommits({ name }: SourceConfig, columns: readonly string[]): boolean {
  if (columns.some((column) => DEPLOY_COLUMN.test(column))) return false;
  return /commit|git/i.test(name) || columns.some((column) => COMMIT_COLUMN.test(column));
}

function idOf(config: SourceConfig, fields: ReadonlyMap<string, string>, index: number): string {
  const declared = config.id === undefined ? "" : (fields.get(config.id) ?? "");
  if (declared !== "") return declared;
  for (const pattern of ID_COLUMNS)
    for (const [column, value] of fields) if (value !== "" && pattern.test(column)) return value;
  return `${config.name}-${index + 1}`;
}

/** Columns that tell one deploy of a service from the next. */
const VERSION_COLUMN = /^(version|tag|release|ref|revision)$/i;
/** A longer one is a hash. */
const LONGEST_VERSION = 32;

/** The version that a row names and its words do not: two rows that say "deploy orders" are two releases. */
function versionBeside(words: string, fields: ReadonlyMap<string, string>): string {
  const versions = [...fields].flatMap(([column, value]) =>
    VERSION_COLUMN.test(column) && /\d/.test(value) && value.length <= LONGEST_VERSION ? [value.trim()] : [],
  );
  const [version = ""] = versions;
  return words === "" || words.includes(version.replace(/^v/i, "")) ? "" : version;
}

/** What a row of a log of changes says was changed, in one line. */
export function changeTitle(
  { what }: Pick<DatedRow, "what">,
  config: Partial<Pick<SourceConfig, "time" | "id">>,
  fields: ReadonlyMap<string, string>,
): string {
  if (what !== undefined && what.trim() !== "") return what.trim();
  const times = config.time?.columns ?? (config.time ? [config.time.column] : []);
  const words = rowText(fields, [...times, ...(config.id === undefined ? [] : [config.id])]);
  return `${words} ${versionBeside(words, fields)}`.trim();
}

/**
 * The rows of one source of changes.
 *
 * @param outcomeColumns - columns by which the outcome's traffic can be split; without `on`, columns of the same name say where a change went
 */
export function changeRows(
  config: SourceConfig,
  rows: readonly DatedRow[],
  outcomeColumns: readonly string[],
): readonly ChangeRow[] {
  return rows.map((row, index) => {
    const fields = new Map(row.fields);
    const shared = [...fields.keys()].flatMap((own) => {
      const other = outcomeColumns.find((column) => column.toLowerCase() === own.toLowerCase());
      return other === undefined ? [] : [[own, other] as const];
    });
    const place = (config.on ?? shared).flatMap(([own, other]) => {
      const value = fields.get(own) ?? "";
      return value === "" || !outcomeColumns.includes(other) ? [] : [[other, value] as const];
    });
    const id = idOf(config, fields, index);
    const what = changeTitle(row, config, fields) || id;
    return { source: config.name, at: row.at, id, what, fields, place: Object.fromEntries(place) };
  });
}

/** True if a row is one of a cluster's events, of which only some are changes. */
function isClusterEvent(fields: ChangeRow["fields"]): boolean {
  return fields.has("reason") && (fields.has("object") || fields.has("involvedObject.name"));
}

/** True if a row of a source of changes is one: all are, but symptoms among a cluster's events. */
export function isChange(fields: ChangeRow["fields"]): boolean {
  return !isClusterEvent(fields) || CLUSTER_CHANGE.test(fields.get("reason") ?? "");
}

/** The object and the message of a cluster's event; empty for any other row. */
export function clusterText(fields: ChangeRow["fields"]): string {
  if (!isClusterEvent(fields)) return "";
  const [object, message] = [fields.get("object") ?? "", fields.get("message") ?? fields.get("reason") ?? ""];
  return object === "" ? message : `${object}: ${message}`;
}

/** The rows of a source that are changes: symptoms of a cluster left out, the steps of one rollout as one. */
export function onlyChanges(rows: readonly ChangeRow[]): readonly ChangeRow[] {
  const last = new Map<string, number>();
  return [...rows]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .filter(({ at, fields }) => {
      if (!isClusterEvent(fields)) return true;
      if (!isChange(fields)) return false;
      const object = JSON.stringify([
        fields.get("namespace"),
        fields.get("object") ?? fields.get("involvedObject.name"),
      ]);
      const [time, before] = [Date.parse(at), last.get(object)];
      last.set(object, time);
      return before === undefined || time - before > ROLLOUT_MINUTES * 60_000;
    })
    .map((row) => ({ ...row, what: clusterText(row.fields) || row.what }));
}

/** True if a row speaks of a commit, in full or by its first characters. */
function names({ id, fields }: ChangeRow, sha: string): boolean {
  const same = (value: string): boolean =>
    value === sha ||
    (value.length >= SHORT_SHA &&
      sha.length >= SHORT_SHA &&
      /^[\da-f]+$/i.test(value) &&
      (sha.startsWith(value) || value.startsWith(sha)));
  return same(id) || [...fields.values()].some(same);
}

/** True if two sources say the same in the same words at nearly the same time. */
function saysTheSame(one: ChangeRow, other: ChangeRow): boolean {
  const apart = Math.abs(Date.parse(one.at) - Date.parse(other.at));
  return one.source !== other.source && one.what === other.what && apart <= SAME_WORDS_MINUTES * 60_000;
}

function changeOf(row: ChangeRow, others: readonly ChangeRow[]): Change {
  const said = [row, ...others].map(({ what }) => what);
  return {
    id: row.id,
    at: row.at,
    what: row.what,
    sources: [...new Set([row, ...others].map(({ source }) => source))],
    place: Object.fromEntries([...others, row].flatMap(({ place }) => Object.entries(place))),
    rollback: said.some((text) => ROLLBACK.test(text)) || [...row.fields.values()].some((text) => ROLLBACK.test(text)),
  };
}

/**
 * One entry a change: rows of several sources that name the same one come together, the first that put it into service says when. A commit that
 * nothing put into service is no change where deploys are given.
 *
 * @param commits - the names of sources that list commits
 */
export function mergeChanges(rows: readonly ChangeRow[], commits: ReadonlySet<string>): readonly Change[] {
  const deployed = rows.filter(({ source }) => !commits.has(source));
  const listed = rows.filter(({ source }) => commits.has(source));
  const leading = deployed.length > 0 ? deployed : listed;
  const merged: { row: ChangeRow; others: ChangeRow[] }[] = [];
  for (const row of [...leading].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    // The same change again is known from another source, or the same row of the same one; a later row of one source is another change.
    const known = merged.find(
      ({ row: other, others }) =>
        (names(other, row.id) || names(row, other.id) || saysTheSame(other, row)) &&
        ![other, ...others].some(({ source, at }) => source === row.source && at !== row.at),
    );
    const together =
      known !== undefined &&
      (known.row.source !== row.source || JSON.stringify(known.row.place) === JSON.stringify(row.place));
    if (together) known.others.push(row);
    else merged.push({ row, others: [] });
  }
  if (deployed.length > 0)
    for (const { row, others } of merged) others.push(...listed.filter((commit) => names(row, commit.id)));
  return merged.map(({ row, others }) => changeOf(row, others));
}
