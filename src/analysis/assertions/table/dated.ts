import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import { figuresIn } from "../../../statement/assertions/figures.js";
import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import { MINUTE_MS } from "../../../time/units.js";
import { clock } from "../../../wording/clock.js";
import type { DatedChange, Evidence } from "../evidence.js";
import { gaugeIn } from "../frames/measures.js";
import { type Judgement, decided } from "../judged.js";
import { mainSource, minutesApart, timeOf } from "../moments.js";
import { changeTold, loggedChange } from "../named-action.js";
import { endOf } from "../spans.js";
import { namedIn } from "./measured.js";

const ALERT = /\b(?:alerts?|alarms?|pages?|paged|pager|pagerduty|monitoring|monitors?|notification|on-call)\b/i;
const ENDED =
  /\b(?:clear(?:ed|s|ing)?|resolv\w*|clos(?:ed|es|ing)|silenced|went quiet|auto-?resolved|all-clear|reset)\b/i;
const PEOPLE =
  /\b(?:acknowledg\w*|customers?|users?|tickets?|complain\w*|support|status page|posted|published|announce\w*|would|should|could|may|might|rule|threshold)\b/i;

/** A length may be so much beside what was measured; more is another length. */
const LEAST_APART = 4;
const APART_SHARE = 0.35;

/** True if a stated length is not that of a gap, by far. */
function isOther({ value, bound, hedged }: Figure, gap: number): boolean {
  const room = Math.max(LEAST_APART, APART_SHARE * Math.max(value, Math.abs(gap))) + (hedged ? 2 : 0);
  if (bound === "at-least") return gap < value - room / 2;
  return bound === "at-most" ? gap > value + room / 2 : Math.abs(gap - value) > room;
}

const lengthIn = (words: string): Figure | null => {
  const all = figuresIn(words, []);
  const [first] = all;
  return all.length === 1 && first?.kind === "length" ? first : null;
};

const texted = (gaps: readonly number[]): string => [...new Set(gaps.map((gap) => Math.round(gap)))].join(", ");

const AT_ONCE =
  /\b(?:on the dot|at once|immediately|straight away|(?:in|at) the same (?:minute|moment)|right when|exactly when|promptly)\b/i;
const TOO_EARLY =
  /\btoo early|too soon|before (?:the|it|everything|failures|errors|calls|things)\b|\b(?:while|still|in the middle of|midway|halfway)\b/i;

/** When an alert ended, beside the end of what it was of: "the resolved notice turned up an hour after the event", "closed itself ten minutes too early". */
export function alertEnd(claim: StatedClaim, evidence: Evidence): Judgement | null {
  const { quote } = claim;
  const ended = evidence.alerts.filter((one) => one.ended);
  if (!ALERT.test(quote) || !ENDED.test(quote) || ended.length === 0 || PEOPLE.test(quote)) return null;
  const recoveries = evidence.windows.flatMap(({ recovery }) => recovery ?? []);
  if (recoveries.length === 0) return null;
  const readAs = "the end of the alerts, beside the recovery and their beginning";
  const shown = `Alerts ended at ${ended.map(({ at }) => clock(at)).join(", ")}, failures at ${recoveries.map((at) => clock(at)).join(", ")} UTC.`;
  const no = (): Judgement => decided("contradicted", readAs, shown, null);
  const stated = timeOf(claim, evidence);
  if (stated)
    return ended.every(({ at }) => Math.abs(minutesApart(at, stated)) > 6) && claim.instants.length === 1 ? no() : null;
  const after = ended
    .flatMap(({ at }) => recoveries.map((end) => minutesApart(at, end)))
    .filter((gap) => Math.abs(gap) < 240);
  const length = lengthIn(quote);
  if (length) {
    if (TOO_EARLY.test(quote)) return after.every((gap) => isOther(length, -gap)) ? no() : null;
    const begun = evidence.alerts
      .filter((one) => !one.ended)
      .flatMap(({ at }) => ended.map((one) => minutesApart(one.at, at)));
    const starts = evidence.windows
      .flatMap(({ onset, recoveryStart }) => [onset, recoveryStart ?? onset])
      .flatMap((at) => ended.map((one) => minutesApart(one.at, at)));
    return [...after, ...begun, ...starts].every((gap) => isOther(length, gap)) ? no() : null;
  }
  if (figuresIn(quote, []).length > 0) return null;
  if (AT_ONCE.test(quote)) return after.every((gap) => Math.abs(gap) > 6) ? no() : null;
  const late = evidence.windows.flatMap(({ recovery, recoveryInterval }) => recoveryInterval?.[1] ?? recovery ?? []);
  if (TOO_EARLY.test(quote) && evidence.windows.length === 1)
    return ended.every(({ at }) => late.every((end) => minutesApart(at, end) > 1)) ? no() : null;
  return null;
}

const DETECTED =
  /\b(?:detect\w*|alert\w*|alarm\w*|paged?|pages|pager|monitor\w*|blind|recogni[sz]e\w*|noticed?|in the dark|unaware|nobody knew|nobody knowing)\b/i;
