import { sharesInWords } from "../quantities/shares-in-words.js";
import { NUMBER_WORD, numberOf } from "../text/number-words.js";

/** What a figure is of, by how it is written. */
type FigureKind = "share" | "points" | "ratio" | "length" | "latency" | "money" | "count";

/** A figure with its place in the words of a sentence. */
export interface Figure {
  readonly kind: FigureKind;
  readonly start: number;
  readonly end: number;
  /** Shares 0…1, points 0…1, minutes, milliseconds, ratios, counts. */
  readonly value: number;
  /** Half a unit of its last digit. */
  readonly rounding: number;
  readonly bound: "exact" | "at-most" | "at-least";
  readonly hedged: boolean;
}

type Placed = Pick<Figure, "kind" | "start" | "end" | "value" | "rounding"> & Partial<Pick<Figure, "bound" | "hedged">>;

const NUMBER = "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?";
const BEFORE_NUMBER = "(?<![\\w.,/:#-]|\\d\\s)";
const PERCENT = "(?:%|per ?cent\\b|percent\\b(?!ile)|pct\\b)";
const POINTS = new RegExp(
  `${BEFORE_NUMBER}(${NUMBER})\\s?(?:percentage[- ]points?\\b|pp\\b|${PERCENT}[- ]points?\\b|points?\\b(?=\\s(?:of|above|below|higher|lower|more)))`,
  "gi",
);
const SHARE = new RegExp(
  `(?<![\\w.,/:#])(?:~|<|>|≈)?\\s?(${NUMBER})\\s?${PERCENT}|\\b(${NUMBER_WORD})\\s(?:percent\\b(?!ile)|per ?cent\\b)`,
  "gi",
);
/** "20–30 %": the sign stands once. */
const RANGE = new RegExp(`${BEFORE_NUMBER}(${NUMBER})\\s?(?:-|–|—|to)\\s?(?=(?:${NUMBER})\\s?${PERCENT})`, "gi");
const RATIO = new RegExp(
  `\\b(?:(twice|double[ds]?|doubling)|(thrice|triple[ds]?|trebled)|(quadrupled)|(?:(${NUMBER})|(${NUMBER_WORD})(\\sand\\sa\\shalf)?)[\\s-]?(?:times|fold|×|x)(?=\\s|[.,;)]|$)|(half)(?=\\s(?:as|the\\s(?:rate|level|number|share)|that)\\b)|(halved))(?![\\w-])`,
  "gi",
);
const MONEY = new RegExp(
  `(?:[$€£¥]|\\b(?:USD|EUR|GBP|CHF|CAD|AUD|INR)\\s)\\s?(${NUMBER})(?:\\s?(?:k|m|bn|thousand|million|billion)\\b)?|${BEFORE_NUMBER}(${NUMBER})(?:\\s(?:thousand|million|billion))?\\s?(?:[€£$]|(?:USD|EUR|GBP|CHF|CAD|AUD|INR|dollars|euros|pounds|francs|rupees)\\b)`,
  "gi",
);
const LATENCY = new RegExp(`${BEFORE_NUMBER}(${NUMBER})[\\s-]?(ms|msec|milliseconds?|s|secs?|seconds?)\\b`, "gi");
const ABOUT_LATENCY =
  /\b(?:latenc\w*|response times?|responses?|respond\w*|p\d\d(?:\.\d)?|percentile|median|round[- ]?trip|set-?up time|took|slow\w*|wait\w*|load times?|connect|came back|come back|answered|repl(?:y|ies|ied)|returned in)\b/i;
