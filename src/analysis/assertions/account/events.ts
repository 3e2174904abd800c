import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import { MINUTE_MS } from "../../../time/units.js";
import type { WindowFinding } from "../../../window/window-finding.js";
import { clock } from "../../../wording/clock.js";
import { amount } from "../../../wording/number.js";
import type { DatedAlert, DatedChange, Evidence } from "../evidence.js";
import { decided, exactly, type Judgement } from "../judged.js";
import { alertAfterOnset } from "../judge-detection.js";
import { lagVerdict } from "../judge-lag.js";
import { mainSource, minutesApart } from "../moments.js";
import { changeTold, loggedChange } from "../named-action.js";
import { endOf } from "../spans.js";
import { ClauseAccount } from "./clause.js";
import { accounted } from "./quantities.js";
import { freeFigures, takeFigure } from "./slots.js";

const ALERT =
  /\b(?:(?:the|our|an?) )?(?:first |automatic |on-call )?(?:alerts?|alarms?|pages?|paging|paged|pager|warnings?|monitoring|detection|on-call)\b/i;
/** Minutes before an onset from which on an alert counts where a clause counts or orders alerts: one left out would deny what is true. */
const COUNTED_FROM_MINUTES = 30;

/** The outages that a clause may be of: the one it numbers, else each. */
function windowsOf(account: ClauseAccount, { windows, main }: Evidence): readonly WindowFinding[] {
  const second = account.take(/\b(?:in(?:to)? |of )?the (?:second|later) (?:wave|outage|disruption|episode|time)\b/i);
  if (second) return windows.slice(1, 2);
  const first = account.take(/\b(?:in(?:to)? |of )?the (?:first|earlier) (?:wave|outage|disruption|episode|time)\b/i);
  if (first) return windows.slice(0, 1);
  return windows.length > 0 ? windows : main ? [main] : [];
}

