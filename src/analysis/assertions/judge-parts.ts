import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Span } from "../../time/span.js";
import { amount, percent } from "../../wording/number.js";
import { partsOfAny, placeOfValue, subjectOf } from "./bind.js";
import { rateOf } from "./counting.js";
import { type Counts, type CountedSource, countsIn, type Evidence, type NamedColumn, type Part } from "./evidence.js";
import { decided, exactly, type Judgement, notTestable, unchecked } from "./judged.js";
import { bound, isJudgement, judgeUnits, usualLevel, withoutSpan } from "./judge-figures.js";
import { beforeSpans, resolvedSpan } from "./spans.js";

interface Value extends Counts {
  readonly value: string;
  readonly rate: number;
}

interface Table {
  readonly source: CountedSource;
  readonly column: NamedColumn;
  readonly named: readonly string[];
  readonly rows: readonly Value[];
  readonly span: Span;
  readonly readAs: string;
}

const during = (claim: StatedClaim): StatedClaim =>
  claim.span === "before" || claim.span === "day" ? { ...claim, span: "outage" } : claim;

/** The table of a column that a sentence names values of, over its time; or why there is none. */
async function tableOf(claim: StatedClaim, evidence: Evidence, what: string): Promise<Table | Judgement> {
  const main = evidence.sources.find(({ name }) => name === evidence.outcome) ?? evidence.sources[0];
  const span = resolvedSpan(during(claim), evidence);
  const needs = "A column that separates the parts, as a dimension of its source.";
  if (!main) return unchecked(what, "Nothing counts it.", needs);
  const { found, unknown, source } = partsOfAny([claim.quote, claim.context], main, evidence.sources);
  const [part] = found;
  const readAs = `${what} by ${part?.column ?? "part"}, ${span.label}`;
  if (!part)
    return unknown === null
      ? unchecked(readAs, "It names no part that a column of the data tells.", needs)
      : notTestable(readAs, `No column of ${source.name} separates ${unknown} from the rest.`, needs);
  if (unknown !== null)
    return notTestable(readAs, `No column of ${source.name} separates ${unknown} from the rest.`, needs);
  const without = withoutSpan(claim, span, readAs, evidence);
  if (without) return without;
  const [one] = span.spans;
  const rows = one ? await source.byValue(part.column, one) : null;
  if (!one || !rows) return notTestable(readAs, "These data cannot be asked for it.", needs);
  const column = source.parts.find(({ column: name }) => name === part.column) as NamedColumn;
  return {
    source,
    column,
    named: part.values,
    rows: rows
      .filter(({ attempts }) => attempts > 0)
      .map(({ value, failures, attempts }) => ({
        value,
        failures: Math.round(failures),
        attempts: Math.round(attempts),
        rate: failures / attempts,
      })),
    span: one,
    readAs,
  };
}

const isTable = (one: Table | Judgement): one is Table => "rows" in one;
const listed = (rows: readonly Value[]): string =>
  [...rows]
    .sort((a, b) => b.rate - a.rate)
    .slice(0, 6)
    .map(({ value, rate, failures, attempts }) => `${value} ${percent(rate)} (${failures} of ${attempts})`)
    .join(", ");

function usualOf({ source }: Table, evidence: Evidence): number {
  const [span] = beforeSpans(evidence);
  const counts = span ? countsIn(source.series, span) : { failures: 0, attempts: 0 };
  return counts.attempts > 0 ? counts.failures / counts.attempts : 0;
}

/** A part is raised where even the low end of its share is well above the usual level, and at its usual level where the high end is not. */
function levelOf(row: Counts, usual: number, level: number): "raised" | "usual" | "unsure" {
  const { interval } = rateOf(row, level);
  if (interval[0] > Math.max(1.8 * usual, usual + 0.01)) return "raised";
  return interval[1] <= Math.max(4 * usual, usual + 0.03) ? "usual" : "unsure";
}

/** "Dublin was hit hardest." */
export async function judgeWorstPart(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const table = await tableOf(claim, evidence, "failure share");
  if (!isTable(table)) return table;
  const { rows, named, readAs } = table;
  const sorted = [...rows].sort((a, b) => b.rate - a.rate);
  const own = sorted.find(({ value }) => value === named[0]);
  const [top, next] = sorted;
  if (named.length === 2 && /\bthan\b/i.test(claim.quote)) return judgeHarder(claim, table);
  if (!own || !top || !next || named.length === table.column.values.length)
    return unchecked(readAs, "It names no single part.", "The part that it means.");
  const least = /\b(?:least|lightest|lowest|mildest)\b/i.test(claim.quote);
  if (least)
    return decided(sorted.at(-1)?.value === own.value ? "supported" : "contradicted", readAs, `${listed(rows)}.`, null);
  if (own.value === top.value)
    return decided(
      separate(top, next, evidence.level) ? "supported" : "not-testable",
      readAs,
      `${listed(rows)}.`,
      exactly(own.rate),
    );
  return decided(
    separate(top, own, evidence.level) ? "contradicted" : "not-testable",
    readAs,
    `${listed(rows)}.`,
    exactly(own.rate),
  );
}

