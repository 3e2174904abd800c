import { readFileSync } from "node:fs";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { isByAccount } from "./account/account.js";
import type { Assertion } from "./assertion.js";
import type { CountedSource, Evidence } from "./evidence.js";
import { type Judgement, unchecked } from "./judged.js";

/** A figure that many times off was read for something else more often than it is untrue, unless its words are plain. */
const FAR_OFF = 5;
/** Words beyond the plain ones and the data's own that a clause may have before its reading is in doubt; none where its figure is far off. */
const STRANGE_WORDS = 3;
/** A word that so many assertions of a text have is its own name for something. */
const OWN_WORD = 3;

const FILE = new URL("./plain-words.tsv", import.meta.url);
let known: ReadonlySet<string> | undefined;

/** The words in which reports say what happened, how much and when, read once. */
function plainWords(): ReadonlySet<string> {
  known ??= new Set(readFileSync(FILE, "utf8").split("\n").slice(1));
  return known;
}

const WORD = /(?<![\p{L}\p{N}_./-])\p{L}[\p{L}'’-]*(?![\p{L}\p{N}_/])/gu;

const wordsOf = (text: string): readonly string[] => text.match(WORD) ?? [];

const spelt = (word: string): string => word.toLowerCase().replaceAll("’", "'");

/** A word without the ending of its form: calls, fetched, fetching, rotate and rotation. */
const stem = (word: string): string => word.replace(/(?:'s|s'|ions?|es?|s|ed|ing|ly)$/, "");

const pieces = (name: string): readonly string[] =>
  wordsOf(name.replace(/[_\-./]/g, " ").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2"));

const namesOf = new WeakMap<readonly CountedSource[], ReadonlySet<string>>();

/** Stems of all names in the data: of sources, columns, values, alerts and changes. */
function dataWords(evidence: Evidence): ReadonlySet<string> {
  const found = namesOf.get(evidence.sources);
  if (found) return found;
  const names = [
    evidence.title,
    ...evidence.sources.flatMap(({ name, nouns, parts, units }) => [
      name,
      ...nouns,
      ...units,
      ...parts.flatMap(({ column, values }) => [column, ...values]),
    ]),
    ...evidence.gauges.map(({ source }) => source),
    ...evidence.alerts.map(({ words }) => words),
    ...[...evidence.actions, ...evidence.changes].flatMap(({ words, what = "", names = [] }) => [
      words,
      what,
      ...names,
    ]),
  ];
  const stems = new Set(names.flatMap(pieces).map((word) => stem(spelt(word))));
  namesOf.set(evidence.sources, stems);
  return stems;
}

/** Stems of the words that many assertions of a text share. */
export function ownWords(claims: readonly StatedClaim[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const context of new Set(claims.map(({ context: text }) => text)))
    for (const word of new Set(wordsOf(context).map((one) => stem(spelt(one)))))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= OWN_WORD).map(([word]) => word));
}

/** The words of an assertion that are neither plain, nor names in the data, nor the text's own. */
function strangeWords(claim: StatedClaim, evidence: Evidence, own: ReadonlySet<string>): readonly string[] {
  const [plain, data] = [plainWords(), dataWords(evidence)];
  const noun = new Set(wordsOf(claim.noun ?? "").map(spelt));
  return wordsOf(claim.quote.replace(/@[\p{L}\d_-]+/gu, " ")).filter((word, at) => {
    const [low, root] = [spelt(word), stem(spelt(word))];
    const isName = at > 0 && /^\p{Lu}/u.test(word);
    return (
      !isName &&
      low.length > 1 &&
      !plain.has(low) &&
      !plain.has(root) &&
      !noun.has(low) &&
      !data.has(root) &&
      !own.has(root)
    );
  });
}

/** Words that leave to the sentences before whose figure it is: "the deliveries there", "their median". */
const POINTS_ELSEWHERE =
  /\bthere\b(?!\s(?:was|were|is|are|has|have|had|would|will|came|followed))|\b(?:their|theirs)\s(?:\w+\s){0,2}(?:median|latenc\w*|response|p9\d|rates?|share|ratio|level|failures?|errors?)\b/i;
/** "Some ten times its normal level", of something that the clause does not name. */
const ITS_LEVEL = /\bits (?:normal|usual|ordinary) (?:level|length|value|size)\b/i;
const OF_FAILURES = /\b(?:rates?|ratio|share|fail\w*|errors?)\b/i;

/** True if the words of an assertion leave it to others whose figure it is. */
const pointsElsewhere = (quote: string): boolean =>
  POINTS_ELSEWHERE.test(quote) || (ITS_LEVEL.test(quote) && !OF_FAILURES.test(quote));