const UNIT = "(weeks?|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)";
const AMOUNT = `(\\d+(?:\\.\\d+)?|half(?:\\san?)?|(?:a\\s)?quarter\\sof\\san?|three[\\s-]quarters\\sof\\san?|${NUMBER_WORD}(?:\\sand\\sa\\s(?:half|quarter))?|an?(?=[\\s-](?:hour|minute|day|week)))`;
const LENGTH = new RegExp(
  `(?<![\\w.:/+,-])${AMOUNT}[\\s-]?${UNIT}\\b(?:(?:,?\\s(?:and\\s)?)${AMOUNT}[\\s-]?${UNIT}\\b)?(?:(?:,?\\s(?:and\\s)?)${AMOUNT}[\\s-]?${UNIT}\\b)?`,
  "gi",
);
const COUNT = new RegExp(
  `(?<![\\w.,/:#$€£–-]|\\d\\s|\\bv)(${NUMBER})(?:\\s(thousand|million|billion)|([kKM])(?=\\s))?(?![\\w%:/]|\\.\\d|-\\w)|(?<![\\w-])(${NUMBER_WORD})(?:\\s(hundred|thousand|million|billion))?(?=\\s\\p{L})`,
  "giu",
);
const SCALES: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  m: 1e6,
  bn: 1e9,
  billion: 1e9,
};
const MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1440, w: 10_080 };

const AT_MOST =
  /\b(?:up to|at most|no more than|not more than|not even|less than|fewer than|under|below|a maximum of|never more than|within)\s(?:an? |the )?$|(?:[<≤]|<=)\s?$/i;
const AT_LEAST =
  /\b(?:at least|more than|over|above|greater than|in excess of|upwards of|no less than|no fewer than|not less than|well over|exceed(?:ed|ing)?)\s(?:an? |the )?$|(?:[>≥]|>=)\s?$/i;
const HEDGED =
  /\b(?:approximately|approx\.?|around|about|roughly|nearly|almost|some|an estimated|an average of|circa|close to|just (?:over|under|above|below)|slightly (?:more|less|over|under)(?: than)?|well over|as (?:many|much|high) as)\s(?:an? |the )?$|[~≈]\s?$/i;

/** "A little under four hours", "just over half": near the figure on one side, no bound. */
const BESIDE =
  /\b(?:just|only just|a (?:little|bit|touch|shade|fraction)|slightly|somewhat|barely|shortly|not quite)\s(?:under|over|above|below|(?:more|less|fewer|longer|shorter|higher|lower) than|short of|beyond)\s(?:an? |the )?$|\b(?:not quite|barely)\s(?:an? |the )?$/i;

