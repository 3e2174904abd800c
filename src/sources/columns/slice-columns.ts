import { failedColumns } from "../../incident/failed.js";
import type { ResolvedSource } from "./column-roles.js";

/** Fewer sample rows than this say nothing of a column. */
const FEWEST_ROWS = 20;
/** Share of the sample's rows up to which a column's values may all differ; beyond it they are identifiers. */
const MOST_DISTINCT_SHARE = 0.5;
/** Values that a column may always have, however short the sample. */
const FEW_VALUES = 12;
/** Characters of the longest value of a part of the traffic; longer ones are free text. */
const LONGEST_VALUE = 80;
/** Columns of one source that are kept for the search, besides those that are declared: each is a column of text in memory. */
const MOST_COLUMNS = 12;

const words = (name: string): string =>
  name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Names of identifiers, persons and addresses. */
const SOMEONE =
  /(^| )(id|ids|sid|uuid|guid|trace|span|session|cookie|token|user|username|login|customer|subscriber|e ?mail|mail|phone|telephone|msisdn|imsi|imei|caller|callee|calling|called|callerid|cli|clid|ani|dnis|from|to|ip|ipaddress|addr|address|mac|referer|referrer|url|uri|query|useragent|user agent|name|row|line|seq|sequence|hash|sha|pid|tid|thread)( (no|num|number|id|name))?$/;
/** Names of organisations and machines, which parts of the traffic belong to although they are written as identifiers. A person has a handful of attempts, one of these many. */
const BELONGS_TO =
  /(^| )(account|acct|customer|tenant|merchant|org|organisation|organization|company|workspace|project|partner|reseller|carrier|provider|issuer|bank|store|shop|branch|site|warehouse|terminal|shard|partition|node|host|pod|instance|region|zone|cell|cluster|rack|device type)( (id|sid|key|no|num|number|ref))?$/;
/** Times that each of their values must occur in the sample on average. */
const ATTEMPTS_EACH = 3;
/** Names of numbers that tell parts of the traffic apart, however many there are. */
const NUMBERED =
  /(^| )(shard|partition|bucket|slot|node|host|worker|rack|replica|instance|store|branch|site|cell|asn|mcc|mnc|port|queue|lane|terminal|register|gate|warehouse|zone|region|cluster|pod)( (id|no|num|number|index))?$/;
/** Numbers that say how often something was tried: what fails is tried again. */
const TRIES = /(^| )(attempt|attempts|try|tries|retry|retries|retry count)( (no|num|number|index|count))?$/;
/** Names of what came of an attempt: its failure by another name, not a part of the traffic. */
const OUTCOME =
  /(^| )(status|state|result|outcome|error|errors|err|exception|failure|failed|fail|success|successful|succeeded|ok|cause|reason|disposition|message|msg|response|severity|level|code|class|alert|description|verdict|conclusion)( (code|text|message|type|class|name|reason|id|flags|detail|details))*$/;
/** Names of times. */
const TIME =
  /(^| )(time|timestamp|date|datetime|ts|day|hour|minute|second|at|start|end|started|ended|created|updated|finished)$/;
/** Values of persons and addresses. */
const SOMEONE_VALUES =
  /^[^\s@]+@[^\s@]+\.[^\s@]+$|^\d{1,3}(\.\d{1,3}){3}(:\d+)?$|^\+?\d[\d ()/-]{6,}$|^(sip|tel|mailto):|^\d{4}-\d{2}-\d{2}[T ]/i;
/** Values of identifiers that a machine made. */
const MADE_VALUES = /^[\da-f]{8}-[\da-f]{4}-|^[\da-f]{16,}$|^[A-Z]{2}[\da-f]{32}$/i;

/** What a column's name says of its values. */
interface Named {
  /** Its numbers are names, however many there are. */
  readonly numbered: boolean;
  /** It holds accounts or machines, whose identifiers recur. */
  readonly belongs: boolean;
}

function partOfTraffic(cells: readonly string[], { numbered, belongs }: Named): boolean {
  const filled = cells.filter((cell) => cell !== "");
  const values = new Set(filled);
  if (values.size < 1 || filled.length < cells.length / 2) return false;
  if (values.size > FEW_VALUES && values.size > filled.length * MOST_DISTINCT_SHARE) return false;
  const list = [...values];
  if (list.some((value) => value.length > LONGEST_VALUE || SOMEONE_VALUES.test(value))) return false;
  // Many different numbers are measured, a few are a version or a shard.
  if (!belongs && list.some((value) => MADE_VALUES.test(value))) return false;
  const numeric = list.filter((value) => /^[-+]?\d+([.,]\d+)?$/.test(value)).length;
  const measured = list.some((value) => /^[-+]?\d+[.,]\d{2,}$/.test(value));
  return !(numeric === list.length && ((values.size > FEW_VALUES && !numbered) || measured));
}

/** True if the values of a column recur as those of accounts and machines do, not as those of persons. */
function recurs(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "");
  return filled.length >= ATTEMPTS_EACH * new Set(filled).size;
}

/**
 * The columns by which an excess may be explained where none are declared: those whose values recur in the sample and are no identifiers (but of accounts and
 * machines that recur), persons, addresses, times, measures or names of the failure itself.
 */
export function sliceColumns(
  source: ResolvedSource,
  columns: readonly string[],
  sample: readonly (readonly string[])[],
): string[] {
  if ((source.kind !== "outcomes" && source.kind !== "counts") || sample.length < FEWEST_ROWS) return [];
  const measures = [source.failures, source.attempts, source.latency, source.weight, source.value, source.duration];
  const taken = new Set([
    ...(source.time.columns ?? [source.time.column]),
    source.id,
    source.cluster,
    ...measures,
    ...failedColumns(source.failed),
  ]);
  return columns
    .filter((column, index) => {
      const name = words(column);
      if (taken.has(column) || OUTCOME.test(name) || TIME.test(name) || TRIES.test(name)) return false;
      const cells = sample.map((row) => row[index] ?? "");
      const belongs = BELONGS_TO.test(name) && recurs(cells);
      if (SOMEONE.test(name) && !belongs) return false;
      return partOfTraffic(cells, { numbered: NUMBERED.test(name), belongs });
    })
    .slice(0, MOST_COLUMNS);
}
