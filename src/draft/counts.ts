import { withoutPercent } from "../sources/columns/number-notation.js";
import { columnName, expressionText } from "./expression-text.js";
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
  /\b(errors?|failures?|failed|fails?|faults?|dropped|drops|timeouts?|rejected|rejects|abandoned|abandons|declined|denied|blocked|bounced|bounces|undelivered|unanswered|abgelehnte?|abandonnes|abandonnees|abandonadas?|rechazad[ao]s|rejeitad[ao]s|ko|lost|loss|crash(?:es|ed)?|roll ?backs?|rolled back|aborted|aborts|unsuccessful|exceptions?|unavailable|(?:http ?)?[45] ?xx|server errors?|fehler|fehlerhafte?|fehlgeschlagene?|gescheiterte?|ausfalle|abbruche|erreurs?|echecs?|echouees?|errores|error|fallos?|fallidas?|fallidos?|erros?|falhas?|falhadas?|verlust|pertes?|perdidas?|perdas?)\b/;
const SUCCESSES =
  /\b(success|successes|successful|succeeded|succ|ok|oks|passed|passes|answered|handled|completed|delivered|approved|accepted|admitted|served|good|commits?|committed|erfolgreiche?|erfolge|reussies?|reussis|succes|exitosas?|exitosos?|exitos?|correctas?|sucessos?|(?:http ?)?[23] ?xx)\b/;
/** `not admitted`, `nicht zugestellt`, `non livrés`: what did not go well. */
const NOT_DONE =
  /\b(not|nicht|non|no|nao) (admitted|accepted|answered|completed|delivered|successful|served|handled|processed|available|zugestellte?|erfolgreiche?|beantwortete?|livrees?|livres|reussies?|abouties?|aboutis|entregad[ao]s|atendid[ao]s|completad[ao]s|exitosas?|entregues|concluid[ao]s)\b/;
/** The likeliest first. */
const ATTEMPTS: readonly RegExp[] = [
  /^(attempts?|versuche|tentatives|intentos|tentativas)$/,
  /^(requests?|calls|tests|invocations|checks|transactions|anfragen|anrufe|aufrufe|requetes|appels|solicitudes|peticiones|llamadas|requisicoes|pedidos|chamadas)$/,
  /^(total|gesamt|totale?s?|all|(total|valid|all|eligible) (requests?|calls|attempts|count|checks|events)|(request|call|attempt|total request) (count|total)s?|num(ber of)? (requests|calls|attempts)|(count|number) of \w+|snt|sent|transmitted|probes|pings)$/,
  /\b(attempts?|requests?|calls|invocations|transactions|checks|queries|hits|sessions|orders|jobs|messages|deliveries|contacts|offered|payments|logins|sign ?ins|authori[sz]ations|anfragen|anrufe|aufrufe|versuche|requetes|appels|tentatives|solicitudes|peticiones|llamadas|intentos|requisicoes|pedidos|chamadas|tentativas)\b/,
  /^(count|n|samples?|sample count|sum|volume|hits|anzahl|nombre|cantidad|quantidade|total \w+|\w+ total|\w+ count)$/,
];

const AT_A_TIME =
  /\b(active|concurrent|current|currently|open|high|peak|in progress|pending|queued|waiting|idle|in flight|inflight|aktive|gleichzeitige|actives?|actifs|simultane(a|o)?s|activ[ao]s|ativ[ao]s)\b/;

/** What a column counts by its name alone; a measurement, or a name that says nothing, is `undefined`. */
export function countedBy(name: string): Counted | undefined {
  // The sum of what came each minute is a count, whatever it is called.
  const words = plainWords(name)
    .replace(/ per (min|minute) (sum|total|count)$/, "")
    .replace(/([a-z])([1-5]xx)\b/g, "$1 $2")
    .replace(/\b([1-5]xx)([a-z])/g, "$1 $2");
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
  if (FAILURES.test(words) || NOT_DONE.test(words)) return "failures";
  if (SUCCESSES.test(words)) return "successes";
  // How many there are at a time is no count of what was tried.
  return !AT_A_TIME.test(words) && ATTEMPTS.some((pattern) => pattern.test(words)) ? "attempts" : undefined;
}

/** True if a name is a measurement's: a duration, a size, a quantile. */
export function measureNamed(name: string): boolean {
  const words = plainWords(name);
  return MEASURE.test(words);
}

/** A status or class of statuses that a column is named by: `503`, `2xx`, `HTTP 5xx`. */
function statusNamed(name: string): string | undefined {
  return /^(?:\D*[^\dA-Za-z])?([1-5](?:\d\d|xx))(?:[^\dA-Za-z].*)?$/i.exec(name.trim())?.[1]?.toLowerCase();
}

