import type { Figure } from "./figures.js";
import type { DraftClaim, SpanName } from "./stated-claim.js";
import { type Clause, clauseAt, type PlacedInstant, type Sentence } from "./sentence.js";
import { isOfThePast, spanName, withoutSpanWords } from "./span-words.js";
import { MADE, nounAt, nounBefore, outcomeIn, RATE_NOUN, SUCCESS_NOUN, type SubjectWords } from "./subject-words.js";

/** Everything that a figure is read with. */
export interface FigureContext {
  readonly sentence: Sentence;
  readonly clauses: readonly Clause[];
  readonly figures: readonly Figure[];
}

const RESOURCE =
  /\b(?:cpu|memory|ram|heap|disk|storage|bandwidth|utili[sz]ation|usage|battery|quota|file descriptors?|threads?|gpu|iops|queue|cache hit|fill|load average)\b/i;
const RETRY =
  /\bretr(?:y|ies|ied|ying)\b|\b(?:second|next) (?:attempt|try)\b|\brang again\b|\btried again\b|\btrying again\b|\bcalled back\b/i;
const TRAFFIC =
  /\bnumber of (?:\p{L}+ ){0,2}(?:calls|requests|attempts)\b[^.;]{0,40}\b(?:minute|hour|fell|dropped by)\b|\b(?:traffic|volumes?|throughput|load)\b|\b(?:calls?|requests?|attempts?|things|orders?|messages?|logins?)\s(?:a|per|each)\s(?:minute|hour|second)\b|\bfewer\s(?:\p{L}+\s){0,2}(?:than (?:usual|normal)|came in|arriv)|\bfewer (?:calls|requests)\b|\b(?:received|got|saw)\b[^.;]{0,30}\bfewer\b/iu;
const PEOPLE =
  /\b(?:engineers?|people|staff|persons?|developers?|technicians?|colleagues|responders?|tickets?|complaints?|e-?mails?|support cases?|teams?|hosts?|servers?|nodes?|machines|vendors?|tests?|commits?|pages?|alerts?|alarms?|replicas?|instances?|versions?|times)\b/i;
const CEILING =
  /\b(?:never|not|no time|at no (?:time|point)|no minute|nowhere)\b[^.;]{0,50}\b(?:exceed\w*|above|over|beyond|more than|past|higher|reach\w*|cross\w*)|\b(?:stayed|remained|kept|was kept|held)\b[^.;]{0,20}\b(?:below|under)\b|\bnever over\b|\bpeaked at|\b(?:at (?:its|the) (?:peak|worst|height)|in the worst minute)\b/i;
const WORST_MINUTE =
  /\b(?:worst|single|busiest|peak|highest) (?:\w+ )?minute\b|\bin (?:a|one|any) (?:single )?minute\b|\bno (?:single )?minute (?:was|had|saw|exceeded)\b|\bthe one with\b|\bat (?:its|the) (?:peak|height|worst)\b[^.;]{0,60}\bminute\b/i;
const EACH_MINUTE = /\b(?:a|per|each|every) minute\b|\/\s?min(?:ute)?\b/i;
const LOST =
  /\b(?:never (?:reached|arrived|came|made it)|missing|did not (?:reach|arrive|come)|would have (?:expected|been expected|come)|expected\b[^.;]{0,30}\b(?:never|not)|lost (?:to|as) traffic|fewer (?:calls|requests) than|went missing|short of (?:usual|normal))\b/i;
const MOVED =
  /\b(?:from|rose|fell|went|climb\w*|increas\w*|dropp\w*|decreas\w*|jump\w*|grew|slow\w*|bump\w*|rais\w*|scal\w*|up|down|lower\w*|halv\w*)\b/i;
const CHANGE_BEFORE =
  /\b(?:by|of)\s(?:(?:about|around|roughly|some|approximately|nearly|almost|just|over|under|more than|less than|at least|up to)\s){0,2}$/i;
const CHANGE_AFTER =
  /^\s?(?:\)?\s)?(?:above|below|higher|lower|more|fewer|less|greater|worse|better|faster|slower|up(?! to)|down(?! to)|increase|decrease|rise|drop|reduction|over (?:its|the) (?:level|usual|normal))\b/i;

const timeOf = (times: readonly PlacedInstant[], { from, to }: Clause): readonly PlacedInstant[] =>
  times.filter(({ start }) => start >= from && start < to);

/** The clocks between which an assertion holds: of its own clause, else of its sentence. */
function spanTimes(sentence: Sentence, clause: Clause): readonly PlacedInstant[] {
  const pairs = (times: readonly PlacedInstant[]): readonly PlacedInstant[] => {
    const first = times.findIndex(({ opensSpan, minutes }) => opensSpan && minutes !== null);
    return first >= 0 && times[first + 1] ? [times[first] as PlacedInstant, times[first + 1] as PlacedInstant] : [];
  };
  const own = pairs(timeOf(sentence.times, clause));
  return own.length > 0 ? own : pairs(sentence.times);
}

