import { yamlText } from "./proposal.js";
import type { Choice, OpenQuestion, Settled } from "./proposal.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import { plainWords } from "./words.js";

/** What a column of numbers counts, by its name. */
export type Counted = "failures" | "attempts" | "successes" | "error rate" | "success rate";

const RATE =
  /%|\b(rate|ratio|share|percent|percentage|pct|quote|anteil|prozent|taux|tasa|taxa|porcentaje)\b|\b(fehlerquote|fehlerrate|erfolgsquote)\b/;
const PER_TIME = /\b(per|pro|par|por) (s|sec|second|sek|sekunde|min|minute|hour)\b| s$|\b(rps|qps|tps|cps)\b/;
const GOOD_RATE =
  /\b(availability|available|uptime|success|ok|verfugbarkeit|erfolg|erfolgsquote|disponibilite|disponibilidad|disponibilidade|reussite|exito|sucesso|asr|sla)\b/;
const MEASURE =
  /\b(duration|latency|elapsed|ms|millis|milliseconds|seconds|sec|bytes|size|time|avg|average|mean|median|min|max|p\d+|quantile|percentile|std|stddev|cpu|memory|mem|load|length|age|temperature|dauer|latenz|duree|duracion|duracao)\b/;
const FAILURES =
  /\b(errors?|failures?|failed|fails?|faults?|dropped|drops|timeouts?|rejected|rejects|ko|lost|exceptions?|unavailable|[45] ?xx|server errors?|fehler|fehlgeschlagene?|ausfalle|abbruche|erreurs?|echecs?|echouees?|errores|error|fallos?|fallidas?|fallidos?|erros?|falhas?|falhadas?)\b/;
const SUCCESSES =
  /\b(success|successes|successful|succeeded|ok|oks|passed|passes|answered|completed|delivered|good|2 ?xx|erfolgreiche?|erfolge|reussies?|reussis|succes|exitosas?|exitosos?|exitos?|correctas?|sucessos?)\b/;
/** The likeliest first. */
const ATTEMPTS: readonly RegExp[] = [
  /^(attempts?|versuche|tentatives|intentos|tentativas)$/,
  /^(requests?|calls|invocations|checks|transactions|anfragen|anrufe|aufrufe|requetes|appels|solicitudes|peticiones|llamadas|requisicoes|pedidos|chamadas)$/,
  /^(total|gesamt|totale?s?|all|total (requests?|calls|attempts|count|checks)|(request|call|attempt|total request) (count|total)s?|num(ber of)? (requests|calls|attempts))$/,
  /\b(attempts?|requests?|calls|invocations|transactions|checks|queries|hits|sessions|orders|jobs|messages|deliveries|anfragen|anrufe|aufrufe|versuche|requetes|appels|tentatives|solicitudes|peticiones|llamadas|intentos|requisicoes|pedidos|chamadas|tentativas)\b/,
  /^(count|n|samples?|sample count|sum|volume|hits|anzahl|nombre|cantidad|quantidade|total \w+|\w+ total|\w+ count)$/,
];

/** What a column counts by its name alone; a measurement, or a name that says nothing, is `undefined`. */
export function countedBy(name: string): Counted | undefined {
  const words = plainWords(name);
  if (PER_TIME.test(words) || /\/\s?s\b/i.test(name)) return undefined;
  if (
    RATE.test(words) ||
    /%/.test(name) ||
    /\b(availability|uptime|verfugbarkeit|disponibilite|disponibilidad|disponibilidade)\b/.test(words)
  ) {
    if (GOOD_RATE.test(words)) return "success rate";
    return FAILURES.test(words) || /fehler/.test(words) ? "error rate" : undefined;
  }
  if (MEASURE.test(words)) return undefined;
  if (FAILURES.test(words)) return "failures";
  if (SUCCESSES.test(words)) return "successes";
  return ATTEMPTS.some((pattern) => pattern.test(words)) ? "attempts" : undefined;
}

/** Whether a name is a measurement's: a duration, a size, a quantile. */
export function measureNamed(name: string): boolean {
  const words = plainWords(name);
  return MEASURE.test(words);
}

/** A status or class of statuses that a column is named by: `503`, `2xx`, `HTTP 5xx`. */
function statusNamed(name: string): string | undefined {
  return /^(?:\D*[^\dA-Za-z])?([1-5](?:\d\d|xx))(?:[^\dA-Za-z].*)?$/i.exec(name.trim())?.[1]?.toLowerCase();
}

