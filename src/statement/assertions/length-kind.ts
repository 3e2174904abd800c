import { type FigureContext, around } from "./figure-context.js";
import { TROUBLED } from "./figure-words.js";
import type { Figure } from "./figures.js";
import { ACTED, STARTED, eventIn, lagBetween, lagOf } from "./lags.js";
import type { DraftClaim } from "./stated-claim.js";

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
