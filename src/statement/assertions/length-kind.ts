import { type FigureContext, around } from "./figure-context.js";
import { TROUBLED } from "./figure-words.js";
import type { Figure } from "./figure-numbers.js";
import { ACTED, STARTED, eventIn, lagBetween, lagOf } from "./lags.js";
import type { DraftClaim } from "./stated-claim.js";

/** Words for the end of trouble before a length. */
const ENDED =
  /\b(?:stopp\w*|gone|clear\w*|ceas\w*|recover\w*|return\w*|normal|over|vanish\w*|disappear\w*|ended|resolved)\b/i;

/** "Five minutes after that things began to improve." */
const IMPROVED =
  /^\s?(?:after|later|from|following)\b[^.;]*\b(?:beg[aiu]n\w*|start\w*)\s(?:to\s)?(?:improv\w*|recover\w*|eas\w*|fall\w*|drop\w*|clear\w*|subsid\w*|com(?:e|ing) down|go(?:ing)? down|declin\w*)/i;

/** "Recovery began five minutes after the deploy." */
const BEGAN_TO_RECOVER =
  /\b(?:recovery|improvement|the fall|easing)\b[^.;]{0,12}\b(?:beg[aiu]n|start\w*|set in)\b|\b(?:beg[aiu]n\w*|start\w*)\s(?:to\s)?(?:improv\w*|recover\w*|eas\w*|fall\w*|clear\w*|subsid\w*|com(?:e|ing) down|go(?:ing)? down|declin\w*)/i;

/** Lengths of something else than the outage: of a person's work, of a stretch within it, of a setting. */
const OTHER_LENGTH =
  /\b(?:plateau|levell?ed off|in the job|on the job|on shift|retention|back-?log|drain\w*|timeouts?|time-?out of|interval|every|apart|canary|cache (?:life|ttl)|ttl|delay(?:ed)? by|behind schedule|older|old\b|ago\b|call with|meeting|looked at|spent (?:on|in|looking)|were spent|was spent|nobody (?:looked|noticed)|worked (?:from|with|on)|wait\w*|the (?:reindex|migration|maintenance|rollout|roll-?back|deploy\w*|restart|failover|investigation|analysis) (?:took|lasted|ran))\b/i;
const ONSET_TO_RECOVERY = /\bfrom (?:the |its )?onset (?:to|until) (?:the |its |full )?recovery\b/i;
/** "The alarm cleared half an hour after that": counted from something before. */
const CLEARED_LATER =
  /\b(?:clear\w*|resolv\w*|clos\w*|silenc\w*|reset)\b[^.;]{0,24}<D>\s(?:after|later)\b(?:\s(?:that|this|it)\b|[,.;]|$)/i;
/** What people did, and for how long they had done it. */
const OF_PEOPLE =
  /\b(?:engineers?|person|people|team|colleagues?|nobody|no one|someone|somebody|on-call|he|she|they|managers?|operators?|staff|vendor|supplier|I)\b[^.;<]{0,40}\b(?:had|have|has|been|spent|worked|took|needed|waited|was|were|looked|searched|tried|argued|joined)\b/;
const LASTS =
  /\b(?:last\w*|persist\w*|went on|outage|disruption|incident|downtime|down for|unavailable|degrad\w*|interrupt\w*|fail\w*|errors?|recover\w*|restored?|back to normal)\b/i;

/** What makes a length one between two events, of which no rule above knew both. */
const BESIDE_LENGTH =
  /^\s?(?:in(?!\s(?:all|total|sum|length|duration|which))|into|after|before|later|ago|since|earlier|afterwards|apart)\b/i;
const LEADS_ELSEWHERE =
  /\b(?:over for|gone for|(?:shorten|cut|prolong|extend)\w* (?:\w+ ){0,3}by)\s(?:\w+\s){0,3}$|\b(?:for|in|over|during) the (?:first|next|last|following)\s$/i;

/** Words that make an outage, or what was said of it, the subject of a length. */
const OF_OUTAGE =
  /\b(?:last\w*|persist\w*|went on|continued|outages?|incident|disruptions?|degradation|interruption|downtime|episode|event|trouble|problems?|issues?|impact\w*|affected|hit|window|waves?|failures?|failing|failed|errors?|drops?|dropp\w*|lost|rejected|it|this|that|which|thing|affair|everything|in all|total|duration|length|all told|altogether|down|unavailable|unreachable|offline|degraded|impaired|service|stretch|spanned|min(?:utes)? of)\b|\d\s?[-–—]\s?\d/i;