/** Failures and attempts of a table of counts. */
export interface CountColumns {
  readonly failures: Settled;
  readonly attempts: Settled;
  /** The columns that they rest on. */
  readonly columns: readonly string[];
  /** The mark of decimals, where digits in threes would else be thousands. */
  readonly decimal?: "." | ",";
}

/** A share is at most a hundred: `99.231` is no number of thousands. */
function decimalOf(column: ColumnSurvey): Pick<CountColumns, "decimal"> {
  const marked = [...column.values.keys()].filter((value) => /^\s*\d{1,3}[.,]\d{3}\s*%?\s*$/.test(value));
  const [first] = marked;
  return first === undefined ? {} : { decimal: first.includes(",") ? "," : "." };
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

/** A column as a part of a sum: where it is empty at times and never 0, its exporter leaves zeros out. */
function partOf(column: ColumnSurvey): string {
  const { name, filled, values, inPoints } = column;
  const zeros = [...values.keys()].some((value) => value.trim() !== "" && Number(value) === 0);
  return filled < 1 && (!zeros || inPoints === true) ? `coalesce(${columnName(name)}, 0)` : columnName(name);
}

/** Columns named by statuses: what failed is the sum of the server's, what was tried the sum of all. */
function byStatus(columns: readonly ColumnSurvey[], total: ColumnSurvey | undefined): CountColumns | undefined {
  const all = columns.flatMap((column) => {
    const status = statusNamed(column.name);
    return status === undefined ? [] : [{ name: column.name, status, part: partOf(column) }];
  });
  const classes = all.filter(({ status }) => status.endsWith("xx"));
  const parts = classes.length > 0 ? classes : all;
  const failing = parts.filter(({ status }) => status.startsWith("5"));
  if (failing.length === 0 || (parts.length < 2 && !total)) return undefined;
  const sum = (parts: readonly { part: string }[]): string => parts.map(({ part }) => part).join(" + ");
  const write = (names: readonly { name: string; part: string }[]): string =>
    names.length === 1 ? yamlText((names[0] as { name: string }).name) : expressionText(sum(names));
  const covers = parts.some(({ status }) => status.startsWith("2"));
  if (!covers && !total) return undefined;
  return {
    failures: { value: write(failing), evidence: "the server's failures, by the statuses that name the columns" },
    attempts: covers || !total ? { value: write(parts), evidence: "all columns that a status names" } : chosen(total),
    columns: [...parts.map(({ name }) => name), ...(covers || !total ? [] : [total.name])],
  };
}

const GROUPED = /^\d{1,3}([.,' \u00a0\u202f]\d{3})+$/;

/** The numbers of a column; of `whole` ones, marks before three digits group thousands. */
function numbers({ rows, columns }: FileSurvey, column: ColumnSurvey, whole = false): number[] {
  const at = columns.findIndex(({ name }) => name === column.name);
  const plain = (cell: string): string =>
    whole && GROUPED.test(cell)
      ? cell.replace(/\D/g, "")
      : cell.includes(".")
        ? cell.replaceAll(",", "")
        : cell.replace(",", ".");
  return rows
    .map((row) => Number(plain(withoutPercent(row[at] ?? "")) || Number.NaN))
    .filter((value) => Number.isFinite(value));
}

/** Counts are whole; a column of parts holds rates, whatever it is called. */
function wholeNumbers(survey: FileSurvey, column: ColumnSurvey): boolean {
  return numbers(survey, column, true).every((value) => Number.isInteger(value));
}

/** A share is written from 0 to 1, or in per cent. */
function shareOf(survey: FileSurvey, column: ColumnSurvey): string {
  const signed = [...column.values.keys()].some((cell) => cell.trim().endsWith("%"));
  const per =
    signed || /%|percent|pct|prozent/i.test(column.name) || numbers(survey, column).some((value) => value > 1);
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
  // A column of naughts beside one that counts something counts nothing of this incident.
  const telling = columns.filter(({ values }) => [...values.keys()].some((value) => Number(value) !== 0));
  if (telling.length > 0 && telling.length < columns.length) return failuresOf(source, survey, telling);
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

/** Words of a name without those that say what it counts: `cart_errors` and `cart_ok` are both of `cart`. */
function stemOf(name: string): string {
  const words = plainWords(name).split(" ");
  const counting = /^(count|total|num|number|not|nicht|non|no|nao)$/;
  return words.filter((word) => countedBy(word) === undefined && !counting.test(word)).join(" ");
}

/** Two sides of the same traffic, which passes both: their counts do not add up. */
const SIDE =
  /^(in|out|inbound|outbound|incoming|outgoing|ingress|egress|upstream|downstream|frontend|backend|client|server|eingehend|ausgehend|entrant|sortant|entrante|saliente|sainte)$/;

/** One thing of several in a table, with its own columns. */
interface Part {
  readonly stem: string;
  readonly failed: ColumnSurvey;
  /** What was tried: one column, or what failed and what went well. */
  readonly all: readonly ColumnSurvey[];
}

/** What several things side by side count; `undefined` where not every column of failures has its own attempts, or successes, under the same stem. */
function partsOf(
  failed: readonly ColumnSurvey[],
  tried: readonly ColumnSurvey[],
  good: readonly ColumnSurvey[],
): Part[] | undefined {
  const stems = failed.map(({ name }) => stemOf(name));
  if (failed.length < 2 || new Set(stems).size < stems.length || stems.includes("")) return undefined;
  const own = (all: readonly ColumnSurvey[], stem: string): ColumnSurvey | undefined => {
    const same = all.filter(({ name }) => stemOf(name) === stem);
    return same.length === 1 ? same[0] : undefined;
  };
  const parts = failed.flatMap((column, at): Part[] => {
    const stem = stems[at] as string;
    const attempts = own(tried, stem);
    const ok = attempts ? undefined : own(good, stem);
    return attempts || ok ? [{ stem, failed: column, all: attempts ? [attempts] : [column, ok as ColumnSurvey] }] : [];
  });
  return parts.length === failed.length ? parts : undefined;
}

function together(parts: readonly Part[]): CountColumns {
  const stems = parts.map(({ stem }) => stem).join(", ");
  const [failed, all] = [parts.map((part) => part.failed), parts.flatMap((part) => part.all)];
  const sum = (columns: readonly ColumnSurvey[]): string => expressionText(columns.map(partOf).join(" + "));
  const of = parts.length > 1 ? " together" : "";
  return {
    failures: { value: sum(failed), evidence: `the failures of ${stems}${of}` },
    attempts: { value: sum(all), evidence: `the attempts of ${stems}${of}` },
    columns: [...failed, ...all].map(({ name }) => name),
  };
}

function bothSides(parts: readonly Part[] | undefined): parts is readonly Part[] {
  return parts?.every(({ stem }) => stem.split(" ").some((word) => SIDE.test(word))) === true;
}

interface Sorted {
  readonly numeric: readonly ColumnSurvey[];
  readonly failed: readonly ColumnSurvey[];
  readonly tried: readonly ColumnSurvey[];
  readonly good: readonly ColumnSurvey[];
  of(kind: Counted): readonly ColumnSurvey[];
}

/** The columns of numbers by what their names say they count. */
function sortedColumns(survey: FileSurvey, time: readonly string[]): Sorted {
  const inPoints = survey.defaults.points === true;
  const numeric = survey.columns
    .filter(({ numeric: isNumber, name }) => isNumber && !time.includes(name))
    .map((column) => (inPoints ? { ...column, inPoints } : column));
  const of = (kind: Counted): ColumnSurvey[] =>
    numeric.filter(
      (column) =>
        countedBy(column.name) === kind &&
        (kind.endsWith("rate") || (wholeNumbers(survey, column) && !(kind === "failures" && setting(column)))),
    );
  return { numeric, failed: of("failures"), tried: of("attempts"), good: of("successes"), of };
}

/** Failures and attempts of each side of the same traffic, as what comes in and what goes out; none where a table has no two sides. */
export function sidesOf(
  survey: FileSurvey,
  time: readonly string[],
): { readonly side: string; readonly counts: CountColumns }[] {
  const { failed, tried, good } = sortedColumns(survey, time);
  const parts = partsOf(failed, tried, good);
  return bothSides(parts) ? parts.map((part) => ({ side: part.stem, counts: together([part]) })) : [];
}

/** Rows from which on a number that is always the same is a setting, such as a timeout. */
const FEWEST_SAME = 8;

function setting({ values, rows, counted }: ColumnSurvey): boolean {
  const [only] = values.keys();
  return values.size === 1 && rows >= FEWEST_SAME && counted === rows && Number(only) > 1;
}

/** Rows in which more failed than was tried, at most, where two columns belong together. */
const MOST_BEYOND = 0.01;

/** True if a column counts more than another on many rows, and so is no part of it. */
function exceeds(survey: FileSurvey, name: string, base: string): boolean {
  const [part, whole] = [name, base].map((one) => survey.columns.findIndex((column) => column.name === one)) as [
    number,
    number,
  ];
  const plain = (cell = ""): number =>
    Number((GROUPED.test(cell) ? cell.replace(/\D/g, "") : cell.trim()) || Number.NaN);
  return survey.rows.filter((row) => plain(row[part]) > plain(row[whole])).length > MOST_BEYOND * survey.rows.length;
}

const SENT = /^(packets? |pakete )?(sent|transmitted|tx|snt|gesendet|envoyes|enviados)( packets?)?$/;
const RECEIVED = /^(packets? |pakete )?(received|recv|rcvd|rcv|rx|empfangen|recus|recibidos|recebidos)( packets?)?$/;

/** Packets of a probe: what was sent and did not come back; never more came back than was sent. */
function packetColumns(survey: FileSurvey, numeric: readonly ColumnSurvey[]): CountColumns | undefined {
  const [sent, received] = [SENT, RECEIVED].map((name) => numeric.find((one) => name.test(plainWords(one.name))));
  if (!sent || !received || !wholeNumbers(survey, sent) || !wholeNumbers(survey, received)) return undefined;
  const [out, back] = [survey.columns.indexOf(sent), survey.columns.indexOf(received)];
  if (!survey.rows.every((row) => Number(row[back]) <= Number(row[out]))) return undefined;
  return {
    failures: {
      value: expressionText(`${columnName(sent.name)} - ${columnName(received.name)}`),
      evidence: "what was sent without what came back",
    },
    attempts: chosen(sent),
    columns: [sent.name, received.name],
  };
}

/**
 * The columns of failures and attempts of a table of counts.
 *
 * What a name does not say is worked out (`total - ok`, `error_rate * requests`, the sum of columns named by statuses) or asked; `undefined` where the table
 * counts no failures, or no attempts.
 */
export function countColumns(source: string, survey: FileSurvey, time: readonly string[]): CountColumns | undefined {
  const { numeric, failed, tried, good, of } = sortedColumns(survey, time);
  const total = tried.find(({ name }) => statusNamed(name) === undefined);
  const statuses = byStatus(numeric, total);
  const packets = packetColumns(survey, numeric);
  if (packets && failed.length === 0) return packets;
  const parts = partsOf(failed, tried, good);
  if (parts && !statuses) return together(parts);
  const failures = failuresOf(source, survey, failed);
  const attempts = attemptsOf(source, survey, tried);
  if (failures && attempts && exceeds(survey, failures.columns[0] as string, attempts.columns[0] as string))
    return statuses;
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
    const wrongs = failed.find((column) => column.name === name);
    return {
      failures: failures.choice,
      attempts: work(`${partOf(ok)} + ${wrongs ? partOf(wrongs) : columnName(name)}`, "what went well and what failed"),
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
      ...decimalOf(wrong),
    };
  return (
    right && {
      failures: work(`(1 - ${shareOf(survey, right)}) * ${base}`, "the share that did not go well, of what was tried"),
      attempts: attempts.choice,
      columns: attempts.columns,
      ...decimalOf(right),
    }
  );
}

const FEWEST_STEPS = 8;
/** A counter that starts anew falls to less than this share of what it had reached. */
const ANEW = 0.5;

/** Steps from one reading to the next in the order of time; newest-first exports are read backwards. */
function stepsOf(series: readonly (readonly number[])[]): number[][] {
  const steps = series.map((values) => values.slice(1).map((value, at) => value - (values[at] as number)));
  const all = steps.flat();
  return all.filter((step) => step < 0).length > all.filter((step) => step > 0).length
    ? steps.map((own) => own.map((step) => -step).reverse())
    : steps;
}

/** Where a series falls; `undefined` where a fall is no start from anew. */
function restarts(values: readonly number[], steps: readonly number[]): number[] | undefined {
  const ordered = (values[1] ?? 0) - (values[0] ?? 0) === steps[0] ? values : [...values].reverse();
  const falls = steps.flatMap((step, at) => (step < 0 ? [at] : []));
  return falls.every((at) => (ordered[at + 1] as number) < ANEW * (ordered[at] as number)) ? falls : undefined;
}

/**
 * True if columns of counts hold running totals: one of them rises most of the time, and none falls but where all start anew.
 *
 * A column that falls by a little, or alone, counts anew in every row.
 */
export function runningTotal(survey: FileSurvey, names: readonly string[]): boolean {
  const series = names.flatMap((name) => {
    const column = survey.columns.find((one) => one.name === name);
    return column ? [numbers(survey, column, true)] : [];
  });
  if (series.length === 0 || series.some((values) => values.length <= FEWEST_STEPS)) return false;
  const steps = stepsOf(series);
  const anew = series.map((values, at) => restarts(values, steps[at] as number[]));
  const rising = Math.max(...steps.map((own) => own.filter((step) => step > 0).length / own.length));
  const main = steps.findIndex((own) => own.filter((step) => step > 0).length / own.length === rising);
  const leading = anew[main];
  if (!leading || rising <= 0.5 || leading.length > 0.02 * (steps[main] as number[]).length) return false;
  return anew.every((falls) => falls?.every((at) => leading.includes(at)) === true);
}