/** "Outbound calls were hit harder than inbound ones": the two shares against each other. */
function judgeHarder(claim: StatedClaim, { rows, named, readAs }: Table): Judgement {
  const order = [...named].sort((a, b) => place(claim, a) - place(claim, b));
  const [one, two] = order.map((value) => rows.find((row) => row.value === value));
  if (!one || !two) return notTestable(readAs, "One of the two has no attempts then.", "Data of both.");
  const [worse, better] = /\b(?:less|lighter|milder|better)\b[^.;]*\bthan\b/i.test(claim.quote)
    ? [two, one]
    : [one, two];
  const verdict = separate(worse, better, 0.8)
    ? "supported"
    : separate(better, worse, 0.8)
      ? "contradicted"
      : "not-testable";
  return verdict === "not-testable"
    ? notTestable(readAs, `${listed([one, two])}: too close to say.`, "More traffic of both.", exactly(one.rate))
    : decided(verdict, readAs, `${listed([one, two])}.`, exactly(one.rate));
}

/** Two shares that their intervals tell apart, at 80 % each. */
function separate(a: Counts, b: Counts, _level: number): boolean {
  return rateOf(a, 0.8).interval[0] > rateOf(b, 0.8).interval[1];
}

/** "Only Dublin was affected." */
export async function judgeOnlyPart(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const table = await tableOf(claim, evidence, "failure share");
  if (!isTable(table)) return table;
  const { rows, named, readAs } = table;
  const usual = usualOf(table, evidence);
  const levels = rows.map((row) => ({ row, level: levelOf(row, usual, evidence.level) }));
  const others = levels.filter(({ row }) => !named.includes(row.value));
  const own = levels.filter(({ row }) => named.includes(row.value));
  const why = `${listed(rows)}; usual is ${percent(usual)}.`;
  if (others.some(({ level }) => level === "raised") || own.some(({ level }) => level === "usual"))
    return decided("contradicted", readAs, why, exactly(own[0]?.row.rate ?? 0));
  return decided(
    others.every(({ level }) => level === "usual") && own.every(({ level }) => level === "raised")
      ? "supported"
      : "not-testable",
    readAs,
    why,
    exactly(own[0]?.row.rate ?? 0),
  );
}

/** "Dublin was not affected", and "Dublin was affected". */
export async function judgeSparedPart(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const table = await tableOf(claim, evidence, "failure share");
  const wanted = claim.kind === "spared-part" ? "usual" : "raised";
  if (!isTable(table)) return table;
  const { rows, named, readAs } = table;
  const usual = usualOf(table, evidence);
  const own = rows.filter(({ value }) => named.includes(value));
  if (own.length === 0) return notTestable(readAs, "That part has no attempts then.", "Data of it.");
  const levels = own.map((row) => levelOf(row, usual, evidence.level));
  const why = `${listed(own)}; usual is ${percent(usual)}.`;
  const against = wanted === "usual" ? "raised" : "usual";
  const verdict = levels.includes(against)
    ? "contradicted"
    : levels.every((level) => level === wanted)
      ? "supported"
      : "not-testable";
  return decided(verdict, readAs, why, exactly(own[0]?.rate ?? 0));
}

/** "Dublin and Virginia were hit alike", "us-east three times as hard as us-west". */
export async function judgePair(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const table = await tableOf(claim, evidence, "failure share");
  if (!isTable(table)) return table;
  const { rows, readAs } = table;
  const order = [...table.named].sort((a, b) => place(claim, a) - place(claim, b));
  if (claim.kind === "alike-parts" && order.length > 2) return judgeAlike(table, evidence);
  const [one, two] = order.map((value) => rows.find((row) => row.value === value));
  if (!one || !two || order.length !== 2)
    return unchecked(readAs, "It does not name two parts to compare.", "The two parts that it means.");
  const ratio = one.rate / Math.max(1e-9, two.rate);
  const [a, b] = [rateOf(one, evidence.level), rateOf(two, evidence.level)];
  const bounds = [
    a.interval[0] / Math.max(1e-9, b.interval[1]),
    a.interval[1] / Math.max(1e-9, b.interval[0]),
  ] as const;
  const measured = { value: ratio, interval: bounds, level: evidence.level };
  const why = `${one.value} ${percent(one.rate)}, ${two.value} ${percent(two.rate)}.`;
  if (claim.kind === "alike-parts" && NO_HARDER.test(claim.quote))
    return decided(
      bounds[0] > 1.15 ? "contradicted" : ratio < 1.25 ? "supported" : "not-testable",
      readAs,
      why,
      measured,
    );
  if (claim.kind === "alike-parts") {
    const apart = bounds[0] > 1.15 || bounds[1] < 0.87;
    return decided(
      apart ? "contradicted" : ratio > 0.8 && ratio < 1.25 ? "supported" : "not-testable",
      readAs,
      why,
      measured,
    );
  }
  const [stated] = claim.values as [number];
  const room = claim.rounding + 0.1 * stated + (claim.hedged ? 0.15 * stated : 0);
  const far = bounds[0] > stated + room || bounds[1] < stated - room;
  return decided(
    far ? "contradicted" : Math.abs(ratio - stated) <= room + 0.02 * ratio ? "supported" : "not-testable",
    readAs,
    why,
    measured,
  );
}