const OF_OTHERS =
  /\b(?:after|from|since|of|following) (?:the|that|this|our|first) (?:\w+ )?(?:alert|alarm|page)\b|\b(?:ago|later|earlier|escalat\w*|acknowledg\w*|customers?|users?|ticket\w*|mitigat\w*|rolled|roll-?back|fix\w*|deploy\w*|join\w*|bridge|engineers?|people|someone|anyone|lasted|open for|response)\b/i;
const NO_ALERT =
  /\b(?:none of (?:our|the)|no|not a single|without (?:raising |triggering )?(?:any|an|a single)) (?:\w+ )?(?:alerts?|alarms?|pages?|warnings?)\b(?! (?:had|has) (?:been )?(?:set|configured))/i;

/** "Detection needed close to an hour", "none of our alarms went off": against every alert of every outage. */
export function detectionAnyAlert(claim: StatedClaim, evidence: Evidence): Judgement | null {
  const { quote } = claim;
  const raised = evidence.alerts.filter(({ ended }) => !ended);
  if (raised.length === 0 || ENDED.test(quote) || claim.instants.length > 0 || PEOPLE.test(quote)) return null;
  const { windows } = evidence;
  const first = /\bfirst (?:wave|outage|disruption|episode)\b/i.test(quote);
  const second = /\bsecond (?:wave|outage|disruption|episode)\b/i.test(quote);
  const own = first ? windows.slice(0, 1) : second ? windows.slice(1, 2) : windows;
  const lags = own.map((window) =>
    raised
      .filter(({ at }) => minutesApart(at, window.onset) >= -15 && at <= endOf(window, evidence))
      .map(({ at }) => minutesApart(at, window.onset)),
  );
  if (lags.length === 0 || lags.some((each) => each.length === 0)) return null;
  const readAs = "minutes from the onset to any alert";
  const why = `Alerts came ${texted(lags.flat())} minutes after the onset.`;
  if (NO_ALERT.test(quote) && !/\b(?:until|before|for|about|because|further|other|new|more)\b/i.test(quote))
    return decided("contradicted", readAs, why, null);
  const length = lengthIn(quote);
  if (!length || !DETECTED.test(quote) || OF_OTHERS.test(quote)) return null;
  return lags.flat().every((gap) => isOther(length, gap)) ? decided("contradicted", readAs, why, null) : null;
}

const POINTS =
  /^\W*(?:it|that|this|which)\b(?! (?:took|was \w+ minutes))|\bthe (?:release|change|deploy\w*|rollout|firmware|campaign|task|job)\b|\b(?:went (?:out|live)|installed|deployed|put on|launched|released|rolled out)\b/i;

/** The change that a clause names, or points to. */
function changeOf(claim: StatedClaim, evidence: Evidence): DatedChange | null {
  const named = loggedChange(claim.quote, claim.quote, evidence);
  if (named) return named;
  return POINTS.test(claim.quote) ? changeTold(`${evidence.told ?? ""} ${claim.context}`, evidence) : null;
}

const BEFORE = /\b(?:before|prior to|ahead of|preced\w*|earlier|previously)\b/i;
const AFTER = /\b(?:after|later|already (?:in trouble|slow|failing|down|running)|had already)\b/i;
const ONSET =
  /\b(?:outage|incident|fault|failures?|failed|errors?|trouble|onset|disruption|slow\w*|event|anything went wrong|began|started|wrong|broke|it all)\b/i;
const RIGHT_BEFORE =
  /\b(?:(?:only |just )?(?:moments|minutes|seconds|shortly|right|immediately|directly|just)) (?:before|prior to|ahead of)\b/i;
const SOON_BEFORE = 20;

/** How long before the trouble a change was made: "the release had been live for a good half hour before anything went wrong". */
export function changeBefore(claim: StatedClaim, evidence: Evidence): Judgement | null {
  const { quote } = claim;
  if (evidence.windows.length === 0 || !ONSET.test(quote) || claim.instants.length > 0 || ALERT.test(quote))
    return null;
  if (
    /\b(?:recover\w*|ended|cleared|normal|fixed|resolved|rolled back|roll-?back|finished|complete\w*|gone|sagg\w*|kept|still|faded|working on)\b/i.test(
      quote,
    )
  )
    return null;
  const change = changeOf(claim, evidence);
  if (!change) return null;
  const gaps = evidence.windows.map(({ onset }) => minutesApart(onset, change.at));
  const no = (): Judgement =>
    decided(
      "contradicted",
      `minutes from ${change.id} to an onset`,
      `${change.id} is at ${clock(change.at)}, failures begin at ${evidence.windows.map(({ onset }) => clock(onset)).join(", ")} UTC.`,
      null,
    );
  const length = lengthIn(quote);
  if (length && BEFORE.test(quote)) return gaps.every((gap) => isOther(length, gap)) ? no() : null;
  if (length && AFTER.test(quote))
    return gaps.every((gap) => isOther(length, -gap)) && gaps.every((gap) => isOther(length, gap)) ? no() : null;
  if (figuresIn(quote, []).length > 0) return null;
  if (RIGHT_BEFORE.test(quote)) return gaps.every((gap) => gap < -3 || gap > SOON_BEFORE) ? no() : null;
  return AFTER.test(quote) && /\balready\b/i.test(quote) && gaps.every((gap) => gap > 3) ? no() : null;
}