const NOT_OF_OUTAGE =
  /\b(?:call|session|job|request|query|average|mean|median|typical|hold|queue|ring\w*|set-?up|maintenance|rollout|deployment|restart\w*|rotation|migration|review|analysis)\s(?:\w+\s)?(?:durations?|lengths?|times?)\b|\b(?:restarting|rotating|deploying|rolling|migrating|draining|warming|reindexing|rebooting|scaling)\b[^.;<]{0,40}\b(?:took|lasted|needed)\b/i;

/** A level that was reached little by little: not the length of the outage. */
const RAMP_UP =
  /\b(?:crept|climb\w*|ramp\w* up|built up|build-?up|worsen\w*|rose|rising|grew|growing|increas\w*)\b[^.;]{0,30}<D>/i;
/** How long the fall back took. */
const RAMP_DOWN =
  /\b(?:recovery|the way back|improvement|return to (?:normal|baseline))\b[^.;]{0,60}(?:\b(?:gradual\w*|stretch\w*|spread|took|lasted|needed|dragged|slow\w*)\b)[^.;]{0,30}<D>|\b(?:tailed off|tapered|faded|ebbed|wound down|(?:ran|went|came|sank|crept|trickled|drained|petered|died|bled) (?:down|out|away|off)|(?:eased|declined|fell|subsided|dropped) (?:off|away|back))\b[^.;]{0,30}\b(?:over|across|during|in the course of)\b[^.;]{0,20}<D>|\b(?:gradual|slow) (?:recovery|improvement)\b[^.;]{0,30}<D>/i;