/** "Never more than", "no minute saw more than", "did not go above": what is denied turns the bound round. */
const DENIED = /\b(?:never|not|no|none|nowhere|neither|without|n['’]t)\b[^.;,]{0,60}$/i;

const plain = (text: string): number => Number(text.replaceAll(",", ""));

/** Half a unit of the last digit: of 31 it is half, of 31.4 a twentieth; of 1,200 half a hundred where only zeros follow. */
function roundingOf(text: string): number {
  const digits = text.replaceAll(",", "");
  const decimals = /\.(\d+)/.exec(digits)?.[1]?.length ?? 0;
  if (decimals > 0) return 0.5 / 10 ** decimals;
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  return 0.5 * 10 ** Math.min(zeros, Math.max(0, digits.length - 2));
}

function shares(words: string): Placed[] {
  const found = [...words.matchAll(SHARE)].map((match): Placed => {
    const written = match[1] ?? match[2] ?? "";
    const value = match[1] ? plain(match[1]) : numberOf(written);
    const lead = match[0].length - match[0].replace(/^[~<>≈\s]+/, "").length;
    return {
      kind: "share",
      start: match.index + lead,
      end: match.index + match[0].length,
      value: value / 100,
      rounding: match[1] ? roundingOf(match[1]) / 100 : 0.005,
    };
  });
  const first = [...words.matchAll(RANGE)].map(
    (match): Placed => ({
      kind: "share",
      start: match.index,
      end: match.index + (match[1] as string).length,
      value: plain(match[1] as string) / 100,
      rounding: roundingOf(match[1] as string) / 100,
    }),
  );
  return [...found, ...first];
}

/** "One request in five", "one call in 12": the noun stands inside. */
const ONE_IN = new RegExp(
  `\\b(?:an?|one|1|(${NUMBER_WORD}))\\s(?:\\p{L}+\\s){1,2}(?:in|out of)(?: every)?\\s(\\d{1,4}|${NUMBER_WORD})(?!\\s?(?:%|minutes?|hours?|seconds?|days?|regions?|[\\d:]))(?![\\w%:/]|\\.\\d)`,
  "giu",
);

const EVERY_NTH =
  /\bevery (second|third|fourth|fifth|sixth|tenth|twentieth|hundredth)\s(?=(?:\p{L}+\s)?(?:requests?|calls?|orders?|attempts?|messages?|transactions?|quer(?:y|ies)|logins?|customers?|users?)\b)/giu;
const NTH: Readonly<Record<string, number>> = {
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  tenth: 10,
  twentieth: 20,
  hundredth: 100,
};

function everyNth(words: string): Placed[] {
  return [...words.matchAll(EVERY_NTH)].map((match): Placed => {
    const value = 1 / (NTH[(match[1] as string).toLowerCase()] as number);
    const end = match.index + match[0].trimEnd().length;
    return { kind: "share", start: match.index, end, value, rounding: FRACTION_ROUNDING * value };
  });
}

/** What became of one in so many, whatever they are called. */
const WENT_WRONG =
  /^\s(?:\w+\s){0,2}(?:fail\w*|dropp\w*|lost|error\w*|reject\w*|timed out|did not|could not|went wrong)\b/i;

function oneIn(words: string): Placed[] {
  return [...words.matchAll(ONE_IN)].flatMap((match): Placed[] => {
    const value = (match[1] ? numberOf(match[1]) : 1) / numberOf(match[2] as string);
    return value > 0 &&
      value < 1 &&
      (/\b(?:requests?|calls?|orders?|attempts?|calls|messages?|legs?|transactions?|quer(?:y|ies)|logins?|payments?|sessions?|jobs?|e-?mails?|customers?|users?|accounts?|tenants?|people|callers?)\b/i.test(
        match[0],
      ) ||
        WENT_WRONG.test(words.slice(match.index + match[0].length)))
      ? [
          {
            kind: "share",
            start: match.index,
            end: match.index + match[0].length,
            value,
            rounding: FRACTION_ROUNDING * value,
          },
        ]
      : [];
  });
}

/** "Down by about a fifth", "a third fewer", "rose by a quarter": a fraction of the level, with no "of" behind it. */
const OF_LEVEL =
  /(?<=\bby )half\b(?! (?:an?|past|of)\b)|\b(?:by|some|about|around|roughly|nearly|almost|over|under|than|to|between|was|up|down|of)\s(an?|one|two|three|four)[\s-](third|quarter|fifth|sixth|tenth|half)s?(?!\s(?:of|the|all|our|an?|wave|outage|time|day|incident))|\b(an?|one|two|three)[\s-](third|quarter|fifth|sixth|tenth)s?(?=\s(?:fewer|less|more|higher|lower|above|below))/gi;
const HALVED =
  /\b(?:traffic|volumes?|load|throughput|requests|calls|rps|qps|attempts|orders|logins?|sign-ins)\b[^.;]{0,30}\bby half\b/i;
const PART_OF: Readonly<Record<string, number>> = { half: 2, third: 3, quarter: 4, fifth: 5, sixth: 6, tenth: 10 };

function ofLevel(words: string): Placed[] {
  // "The error rate fell by half at 14:10" tells of a moment, not of a level.
  const levels = [...words.matchAll(OF_LEVEL)].filter(({ 0: found }) => !/^half$/i.test(found) || HALVED.test(words));
  return levels.map((match): Placed => {
    const amount = (match[1] ?? match[3] ?? "a").toLowerCase();
    const value =
      (/^an?$/.test(amount) ? 1 : numberOf(amount)) /
      (PART_OF[(match[2] ?? match[4] ?? "half").toLowerCase()] as number);
    const start =
      match.index + match[0].length - match[0].replace(/^[a-z]+\s(?=an?\b|one\b|two\b|three\b|four\b)/i, "").length;
    return { kind: "share", start, end: match.index + match[0].length, value, rounding: FRACTION_ROUNDING * value };
  });
}

/** A fraction in words is as coarse as the next fraction: a tenth of it, and hedged besides where it is. */
const FRACTION_ROUNDING = 0.1;

/** Out of a round number nothing was counted: "15 out of every 100" is a share, "29 of 134" are counts. */
const OUT_OF_ROUND = /\bevery\b|\bof\s(?:10|100|1,?000)$/i;

function fractions(words: string): Placed[] {
  const named = sharesInWords(words)
    .filter(
      ({ start, end }) => !/\d\s(?:of|out)/.test(words.slice(start, end)) || OUT_OF_ROUND.test(words.slice(start, end)),
    )
    .filter(({ start }) => !/\bbetween\s\S+\sand\s$/i.test(words.slice(0, start)))
    .map(
      ({ start, end, value }): Placed => ({ kind: "share", start, end, value, rounding: FRACTION_ROUNDING * value }),
    );
  const halves = [
    ...words.matchAll(
      /\b(?:(more|over)|(fewer|less|under))\s(?:than\s)?half\b(?!\san?\s(?:hour|second|minute|day|week)|-(?:hour|second|minute))|\b(the (?:vast )?majority|most)(?=\sof\b)|\b(a (?:small )?minority)(?=\sof\b)/gi,
    ),
  ].map(
    (match): Placed => ({
      kind: "share",
      start: match.index,
      end: match.index + match[0].length,
      value: 0.5,
      rounding: 0,
      bound: match[1] || match[3] ? "at-least" : "at-most",
    }),
  );
  const all = [...halves, ...named, ...oneIn(words), ...everyNth(words), ...ofLevel(words)];
  // "A quarter of an hour" is a length.
  return all.filter(({ start }) => !/^.{0,16}\bof an? (?:hour|day|minute)\b/i.test(words.slice(start)));
}

function ratios(words: string): Placed[] {
  return [...words.matchAll(RATIO)].map((match): Placed => {
    const [whole, two, three, four, digits, word, more, half, halved] = match;
    const value = two
      ? 2
      : three
        ? 3
        : four
          ? 4
          : half || halved
            ? 0.5
            : digits
              ? plain(digits)
              : numberOf(word as string) + (more ? 0.5 : 0);
    const rounding = digits ? roundingOf(digits) : 0.06 * value;
    return {
      kind: "ratio",
      start: match.index,
      end: match.index + whole.length,
      value,
      rounding: Math.max(rounding, 0.06 * value),
    };
  });
}

/** Hours and days are told to the quarter; half an hour to five minutes. */
const HOURS_ROUNDING = 0.25;
const HALF_ROUNDING = 1 / 12;

/** "A few minutes", "a couple of hours", "a minute or two": lengths that give their size and no number. */
const VAGUE =
  /\b(?:(?:an?|some|just a|only a) (?:good |mere |whole |short )?(few|couple(?: of)?|handful of)|(several))[\s-](seconds?|minutes?|mins?|hours?|days?)\b|\ban? (minute|hour|second|day) or (?:two|so)\b/gi;
/** How much each of them is, in its unit, and how far from that it may be. */
const VAGUE_AMOUNTS: Readonly<Record<string, readonly [number, number]>> = {
  few: [4, 4],
  couple: [2, 2],
  handful: [5, 4],
  several: [6, 5],
};

function vagueLengths(words: string): Placed[] {
  return [...words.matchAll(VAGUE)].map((match): Placed => {
    const [whole, amount, several, unit, single] = match;
    const size = MINUTES[(unit ?? single ?? "minute").charAt(0).toLowerCase()] as number;
    const [value, room] = single
      ? ([1.5, 1] as const)
      : (VAGUE_AMOUNTS[(amount ?? several ?? "few").toLowerCase().split(" ")[0] as string] ?? [4, 4]);
    return {
      kind: "length",
      start: match.index,
      end: match.index + whole.length,
      value: value * size,
      rounding: room * size,
    };
  });
}

function lengths(words: string): Placed[] {
  return [...words.matchAll(LENGTH)].flatMap((match): Placed[] => {
    const parts = [1, 3, 5].flatMap((at) =>
      match[at] === undefined ? [] : [[match[at] as string, match[at + 1] as string] as const],
    );
    const minutes = parts.map(([amount, unit]) => {
      const count = /^half/i.test(amount)
        ? 0.5
        : /quarter/i.test(amount)
          ? /^three/i.test(amount)
            ? 0.75
            : 0.25
          : /^an?$/i.test(amount)
            ? 1
            : numberOf(amount.split(/\sand\sa\s/i)[0] as string);
      const more = /\sand\sa\shalf/i.test(amount) ? 0.5 : /\sand\sa\squarter/i.test(amount) ? 0.25 : 0;
      return (count + more) * (MINUTES[unit.charAt(0).toLowerCase()] as number);
    });
    const [, unit = "m"] = parts.at(-1) ?? [];
    // "An hour and a half": the half is of the unit before it.
    const after = words.slice(match.index + match[0].length);
    const tail = /^\sand\sa\s(half|quarter)\b/i.exec(after);
    const extra = tail
      ? (/half/i.test(tail[1] as string) ? 0.5 : 0.25) * (MINUTES[unit.charAt(0).toLowerCase()] as number)
      : 0;
    const value = minutes.reduce((sum, one) => sum + one, extra);
    // "Requests a minute", "once an hour" are rates.
    if (
      /^an?[\s-]/i.test(match[0]) &&
      parts.length === 1 &&
      !tail &&
      !/^\s(?:before|after|later|earlier|ahead|into|in all|long)\b/i.test(after) &&
      !/\b(?:for|lasted|lasting|about|within|after|almost|nearly|over|under|than|took|half|roughly)\s$/i.test(
        words.slice(Math.max(0, match.index - 12), match.index),
      )
    )
      return [];
    // "5 m" and "10 s" alone may be metres and settings.
    if (parts.length === 1 && /^[mshd]$/i.test(unit) && !/^(?:m|h|d)$/.test(unit)) return [];
    const size = MINUTES[unit.charAt(0).toLowerCase()] as number;
    const half = parts.some(([amount]) => /^half|quarter/i.test(amount));
    const rounding = size * (half ? HALF_ROUNDING : size >= 60 ? HOURS_ROUNDING : 0.5);
    const end = match.index + match[0].length + (tail?.[0].length ?? 0);
    return [{ kind: "length", start: match.index, end, value, rounding }];
  });
}

/** Numbers that name a thing: a code, a version, a ticket, a port. */
const NAMED_NUMBER =
  /\b(?:codes?|errors?|status|http|https|tls|port|version|release|deploy(?:ment)? of|build|ticket|case|incident|reference|no\.|number|id|page|priority|sev|p)\s?[#:]?\s?$/i;
/** What comes behind a number that is the code of a reply. */
const CODED =
  /^(?:s\b|[.,;:)]|$|\s(?:errors?|responses?|replies|codes?|status\w*|now|again|and|for|to|from|on|in|at)\b)/i;
/** "Day 2", "phase 1": a small number that orders. */
const ORDINAL =
  /(?<!\b(?:first|second|third|last|the|this|that|an?|each|every|whole|entire)\s)\b(?:section|table|figure|fig\.?|chart|appendix|annex|footnote|note|item|row|question|day|phase|step|level|tier|wave|outage|episode|part|attempt|round)\s?[#:]?\s?$/i;
/** "T+14": minutes on the clock of a list. */
const ELAPSED = /\bT\s?[+-]\s?$/;
const SHIPPED =
  /^\s(?:(?:separate|distinct|different)\s|waves?\b|outages?\b|phases?\b|episodes?\b|spikes?\b|rolled out|went (?:out|live)|shipped|was (?:deployed|released|rolled)|had (?:gone|been (?:deployed|released)))/i;

const FOUR_DIGITS = /^(?:[01]\d|2[0-3])[0-5]\d$/;
const BEFORE_CLOCK = /\b(?:at|by|until|till|since|past|before|after|as of)\s(?:about |around )?$/i;
const COUNTED_AFTER =
  /^\s(?:\p{L}+\s){0,2}?(?:calls|requests|errors|failures|users|customers|attempts|messages|items|failed|dropped|ms|a minute|per)\b/iu;

function counts(words: string): Placed[] {
  return [...words.matchAll(COUNT)].flatMap((match): Placed[] => {
    const [whole, digits, scaled, letter, word, worded] = match;
    const scale = scaled ?? worded;
    const value =
      (digits ? plain(digits) : numberOf(word as string)) * (SCALES[(scale ?? letter ?? "").toLowerCase()] ?? 1);
    const [before, after] = [
      words.slice(Math.max(0, match.index - 24), match.index),
      words.slice(match.index + whole.length, match.index + whole.length + 24),
    ];
    // "[1]": a footnote.
    if (digits && /\[$/.test(before) && /^\]/.test(after)) return [];
    // "At 1040": a clock that only the data tell from a count.
    if (digits && FOUR_DIGITS.test(digits) && BEFORE_CLOCK.test(before) && !COUNTED_AFTER.test(after)) return [];
    if (NAMED_NUMBER.test(before) || SHIPPED.test(after) || ELAPSED.test(before)) return [];
    if (digits && digits.length < 3 && ORDINAL.test(before)) return [];
    // A status code is no count unless something is counted by it.
    if (digits && /^(?:50[0-4]|429|404)$/.test(digits) && CODED.test(after)) return [];
    // The addends of a sum that is written out.
    if (/^\s\+\s\d/.test(after) || (/\d\s\+\s$/.test(before) && /^\s=\s\d/.test(after))) return [];
    if (word && /\b(?:the|these|those|both|all|either of the|other|last|first|next)\s$/i.test(before)) return [];
    // A year, a version or the "one" of "one of them" is no count.
    if (word && !worded && /^(?:one|a hundred)$/i.test(word)) return [];
    if (
      digits &&
      /^(?:19|20)\d\d$/.test(digits) &&
      !/^\s(?:\p{L}+\s){0,2}(?:calls|requests|errors|failures|users|customers|attempts|dropped|failed)/u.test(
        words.slice(match.index + whole.length),
      )
    )
      return [];
    const unit = SCALES[(scale ?? letter ?? "").toLowerCase()] ?? 1;
    return [
      {
        kind: "count",
        start: match.index,
        end: match.index + whole.length,
        value,
        rounding: digits ? roundingOf(digits) * unit : worded ? 0.5 * unit : 0,
      },
    ];
  });
}

/** "Half a second", "a second and a half", "two seconds". */
const LATENCY_WORDS = new RegExp(
  `\\b(?:(half a|an? (?:quarter|third|fifth|tenth) of a|three[\\s-]quarters of a|an?)|(${NUMBER_WORD}))[\\s-](?:full\\s)?seconds?\\b(\\sand\\sa\\shalf)?`,
  "gi",
);

const PARTS_OF_A_SECOND: readonly (readonly [RegExp, number])[] = [
  [/^half/i, 0.5],
  [/^three/i, 0.75],
  [/quarter/i, 0.25],
  [/third/i, 1 / 3],
  [/fifth/i, 0.2],
  [/tenth/i, 0.1],
];

const partOfASecond = (words: string): number => PARTS_OF_A_SECOND.find(([pattern]) => pattern.test(words))?.[1] ?? 1;

function latenciesInWords(words: string): Placed[] {
  return [...words.matchAll(LATENCY_WORDS)].map((match): Placed => {
    const [whole, part, word, more] = match;
    const seconds = part ? partOfASecond(part) : numberOf(word as string);
    return {
      kind: "latency",
      start: match.index,
      end: match.index + whole.length,
      value: 1000 * (seconds + (more ? 0.5 : 0)),
      rounding: 1000 * (part ? 0.1 * seconds : 0.5),
    };
  });
}

function latencies(words: string): Placed[] {
  const about = ABOUT_LATENCY.test(words) || /\d\s?ms\b/.test(words);
  // Milliseconds are of little else.
  const inDigits = [...words.matchAll(LATENCY)]
    .filter(({ 2: unit = "" }) => about || /^m/i.test(unit))
    .map((match): Placed => {
      const scale = /^m/i.test(match[2] as string) ? 1 : 1000;
      return {
        kind: "latency",
        start: match.index,
        end: match.index + match[0].length,
        value: plain(match[1] as string) * scale,
        rounding: roundingOf(match[1] as string) * scale,
      };
    });
  return about ? [...inDigits, ...latenciesInWords(words)] : inDigits;
}

function points(words: string): Placed[] {
  return [...words.matchAll(POINTS)].map(
    (match): Placed => ({
      kind: "points",
      start: match.index,
      end: match.index + match[0].length,
      value: plain(match[1] as string) / 100,
      rounding: roundingOf(match[1] as string) / 100,
    }),
  );
}

function money(words: string): Placed[] {
  return [...words.matchAll(MONEY)].map(
    (match): Placed => ({
      kind: "money",
      start: match.index,
      end: match.index + match[0].length,
      value: plain(match[1] ?? match[2] ?? "0"),
      rounding: 0,
    }),
  );
}

const overlaps = (a: readonly [number, number], b: { start: number; end: number }): boolean =>
  a[0] < b.end && b.start < a[1];

/**
 * The figures of a sentence in their order: what is written as one kind is no other.
 *
 * @param taken - places that are times, whose digits are no figures
 */
export function figuresIn(words: string, taken: readonly (readonly [number, number])[]): readonly Figure[] {
  const kept: Placed[] = [];
  for (const find of [money, points, shares, latencies, fractions, ratios, vagueLengths, lengths, counts])
    for (const one of find(words)) {
      if (taken.some((place) => overlaps(place, one))) continue;
      if (kept.some((other) => overlaps([one.start, one.end], other))) continue;
      if (Number.isFinite(one.value)) kept.push(one);
    }
  return kept
    .sort((a, b) => a.start - b.start)
    .map((one) => {
      const before = words.slice(Math.max(0, one.start - 32), one.start);
      const after = words.slice(one.end, one.end + 20);
      const beside = BESIDE.test(before);
      const upper = (!beside && AT_MOST.test(before)) || /^\s?or (?:less|fewer|below)\b/i.test(after);
      const lower = (!beside && AT_LEAST.test(before)) || /^\s?(?:or (?:more|above|higher)|\+)/i.test(after);
      const denied = DENIED.test(words.slice(Math.max(0, one.start - 90), one.start));
      const [most, least] =
        denied && !/\bno (?:more|less|fewer)\b|\bnot (?:more|less|fewer|even)\b/i.test(before)
          ? [lower, upper]
          : [upper, lower];
      return {
        ...one,
        bound: one.bound ?? (most ? "at-most" : least ? "at-least" : "exact"),
        hedged: beside || HEDGED.test(before) || /^\s?or so\b/i.test(after),
      };
    });
}