const GRADUAL =
  /\b(?:crept|creep\w*|gradual\w*|slowly|bit by bit|little by little|built up|ramped|step by step|by degrees)\b/i;
const SUDDEN =
  /\b(?:sudden\w*|abrupt\w*|all at once|instantly|from one (?:minute|moment|second) to the next|sharp(?:ly)?|overnight|like a switch)\b/i;
const BEGINS =
  /\b(?:crept in|creep\w* in|came on|began|started|set in|onset|rose|rise|grew|climb\w*|built up|ramped|appeared|broke|failures? (?:crept|went)|beginning)\b/i;
const ENDING =
  /\b(?:recover\w*|ended|fell|subsid\w*|fad\w*|tail\w*|declin\w*|ebb\w*|went away|cleared|improv\w*|dropp?ed|returned|back)\b/i;
/** A rise within so many minutes is one at once; one of more than the other is gradual. */
const SHARP_MINUTES = 3;
const SLOW_MINUTES = 10;

/** How failures came and went: "it crept in slowly over half an hour". */
export function howItCame(claim: StatedClaim, evidence: Evidence): Judgement | null {
  const { quote } = claim;
  const [gradual, sudden] = [GRADUAL.test(quote), SUDDEN.test(quote)];
  const [begins, ending] = [BEGINS.test(quote), ENDING.test(quote)];
  const source = mainSource(evidence);
  if (gradual === sudden || begins === ending || !source || evidence.windows.length === 0) return null;
  if (
    /\b(?:not|no|never|queue|traffic|volume|latenc\w*|slow(?:ed|er|ness)|response|calls? volume|attempts|demand)\b|n['’]t\b/i.test(
      quote,
    )
  )
    return null;
  if (gaugeIn(quote, evidence) !== null || claim.instants.length > 0) return null;
  const ramps = evidence.windows.map(({ shape }) => (begins ? shape.onsetRampMinutes : shape.recoveryRampMinutes));
  const length = lengthIn(quote);
  const off = ramps.every((ramp) =>
    gradual ? ramp <= SHARP_MINUTES && (!length || length.value >= SLOW_MINUTES) : ramp >= SLOW_MINUTES,
  );
  return off
    ? decided(
        "contradicted",
        `minutes in which failures ${begins ? "came" : "went"}`,
        `Measured: ${texted(ramps)} minutes.`,
        null,
      )
    : null;
}

const WHOLE =
  /\b(?:start to finish|beginning to end|begin to end|first to last|from (?:the )?first (?:\w+ ){0,3}to (?:the )?last|all told|in all|altogether|extended over|in total|end to end|(?:outage|incident|event|disruption) (?:therefore |thus |hence |itself )?(?:lasted|took|ran|extended|went on)|(?:it|this) (?:all )?lasted|without service|endured|whole (?:duration|thing|episode))\b/i;

/** How long it was from beginning to end, against every outage and all of them together. */
export function wholeLength(claim: StatedClaim, evidence: Evidence): Judgement | null {
  const { quote } = claim;
  const length = lengthIn(quote);
  const { windows } = evidence;
  if (!length || !WHOLE.test(quote) || windows.length === 0 || claim.instants.length > 0 || ALERT.test(quote))
    return null;
  if (
    gaugeIn(quote, evidence) !== null ||
    /\b(?:peak|each|between|gap|apart|until|before|after|second|first wave|maintenance|meeting|review|call lasted)\b/i.test(
      quote,
    )
  )
    return null;
  const source = mainSource(evidence);
  if (!source || namedIn(quote, source) === null) return null;
  const ends = windows.map((window) => ({
    from: Date.parse(window.onset),
    to: Date.parse(endOf(window, evidence)),
    fall: Date.parse(window.recoveryStart ?? endOf(window, evidence)),
  }));
  const each = ends.flatMap(({ from, to, fall }) => [to - from, fall - from]);
  const sum = ends.reduce((all, { from, to }) => all + to - from, 0);
  const whole = Math.max(...ends.map(({ to }) => to)) - Math.min(...ends.map(({ from }) => from));
  const lengths = [...each, sum, whole].map((ms) => ms / MINUTE_MS);
  const near = (measured: number): boolean => {
    const room = Math.max(5, 0.15 * Math.max(measured, length.value)) + (length.hedged ? 0.1 * length.value : 0);
    if (length.bound === "at-least") return measured >= length.value - room;
    return length.bound === "at-most" ? measured <= length.value + room : Math.abs(measured - length.value) <= room;
  };
  return lengths.some(near)
    ? null
    : decided(
        "contradicted",
        "length of the outage, of each and of all",
        `Measured: ${texted(lengths)} minutes.`,
        null,
      );
}
