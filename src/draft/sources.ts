import { alertRows, incidentUpdates, ticketRows } from "./alerts.js";
import { countedRows, countsSources, longCounts } from "./count-source.js";
import { MOST_CHANGES, changeSettings, events, logRows, notices, traceRows } from "./event-source.js";
import { markedFailed, onlyFailures, ownFailed } from "./failure.js";
import { flagSource, longGauges, measures, wideGauges } from "./gauge-source.js";
import { identifier, sharedKeys } from "./keys.js";
import { longTable, momentLabels } from "./long-table.js";
import { offerOf, others } from "./named-survey.js";
import type { Context, NamedSurvey } from "./named-survey.js";
import { knownFailed, outcomes } from "./outcome-source.js";
import type { ProposedSource, Settled } from "./proposal.js";
import { stateChanges } from "./state-changes.js";
import { unnamedAttempts } from "./unnamed-rows.js";

function measured(context: Context): boolean {
  return context.all.some((one) => measuresOnly(one));
}

function measuresOnly(one: NamedSurvey): boolean {
  const kind = one.survey.defaults.kind;
  return (
    kind === "gauge" ||
    kind === "counter" ||
    (kind === undefined &&
      !logRows(one) &&
      !traceRows(one) &&
      one.candidates.every(({ failures }) => failures === 0) &&
      momentRows(one))
  );
}

/** Rows that tell when something changed and nothing of how much: no answer makes attempts of them. */
function onlyWhen(one: NamedSurvey, evidence: string): ProposedSource {
  const { offer: _offer, remark: _remark, ...source } = events(one, evidence);
  return { ...source, kind: { value: "events", evidence } };
}

const ALERTS = "alerts, by the names and values of its columns: they tell when, not how many of what";

const TICKETS = "tickets, by the names of its columns: they tell when, not how many of what";

/** One row a moment, or a moment a series, with numbers. */
function momentRows({ survey, time }: NamedSurvey): boolean {
  const moments = survey.columns.find(({ name }) => name === time.columns.value[0]);
  if (measures(survey, time.columns.value).length === 0 || !moments) return false;
  return (
    longTable(survey, time.columns.value) !== undefined ||
    momentLabels(survey, time.columns.value) !== undefined ||
    moments.values.size >= 0.9 * moments.rows ||
    time.columns.value.length > 1
  );
}

function tabled(context: Context, one: NamedSurvey): ProposedSource[] | undefined {
  const { survey, time, candidates, name } = one;
  const long = longTable(survey, time.columns.value);
  const telling = candidates.some(({ failures, certain }) => failures > 0 && certain);
  const states = stateChanges(one);
  if (states !== undefined) return [onlyWhen(one, states)];
  const counts = countsSources(one);
  if (counts && (!telling || countedRows(one))) return counts;
  const two = longCounts(one);
  if (two) return [two];
  if (alertRows(survey)) return [telling ? events(one, ALERTS) : onlyWhen(one, ALERTS)];
  if (ticketRows(survey) && !telling) return [onlyWhen(one, TICKETS)];
  const beside = measured({ ...context, all: others(context, one) });
  const changes = changeSettings(one).length > 0 && (!telling || (survey.columns[0]?.rows ?? 0) <= MOST_CHANGES);
  if (changes) return [events(one, "changes, by its name and columns")];
  if (incidentUpdates(survey)) return [events(one, "updates of an incident, by the states in them")];
  if (logRows(one) && candidates.length > 0) return [events(one, "a log")];
  if (traceRows(one) && beside) return [events(one, "traces")];
  if (onlyFailures(candidates)) return [events(one, "nearly every row is an error: notices, not attempts")];
  const marked = markedElsewhere(context, one);
  const own = ownFailed(name, survey.files[0] as string, survey, candidates, context.statement);
  const settled = own && "value" in own && telling ? own : (marked ?? own);
  if (settled)
    return [
      outcomes(context, one, settled, {
        value: "outcomes",
        evidence: settled === marked ? "one row an attempt; another file's rows name them" : `one row an attempt`,
      }),
    ];
  if (long) return longGauges(one, long);
  const unnamed = unnamedAttempts(one);
  if (unnamed) return [outcomes(context, one, unnamed, { value: "outcomes", evidence: "one row an attempt" })];
  return momentRows(one) && identifier(survey) === undefined
    ? wideGauges(one, { value: "gauge", evidence: "one row a moment, with numbers" })
    : undefined;
}

function markedElsewhere(context: Context, one: NamedSurvey): Settled | undefined {
  for (const other of others(context, one)) {
    if (!notices(other) || sharedKeys(one.survey, other.survey).length === 0) continue;
    const marked = markedFailed(one.name, one.survey, other, context.statement);
    if (marked) return marked;
  }
  return undefined;
}

/**
 * The same sources, with the question for what failed where nothing in the folder tells it and nothing is measured: a log alone is read as attempts
 * only by an answer.
 */
export function askedForOutcome(sources: readonly ProposedSource[]): ProposedSource[] {
  const told = sources.some(({ kind, flag }) => kind.value !== "events" && flag === undefined);
  const asked =
    sources.find(({ flag }) => flag !== undefined) ??
    sources.find(({ offer, remark }) => offer !== undefined && remark !== undefined) ??
    sources.find(({ offer, settings }) => offer !== undefined && settings.length === 0);
  if (told || !asked) return [...sources];
  return sources.map((source) =>
    source === asked
      ? {
          ...source,
          settings: source.flag
            ? []
            : [...(source.attempts ?? []), ...source.settings.filter(([key]) => key !== "role")],
          kind: { value: "outcomes", evidence: "one row an attempt, as answered" },
          failed: source.flag ?? source.offer ?? null,
        }
      : source,
  );
}

/** Proposes the sources of one file: one, or one a series for measurements. */
export function proposedSources(context: Context, one: NamedSurvey): ProposedSource[] {
  const { kind, failed } = one.survey.defaults;
  const flag = failed === undefined ? flagSource(context, one) : undefined;
  if (flag) return [flag];
  const what = `what a ${one.survey.format} export holds`;
  if (kind === "outcomes" || (kind === undefined && failed !== undefined)) {
    const own =
      failed === undefined
        ? (markedElsewhere(context, one) ??
          ownFailed(one.name, one.survey.files[0] as string, one.survey, one.candidates, context.statement) ??
          offerOf(one) ??
          null)
        : knownFailed(one.survey);
    return [outcomes(context, one, own, { value: "outcomes", evidence: what })];
  }
  if (kind === "events") return [events(one, what)];
  if (kind === "gauge" && alertRows(one.survey)) return [onlyWhen(one, ALERTS)];
  // Words of failure between measured numbers: each row is a probe.
  if (
    kind === "gauge" &&
    one.candidates.some(({ certain, failures, role }) => certain && failures > 0 && role === "words")
  )
    return tabled(context, one) ?? [events(one, what)];
  if (kind === "counts" || kind === "gauge" || kind === "counter") {
    const counts = countsSources(one);
    if (counts) return counts;
    const two = longCounts(one);
    if (two) return [two];
    const long = longTable(one.survey, one.time.columns.value);
    if (long && kind !== "counts") return longGauges(one, long);
    return wideGauges(one, { value: kind === "counter" ? "counter" : "gauge", evidence: what });
  }
  return tabled(context, one) ?? [events(one, "rows with times; nothing in them shows failures")];
}