const RESERVED =
  /^(all|and|or|not|in|is|like|between|case|when|then|else|end|cast|null|order|group|select|from|where|to|user|table|column|default|check|primary|desc|asc|limit|offset|on|using|union|with|window|any|both|some|unique|true|false)$/i;

/** A column in an expression. */
export function columnName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !RESERVED.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** An expression as YAML text. */
export function expressionText(expression: string): string {
  return expression.includes('"') && !expression.includes("'") ? `'${expression}'` : JSON.stringify(expression);
}

/** Failures and attempts of a table of counts. */
export interface CountColumns {
  readonly failures: Settled;
  readonly attempts: Settled;
  /** The columns that they rest on. */
  readonly columns: readonly string[];
}

function ask(
  source: string,
  key: "failures" | "attempts",
  file: string,
  columns: readonly ColumnSurvey[],
): OpenQuestion {
  const names = columns.map(({ name }) => name);
  const shown = columns
    .map((column) => `${column.name} (such as ${[...column.values.keys()].slice(0, 3).join(", ")})`)
    .join(" · ");
  return {
    setting: `sources.${source}.${key}`,
    question: `${file}: which column counts the ${key}? ${shown}`,
    candidates: names.map((name) => name),
    read: (answer) => {
      const text = answer.trim();
      const column =
        names.find((name) => name === text) ?? names.find((name) => name.toLowerCase() === text.toLowerCase());
      if (column !== undefined) return yamlText(column);
      return /[-+*/]/.test(text) && names.some((name) => text.includes(name)) ? expressionText(text) : undefined;
    },
  };
}

function chosen(column: ColumnSurvey): Choice<string> {
  return { value: yamlText(column.name), evidence: "by its name, and all numbers" };
}

/** Columns named by statuses: what failed is the sum of the server's, what was tried the sum of all. */
function byStatus(columns: readonly ColumnSurvey[], total: ColumnSurvey | undefined): CountColumns | undefined {
  const all = columns.flatMap((column) => {
    const status = statusNamed(column.name);
    return status === undefined ? [] : [{ name: column.name, status }];
  });
  const classes = all.filter(({ status }) => status.endsWith("xx"));
  const parts = classes.length > 0 ? classes : all;
  const failing = parts.filter(({ status }) => status.startsWith("5"));
  if (failing.length === 0 || (parts.length < 2 && !total)) return undefined;
  const sum = (names: readonly { name: string }[]): string => names.map(({ name }) => columnName(name)).join(" + ");
  const write = (names: readonly { name: string }[]): string =>
    names.length === 1 ? yamlText((names[0] as { name: string }).name) : expressionText(sum(names));
  const covers = parts.some(({ status }) => status.startsWith("2"));
  if (!covers && !total) return undefined;
  return {
    failures: { value: write(failing), evidence: "the server's failures, by the statuses that name the columns" },
    attempts: covers || !total ? { value: write(parts), evidence: "all columns that a status names" } : chosen(total),
    columns: [...parts.map(({ name }) => name), ...(covers || !total ? [] : [total.name])],
  };
}

function numbers({ rows, columns }: FileSurvey, column: ColumnSurvey): number[] {
  const at = columns.findIndex(({ name }) => name === column.name);
  return rows.map((row) => Number((row[at] ?? "").trim() || Number.NaN)).filter((value) => Number.isFinite(value));
}

/** A share is written from 0 to 1, or in per cent. */
function shareOf(survey: FileSurvey, column: ColumnSurvey): string {
  const per = /%|percent|pct|prozent/i.test(column.name) || numbers(survey, column).some((value) => value > 1);
  return per ? `${columnName(column.name)} / 100` : columnName(column.name);
}

function attemptsRank({ name }: ColumnSurvey): number {
  const rank = ATTEMPTS.findIndex((pattern) => pattern.test(plainWords(name)));
  return rank < 0 ? ATTEMPTS.length : rank;
}

function attemptsOf(
  source: string,
  survey: FileSurvey,
  columns: readonly ColumnSurvey[],
): { choice: Settled; columns: readonly string[] } | undefined {
  const ranked = [...columns].sort((a, b) => attemptsRank(a) - attemptsRank(b));
  const [first, second] = ranked;
  if (!first) return undefined;
  if (second && attemptsRank(second) === attemptsRank(first) && attemptsRank(first) > 0)
    return { choice: ask(source, "attempts", survey.files[0] as string, ranked), columns: [first.name] };
  return { choice: chosen(first), columns: [first.name] };
}