/** The alerts raised for an outage, or for any, in their order. */
function raisedFor(window: WindowFinding | null, evidence: Evidence): readonly DatedAlert[] {
  const raised = evidence.alerts.filter(({ ended }) => !ended);
  const own = window
    ? raised.filter(
        ({ at }) => minutesApart(at, window.onset) >= -COUNTED_FROM_MINUTES && at <= endOf(window, evidence),
      )
    : raised;
  return [...own].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The one length of a clause, taken up. */
function takeLength(account: ClauseAccount): Figure | null {
  const [figure, other] = freeFigures(account);
  if (!figure || other || figure.kind !== "length") return null;
  takeFigure(account, figure);
  return figure;
}

const withFigure = (claim: StatedClaim, { value, rounding, bound, hedged }: Figure): StatedClaim => ({
  ...claim,
  values: [value],
  rounding,
  bound,
  hedged,
});

const DETECTED =
  /\b(?:detection|monitoring|the (?:page|alert|alarm|warning)|our (?:alert\w*|alarm|pager))\s(?:only )?(?:took|needed|required|came|arrived|was)\b|\b(?:not|n['’]t|only) (?:paged|alerted|alarmed)\b|\b(?:was|were) (?:only )?(?:paged|alerted)\b|\bwe were (?:blind|in the dark|unaware)\b/i;
const DETECTED_REST =
  /\b(?:to (?:arrive|come|fire|go off|pick (?:it|this|that) up|notice(?: it)?|catch it|react)|until|late|after (?:the )?(?:onset|start|beginning)|after (?:the )?failures began|into it|blind|unaware|the first|not|n['’]t|took|needed|required|came|arrived|only)\b/i;

/** "Detection took under five minutes", "on-call was not paged until a quarter of an hour into the second wave". */
function detectionLag(claim: StatedClaim, account: ClauseAccount, evidence: Evidence): Judgement | null {
  if (evidence.alerts.length === 0 || !DETECTED.test(account.text)) return null;
  const pages = /\bpag(?:e|ed|er)\b/i.test(account.text);
  const windows = windowsOf(account, evidence);
  const figure = takeLength(account);
  if (!figure) return null;
  account.takeAll(DETECTED);
  account.takeAll(ALERT);
  account.takeAll(DETECTED_REST);
  account.takeAll(/\b(?:before|ahead of|still)\b(?=[^.;]*$)/i);
  const judged = windows.flatMap((window) => lagAfterOnset(withFigure(claim, figure), window, pages, evidence) ?? []);
  return judged.find(({ verdict }) => verdict !== "contradicted") ?? judged[0] ?? null;
}

function lagAfterOnset(
  claim: StatedClaim,
  window: WindowFinding,
  pages: boolean,
  evidence: Evidence,
): Judgement | null {
  const all = raisedFor(window, evidence);
  const paged = pages ? all.filter(({ words }) => /\bpage/i.test(words)) : [];
  const [first] = paged.length > 0 ? paged : all;
  if (!first) return null;
  return alertAfterOnset(claim, first, window, evidence.level);
}

/** The change that a clause names, or that "it" means; its words taken up. */
function takeChange(account: ClauseAccount, claim: StatedClaim, evidence: Evidence): DatedChange | null {
  const named = loggedChange(account.words, account.words, evidence);
  const pointed = named
    ? null
    : account.take(/^\W*(?:it|this|that|which|the (?:fix|change|rollback|measure|action))\b/i);
  const change =
    named ??
    (pointed ? changeTold(`${evidence.told ?? ""} ${claim.context.replace(claim.quote, "")}`, evidence) : null);
  if (!change) return null;
  const own = [...(change.names ?? []), ...(change.what ?? "").split(/\s+/), change.id].filter(
    (word) => word.length > 2,
  );
  for (const word of own) {
    const root = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/(?:ed|ing|s|lation|l)$/, "");
    if (root.length > 2) account.takeAll(new RegExp(`(?<![\\w-])${root}\\w*(?![\\w-])`, "i"));
  }
  account.takeAll(
    /\b(?:campaign|release|deploy\w*|version|build|flag|rollout|roll-?back|rolled back|launch\w*|install\w*|shipped|(?:was|were|been) (?:put|switched on|switched off|turned on|turned off|started|cancelled|canceled)|cancell?\w*|replac\w*|went (?:live|out)|full|job|index)\b/i,
  );
  return change;
}

const EFFECT =
  /\b(?:took|needed|required|within|in|after)\b[^.;]*\bto (?:show|take|have|bite|work|kick in)\b|\b(?:recover(?:ed|y)?|effective|took effect|worked|cleared|healthy)\b/i;
const EFFECT_REST =
  /\b(?:to (?:show|take|have|bite|work|kick in)|any|effect(?:ive)?|recover(?:ed|y)?|within|after|worked|cleared|took|needed|another|first improvement)\b/i;

/** "It took nearly twenty minutes to show any effect", "service recovered within two minutes of cancelling the job". */
function effectLag(claim: StatedClaim, account: ClauseAccount, evidence: Evidence): Judgement | null {
  if (!EFFECT.test(account.text)) return null;
  const figure = takeLength(account);
  const change = figure ? takeChange(account, claim, evidence) : null;
  if (!figure || !change) return null;
  account.takeAll(EFFECT_REST);
  const window = evidence.windows.find(
    ({ recovery, onset }) =>
      recovery !== null && minutesApart(recovery, change.at) > -2 && minutesApart(change.at, onset) > -2,
  );
  if (!window?.recovery) return null;
  const ends = [
    window.recovery,
    ...(window.recoveryInterval ?? []),
    ...(window.recoveryStart ? [window.recoveryStart] : []),
  ];
  const lags = ends.map((end) => Math.max(0, minutesApart(end, change.at)));
  const measured = {
    value: minutesApart(window.recovery, change.at),
    interval: [Math.min(...lags), Math.max(...lags)] as const,
    level: evidence.level,
  };
  return decided(
    lagVerdict(withFigure(claim, figure), measured),
    `minutes from ${change.id} to the recovery`,
    `${change.id} is at ${clock(change.at)}, the recovery at ${clock(window.recovery)} UTC.`,
    measured,
  );
}

const BEFORE_ONSET =
  /\b(?:before|ahead of|prior to)\s(?:(?:the|our|any) )?(?:first )?(?:failures?|errors?|outage|incident|trouble|disruption|onset|shop slowed|slow-?down)(?: (?:set in|began|begin|started|broke out|slowed))?\b/i;
/** What "minutes before" says without a number. */
const MINUTES_BEFORE = /\b(?:just |only |mere )?minutes(?=\s(?:before|ahead of|prior to)\b)/i;

/** "The campaign was launched minutes before the failures set in", "it was installed only two minutes before the failure". */
function changeLag(claim: StatedClaim, account: ClauseAccount, evidence: Evidence): Judgement | null {
  if (!BEFORE_ONSET.test(account.text)) return null;
  const vague = account.take(MINUTES_BEFORE);
  const figure: Figure | null = vague
    ? { kind: "length", start: 0, end: 0, value: 15, rounding: 5, bound: "at-most", hedged: false }
    : takeLength(account);
  const change = figure ? takeChange(account, claim, evidence) : null;
  if (!figure || !change) return null;
  account.take(BEFORE_ONSET);
  account.takeAll(/\b(?:only|just)\b/i);
  const lags = evidence.windows.map(({ onset, onsetInterval: [low, high] }) => ({
    value: minutesApart(onset, change.at),
    interval: [minutesApart(low, change.at), minutesApart(high, change.at)] as const,
    level: evidence.level,
  }));
  const judged = lags.map((measured) => ({
    measured,
    verdict: measured.value < -5 ? ("contradicted" as const) : lagVerdict(withFigure(claim, figure), measured),
  }));
  const best =
    judged.find(({ verdict }) => verdict === "supported") ??
    judged.find(({ verdict }) => verdict !== "contradicted") ??
    judged[0];
  return best
    ? decided(
        best.verdict,
        `minutes from ${change.id} to the onset`,
        `${change.id} is at ${clock(change.at)} UTC: ${amount(Math.round(best.measured.value))} minutes before the onset.`,
        best.measured,
      )
    : null;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The alerts that a clause names by their own names, in the order of its words; taken up. */
function takeNamedAlerts(account: ClauseAccount, evidence: Evidence): readonly (readonly [DatedAlert, number])[] {
  const found: (readonly [DatedAlert, number])[] = [];
  for (const one of raisedFor(null, evidence)) {
    const name = (one.words.match(/[\w-]{6,}/g) ?? []).find((word) => /[A-Z].*[A-Z]|\d/.test(word));
    if (!name || found.some(([other]) => other.words.includes(name))) continue;
    const match = account.take(new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, "i"));
    if (match) found.push([one, match.index]);
  }
  return found.sort((a, b) => a[1] - b[1]);
}

/** "CorvidLinkDown was the first alarm to go off", "MediaPortsExhausted had gone off even earlier". */
function alertOrder(_claim: StatedClaim, account: ClauseAccount, evidence: Evidence): Judgement | null {
  const named = takeNamedAlerts(account, evidence);
  const [own, other] = named;
  if (!own) return null;
  const first = account.take(
    /\b(?:the )?(?:very )?first (?:alarm|alert|page|warning)(?: to (?:go off|fire|sound))?\b|\bfired first\b|\bwent off first\b/i,
  );
  const earlier = first ? null : account.take(/\b(?:even )?(?:earlier|before that|beforehand)\b/i);
  if (!first && !earlier) return null;
  account.takeAll(/\b(?:followed by|gone off|went off|fired|sounded|then came|raised)\b/i);
  const all = raisedFor(null, evidence);
  const told = earlier ? takeNamedAlerts(new ClauseAccount(evidence.told ?? ""), evidence).at(-1)?.[0] : other?.[0];
  const against = told && told !== own[0] ? [told] : first ? all.filter((one) => one !== own[0]) : [];
  if (against.length === 0) return null;
  const before = against.find(({ at }) => Date.parse(at) < Date.parse(own[0].at) - MINUTE_MS / 2);
  const [shown] = before ? [before] : against;
  return decided(
    before ? "contradicted" : "supported",
    "order of the alerts",
    `"${own[0].words}" is of ${clock(own[0].at)}, "${shown?.words}" of ${clock(shown?.at ?? own[0].at)} UTC.`,
    null,
  );
}

const COUNTED = /\b(?:just |only |exactly )?(a single|one|two|three|four|five)\s(?:alerts?|alarms?|pages?)\b/i;
const NUMBERS: Readonly<Record<string, number>> = { "a single": 1, one: 1, two: 2, three: 3, four: 4, five: 5 };

/** "A single alert covered the entire event". */
function alertCount(_claim: StatedClaim, account: ClauseAccount, evidence: Evidence): Judgement | null {
  const told = account.take(COUNTED)?.[1]?.toLowerCase();
  const { windows } = evidence;
  if (!told || windows.length !== 1 || evidence.alerts.length === 0) return null;
  account.takeAll(/\b(?:covered|fired|raised|went off|sounded|triggered|in all|in total)\b/i);
  const raised = raisedFor(windows[0] as WindowFinding, evidence);
  const names = new Set(raised.map(({ words }) => words.split(/\s/)[0]));
  const stated = NUMBERS[told] as number;
  const holds = [raised.length, names.size].includes(stated);
  return decided(
    holds ? "supported" : "contradicted",
    "number of alerts raised during the outage",
    `${raised.length}: ${raised.map(({ words, at }) => `"${words}" ${clock(at)}`).join(", ")} UTC.`,
    exactly(raised.length),
  );
}

const CAME_WITH = /\b(?:recovery|relief|improvement) (?:only )?(?:came|arrived|set in|coincided) with\b/i;
/** Minutes between a change and the recovery that it is said to have brought. */
const WITH_MINUTES = 10;

/** "Recovery came with the full rollout": a change that came long after, or before, brought none. */
function cameWith(claim: StatedClaim, account: ClauseAccount, evidence: Evidence): Judgement | null {
  if (!account.take(CAME_WITH)) return null;
  const change = takeChange(account, claim, evidence);
  const [window] = evidence.windows;
  if (!change || !window?.recovery || evidence.windows.length !== 1) return null;
  const low = minutesApart(change.at, window.recoveryInterval?.[1] ?? window.recovery);
  const high = minutesApart(window.recoveryStart ?? window.recovery, change.at);
  const verdict =
    low > WITH_MINUTES / 2 || high > 6 * WITH_MINUTES
      ? "contradicted"
      : high <= WITH_MINUTES
        ? "supported"
        : "not-testable";
  return decided(
    verdict,
    `${change.id} and the recovery`,
    `${change.id} is at ${clock(change.at)}, the recovery at ${clock(window.recovery)} UTC.`,
    null,
  );
}

const READERS = [detectionLag, changeLag, effectLag, alertOrder, alertCount, cameWith];

/** What a clause says of alerts and changes and of the times between them, where every word of it is taken up; `null` elsewhere. */
export async function eventsByAccount(
  claim: StatedClaim,
  words: string,
  evidence: Evidence,
): Promise<Judgement | null> {
  if (claim.instants.length > 0) return null;
  for (const reader of READERS) {
    const account = new ClauseAccount(words, mainSource(evidence)?.nouns ?? []);
    const found = accounted(account, reader(claim, account, evidence));
    if (found) return found;
  }
  return null;
}