const NO_HARDER = /\b(?:no|not|hardly|little) (?:any )?(?:harder|worse|more)\b/i;

/** Several parts that are said to be alike: none of their shares is told apart from that of all of them. */
function judgeAlike({ rows, named, readAs }: Table, { level }: Evidence): Judgement {
  const own = rows.filter(({ value }) => named.includes(value));
  const sum = (key: "failures" | "attempts"): number => own.reduce((all, row) => all + row[key], 0);
  const all = { failures: sum("failures"), attempts: sum("attempts") };
  const rate = all.failures / Math.max(1, all.attempts);
  const apart = own.some((row) => {
    const [low, high] = rateOf(row, 1 - (1 - level) / Math.max(1, own.length)).interval;
    return low > 1.15 * rate || high < 0.87 * rate;
  });
  const near = own.every((row) => row.rate > 0.7 * rate && row.rate < 1.35 * rate);
  return decided(
    apart ? "contradicted" : near ? "supported" : "not-testable",
    readAs,
    `${listed(own)}.`,
    exactly(rate),
  );
}

const place = ({ quote, context }: StatedClaim, value: string): number => {
  const at = placeOfValue(value, quote);
  return Number.isFinite(at) ? at : quote.length + Math.min(context.length, placeOfValue(value, context));
};

/** Minutes of the first stretch in which a part can be seen to be hit before the others. */
const FIRST_MINUTES = 12;

/** "The first failures were in Dublin." */
export async function judgeFirstPart(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const table = await tableOf(
    { ...claim, span: claim.span === "span" ? "span" : "outage" },
    evidence,
    "first failures",
  );
  if (!isTable(table)) return table;
  const { main } = evidence;
  const { named, source, readAs } = table;
  if (!main || named.length === 0)
    return notTestable(readAs, "The data show no outage.", "Traffic in which the outage shows.");
  const from = Date.parse(main.onset);
  const early = await source.byValue(table.column.column, {
    from: new Date(from - 120_000).toISOString(),
    to: new Date(from + FIRST_MINUTES * 60_000).toISOString(),
  });
  if (!early) return notTestable(readAs, "These data cannot be asked for it.", "Rows with that column.");
  const usual = usualOf(table, evidence);
  const rows = early
    .filter(({ attempts }) => attempts > 0)
    .map(({ value, failures, attempts }) => ({
      value,
      failures: Math.round(failures),
      attempts: Math.round(attempts),
      rate: failures / attempts,
    }));
  const sorted = [...rows].sort((a, b) => b.rate - a.rate);
  const own = sorted.find(({ value }) => named.includes(value));
  const [top, next] = sorted;
  if (!own || !top || !next) return notTestable(readAs, "That part has no attempts then.", "Data of it.");
  const why = `In the first ${FIRST_MINUTES} minutes: ${listed(rows)}; usual is ${percent(usual)}.`;
  if (named.includes(top.value))
    return decided(separate(top, next, evidence.level) ? "supported" : "not-testable", readAs, why, null);
  return decided(separate(top, own, evidence.level) ? "contradicted" : "not-testable", readAs, why, null);
}

/** Attempts without a failure from which on "none failed" is supported for a part. */
const ENOUGH = 20;