/** Who or what went on so long: the words before the verb. */
const SUBJECT_OF_LENGTH =
  /^\W*(?:(?:the|our|this|that|these|a|an|whole|entire|and|but|in (?:all|total|fact),?|altogether,?)\s)*((?:[\p{L}'’-]+\s){0,5}?)(?:had |has |have )?(?:lasted|took|ran|persisted|went on|dragged on)\b/iu;
/** What an account of an outage calls it, and what it speaks of as failing. */
const OUTAGE_NAMES =
  /\b(?:outages?|incidents?|disruptions?|degradation|interruption|downtime|episodes?|events?|trouble|problems?|issues?|impact|waves?|dips?|spikes?|failures?|failing|errors?|drops?|faults?|affair|thing|mess|window|period|phase|peak|wobble|blip|hiccup|glitch|impairment|unavailability|slow-?down|slowness|it|this|that|which|these|both|each|one|first|second|third|everything|all|whole)\b|\d/i;
/** "It took three hours to restore the backup": the length of what was done. */
const TAKEN_TO = /\btook\b[^.;]*$/i;
const TO_RECOVER =
  /^\s?(?:to|before|until|for)\s(?:\w+\s){0,3}?(?:recover\w*|resolve\w*|fix\w*|mitigat\w*|service|normal|stop\w*|clear\w*|end\w*|over)\b/i;
/** Tools beside a service that are down by themselves. */
const BESIDE_SERVICE =
  /\b(?:dashboards?|phone lines?|hotlines?|status pages?|wiki|intranet|chat|ticket(?:ing)? system|monitoring|backups?|caches?)\b[^.;]{0,24}\b(?:was|were|kept|is|are|out|down)\b/i;

/** True if what ran or lasted is named, and is no name of an outage: a backup, a meeting. */
export function isOfAnotherSubject(words: string): boolean {
  const subject = SUBJECT_OF_LENGTH.exec(words)?.[1]?.trim();
  return subject !== undefined && subject !== "" && !OUTAGE_NAMES.test(subject);
}

/** "No failed request in the four minutes from noon on": a time without failures. */
const NONE_FAILED =
  /\b(?:no|not (?:a|one|any)(?: single)?|without (?:a|any)(?: single)?|zero)\s(?:more |further |single )?(?:fail\w*|errors?|drop(?:s|ped)?)\b[^.;]{0,30}\b(?:in|for|over|during|within)\b/i;
/** "For half an hour everything was green": a time without trouble. */
const ALL_WELL =
  /\b(?:everything|all|things|service|traffic|calls|requests|it)\s(?:was|were|looked|stayed|seemed|remained|ran)\s(?:all |quite |completely |perfectly )?(?:green|fine|quiet|healthy|calm|normal(?:ly)?|well|ok(?:ay)?|clean|stable)\b/i;

/** True if a length is of something else than an outage: a meeting, a backup, a call, a time without trouble. */
function isOfAnother(words: string, before: string, after: string): boolean {
  if (isOfAnotherSubject(words) || ALL_WELL.test(words) || NONE_FAILED.test(words)) return true;
  if (TAKEN_TO.test(before) && /^\s?to\s/i.test(after) && !TO_RECOVER.test(after)) return true;
  return BESIDE_SERVICE.test(words);
}

/** Lengths by their words: of the outage, of a lag, of a time to half; the rest is something else. */
export function lengthKind(context: FigureContext, figure: Figure): Pick<DraftClaim, "kind"> & Partial<DraftClaim> {
  const { before, after, clause } = around(context, figure);
  const { words } = context.sentence;
  const at = context.figures.indexOf(figure);
  const [previous, following] = [context.figures[at - 1], context.figures[at + 1]];
  const from = previous && previous.end > clause.from ? previous.end : clause.from;
  const to = following && following.start < clause.to ? following.start : clause.to;
  const near = `${context.sentence.words.slice(from, figure.start)} <D> ${context.sentence.words.slice(figure.end, to)}`;
  if (
    /\b(?:detect\w*|notic\w*|acknowledg\w*|alert\w*|alarm\w*|pager\w*|went off\b|page[dr]?\b|aware|respond\w* to the (?:page|alert)|engag\w*|diagnos\w*|identif\w*|find the cause|figure out)\b/i.test(
      near,
    )
  )
    return { kind: "detection" };
  if (ONSET_TO_RECOVERY.test(words)) return { kind: "duration" };
  if (OTHER_LENGTH.test(near) || CLEARED_LATER.test(near)) return { kind: "figure" };
  if (OF_PEOPLE.test(clause.words) && !LASTS.test(clause.words)) return { kind: "figure" };
  if (RAMP_UP.test(near)) return { kind: "figure" };
  if (RAMP_DOWN.test(near)) return { kind: "lag", detail: "ramp" };
  const others = `${before} ${after}`;
  if (/\bhal(?:f|ved|ving)\b(?! an? (?:hour|day|minute))/i.test(others)) return { kind: "half-life" };
  if (/\brecovery\b[^.;]{0,40}\b(?:took|lasted|needed|spread over)\b/i.test(near))
    return { kind: "lag", detail: "ramp" };
  if (
    /\b(?:within|in)\s(?:\w+\s){0,2}$/i.test(before) &&
    /^\s?(?:of|after|from)\s/i.test(after) &&
    ACTED.test(after) &&
    ENDED.test(before)
  )
    return { kind: "lag", detail: "action-recovery", ...(/\bwithin\b/i.test(before) && { bound: "at-most" as const }) };
  if (
    /\bwithin\s(?:\w+\s){0,2}$/i.test(before) &&
    eventIn(words) === "action" &&
    /\b(?:stopp\w*|gone|clear\w*|ceased|recover\w*|normal|over|vanish\w*)\b/i.test(clause.words) &&
    !/\bhal(?:f|ved)\b/i.test(words)
  )
    return { kind: "lag", detail: "action-recovery", bound: "at-most" };
  if (/^\W*(?:after|from|following) (?:that|this|then|there)\b/i.test(clause.words) && eventIn(after) === "recovery")
    return { kind: "lag", detail: "action-recovery" };
  if (IMPROVED.test(after) || (BEGAN_TO_RECOVER.test(before) && /^\s?(?:after|from|following)\b/i.test(after)))
    return { kind: "lag", detail: "action-improvement" };
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
    if (lag && ACTED.test(words)) return { kind: "lag", detail: lag };
    if (lag) return { kind: ENDED.test(before) || ENDED.test(after) ? "duration" : "figure" };
  }
  if (/\bfrom the\b[^.;]*\bto (?:the )?(?:full |complete )?recovery\b/i.test(words) && !STARTED.test(words))
    return { kind: "lag", detail: "action-recovery" };
  if (/\bsecond (?:one|wave|outage|incident)\b|\bof the second\b/i.test(words))
    return { kind: "duration", span: "second" };
  if (BESIDE_LENGTH.test(after) || LEADS_ELSEWHERE.test(before)) return { kind: "figure" };
  if (
    !OF_OUTAGE.test(clause.words) ||
    NOT_OF_OUTAGE.test(near) ||
    /^\s?(?:longer|shorter|later|earlier|more|less)\b/i.test(after)
  )
    return { kind: "figure" };
  if (isOfAnother(clause.words, before, after)) return { kind: "figure" };
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