const bare = ({ at, minutes, zone }: PlacedInstant) => ({ at, minutes, zone });

/** When an assertion holds: between two clocks, at a name such as "the second wave", or not said. */
export function whenOf(sentence: Sentence, clause: Clause): Pick<DraftClaim, "span" | "instants"> {
  if (sentence.times.some(({ otherDay }) => otherDay) || isOfThePast(clause.words))
    return { span: "other-day", instants: [] };
  const pair = spanTimes(sentence, clause);
  if (pair.length === 2) return { span: "span", instants: pair.map(bare) };
  const span: SpanName = spanName(clause.words, sentence.words);
  return { span, instants: timeOf(sentence.times, clause).map(bare) };
}

interface Around {
  readonly before: string;
  readonly after: string;
  readonly clause: Clause;
}

function around({ sentence, clauses }: FigureContext, figure: Figure): Around {
  const clause = clauseAt(clauses, figure.start);
  return {
    clause,
    before: sentence.words.slice(clause.from, figure.start),
    after: sentence.words.slice(figure.end, clause.to),
  };
}

/** "It was 11 per cent", "that is 5 % of the day's requests": of what failed, spoken of before. */
const REFERS =
  /\b(?:it|that (?:figure|share|number)|the (?:figure|share|number|rate|percentage))\b|^\W*(?:that|this|which)\b/i;
const FAILED_FIRST =
  /^\s(?:dropped|failed|lost|rejected|failing|erroneous|unsuccessful|aborted|broken|refused|abandoned)\b/i;

/** What a figure counts: the noun behind it, else the one before it; none where its clause speaks of a rate. */
function subjectOf(context: FigureContext, figure: Figure): SubjectWords {
  const { before, after, clause } = around(context, figure);
  const { words } = context.sentence;
  const written = words.slice(figure.start, figure.end);
  const inside = /^\S+\s((?:\p{L}+\s){1,2})(?:in|out of)\s/iu.exec(written)?.[1]?.trim();
  if (inside !== undefined && figure.kind === "share")
    return { noun: inside, outcome: outcomeIn(clause.words) === "other" ? outcomeIn(words) : outcomeIn(clause.words) };
  const of = /^\s?\)?\s?of\s/i.test(after) || figure.kind === "count" || /\b(?:in|out of)\b/i.test(written);
  const rated = RATE_NOUN.test(before.replace(/\b(?:failures?|errors?)\b/gi, "")) && !of;
  const behind = after
    .replace(/^\s(?:out\s)?of\s(?:(?:our|the|all|a total of|some|about)\s){0,2}[\d,]+(?=\s)/i, "")
    .replace(FAILED_FIRST, "");
  const ahead = withoutSpanWords(before);
  const sentence = withoutSpanWords(words.slice(0, clause.from));
  const here = of ? nounAt(behind) : nounBefore(ahead);
  const noun = rated ? null : (here ?? (of ? null : nounBefore(sentence)));
  const told = outcomeIn(`${noun ?? ""} ${after}`);
  const own = told === "other" ? outcomeIn(clause.words) : told;
  const refers =
    own === "other" &&
    figure.kind === "share" &&
    (REFERS.test(clause.words) || /\b(?:rate|share)\b/i.test(words)) &&
    !RESOURCE.test(words);
  const carried = own === "other" && figure.kind === "share" && here === null && outcomeIn(words) === "failed";
  const outcome = refers || (carried && !RESOURCE.test(words)) ? "failed" : own;
  if (noun !== null || rated) return { noun, outcome };
  if (figure.kind === "count") return { noun: /[|:]/.test(words) ? nounOfCell(ahead) : null, outcome };
  const named = RATE_NOUN.test(clause.words) || SUCCESS_NOUN.test(clause.words) || refers;
  return { noun: named ? null : (nounOfCell(ahead) ?? nounOfCell(sentence)), outcome };
}

/** The words that a clause opens with: "calls dropped during the outage | 83", "e-mails took a hit, 31 % lost". */
const nounOfCell = (before: string): string | null => nounAt(before.replace(/^[\s|:,*-]+/, ""));

const PARTNER =
  /^\s?(?:%|per ?cent|percent|ms|s|seconds)?\s?(?:(?:before|in) (?:the|this) \w+|of \w+|calls?|requests?)?(?:\s\p{L}+){0,4}?\s?(?:to|→|->|–>|up to|down to|and then|climbed to|rose to|,)\s?(?:(?:about|around|roughly|a|median|of|just|some|under|over|the|rate|error|climbed|rose|went)\s){0,4}$/iu;

