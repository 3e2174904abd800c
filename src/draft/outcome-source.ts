import type { ConditionTest } from "../incident/incident.js";
import { namesSomeone, valuesNameSomeone } from "./column-names.js";
import { measureNamed } from "./counts.js";
import { clusterKey, identifier } from "./keys.js";
import { endedRows } from "./ended-rows.js";
import { latencyColumn } from "./latency-column.js";
import { baseOf, choice, knownColumns, offerOf, others, whereSetting } from "./named-survey.js";
import type { Context, NamedSurvey, Settings } from "./named-survey.js";
import { yamlText } from "./proposal.js";
import type { Choice, ProposedSource, Settled } from "./proposal.js";
import type { FileSurvey } from "./survey.js";

const MOST_CATEGORIES = 12;

/** Columns of few values that recur, other than the failure itself, persons, addresses and identifiers. */
function dimensionColumns({ columns }: FileSurvey, taken: readonly string[]): string[] {
  return columns
    .filter(
      ({ name, values, counted, filled, commas }) =>
        !taken.includes(name) &&
        !commas &&
        !namesSomeone(name) &&
        !measureNamed(name) &&
        filled > 0.5 &&
        values.size >= 2 &&
        values.size <= MOST_CATEGORIES &&
        counted >= 3 * values.size &&
        [...values.keys()].every((value) => value.length <= 40 && !/^\d+\.\d+$/.test(value)) &&
        !valuesNameSomeone(values.keys()),
    )
    .map(({ name }) => name);
}

function idSetting(survey: FileSurvey): Settings {
  const id = survey.defaults.id === undefined ? identifier(survey) : undefined;
  if (!id) return [];
  const repeats = id.counted - id.values.size;
  const evidence =
    repeats > 0
      ? `named like an identifier; ${repeats} rows repeat one, each the same in every column`
      : "named like an identifier, and different on every row";
  return [["id", choice(yamlText(id.name), evidence)]];
}

function outcomeSettings(context: Context, one: NamedSurvey): Settings {
  const { survey } = one;
  const cluster =
    survey.defaults.cluster === undefined
      ? clusterKey(
          survey,
          others(context, one).map((other) => other.survey),
        )
      : undefined;
  const latency = latencyColumn(survey, one.time.columns.value);
  return [
    ...idSetting(survey),
    ...(cluster ? [["cluster", choice(yamlText(cluster.column), cluster.evidence)] as const] : []),
    ...(latency ? [["latency", choice(latency.value, latency.evidence)] as const] : []),
  ];
}

/** The one column by which failures are told, where a condition is proposed and no other may tell them. */
function outcomeColumn(failed: Settled | null, told: readonly string[]): string | undefined {
  const text = failed !== null && "value" in failed ? failed.value : "";
  const named = told.filter((name) => text.includes(name));
  return named.length === 1 ? named[0] : undefined;
}

/** Rows that are attempts, as a source. */
export function outcomes(
  context: Context,
  one: NamedSurvey,
  failed: Settled | null,
  kind: Choice<"outcomes">,
): ProposedSource {
  const { survey, name, time, candidates } = one;
  const settings = outcomeSettings(context, one);
  const named = settings.flatMap(([, setting]) => ("value" in setting ? [setting.value] : []));
  const told = candidates.filter(({ failures }) => failures > 0).map(({ column }) => column.name);
  const taken = [...time.columns.value, ...named, ...named.map((text) => text.replace(/^"|"$/g, "")), ...told];
  return {
    ...baseOf(one),
    name,
    kind,
    failed,
    settings: [
      ...whereSetting(survey, endedRows(survey, outcomeColumn(failed, told))),
      ...knownColumns(survey, ["latency"]),
      ...settings,
    ],
    dimensions: dimensionColumns(survey, taken),
    offer: offerOf(one),
  };
}

function testText(test: ConditionTest): string {
  const list = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
  if (test.kind === "values") return list(test.values);
  if (test.kind === "not") return `{ not: ${list(test.values)} }`;
  const bounds = [
    ["atLeast", test.atLeast],
    ["atMost", test.atMost],
  ] as const;
  return `{ ${bounds.flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`])).join(", ")} }`;
}

/** What a format takes for failures, written out. */
export function knownFailed({ defaults: { failed }, format }: FileSurvey): Choice<string> | null {
  if (failed?.kind !== "own") return null;
  const tests = failed.where.map(([column, test]) => `${yamlText(column)}: ${testText(test)}`);
  return choice(`{ ${tests.join(", ")} }`, `what a ${format} export says of failures`);
}