/** "No calls were dropped in Dublin", "no requests failed". */
export async function judgeAbsentFailures(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  if (
    /\b(?:data|messages?|recordings?|records?|personal|access\w*|breach\w*|exposed|leak\w*|corrupt\w*|risk|security|loss)\b/i.test(
      claim.quote,
    ) &&
    !/\b(?:requests?|calls?|legs?) (?:were |was )?(?:lost|failed|dropped)\b/i.test(claim.quote)
  )
    return unchecked(
      "that nothing of the kind happened",
      "No source of this incident records it.",
      "A record of what it says did not happen.",
    );
  const noun =
    /\b(?:no|zero|none of (?:the|our)|not (?:one|a single)(?: of (?:the|our))?)\s((?:[\w/-]+\s){0,4}?(?:calls?|requests?|legs?|\w+s))\b/i.exec(
      claim.quote,
    )?.[1] ?? null;
  const one = bound(
    { ...claim, noun: noun && subjectOf({ noun }, evidence) ? noun : noun === null ? null : noun },
    evidence,
    "failures",
  );
  if (isJudgement(one)) return one;
  if (one.subject.unit !== null)
    return unchecked(`distinct ${one.subject.unit}`, "It does not say what did not happen to them.", "What is meant.");
  const { source } = one.subject;
  const readAs = `failures of ${source.name}${one.part ? ` (${one.part.column} ${one.part.values.join(" and ")})` : ""}, ${one.span.label}`;
  const since = one.span.label.startsWith("from ");
  const counts = await countsFor(source, (since ? one.span.spans.at(-1) : one.span.spans[0]) as Span, one.part);
  if (!counts || counts.attempts === 0) return notTestable(readAs, "There were no attempts.", "Attempts of it.");
  const why = `${amount(counts.failures)} of ${amount(counts.attempts)} failed.`;
  if (counts.failures === 0)
    return decided(counts.attempts >= ENOUGH ? "supported" : "not-testable", readAs, why, exactly(0));
  const usual = beforeSpans(evidence)[0]
    ? countsIn(source.series, beforeSpans(evidence)[0] as Span)
    : { failures: 0, attempts: 0 };
  const level = usual.attempts > 0 ? usual.failures / usual.attempts : 0;
  const raised = levelOf(counts, level, evidence.level) === "raised";
  return raised || counts.failures >= 10
    ? decided("contradicted", readAs, why, exactly(counts.failures))
    : notTestable(
        readAs,
        `${why} No more than on ordinary days.`,
        "Which failures the incident caused.",
        exactly(counts.failures),
      );
}

async function countsFor(source: CountedSource, span: Span, part: Part | null): Promise<Counts | null> {
  if (!part) return countsIn(source.series, span);
  const rows = (await source.byValue(part.column, span))?.filter(({ value }) => part.values.includes(value));
  return rows
    ? {
        failures: Math.round(rows.reduce((sum, row) => sum + row.failures, 0)),
        attempts: Math.round(rows.reduce((sum, row) => sum + row.attempts, 0)),
      }
    : null;
}

const ALL_OF = [
  /\b(?:all|both|every|each|every single|the whole of)\s(?:(?:of|our|the)\s){0,3}((?:[\w-]+\s){0,2}?[\w-]+?)\s(?:were|was|had|have|saw|are|failed|dropped)\b/i,
  /\b(?:no|none of the) ([\w-]+) (?:was|were) spared\b/i,
  /\b(?:every|each|all)\s((?:\w+\s){0,2}?(?:requests?|calls?|orders?|attempts?))\b/i,
  /\b(?:all|every one|each) (?:of )?(?:our |the )?((?:\w+ )?\w+) (?:noticed|saw|had|experienced|suffered)\b/i,
  /\b(?:for|to) (?:all|every)\s(?:(?:of|our|the)\s){0,2}((?:[\w-]+\s)?[\w-]+)/i,
];
/** Whoever is meant where nobody is named: everything that was attempted. */
const WHOLLY_DOWN =
  /\b(?:completely|totally|fully|entirely|complete|total|full|everyone|everybody|no (?:\w+ )?(?:requests?|calls?|orders?|attempts?|transactions?))\b/i;

/** "All accounts were affected", "every request failed", "completely unavailable". */
export async function judgeAllUnits(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const words = ALL_OF.map((pattern) => pattern.exec(claim.quote)?.[1]).find((found) => found !== undefined);
  const noun =
    words === undefined
      ? null
      : words.replace(
          /\s(?:during|in|on|at|from|until|for|of|and|this|that)$|^(?:two|three|four|five|six|\d+)\s/gi,
          "",
        );
  if (noun === null && !WHOLLY_DOWN.test(claim.quote))
    return unchecked("that all were hit", "It does not say whom.", "Whom it means.");
  const one = bound({ ...claim, noun }, evidence, "units with a failure");
  if (isJudgement(one)) return one;
  if (one.subject.unit !== null) return judgeUnits({ ...claim, values: [0] }, one, usualLevel(one.subject, evidence));
  const counts = await countsFor(one.subject.source, one.span.spans[0] as Span, one.part);
  const readAs = `failures of ${one.subject.source.name}, ${one.span.label}`;
  if (!counts || counts.attempts === 0) return notTestable(readAs, "There were no attempts.", "Attempts of that time.");
  return decided(
    counts.failures < 0.95 * counts.attempts ? "contradicted" : "supported",
    readAs,
    `${amount(counts.failures)} of ${amount(counts.attempts)} failed.`,
    exactly(counts.failures),
  );
}
