import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import type { Span } from "../../../time/span.js";
import { MINUTE_MS } from "../../../time/units.js";
import type { Evidence } from "../evidence.js";
import { iso } from "../moments.js";
import { endOf, type ResolvedSpan, resolvedSpan, spanLabel } from "../spans.js";
import { clocksIn } from "./clocks.js";
import { mentionsIn } from "./events.js";
import { changeTold } from "../named-action.js";

const LAST_MINUTE = /\b(?:in|of|during) the (?:very )?(?:last|final) (?:(\d+|two|three|five|ten) )?minutes?\b/i;
const FIRST_MINUTES =
  /\b(?:in|of|during|for|within) the (?:very )?first (?:(\d+|two|three|five|ten|fifteen|twenty|thirty|forty) )?minutes?\b/i;
const NUMBERS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  five: 5,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
};
const countOf = (word: string | undefined): number =>
  word === undefined ? 1 : (NUMBERS[word.toLowerCase()] ?? Number(word));

/** A stretch of the outage that words name: its last minutes, its first. */
export function stretchOf(words: string, evidence: Evidence): ResolvedSpan | null {
  const { main } = evidence;
  const [last, first] = [LAST_MINUTE.exec(words), FIRST_MINUTES.exec(words)];
  if (!main || (!last && !first)) return null;
  const end = Date.parse(endOf(main, evidence));
  const ms = countOf((last ?? first)?.[1]) * MINUTE_MS;
  const onset = Date.parse(main.onset);
  const span = last ? { from: iso(end - ms), to: iso(end) } : { from: iso(onset), to: iso(onset + ms) };
  return { label: spanLabel(span), spans: [span], missing: null };
}

/** "Between the deployment and the onset". */
function betweenEvents(words: string, context: string, evidence: Evidence): ResolvedSpan | null {
  const at = words.search(/\bbetween\b/i);
  if (at < 0 || !/\band\b/i.test(words.slice(at))) return null;
  const [a, b] = mentionsIn(words.slice(at), context, evidence);
  const [one, two] = [a?.times[0]?.value, b?.times[0]?.value];
  if (one === undefined || two === undefined || one === two) return null;
  const span = { from: iso(Math.min(one, two)), to: iso(Math.max(one, two)) };
  return { label: `between ${a?.label} and ${b?.label}, ${spanLabel(span)}`, spans: [span], missing: null };
}

/** "From that moment on": since what the sentence before told. */
const THEN =
  /\b(?:from (?:that|this) (?:moment|point|minute|time)(?: on(?:wards?)?)?|from then on|since then|after that|thereafter|afterwards|from there on)\b/i;

/** Minutes around a clock that a level "at" it may be of. */
const AROUND: readonly (readonly [number, number])[] = [
  [-2, 3],
  [-5, 5],
  [0, 10],
];

/** The time that an assertion speaks of: around, until or from its one clock, else as its words name it. */
export function spanOf(claim: StatedClaim, words: string, evidence: Evidence): ResolvedSpan {
  const clocks = claim.span === "span" || claim.span === "before" ? [] : clocksIn(claim, words, evidence);
  const [at] = clocks;
  const label = /^\W*(first|second)(?: (?:one|wave|time))?\s?[:=–-]/i.exec(words)?.[1]?.toLowerCase();
  if (label === "first" || label === "second")
    return resolvedSpan({ ...claim, kind: "statement", span: label }, evidence);
  const then = clocks.length === 0 && THEN.test(words) ? changeTold(evidence.told ?? "", evidence) : null;
  if (then && evidence.dataSpan && then.at < evidence.dataSpan.to) {
    const since = iso(Date.parse(then.at));
    const ends = [
      ...evidence.windows.map((window) => endOf(window, evidence)).filter((end) => end > since),
      evidence.dataSpan.to,
    ];
    const spans = ends.map((to) => ({ from: since, to: iso(Date.parse(to)) }));
    return { label: `from ${then.id}, ${spanLabel(spans[0] as Span)}`, spans, missing: null };
  }
  const stretch = stretchOf(words, evidence) ?? betweenEvents(words, claim.context, evidence);
  if (stretch) return stretch;
  const { dataSpan, windows } = evidence;
  if (clocks.length !== 1 || at === undefined || !dataSpan)
    return resolvedSpan({ ...claim, kind: "statement" }, evidence);
  const clip = (from: number, to: number): Span => ({
    from: iso(Math.max(from, Date.parse(dataSpan.from))),
    to: iso(Math.min(to, Date.parse(dataSpan.to))),
  });
  const within = windows.filter(
    (window) => Date.parse(window.onset) <= at && Date.parse(endOf(window, evidence)) >= at,
  );
  const spans = /\b(?:until|till|up to|by|before)\s(?:about |around )?(?:\d|noon|half|a? ?quarter|ten|twenty)/i.test(
    words,
  )
    ? [...within.map(({ onset }) => clip(Date.parse(onset), at)), clip(Date.parse(dataSpan.from), at)]
    : /\b(?:since|from|after|onwards?|past)\b/i.test(words)
      ? [
          ...within.map((window) => clip(at, Date.parse(endOf(window, evidence)))),
          clip(at, at + 30 * MINUTE_MS),
          clip(at, Date.parse(dataSpan.to)),
        ]
      : AROUND.map(([before, after]) => clip(at + before * MINUTE_MS, at + after * MINUTE_MS));
  const inside = spans.filter(({ from, to }) => from < to);
  return { label: `around ${iso(at).slice(11, 16)} UTC`, spans: inside, missing: inside.length > 0 ? null : "outside" };
}
