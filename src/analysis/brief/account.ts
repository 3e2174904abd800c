import type { ClaimFinding } from "../../audit/audit-finding.js";
import { spanText as claimedSpan } from "../../audit/audit-input.js";
import { clock, clockBeside } from "../../wording/clock.js";
import { amount, capital, estimateText, lengthText, minutesText } from "../../wording/number.js";
import { closedWindows } from "../find/rates.js";
import type { Analysis } from "../analysis.js";
import { pointsOf, zoneOf } from "./headline.js";
import { windowSignal } from "./measured.js";

/** Words up to which the sentence on an account names one more point in which it is wrong; the rest is in the details. */
const LONGEST_SENTENCE = 20;

/** What a claim commits to, as its heading. */
export function claimName({ kind, stated, claim }: ClaimFinding): string {
  if (stated === "") return claim;
  return kind === "window" ? `Outage window ${stated}` : capital(stated);
}

/** A name that is short enough for a line: cut between words. */
export function shortened(text: string, longest = 90): string {
  const line = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[.\s]+$/, "");
  if (line.length <= longest) return line;
  return `${line.slice(0, longest).replace(/\s+\S*$/, "")} …`;
}

/** How far a measured end lies from a stated one, in minutes; positive = stated too early. */
interface Miss {
  readonly minutes: number;
  /** As far at least, from the near end of where the measured one may lie; 0 where the stated one lies in it. */
  readonly least: number;
  /** The near end itself. */
  readonly near: string;
}

function missOf(measured: string, interval: readonly [string, string] | null, stated: string): Miss {
  const apart = (iso: string): number => (Date.parse(iso) - Date.parse(stated)) / 60_000;
  const minutes = apart(measured);
  const near = interval?.[minutes > 0 ? 0 : 1] ?? measured;
  const least = Math.sign(apart(near)) === Math.sign(minutes) ? Math.abs(apart(near)) : 0;
  return { minutes, least, near };
}

/** A stated window with what it misses of the measured one. */
interface Missed {
  readonly span: { readonly from: string; readonly to: string };
  readonly start: Miss;
  readonly end: Miss | null;
}

function missed({ window, statement }: Analysis): readonly (Missed | null)[] {
  return closedWindows(statement).map(({ span }) =>
    window
      ? {
          span,
          start: missOf(window.onset, window.onsetInterval, span.from),
          end: window.recovery === null ? null : missOf(window.recovery, window.recoveryInterval, span.to),
        }
      : null,
  );
}

/** Which end of a stated window is wrong by more, by what is sure of it. */
function worseEnd({ start, end }: Missed): "start" | "end" {
  if (end === null) return "end";
  if (end.least !== start.least) return end.least > start.least ? "end" : "start";
  return Math.abs(end.minutes) >= Math.abs(start.minutes) ? "end" : "start";
}

/** The contradicted stated window that is nearest to the measured one: what an account gets wrong at least. */
function nearestMiss(analysis: Analysis): Missed | null {
  const against = analysis.claims.filter(({ kind, verdict }) => kind === "window" && verdict === "contradicted");
  const named = ({ span }: Missed): string => claimedSpan(span).replace(/^\S+ | UTC$/g, "");
  const size = ({ start, end }: Missed): number => Math.abs(start.minutes) + Math.abs(end?.minutes ?? 0);
  const wrong = missed(analysis).filter(
    (one): one is Missed => one !== null && against.some(({ stated }) => stated.includes(named(one))),
  );
  return [...wrong].sort((a, b) => size(a) - size(b))[0] ?? null;
}

/** The stated window that a picture sets beside the measured one: the contradicted one that is nearest to it, else the first. */
export function statedWindowShown(analysis: Analysis): { readonly from: string; readonly to: string } | null {
  return nearestMiss(analysis)?.span ?? closedWindows(analysis.statement)[0]?.span ?? null;
}

/** By how much an end is missed: as much as is sure of it. */
function sided({ minutes, least }: Miss, early: string, late: string): string {
  const side = minutes > 0 ? early : late;
  return least >= 1 ? `at least ${lengthText(Math.floor(least))} ${side}` : `too ${side}`;
}

/** What is wrong with a stated window, as the rest of a sentence that begins with "it". */
function windowFault(analysis: Analysis): string | null {
  const miss = nearestMiss(analysis);
  if (!miss) {
    if (analysis.window) return null;
    return windowSignal(analysis)
      ? "states failures that these data do not show"
      : "states an outage where none is found";
  }
  if (miss.end === null) return "ends an outage that had not ended";
  return worseEnd(miss) === "end"
    ? `ends the outage ${sided(miss.end, "early", "late")}`
    : `begins the outage ${sided(miss.start, "early", "late")}`;
}

/** What a contradicted claim gets wrong, in a director's words. */
function fault(claim: ClaimFinding, analysis: Analysis): string {
  const stated = shortened(claim.stated.replace(/^about /, ""), 50);
  if (claim.kind === "window") return windowFault(analysis) ?? `gives a window that the data contradict`;
  if (claim.kind === "rate" && claim.measured)
    return `says ${stated}, where we measure ${estimateText(claim.measured, claim.unit ?? "share").split(" [")[0]}`;
  if (claim.kind === "duration" && claim.measured)
    return `says ${stated}, where we measure ${minutesText(claim.measured.value)}`;
  if (claim.kind === "order") return "has the fix and the diagnosis in the wrong order";
  if (claim.kind === "effect") return `credits a fix that these data do not (${stated})`;
  if (claim.kind === "no-recurrence") return "denies a recurrence that the data show";
  return `is contradicted on “${stated}”`;
}

