import type { SpanName } from "./stated-claim.js";

const EVENT =
  "(?:incidents?|outages?|disruptions?|degradation|interruption|episode|event|trouble|problems?|failures?|faults?|wave|window|spike|impact|downtime|period|event)";
const WAVE =
  "(?:waves?|outages?|incidents?|disruptions?|episodes?|occasions?|periods?|phases?|humps?|disturbances?|failures?(?= (?:period|phase|window))|one(?! (?:in|of|out)\\b)|spike|dip)";

const SECOND = new RegExp(
  `\\b(?:second|later|2nd)\\b,?\\s(?:\\w+,?\\s)?${WAVE}\\b|\\bof the second\\b|\\b(?:wave|outage|episode|incident)\\s(?:#\\s?)?(?:2|two)\\b`,
  "i",
);
const FIRST = new RegExp(
  `\\b(?:first|earlier|initial|1st)\\s(?:\\w+\\s)?(?:${WAVE}|incident)\\b|\\bthan (?:in |during )?the first\\b|\\b(?:wave|outage|episode|incident)\\s(?:#\\s?)?(?:1|one)\\b`,
  "i",
);
const BEFORE = new RegExp(
  `\\b(?:before|prior to|preceding|ahead of|up to|until|leading up to)\\s(?:(?:the|this|our|any|all)\\s)?(?:\\w+\\s)?(?:${EVENT}|onset|then|that|this|it\\b)|\\bhours before\\b|^\\W*(?:and )?before\\s(?=(?:about|around|roughly|some|only|it was|~)?\\s?[\\d.,]+\\s?(?:ms|s|%|per ?cent|seconds?)\\b)|\\b(?:is|are|being) (?:usual|normal|customary|ordinary|typical)\\b|\\bpre-?incident\\b|\\b(?:before|beforehand)[.,;]|\\bbefore$|\\b(?:usually|normally|ordinarily|typically)\\b|\\b(?:on|in|of) an? (?:\\w+ )?(?:normal|usual|ordinary|typical|average|regular|quiet|boring|calm|uneventful|good|customary) (?:\\w+ )?(?:day|night|morning|evening|week|hour|month)s?\\b|^\\W*(?:base(?:line)?|normal|usual|pre-?incident)\\s?(?:(?:fail(?:ure)?s? |error )?(?:rate|ratio|level|share)\\b|[:|=~≈]|rate\\b|(?=\\d))|\\b(?:ordinary|customary|habitual|regular|long-?run) (?:\\w+ )?(?:rate|level|share|figure)|\\b(?:usual|normal)\\s[\\d.]+\\s?%|\\bin normal (?:operation|times)\\b|\\bthe (?:\\w+ )?(?:days?|weeks?|hours?) before\\b|\\bearlier (?:that|in the) (?:day|morning)\\b|\\b(?:normal|usual|ordinary|typical|baseline|background)\\s(?:\\w+\\s)?(?:rate|level|share|figure|value|latency|median|response|time)`,
  "i",
);
const AFTER = new RegExp(
  `\\b(?:after|since|following|once|upon)\\s(?:(?:the|its|our|full|service|that|this)\\s){0,3}(?:\\w+\\s)?(?:recover\\w*|restor\\w*|resol\\w*|resum\\w*|${EVENT}|fix|was (?:restored|back|resolved))|\\b(?:afterwards|thereafter|since then|post-incident)\\b|\\bfor the rest of the day\\b|,?\\ssince[.,;]?$|\\bever since\\b|\\b(?:is|are|was|were|came|now) back (?:to|at|down to|under|below)\\b|\\bsettled (?:back|down)\\b|\\bonce service\\b`,
  "i",
);
const DAY =
  /\b(?:on|during|for|in) (?:the|that|this) day\b(?! (?:before|after|of the))|\b(?:whole|entire|full|complete) day\b|\bday as a whole\b|\bover the day\b|\bof the day\b|\b(?:the|that) day['’]s\b|\b(?:that|the same) day\b|\bmidnight to midnight\b|\bthroughout the day\b|\bat any point of the day\b|\b24[- ]hours?\b|\ball day\b/i;
const DURING = new RegExp(
  `\\b(?:during|in|inside|over|throughout|across|within|for|through)\\s(?:the\\s)?(?:(?:course|duration|length|span|whole|entirety)\\sof\\s)?(?:(?:the|this|our|whole|entire)\\s){0,2}${EVENT}\\b|\\bwhile\\b[^.;,]{0,40}\\b(?:lasted|went on|continued|was (?:under way|ongoing))|\\bduring (?:it|this|that|which)\\b|\\bin (?:this|that) (?:time|period)\\b|\\bat the time\\b`,
  "i",
);

/** "Before the deploy": ordinary time, as the deploy is what it is told to have begun with. A rollback, a fix or a restart lies inside the outage. */
const BEFORE_CHANGE =
  /\b(?:before|prior to|ahead of) (?:the|this|that|our) (?:\w+ )?(?:deploy\w*|release|rollout|roll-out|upgrade|update|migration|push|change|rotation)\b/i;

const SINCE = /,?\ssince[.,;]?\s*$|\bever since\b/i;
const PAIR =
  "(?:waves|outages|incidents|disruptions|occasions|humps|peaks|bumps|spikes|dips|disturbances|episodes|phases|spikes|periods)";
/** All outages together. */
const ALL = new RegExp(
  `\\b(?:both|the two|all|all the|all three|the three|two|three)\\s(?:\\w+\\s)?${PAIR}\\b|\\b${PAIR}\\s(?:together|combined|taken together)\\b`,
  "i",
);
const BETWEEN = new RegExp(
  `\\b(?:between|in between)\\s(?:(?:the|these|those|both)\\s)?(?:two\\s|them\\b)?(?:${PAIR}\\b|(?=[,.;]|\\s(?:service|calls|requests|everything|the)\\b))|\\bbetween (?:the two|them)\\b|\\bin between\\b`,
  "i",
);

/** All time but the outage's. */
const OUTSIDE = new RegExp(
  `\\b(?:outside|apart from|aside from|other than|except (?:for|during|in)|but for)\\s(?:of\\s)?(?:(?:the|this|that|these|those|our)\\s)(?:[\\w-]+\\s){0,2}(?:${EVENT}|minutes?|hours?|half[- ]hour|quarters?)\\b`,
  "i",
);

const PATTERNS: readonly (readonly [SpanName, RegExp])[] = [
  ["outside", OUTSIDE],
  ["between", BETWEEN],
  ["all", ALL],
  ["second", SECOND],
  ["first", FIRST],
  ["after", SINCE],
  ["before", BEFORE],
  ["before", BEFORE_CHANGE],
  ["after", AFTER],
  ["day", DAY],
  ["outage", DURING],
];

/** The time that words name without a clock: that of the clause where it names one, else that of the sentence; `open` where neither does. */
export function spanName(clause: string, sentence: string): SpanName {
  for (const words of clause === sentence ? [clause] : [clause, sentence]) {
    // What a later clause names is of that clause: "six per cent failed, forty times the usual level".
    const heard = words === clause ? words : words.slice(0, Math.max(0, words.indexOf(clause)) + clause.length);
    const found = PATTERNS.find(([, pattern]) => pattern.test(heard));
    if (found) return found[0];
  }
  return "open";
}

const MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December";
const PAST = new RegExp(
  `\\b(?:of|on|in|from|since|as in|the one in|like (?:in|that of))\\s(?:last\\s)?(?:${MONTHS})\\b(?!\\s\\d)|\\blast (?:year|month|autumn|summer|spring|winter|fall|week)\\b|\\b(?:in|of|since) (?:19|20)\\d\\d\\b|\\b(?:earlier|previous|another|similar|comparable) (?:incident|outage|fault)\\b[^.;]{0,24}\\b(?:on|of|in)\\b`,
  "i",
);

/** True if words speak of an incident at another time: "the same fault as in March", "last autumn". */
export const isOfThePast = (words: string): boolean => PAST.test(words);

/** The words without those that say when, for what else they say. */
export function withoutSpanWords(words: string): string {
  return PATTERNS.reduce((rest, [, pattern]) => rest.replace(new RegExp(pattern.source, "gi"), " "), words);
}
