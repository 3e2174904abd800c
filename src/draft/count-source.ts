import { countColumns, countedBy, runningTotal, sidesOf } from "./counts.js";
import { expressionText } from "./expression-text.js";
import { identifier } from "./keys.js";
import { longSides } from "./long-counts.js";
import { baseOf, choice, knownColumns, sourceName, whereSetting } from "./named-survey.js";
import type { NamedSurvey, Settings } from "./named-survey.js";
import { yamlText } from "./proposal.js";
import type { ProposedSource } from "./proposal.js";
import type { FileSurvey } from "./survey.js";

function cumulativeSetting(survey: FileSurvey, columns: readonly string[]): Settings {
  if (survey.defaults.cumulative) return [["cumulative", choice("true", `what a ${survey.format} export holds`)]];
  return runningTotal(survey, columns)
    ? [
        [
          "cumulative",
          choice("true", "they never fall and rise most of the time: running totals, of which the differences count"),
        ],
      ]
    : [];
}

/** Counts that stand on many rows of one moment again and again belong to something that the rows are part of. */
function repeatedCounts({ survey, time }: NamedSurvey): boolean {
  const moments = time.columns.value.map((column) => survey.columns.findIndex(({ name }) => name === column));
  const counts = survey.columns.flatMap(({ name, numeric }, at) =>
    numeric && countedBy(name) !== undefined ? [at] : [],
  );
  const places = [...moments, ...counts];
  const different = new Set(survey.rows.map((row) => JSON.stringify(places.map((place) => row[place]))));
  return different.size < 0.5 * survey.rows.length;
}

/** Counts by two columns, or by two of each side of the traffic; `undefined` where the file has none. */
export function countsSources(one: NamedSurvey): ProposedSource[] | undefined {
  const source = countsSource(one);
  const sides = source && one.survey.defaults.failures === undefined ? sidesOf(one.survey, one.time.columns.value) : [];
  if (source && sides.length > 1)
    return sides.map(({ side, counts }) => ({
      ...source,
      name: `${source.name}_${sourceName(side, "side")}`,
      kind: {
        value: "counts",
        evidence: `what it counts of ${side}: the same traffic may pass both sides, so they are not added`,
      },
      settings: source.settings.map((setting): (typeof source.settings)[number] =>
        setting[0] === "failures" || setting[0] === "attempts" ? [setting[0], counts[setting[0]]] : setting,
      ),
    }));
  return source && [source];
}

function countsSource(one: NamedSurvey): ProposedSource | undefined {
  const { survey, name, time } = one;
  const { failures, attempts } = survey.defaults;
  const known = failures !== undefined && attempts !== undefined;
  if (!known && repeatedCounts(one)) return undefined;
  const found = known ? undefined : countColumns(name, survey, time.columns.value);
  if (!known && !found) return undefined;
  const columns = found?.columns ?? [failures as string, attempts as string];
  return {
    ...baseOf(one),
    name,
    kind: { value: "counts", evidence: "it has columns of failures and of attempts" },
    failed: null,
    settings: [
      ...whereSetting(survey),
      ...(found
        ? ([
            ["failures", found.failures],
            ["attempts", found.attempts],
          ] as const)
        : knownColumns(survey, ["failures", "attempts"])),
      ...cumulativeSetting(survey, columns),
      ...(found?.decimal === undefined
        ? []
        : ([
            [
              "dialect",
              choice(`{ decimal: "${found.decimal}" }`, "a share is at most a hundred, so its mark is of decimals"),
            ],
          ] as const)),
    ],
  };
}

/** Failures and attempts as two selections of a long table: by its metrics, or by a label of what became of them. */
export function longCounts(one: NamedSurvey): ProposedSource | undefined {
  const { survey, name, pattern, time } = one;
  const sides = longSides(survey, time.columns.value);
  if (!sides) return undefined;
  const selection = (where: string | undefined): string =>
    `{ file: ${pattern}, value: ${yamlText(sides.value)}${where === undefined ? "" : `, where: ${expressionText(where)}`} }`;
  const { failures, attempts, cumulative, evidence } = sides;
  return {
    ...baseOf(one),
    name,
    kind: { value: "counts", evidence },
    failed: null,
    settings: [
      ["failures", choice(selection(failures), failures === undefined ? "all rows" : `the rows of which ${failures}`)],
      ["attempts", choice(selection(attempts), attempts === undefined ? "all rows" : `the rows of which ${attempts}`)],
      ...(cumulative ? ([["cumulative", choice("true", "its series never fall: running totals")]] as const) : []),
    ],
  };
}

/** True if each row stands for many attempts, by its columns of counts: a flag beside a price is no such table. */
export function countedRows({ survey }: NamedSurvey): boolean {
  const counted = survey.columns.filter(({ name, numeric }) => numeric && countedBy(name) === "failures");
  const many = counted.some(({ values }) => [...values.keys()].some((value) => Number(value.replace(",", ".")) > 1));
  const plural = counted.some(({ name }) => /s$|count|fehler/i.test(name.trim()));
  return (many || plural) && identifier(survey) === undefined;
}