function failuresOf(
  source: string,
  survey: FileSurvey,
  columns: readonly ColumnSurvey[],
): { choice: Settled; columns: readonly string[] } | undefined {
  const plain = columns.filter(({ name }) =>
    /^(failures?|errors?|failed|error count|fehler|erreurs|errores|erros)$/.test(plainWords(name)),
  );
  const served = columns.filter(({ name }) => statusNamed(name)?.startsWith("5"));
  const [only] = plain.length === 1 ? plain : served.length === 1 ? served : columns;
  if (!only) return undefined;
  if (columns.length === 1 || plain.length === 1 || served.length === 1)
    return { choice: chosen(only), columns: [only.name] };
  return { choice: ask(source, "failures", survey.files[0] as string, columns), columns: [only.name] };
}

/**
 * The columns of failures and attempts of a table of counts.
 *
 * What a name does not say is worked out (`total - ok`, `error_rate * requests`, the sum of columns named by statuses) or asked; `undefined` where the table
 * counts no failures, or no attempts.
 */
export function countColumns(source: string, survey: FileSurvey, time: readonly string[]): CountColumns | undefined {
  const numeric = survey.columns.filter(({ numeric: isNumber, name }) => isNumber && !time.includes(name));
  const of = (kind: Counted): ColumnSurvey[] => numeric.filter(({ name }) => countedBy(name) === kind);
  const [failed, tried, good] = [of("failures"), of("attempts"), of("successes")];
  const total = tried.find(({ name }) => statusNamed(name) === undefined);
  const statuses = byStatus(numeric, total);
  const failures = failuresOf(source, survey, failed);
  const attempts = attemptsOf(source, survey, tried);
  if (failures && attempts)
    return {
      failures: failures.choice,
      attempts: attempts.choice,
      columns: [...failures.columns, ...attempts.columns],
    };
  if (statuses) return statuses;
  const [ok] = good;
  const work = (value: string, evidence: string): Choice<string> => ({ value: expressionText(value), evidence });
  if (failures && ok && good.length === 1) {
    const name = failures.columns[0] as string;
    return {
      failures: failures.choice,
      attempts: work(`${columnName(ok.name)} + ${columnName(name)}`, "what went well and what failed"),
      columns: [name, ok.name],
    };
  }
  if (!attempts || attempts.columns.length === 0) return undefined;
  const base = columnName(attempts.columns[0] as string);
  if (ok && good.length === 1)
    return {
      failures: work(`${base} - ${columnName(ok.name)}`, "what was tried without what went well"),
      attempts: attempts.choice,
      columns: [attempts.columns[0] as string, ok.name],
    };
  const [wrong, right] = [of("error rate")[0], of("success rate")[0]];
  if (wrong)
    return {
      failures: work(`${shareOf(survey, wrong)} * ${base}`, "the share that failed, of what was tried"),
      attempts: attempts.choice,
      columns: attempts.columns,
    };
  return (
    right && {
      failures: work(`(1 - ${shareOf(survey, right)}) * ${base}`, "the share that did not go well, of what was tried"),
      attempts: attempts.choice,
      columns: attempts.columns,
    }
  );
}

const FEWEST_STEPS = 8;

/**
 * Whether a column of counts holds running totals: it never falls but where it starts anew, and rises most of the time.
 *
 * Newest-first exports are read backwards.
 */
export function runningTotal(survey: FileSurvey, names: readonly string[]): boolean {
  const read = names
    .map((name) => survey.columns.find((column) => column.name === name))
    .filter((column) => column !== undefined);
  const series = read.map((column) => numbers(survey, column));
  if (series.length === 0 || series.some((values) => values.length <= FEWEST_STEPS)) return false;
  const steps = series.map((values) => values.slice(1).map((value, at) => value - (values[at] as number)));
  const backwards = steps.flat().filter((step) => step < 0).length > steps.flat().filter((step) => step > 0).length;
  const forward = steps.map((all) => (backwards ? all.map((step) => -step) : all));
  const falls = forward.flat().filter((step) => step < 0).length;
  const rises = Math.max(...forward.map((all) => all.filter((step) => step > 0).length / all.length));
  return falls <= 0.01 * forward.flat().length && rises > 0.5;
}