/** A part of a longer time: "in the last half hour", "over the first twenty minutes", "seventy minutes in", "(08:45 on)". */
const PART_OF_TIME =
  /\b(?:in|over|for|during|throughout|within|by) (?:the|its) (?:very )?(?:last|final|closing|latter|opening|middle|first|second)\b(?: [\w-]+){0,3}? (?:minutes?|hours?|half|quarters?|third|part|phase|stretch)\b|\b(?:minutes?|hours?) in(?=[.,;:)]|$)|\b\d{1,2}[:.]\d\d on(?:wards?)?\b/i;
/** Readings of the whole outage, whatever lies in it. */
const OF_THE_WHOLE = /\bthe outage \d\d:\d\d|^length of the outage|^minutes between/;
/** How long something took to come to its height, or to build up. */
const TO_ITS_HEIGHT =
  /\b(?:until|till|to|before|reach\w*)\b[^.;,]{0,20}\b(?:full|peak|maximum|height|plateau|highest)\b|\b(?:built|build|climbed|ramped|crept|came) up\b|\bbit by bit\b/i;
/** Failures that come again: no return to the usual level. */
const RISES_AGAIN =
  /\b(?:fail\w*|errors?|loss\w*|drops?|timeouts?|rejections?)\b(?: \w+){0,2}? (?:picked up|picking up|back|again|return\w*|resum\w*|risen|rising|rose|climb\w*)\b/i;

/** True if an assertion names a part of a time, or a course, that its reading of the whole left out. */
function leavesOut({ quote, kind }: StatedClaim, { readAs }: Judgement): boolean {
  if (OF_THE_WHOLE.test(readAs) && PART_OF_TIME.test(quote)) return true;
  if (readAs.startsWith("length of the outage") && TO_ITS_HEIGHT.test(quote)) return true;
  return kind === "recovery" && RISES_AGAIN.test(quote);
}

/** True if the first figure of an assertion and the measurement are very many times apart. */
function isFarOff({ values: [stated] }: StatedClaim, { measured }: Judgement): boolean {
  const value = measured?.value;
  if (stated === undefined || typeof value !== "number") return false;
  const [low, high] = [Math.abs(stated), Math.abs(value)].sort((a, b) => a - b) as [number, number];
  return high >= FAR_OFF * low;
}

/**
 * What stays open although a reading of it is contradicted: its words say more than the reading takes up, so that it may speak of something else.
 *
 * @returns `null` where the judgement stands
 */
export function doubted(
  claim: StatedClaim,
  judgement: Judgement,
  evidence: Evidence,
  own: ReadonlySet<string>,
): Judgement | null {
  if (judgement.verdict !== "contradicted" || isByAccount(judgement)) return null;
  if (pointsElsewhere(claim.quote) && (evidence.told || claim.context.length > claim.quote.length))
    return unchecked(
      judgement.readAs,
      `It points to what was named before, which this reading may have missed: ${judgement.why}`,
      "The part or the thing that it points to, by its name.",
    );
  if (leavesOut(claim, judgement))
    return unchecked(
      judgement.readAs,
      `It speaks of a part of that time, or of its course, which this reading leaves out: ${judgement.why}`,
      "The time that it holds for, by its clocks.",
    );
  const strange = strangeWords(claim, evidence, own);
  if (strange.length <= (isFarOff(claim, judgement) ? 0 : STRANGE_WORDS)) return null;
  const [first] = strange as [string];
  return unchecked(
    judgement.readAs,
    `Its words say more than this reading takes up (“${first}”), and the reading does not fit: ${judgement.why}`,
    "Plain words for what the figure counts, and when.",
  );
}

/** True if two assertions are readings of the same figure: the same words by the same kind, or one figure in words that overlap. */
const sameFigure = (one: Assertion, other: Assertion): boolean =>
  (one.quote === other.quote && one.kind === other.kind) ||
  (one.stated === other.stated && one.at[0] < other.at[1] && other.at[0] < one.at[1]);

/** True if the same words were read in the same kind before or, where this reading decides nothing, in one that does. */
function isTwin(one: Assertion, index: number, all: readonly Assertion[]): boolean {
  if (one.verdict !== "unchecked" || one.claim !== null) return false;
  return all.some((other, at) => {
    const same = at !== index && other.kind === one.kind && other.at[0] === one.at[0] && other.at[1] === one.at[1];
    return same && (other.verdict !== "unchecked" || (at < index && other.why === one.why));
  });
}

/** Assertions without those contradictions whose own figure another reading of the same words bears out. */
export function withoutConflicts(all: readonly Assertion[]): readonly Assertion[] {
  const found = all.filter((one, index) => !isTwin(one, index, all));
  const borneOut = found.filter(({ verdict }) => verdict === "supported");
  return found.map((one) => {
    const other = one.verdict === "contradicted" ? borneOut.find((each) => sameFigure(one, each)) : undefined;
    if (!other) return one;
    return {
      ...one,
      verdict: "unchecked",
      measured: null,
      why: `Read otherwise (${other.readAs}), its words hold.`,
      needs: "Which of the two it speaks of.",
    };
  });
}