function faults(analysis: Analysis): readonly string[] {
  const against = analysis.claims.filter(({ verdict }) => verdict === "contradicted");
  const order = ["window", "rate", "duration", "order", "effect"];
  const rank = ({ kind }: ClaimFinding): number => (order.indexOf(kind) + 1 || order.length + 1) - 1;
  const said = [...against].sort((a, b) => rank(a) - rank(b)).map((claim) => fault(claim, analysis));
  return [...new Set(said)];
}

/** Places in which the account contradicts itself in a way that matters. */
function selfContradictions({ statement }: Analysis): number {
  return (statement?.inconsistencies ?? []).filter(({ severity }) => severity === "serious").length;
}

/** Words of a sentence made from parts. */
function wordsIn(parts: readonly string[]): number {
  return parts.join(" ").split(" ").length;
}

function noneOf(points: number): string {
  return points === 1 ? "not one point" : `none of the ${amount(points)} points`;
}

/** The sentence on the vendor's account: in how many points it holds, and what it gets wrong. */
export function accountSentence(analysis: Analysis): string {
  if (!analysis.statement) return "There is no account by a vendor.";
  const { all, hold, contradicted, open } = pointsOf(analysis);
  const self = selfContradictions(analysis);
  const itself =
    self === 0
      ? null
      : `contradicts itself ${self === 1 ? "once" : self === 2 ? "twice" : `in ${amount(self)} places`}`;
  if (all === 0)
    return `The vendor's account makes no point that these data can test${itself === null ? "" : `; it ${itself}`}.`;
  const holds =
    hold === 0 && contradicted > 0
      ? `The vendor's account is contradicted in ${amount(contradicted)} of ${amount(all)} points`
      : `The vendor's account holds in ${amount(hold)} of ${amount(all)} points`;
  const said = faults(analysis);
  const longest = said.findLastIndex((_, i) => wordsIn([holds, ...said.slice(0, i + 1)]) <= LONGEST_SENTENCE);
  const wrong = said.slice(0, Math.max(1, longest + 1));
  // What the data contradict goes first; how the account fares against itself is for the details.
  const rest = wrong.length > 0 || itself === null ? wrong : [itself];
  if (rest.length === 0 && open === all) return `These data can decide ${noneOf(all)} of the vendor's account.`;
  if (rest.length === 0 && open > 0)
    return `${holds}; these data cannot decide the other${open === 1 ? "" : ` ${amount(open)}`}.`;
  if (rest.length === 0) return `${holds}; nothing in these data contradicts it.`;
  const tail = contradicted > 0 ? rest.join(" and ") : `${rest.join(" and ")}, but no measurement contradicts it`;
  return `${holds}; it ${tail}.`;
}

/** What to ask about a stated window: the end that is wrong by more, against what is sure of the measured one. */
function windowQuestion(miss: Missed, zone: string): string {
  const { span, start, end } = miss;
  if (end === null) return `Ask why its window ends at ${clock(span.to, zone)} when failures had not ended`;
  const asked = worseEnd(miss);
  const [stated, { near, minutes }] = asked === "end" ? [span.to, end] : [span.from, start];
  const at = (iso: string): string => clockBeside(iso, iso === stated ? near : stated, zone);
  if (asked === "end")
    return minutes > 0
      ? `Ask why its window ends at ${at(stated)} when failures lasted until ${at(near)} or later`
      : `Ask why its window ends at ${at(stated)} when failures had ended by ${at(near)}`;
  return minutes > 0
    ? `Ask why its window begins at ${at(stated)} when failures began at ${at(near)} or later`
    : `Ask why its window begins at ${at(stated)} when failures had begun by ${at(near)}`;
}

/** Contradicted shares that are asked about one by one; more are one line. */
const MOST_SHARES_ASKED = 2;

/** What to ask the vendor about its contradicted points, one short line each. */
export function vendorQuestions(analysis: Analysis): readonly string[] {
  const zone = zoneOf(analysis);
  const against = analysis.claims.filter(({ verdict }) => verdict === "contradicted");
  const shares = against.filter(({ kind }) => kind === "rate");
  const [firstShare] = shares;
  const several =
    firstShare && shares.length > MOST_SHARES_ASKED
      ? `Ask for the counts behind ${amount(shares.length)} contradicted shares, “${shortened(firstShare.stated, 40)}” first`
      : null;
  const asked = against.map((claim): string => {
    if (several !== null && claim.kind === "rate") return several;
    const miss = claim.kind === "window" ? nearestMiss(analysis) : null;
    if (miss) return windowQuestion(miss, zone);
    if (claim.kind === "rate") return `Ask for the counts behind “${shortened(claim.stated, 60)}”`;
    if (claim.kind === "order") return "Ask when the cause was identified and when each action began and ended";
    return `Ask what supports “${shortened(claim.stated, 60)}”`;
  });
  return [...new Set(asked)];
}
