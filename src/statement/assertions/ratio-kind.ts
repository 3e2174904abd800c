import { type FigureContext, around, shown } from "./figure-context.js";
import { TROUBLED, WAVES, quantileIn } from "./figure-words.js";
import type { Figure } from "./figure-numbers.js";
import type { DraftClaim } from "./stated-claim.js";

const BAD = /\bas (?:severe|bad|hard|serious|intense|strong|heavy)\b/i;

const LATENCY_WORDS =
  /\b(?:latenc\w*|(?:response|set-?up|delivery|load|page|answer|connection|processing|query|request) times?|responses? took|p\d\d|slower)\b/i;

/** A multiple of one wave against another: which of them it is a multiple of, and of what. */
function waveRatio({ sentence }: FigureContext, figure: Figure): Partial<DraftClaim> & Pick<DraftClaim, "kind"> {
  const { words } = sentence;
  const [first, second] = [words.search(/\bfirst\b/i), words.search(/\bsecond\b/i)];
  const inverse = first >= 0 && first < figure.start && second > figure.end;
  const after = words.slice(figure.end);
  const value = inverse ? 1 / figure.value : figure.value;
  const detail = /^\sas (?:long|short)\b/i.test(after)
    ? "length-ratio"
    : BAD.test(after)
      ? "ratio"
      : /\b(?:rate|share|proportion|percentage|fraction)\b/i.test(after.slice(0, 40))
        ? "share-ratio"
        : "count-ratio";
  return { kind: "wave-comparison", detail, values: [value], rounding: (figure.rounding * value) / figure.value };
}

/** "Twice: in the morning and in the evening": how often, not how much. */
const OCCASIONS =
  /^\s*(?:[:.,;]|$|(?:on|during|between|from|in|that (?:day|night|morning|evening|week)|yesterday|within)\b)/i;

/** How often somebody tried or failed: "no user failed more than four times". */
const EACH_OF_MANY =
  /\b(?:users?|customers?|accounts?|callers?|clients?|partners?|persons?|people|merchants?|subscribers?)\b[^.;]*$/i;

/** Words for what is measured of attempts; the usual number of something else is a level of its own. */
const MEASURED =
  /\b(?:fail\w*|errors?|dropp?\w*|lost|loss|reject\w*|refus\w*|broke\w*|bad|rates?|shares?|level|often|5xx|50\d)\b/i;

/** What a multiple compares: with the usual level, of two parts, of two waves, how often. */
export function ratioKind(context: FigureContext, figure: Figure): Pick<DraftClaim, "kind"> & Partial<DraftClaim> {
  const { words } = context.sentence;
  const { clause, before, after } = around(context, figure);
  if (EACH_OF_MANY.test(before)) return { kind: "figure" };
  if (
    /^(?:twice|thrice|\w+ times)$/i.test(shown(context, figure)) &&
    Number.isInteger(figure.value) &&
    OCCASIONS.test(after)
  )
    return TROUBLED.test(clause.words) ? { kind: "waves", detail: String(figure.value) } : { kind: "figure" };
  if (/\bsecond\b/i.test(words) && (WAVES.test(words) || /^\sas (?:long|short)\b/i.test(after)))
    return waveRatio(context, figure);
  if (
    LATENCY_WORDS.test(clause.words) ||
    TOOK_AS_LONG.test(`${clause.words.slice(0, figure.start - clause.from)}<D>${after}`)
  )
    return { kind: "latency-change", detail: quantileIn(clause.words) ?? quantileIn(words) };
  if (TRAFFIC_NOUN.test(clause.words) && !outcomeFailed(clause.words))
    return {
      kind: "traffic-change",
      detail: figure.value > 1 ? "up" : "down",
      values: [Math.abs(figure.value - 1)],
    };
  if (/^\W*(?:the )?(?:second|later)\b/i.test(words) && /\bthe first\b/i.test(after)) return waveRatio(context, figure);
  const usual = /\b(?:usual|normal(?!ly)|ordinary|baseline|before|prior|typical|as often as|its level)\b/i.test(words);
  if (usual && !MEASURED.test(words)) return { kind: "figure" };
  return {
    kind: "ratio",
    detail: usual
      ? "usual"
      : /\b(?:as hard|as bad|that|those|the rate|more|of|as likely|as often)\b/i.test(clause.words)
        ? "part"
        : null,
  };
}

/** "Took twice as long to connect", "three times as slow". */
const TOOK_AS_LONG =
  /\b(?:took|taking|needed|waited)\b[^.;]{0,20}<D>\s(?:as long|longer|the time)\b|<D>\s(?:as slow|slower)\b/i;

const TRAFFIC_NOUN =
  /\b(?:traffic|volumes?|load|throughput|number of (?:\p{L}+ )?(?:requests|calls|attempts|orders|messages))\b/iu;

const outcomeFailed = (words: string): boolean => /\b(?:fail\w*|error\w*|dropped|lost|rejected)\b/i.test(words);