/** The figure that this one moved from: "from 0.5 % to 31 %". */
function partnerOf({ sentence, figures }: FigureContext, figure: Figure): Figure | null {
  const index = figures.indexOf(figure);
  const before = figures[index - 1];
  if (!before || (before.kind !== figure.kind && !(before.kind === "count" && figure.kind === "share"))) return null;
  const gap = sentence.words.slice(before.end, figure.start);
  const lead = sentence.words.slice(Math.max(0, before.start - 48), before.start);
  const joined =
    /\bto\s(?:(?:about|around|roughly|some|a|median|of|just|nearly|almost|up|over|well|under|above|below|more|less|than)\s){0,3}$|(?:→|->|=>)\s?$/i.test(
      gap,
    ) && gap.length < 70;
  const opened =
    /\bfrom\s(?:(?:about|around|roughly|a|an|the|its|median|of|normal|usual|baseline|ordinary|typical|under|some)\s){0,5}$/i.test(
      lead,
    );
  return joined && (opened || PARTNER.test(gap)) ? before : null;
}

const UP_FROM =
  /^\s?(?:%|ms)?,?\s?\(?(?:(?:up|down|increased|risen) from|compared (?:with|to)|against|versus|vs\.?|from|normally|usually|as against|where|instead of|rather than)\s(?:(?:a|an|the|its|usual|normal|median|of|about|around|roughly|just|only|baseline)\s){0,4}$/i;

/** The figure behind this one that it moved from: "270 ms, up from 110 ms". */
function originOf({ sentence, figures }: FigureContext, figure: Figure): Figure | null {
  const next = figures[figures.indexOf(figure) + 1];
  if (!next || next.kind !== figure.kind || (figure.kind !== "share" && figure.kind !== "latency")) return null;
  return UP_FROM.test(sentence.words.slice(figure.end, next.start)) ? next : null;
}

/** "Pages that normally have a median of 110 ms needed 270 ms instead." */
function insteadOf({ sentence, figures }: FigureContext, figure: Figure): Figure | null {
  const before = figures[figures.indexOf(figure) - 1];
  const usual = before && /\b(?:normally|usually|ordinarily|typically)\b/i.test(sentence.words.slice(0, before.start));
  return usual && before.kind === figure.kind && /^\s?\w*\s?instead\b/i.test(sentence.words.slice(figure.end))
    ? before
    : null;
}

/** When a figure holds: by the words between the commas beside it, else by those of its clause. */
function whenOfFigure(context: FigureContext, figure: Figure, clause: Clause): Pick<DraftClaim, "span" | "instants"> {
  const [from, to] = segmentOf(context, figure, clause);
  if (from === clause.from && to === clause.to) return whenOf(context.sentence, clause);
  const words = context.sentence.words.slice(from, to);
  const own = whenOf({ ...context.sentence, words }, { words, from, to });
  return own.span === "open" && own.instants.length === 0 ? whenOf(context.sentence, clause) : own;
}

/** "202 in the first wave and 57 in the second": each figure has its own. */
function ownWave(words: string, [index, of]: readonly [number, number]): Partial<DraftClaim> {
  const named = [...words.matchAll(/\b(first|(?<!\b(?:an?|per|each|every|\d)\s)second)\b/gi)].map((match) =>
    (match[1] as string).toLowerCase(),
  );
  return of === 2 && named.length === 2 && named[0] !== named[1] ? { span: named[index] as SpanName } : {};
}

type Base = Omit<DraftClaim, "kind" | "stated" | "values">;

function baseOf(context: FigureContext, figure: Figure): Base {
  const { clause } = around(context, figure);
  const { noun, outcome } = subjectOf(context, figure);
  const turn = turnOf(context, figure, clause);
  return {
    rounding: figure.rounding,
    bound: figure.bound,
    hedged: figure.hedged,
    ...whenOfFigure(context, figure, clause),
    ...(turn && ownWave(clause.words, turn)),
    noun,
    outcome,
    detail: null,
    place: [clause.from, clause.to],
  };
}

const WAVES =
  /\b(?:than|to|against|as|from) (?:in |during |that of |the )*(?:the )?first\b|\bfirst wave\b|\bof the second\b/i;
/** The time of a part of the failures: not the day whose failures the whole is. */
function wholeTime(base: Base, words: string): Partial<DraftClaim> {
  if (base.span !== "day") return {};
  const rest = words.replace(OF_FAILURES, " ").replace(/\b(?:of|on|in) (?:the|that) (?:whole )?day\b/gi, " ");
  return { span: spanName(rest, rest) };
}

/** The share at which somebody is called: "page: 5xx above 5 %". */
const THRESHOLD =
  /\b(?:page[drs]?|alert\w*|alarm\w*|threshold)\b[^.;]*\b(?:above|over|at|of|crossed|exceed\w*|passed)\s$/i;
/** A share of the failures, not of all attempts: "40 % of the day's failures", "of all dropped calls, 12 % …". */
const OF_FAILURES =
  /\bof (?:all )?(?:the |our |that |these |those )?(?:day['’]s )?(?:failures|failed (?!over)\p{L}+|errors|dropped \p{L}+|lost \p{L}+|drops|rejected \p{L}+)/iu;
const ACCOUNTED = /\b(?:account\w*|made up|responsible) (?:for )?/i;

function shareKind(context: FigureContext, figure: Figure, base: Base): Pick<DraftClaim, "kind"> & Partial<DraftClaim> {
  const { before, after, clause } = around(context, figure);
  const all = clause.words;
  if (RESOURCE.test(all) || RETRY.test(all)) return { kind: "figure" };
  if (THRESHOLD.test(before)) return { kind: "detection" };
  const changed = (CHANGE_BEFORE.test(before) && MOVED.test(before)) || CHANGE_AFTER.test(after);
  const down =
    /\b(?:fell|fall\w*|dropped (?=by|to|from|off)|decreas\w*|lower|fewer|less|down|declin\w*|reduc\w*|below)\b/i.test(
      `${before.slice(-70)} ${after.slice(0, 60)}`,
    );
  if (changed && /\bsecond\b/i.test(context.sentence.words) && WAVES.test(context.sentence.words))
    return {
      kind: "wave-comparison",
      detail: `${RATE_NOUN.test(all.replace(/\b(?:failures|errors)\b/gi, "")) ? "share" : "count"}-${down ? "lower" : "higher"}`,
    };
  if (changed && (TRAFFIC.test(all) || /^\s?fewer/i.test(after)) && !RATE_NOUN.test(all.replace(/\bfailed?\b/gi, "")))
    return { kind: "traffic-change", detail: down ? "down" : "up" };
  if (changed && WAVES.test(context.sentence.words))
    return { kind: "wave-comparison", detail: down ? "share-lower" : "share-higher" };
  if (changed && base.outcome !== "failed" && !RATE_NOUN.test(all)) return { kind: "figure" };
  if (changed) return { kind: "relative-change", detail: down ? "down" : "up" };
  if (CEILING.test(all))
    return {
      kind: "ceiling",
      bound: /\b(?:peaked at|at (?:its|the) (?:peak|worst|height)|worst minute)\b/i.test(all)
        ? figure.bound
        : "at-most",
    };
  const failures = OF_FAILURES.exec(`${before} ${after}`);
  const ofThem = /^\s?\)?\s?of\s/i.test(after)
    ? OF_FAILURES.test(after)
    : OF_FAILURES.test(before) || ACCOUNTED.test(before);
  if (failures && ofThem) return { kind: "part", ...wholeTime(base, all) };
  const labelled = base.span === "before" && /^\W*(?:baseline|normal|usual|before)\b/i.test(all);
  const coded =
    base.outcome === "other" && (STATUS_CODE.test(after) || (base.noun === null && (labelled || RATE_NOUN.test(all))));
  return { kind: "share", ...(coded ? { outcome: "failed" as const } : {}) };
}

/** What came back was a code of a failure. */
const STATUS_CODE = /\b(?:50[0-4]|5xx)s?\b/i;

const REACHED =
  /\b(?:reached|running|stood at|as of|were up|in service|in rotation|online|available|was at|went live|active|from [^.;]{3,16} on\b)/i;

const PEAKED = /\b(?:peak\w*|at (?:its|the|their)? ?(?:worst|most|height)|maximum|topped out)\b/i;

function countKind(context: FigureContext, figure: Figure, base: Base): Pick<DraftClaim, "kind"> & Partial<DraftClaim> {
  const { before, after, clause } = around(context, figure);
  const all = clause.words;
  const noun = base.noun ?? "";
  if (LOST.test(all)) return { kind: "traffic-lost" };
  if (/(?:^\W*|\bout )of\s(?:(?:the|our|all|some|about|roughly|a total of)\s){0,2}$/i.test(before))
    return { kind: "attempts", outcome: "other" };
  const timed = context.sentence.times.some(
    ({ minutes, opensSpan, start }) => minutes !== null && !opensSpan && start >= clause.from && start < clause.to,
  );
  if (timed && REACHED.test(all) && base.outcome !== "failed") return { kind: "value-time" };
  if (WORST_MINUTE.test(all)) return { kind: "worst-minute" };
  if (EACH_MINUTE.test(`${before.slice(-40)} ${after}`))
    return { kind: PEAKED.test(before) ? "worst-minute" : "per-minute" };
  if (
    PEOPLE.test(noun) ||
    /^\s?(?:different|separate|unrelated|further|more|of (?:our|the) (?:engineers|team))\b/i.test(after)
  )
    return { kind: "figure" };
  if (/^\s(?:in|out of|of)\s\d/i.test(after)) return { kind: base.outcome === "failed" ? "count" : "figure" };
  if (base.outcome === "failed") return { kind: "count" };
  return MADE.test(all) || /\b(?:in total|altogether)\b/i.test(all) || context.sentence.words.includes("|")
    ? { kind: "attempts" }
    : { kind: "figure" };
}

const QUANTILES: readonly (readonly [RegExp, string])[] = [
  [/\bp\s?99\.9|99\.9th/i, "0.999"],
  [/\bp\s?99\b|\b99th/i, "0.99"],
  [/\bp\s?95\b|\b95th/i, "0.95"],
  [/\bp\s?90\b|\b90th/i, "0.9"],
  [/\bp\s?75\b|\b75th/i, "0.75"],
  [/\bmedian\b|\bp\s?50\b|\b50th/i, "0.5"],
  [/\b(?:average|mean|on average)\b/i, "mean"],
];

/** Which quantile words speak of; `null` where they name none. */
const quantileIn = (words: string): string | null => QUANTILES.find(([pattern]) => pattern.test(words))?.[1] ?? null;

const shown = ({ sentence }: FigureContext, { start, end }: Figure): string =>
  sentence.words.slice(start, end).replace(/\s+/g, " ").trim();

const BAD = /\bas (?:severe|bad|hard|serious|intense|strong|heavy)\b/i;
const LATENCY_WORDS = /\b(?:latenc\w*|response times?|responses? took|p\d\d|slower)\b/i;

/** A multiple of one wave against another: which of them it is a multiple of, and of what. */
function waveRatio({ sentence }: FigureContext, figure: Figure): Partial<DraftClaim> & Pick<DraftClaim, "kind"> {
  const { words } = sentence;
  const [first, second] = [words.search(/\bfirst\b/i), words.search(/\bsecond\b/i)];
  const inverse = first >= 0 && first < figure.start && second > figure.end;
  const after = words.slice(figure.end);
  const value = inverse ? 1 / figure.value : figure.value;
  const detail = /^\sas (?:long|short)\b/i.test(after) ? "length-ratio" : BAD.test(after) ? "ratio" : "count-ratio";
  return { kind: "wave-comparison", detail, values: [value], rounding: (figure.rounding * value) / figure.value };
}

/** "Twice: in the morning and in the evening": how often, not how much. */
const OCCASIONS =
  /^\s*(?:[:.,;]|$|(?:on|during|between|from|in|that (?:day|night|morning|evening|week)|yesterday|within)\b)/i;

function ratioKind(context: FigureContext, figure: Figure): Pick<DraftClaim, "kind"> & Partial<DraftClaim> {
  const { words } = context.sentence;
  const { clause, after } = around(context, figure);
  if (
    /^(?:twice|thrice|\w+ times)$/i.test(shown(context, figure)) &&
    Number.isInteger(figure.value) &&
    OCCASIONS.test(after)
  )
    return TROUBLED.test(clause.words) ? { kind: "waves", detail: String(figure.value) } : { kind: "figure" };
  if (/\bsecond\b/i.test(words) && (WAVES.test(words) || /^\sas (?:long|short)\b/i.test(after)))
    return waveRatio(context, figure);
  if (LATENCY_WORDS.test(clause.words))
    return { kind: "latency-change", detail: quantileIn(clause.words) ?? quantileIn(words) };
  if (TRAFFIC_NOUN.test(clause.words) && !outcomeFailed(clause.words))
    return {
      kind: "traffic-change",
      detail: figure.value > 1 ? "up" : "down",
      values: [Math.abs(figure.value - 1)],
    };
  const usual = /\b(?:usual|normal(?!ly)|ordinary|baseline|before|prior|typical|as often as|its level)\b/i.test(words);
  return {
    kind: "ratio",
    detail: usual
      ? "usual"
      : /\b(?:as hard|as bad|that|those|the rate|more|of|as likely|as often)\b/i.test(clause.words)
        ? "part"
        : null,
  };
}

const TRAFFIC_NOUN =
  /\b(?:traffic|volumes?|load|throughput|number of (?:\p{L}+ )?(?:requests|calls|attempts|orders|messages))\b/iu;
const outcomeFailed = (words: string): boolean => /\b(?:fail\w*|error\w*|dropped|lost|rejected)\b/i.test(words);

/** Lengths by their words: of the outage, of a lag, of a time to half; the rest is something else. */
function lengthKind(context: FigureContext, figure: Figure): Pick<DraftClaim, "kind"> & Partial<DraftClaim> {
  const { before, after, clause } = around(context, figure);
  const { words } = context.sentence;
  const at = context.figures.indexOf(figure);
  const [previous, following] = [context.figures[at - 1], context.figures[at + 1]];
  const from = previous && previous.end > clause.from ? previous.end : clause.from;
  const to = following && following.start < clause.to ? following.start : clause.to;
  const near = `${context.sentence.words.slice(from, figure.start)} <D> ${context.sentence.words.slice(figure.end, to)}`;
  if (
    /\b(?:detect\w*|notic\w*|acknowledg\w*|alert\w*|page[dr]?\b|aware|respond\w* to the (?:page|alert)|engag\w*|diagnos\w*|identif\w*|find the cause|figure out)\b/i.test(
      near,
    )
  )
    return { kind: "detection" };
  const others = `${before} ${after}`;
  if (/\bhal(?:f|ved|ving)\b(?! an? (?:hour|day|minute))/i.test(others)) return { kind: "half-life" };
  if (/\brecovery\b[^.;]{0,40}\b(?:took|lasted|needed|spread over)\b/i.test(near))
    return { kind: "lag", detail: "ramp" };
  if (
    /\bwithin\s(?:\w+\s){0,2}$/i.test(before) &&
    eventIn(words) === "action" &&
    /\b(?:stopp\w*|gone|clear\w*|ceased|recover\w*|normal|over|vanish\w*)\b/i.test(clause.words) &&
    !/\bhal(?:f|ved)\b/i.test(words)
  )
    return { kind: "lag", detail: "action-recovery", bound: "at-most" };
  const between = lagBetween(context.sentence.words, figure, clause);
  if (between === "onset-recovery" || between === "recovery-onset") return { kind: "duration" };
  if (between) return { kind: "lag", detail: between };
  if (
    /^\s?(?:after|from|later|following|before|past)\b/i.test(after) ||
    /\b(?:after|within|took (?:us )?(?:another )?|another|in|needed)\s(?:another\s|about\s|only\s|just\s)?$/i.test(
      before,
    )
  ) {
    const lag = lagOf(words, near);
    if (lag && (ACTED.test(words) || lag === "onset-action")) return { kind: "lag", detail: lag };
    if (lag) return { kind: "duration" };
  }
  if (/\bfrom the\b[^.;]*\bto (?:the )?(?:full |complete )?recovery\b/i.test(words) && !STARTED.test(words))
    return { kind: "lag", detail: "action-recovery" };
  if (/\bsecond (?:one|wave|outage|incident)\b|\bof the second\b/i.test(words))
    return { kind: "duration", span: "second" };
  if (
    /\b(?:last\w*|took|went on|persist\w*|continu\w*|duration|for|lasting|over (?:after|in|within)|long|length|outage of|downtime|down|disruption|unavailable|in all|total|ran|spanned|stretched|trouble|problems)\b/i.test(
      near,
    )
  )
    return { kind: "duration" };
  // A line of a log or of a list: "20:10–21:20 (70 min)", "11:30 drops again, 20 min".
  const clocked = context.sentence.times.some(
    ({ minutes, start }) => minutes !== null && start >= clause.from && start < clause.to,
  );
  if (clocked && TROUBLED.test(context.sentence.words)) return { kind: "duration" };
  return { kind: "figure" };
}

const TROUBLED = /\b(?:errors?|drops?|dropp\w*|fail\w*|outage|incident|disruption|down|trouble|impact|waves?)\b/i;

const RECOVERY =
  "(?:recover\\w*|back to (?:normal|its)|restor\\w*|normal (?:again|operation|service)|resolution|back at|the end\\b)";
const ONSET =
  "(?:onset|first (?:failures?|errors?|failed|dropped|signs?)|start of|began|beginning|outset|failures? (?:began|started|set in))";
const ORDERED = new RegExp(`\\b(?:${RECOVERY})`, "i");
const STARTED = new RegExp(`\\b(?:${ONSET})`, "i");

const ACTED =
  /\b(?:restart\w*|fail-?over|roll\w*[- ]?back|revert\w*|deploy\w*|releas\w*|shipp\w*|scal\w*|capacity|purge\w*|flush\w*|switch\w*|patch\w*|fix\b|rolled out|roll-?out|went (?:live|out)|change\b|upgrade\w*|version|v?\d+\.\d+\.\d+)/i;
const RESTORED =
  /\b(?:recover\w*|back to (?:normal|its)|restor\w*|normal (?:again|operation|service|levels?)|resolution|resolved|the end\b|ended|over\b|completing normally)/i;
const BROKE =
  /\b(?:onset|first (?:failures?|errors?|failed|dropped|signs?)|start of|outset|failures? (?:began|started|set in)|errors? (?:began|started|set in|came)|(?:outage|incident|disruption|trouble|problem)s? (?:began|started)|began|started|beginning)\b/i;

/** The event that a stretch of words speaks of first. */
function eventIn(words: string): "onset" | "action" | "recovery" | null {
  const places = [
    ["onset", words.search(BROKE)],
    ["action", words.search(ACTED)],
    ["recovery", words.search(RESTORED)],
  ] as const;
  return [...places].filter(([, at]) => at >= 0).sort((a, b) => a[1] - b[1])[0]?.[0] ?? null;
}

/** Words of the event that "before" or "after" leads to. */
const ANCHOR = /^\s?(before|after|from|following|past)\s((?:\S+\s?){1,6})/i;

/** From which event to which a length with "before" or "after" behind it runs; `null` where one of them is not named. */
function lagBetween(sentence: string, { start, end }: Figure, clause: Clause): string | null {
  if (/^\s?later\b/i.test(sentence.slice(end))) {
    const cut = Math.max(clause.from, sentence.slice(0, start).lastIndexOf(", "));
    const [earlier, later] = [eventIn(sentence.slice(0, cut)), eventIn(sentence.slice(cut, start))];
    if (earlier !== null && later !== null && earlier !== later) return `${earlier}-${later}`;
  }
  const found = ANCHOR.exec(sentence.slice(end));
  if (!found) return null;
  const anchor = eventIn(found[2] as string);
  const rest = sentence.slice(end + found[0].length);
  const other = eventIn(sentence.slice(0, start)) ?? eventIn(rest);
  if (anchor === null || other === null || anchor === other) return null;
  return /^before/i.test(found[1] as string) ? `${other}-${anchor}` : `${anchor}-${other}`;
}

/** From what to what a length runs: the onset, an action, the recovery; `null` where it is none of these. */
function lagOf(sentence: string, near: string): string | null {
  const [start, end] = [STARTED.test(sentence), ORDERED.test(sentence)];
  if (
    start &&
    end &&
    !/\b(?:restart|failover|rollback|deploy\w*|scal\w*|action|capacity|purge|switch|patch|fix\b)/i.test(sentence)
  )
    return null;
  if (/\bfrom (?:the )?(?:onset|start|first|beginning)\b[^.;]*\bto\b[^.;]*\brecover/i.test(sentence)) return null;
  if (start) return "onset-action";
  return end && /\b(?:after|from|following|another|later|within|took)\b/i.test(near) ? "action-recovery" : null;
}

/** "Down by a fifth to a quarter": the middle of the two, as coarse as they are apart. */
function trafficRange(words: string, from: Figure, to: Figure): Pick<DraftClaim, "kind"> & Partial<DraftClaim> {
  const down = /\b(?:fell|fall\w*|down|fewer|less|lower|below|dropped|drop|declin\w*)\b/i.test(words);
  return {
    kind: "traffic-change",
    detail: down ? "down" : "up",
    values: [(from.value + to.value) / 2],
    rounding: Math.abs(to.value - from.value) / 2 + Math.max(from.rounding, to.rounding),
  };
}

/** The place of a figure among those of its kind in its clause; none where it is alone. */
function turnOf({ figures }: FigureContext, figure: Figure, { from, to }: Clause): DraftClaim["turn"] {
  const alike = figures.filter(({ kind, start }) => kind === figure.kind && start >= from && start < to);
  return alike.length > 1 ? [alike.indexOf(figure), alike.length] : undefined;
}

/** Words between two figures that part them: "down 69 min, 901 of 4,348 requests lost". */
const PARTED = /,\s(?:and\s|but\s)?|;\s|\s\|\s|\s\/\s/;

/** The stretch of a clause that speaks of one figure: where commas part it from its neighbours, no further. */
function segmentOf(
  { sentence, figures }: FigureContext,
  figure: Figure,
  { from, to }: Clause,
): readonly [number, number] {
  const own = figures.filter(({ start }) => start >= from && start < to);
  const at = own.indexOf(figure);
  const [previous, next] = [own[at - 1], own[at + 1]];
  const behind = previous && PARTED.exec(sentence.words.slice(previous.end, figure.start));
  const ahead = next && PARTED.exec(sentence.words.slice(figure.end, next.start));
  return [
    previous && behind ? previous.end + behind.index + behind[0].length : from,
    next && ahead ? figure.end + ahead.index : to,
  ];
}

/** Reads one figure; `null` where it belongs to another's claim. */
function ofFigure(context: FigureContext, figure: Figure): DraftClaim | null {
  const base = baseOf(context, figure);
  const next = context.figures[context.figures.indexOf(figure) + 1];
  if (next && (partnerOf(context, next) === figure || insteadOf(context, next) === figure)) return null;
  const previous = context.figures[context.figures.indexOf(figure) - 1];
  if (previous && originOf(context, previous) === figure) return null;
  if (
    figure.kind === "ratio" &&
    /^halv/i.test(shown(context, figure)) &&
    context.figures.some(({ kind }) => kind === "length")
  )
    return null;
  const from = partnerOf(context, figure) ?? insteadOf(context, figure) ?? originOf(context, figure);
  const values = from
    ? [from.value * (from.kind === "count" && figure.kind === "share" ? 0.01 : 1), figure.value]
    : [figure.value];
  const text = from ? `${shown(context, from)} to ${shown(context, figure)}` : shown(context, figure);
  const { clause, before } = around(context, figure);
  const other = from ? clauseAt(context.clauses, from.start) : clause;
  const place = from
    ? ([Math.min(other.from, clause.from), Math.max(other.to, clause.to)] as const)
    : segmentOf(context, figure, clause);
  const turn = turnOf(context, figure, clause);
  const summed = figure.kind === "count" && /\d\s[+=]\s*$/.test(context.sentence.words.slice(0, figure.start));
  const draft: DraftClaim = {
    ...base,
    kind: "figure",
    values,
    stated: text,
    place,
    ...(turn && { turn }),
    ...(summed && { span: "all" as const }),
  };
  const kinded = (): Pick<DraftClaim, "kind"> & Partial<DraftClaim> => {
    switch (figure.kind) {
      case "money":
        return { kind: "money" };
      case "points":
        return { kind: "points", detail: /\b(?:fell|lower|below|down|dropp\w*)\b/i.test(clause.words) ? "down" : "up" };
      case "latency":
        return from
          ? { kind: "latency-change", detail: quantileIn(clause.words) ?? quantileIn(context.sentence.words) }
          : { kind: "latency", detail: quantileIn(clause.words) ?? quantileIn(context.sentence.words) };
      case "ratio":
        return ratioKind(context, figure);
      case "length":
        return lengthKind(context, figure);
      case "share":
        if (from && TRAFFIC.test(clause.words) && !RATE_NOUN.test(clause.words))
          return trafficRange(clause.words, from, figure);
        if (from && !RESOURCE.test(clause.words)) return { kind: "rise" };
        return shareKind(context, figure, base);
      case "count":
        if (from && (TRAFFIC.test(context.sentence.words) || EACH_MINUTE.test(context.sentence.words)))
          return { kind: "traffic-level" };
        if (from) return { kind: "value", noun: nounAt(context.sentence.words.slice(figure.end)) };
        return countKind(context, figure, base);
    }
  };
  const kind = kinded();
  const isHedged =
    base.hedged || /\b(?:about|roughly|around|approximately|nearly|almost|some)\b[^.;,\d]{0,12}$/i.test(before);
  return { ...draft, hedged: isHedged, ...kind };
}

/** "Of the 120 dropped calls, 80 were in Dublin and 40 elsewhere": the parts of a total. */
function partsOf(context: FigureContext): DraftClaim | null {
  const counted = context.figures.filter(({ kind }) => kind === "count");
  const [total, one, two] = counted;
  const { words } = context.sentence;
  if (
    !total ||
    !one ||
    !two ||
    counted.length !== 3 ||
    !/\b(?:elsewhere|others?|rest|remaining|remainder|all other)\b/i.test(words)
  )
    return null;
  const base = baseOf(context, total);
  return {
    ...base,
    ...whenOf(context.sentence, { words, from: 0, to: words.length }),
    kind: "parts",
    values: [total.value, one.value, two.value],
    stated: `${shown(context, total)}: ${shown(context, one)} and ${shown(context, two)}`,
    outcome: "failed",
    place: [0, words.length],
  };
}

/** "12 of our 30 accounts": the total belongs to the count. */
function withoutTotals(context: FigureContext): readonly Figure[] {
  const { words } = context.sentence;
  return context.figures.filter((figure, index) => {
    const before = context.figures[index - 1];
    return !(
      figure.kind === "count" &&
      before?.kind === "count" &&
      /^\s(?:(?:out\s)?of|(?:\w+\s){1,3}out of)\s(?:our\s|the\s|all\s|a total of\s)?(?:[a-z]+\s)?$/i.test(
        words.slice(before.end, figure.start),
      )
    );
  });
}

/** The assertions that the figures of a sentence make, each figure once. */
export function claimsByFigure(context: FigureContext): readonly DraftClaim[] {
  const parts = partsOf(context);
  if (parts)
    return [
      parts,
      ...context.figures.filter(({ kind }) => kind !== "count").flatMap((figure) => ofFigure(context, figure) ?? []),
    ];
  const figures = withoutTotals(context);
  return figures.flatMap((figure) => ofFigure({ ...context, figures }, figure) ?? []);
}
