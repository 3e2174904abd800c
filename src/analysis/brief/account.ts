import type { ClaimFinding } from "../../audit/audit-finding.js";
import { spanText as claimedSpan } from "../../audit/audit-input.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { clock, clockBeside } from "../../wording/clock.js";
import { amount, capital, estimateText, lengthText, minutesText } from "../../wording/number.js";
import { claimedAction } from "./action-names.js";
import { closedWindows } from "../find/rates.js";
import type { Analysis } from "../analysis.js";
import { zoneOf } from "./headline.js";
import { pointsOf } from "./tiles.js";
import { shownOutages, windowSignal } from "./measured.js";

/** Words up to which the sentence on an account names one more point in which it is wrong; the rest is in the details. */
const LONGEST_SENTENCE = 20;

/** What a claim commits to, as its heading. */
export function claimName({ kind, stated, claim }: ClaimFinding): string {
  if (stated === "") return claim;
  if (kind === "effect") return capital(claimedAction(stated));
  return kind === "window" ? `Outage window ${stated}` : capital(stated);
}

/** A name that is short enough for a line: cut between words. */
export function shortened(text: string, longest = 90): string {
  const line = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[.\s]+$/, "");
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest).replace(/\s+\S*$/, "");
  const open = cut.lastIndexOf("(");
  // A bracket that is not closed goes with what is cut.
  const whole = open > 0 && !cut.slice(open).includes(")") ? cut.slice(0, open) : cut;
  return `${whole.replace(/[\s,;:]+$/, "")} …`;
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

/** A stated window as its claim names it, without the day. */
function windowName(span: Missed["span"]): string {
  return claimedSpan(span).replace(/^\S+ | UTC$/g, "");
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

/** True if the window that an account states first holds: what it says of others later is no headline. */
function firstWindowHolds({ claims, statement }: Analysis): boolean {
  const [first] = closedWindows(statement);
  if (!first) return false;
  const named = windowName(first.span);
  return claims.some(
    ({ kind, verdict, stated }) => kind === "window" && verdict === "supported" && stated.includes(named),
  );
}

/** The contradicted stated window that is nearest to the measured one: what an account gets wrong at least; `null` where its first one holds. */
function nearestMiss(analysis: Analysis): Missed | null {
  if (firstWindowHolds(analysis)) return null;
  const against = analysis.claims.filter(({ kind, verdict }) => kind === "window" && verdict === "contradicted");
  const size = ({ start, end }: Missed): number => Math.abs(start.minutes) + Math.abs(end?.minutes ?? 0);
  const wrong = missed(analysis).filter(
    (one): one is Missed => one !== null && against.some(({ stated }) => stated.includes(windowName(one.span))),
  );
  return [...wrong].sort((a, b) => size(a) - size(b))[0] ?? null;
}

/** The stated window that a picture sets beside the measured one: the contradicted one that is nearest to it, else the first. */
export function statedWindowShown(analysis: Analysis): { readonly from: string; readonly to: string } | null {
  return nearestMiss(analysis)?.span ?? closedWindows(analysis.statement)[0]?.span ?? null;
}

/** True if the window that a picture sets beside the measured one is contradicted. */
export function statedWindowMisses(analysis: Analysis): boolean {
  return nearestMiss(analysis) !== null;
}

/** Part of a miss that may be unsure for the measured figure itself to be said. */
const UNSURE_PART = 0.05;

/** By how much an end is missed: as measured where that is sure, else as much as is sure of it. */
function sided({ minutes, least }: Miss, early: string, late: string): string {
  const side = minutes > 0 ? early : late;
  const miss = Math.abs(minutes);
  if (least >= 1 && miss - least <= UNSURE_PART * miss) return `${lengthText(miss)} ${side}`;
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

/** The span that a claim's counts are of, as its evidence writes it: `2026-03-12 09:00–09:08 UTC`. */
const COUNTED_SPAN = /(\d{4}-\d\d-\d\d) (\d\d:\d\d)–(?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d) UTC$/;

/** Minutes by which a counted span may differ from the outage and still be the same time to a reader. */
const SAME_SPAN_MINUTES = 1;

/** When a claimed share was counted, where that is another time than the outage that the headline's share is of: ` from 09:00 to 09:08`. */
function countedWhen({ evidence }: ClaimFinding, analysis: Analysis): string {
  const found = evidence.map((one) => COUNTED_SPAN.exec(one)).find((one) => one !== null);
  if (!found) return "";
  const [, day = "", start = "", lastDay = day, end = ""] = found;
  const [from, to] = [`${day}T${start}:00Z`, `${lastDay}T${end}:00Z`];
  const { window } = shownOutages(analysis);
  const apart = (one: string, other: string | null | undefined): number =>
    other ? Math.abs(Date.parse(one) - Date.parse(other)) / 60_000 : Number.POSITIVE_INFINITY;
  if (apart(from, window?.onset) <= SAME_SPAN_MINUTES && apart(to, window?.recovery) <= SAME_SPAN_MINUTES) return "";
  const zone = zoneOf(analysis);
  return ` from ${clockBeside(from, to, zone)} to ${clockBeside(to, from, zone)}`;
}

/** What a contradicted claim gets wrong, in a director's words. */
function fault(claim: ClaimFinding, analysis: Analysis): string {
  const stated = shortened(claim.stated.replace(/^about /, ""), 50);
  if (claim.kind === "window") return windowFault(analysis) ?? "gives another window that the data contradict";
  if (claim.kind === "rate" && claim.measured)
    return `says ${stated}${countedWhen(claim, analysis)}, where we measure ${estimateText(claim.measured, claim.unit ?? "share").split(" [")[0]}`;
  if (claim.kind === "duration" && claim.measured)
    return `says ${stated}, where we measure ${minutesText(claim.measured.value)}`;
  if (claim.kind === "order") return "has the fix and the diagnosis in the wrong order";
  if (claim.kind === "effect") return `says that ${claimedAction(stated)}, which these data contradict`;
  if (claim.kind === "no-recurrence") return "denies a recurrence that the data show";
  return `is contradicted on “${stated}”`;
}

function faults(analysis: Analysis): readonly string[] {
  const against = analysis.claims.filter(({ verdict }) => verdict === "contradicted");
  const order = firstWindowHolds(analysis)
    ? ["rate", "duration", "order", "effect", "window"]
    : ["window", "rate", "duration", "order", "effect"];
  const rank = ({ kind }: ClaimFinding): number => (order.indexOf(kind) + 1 || order.length + 1) - 1;
  const said = [...against].sort((a, b) => rank(a) - rank(b)).map((claim) => fault(claim, analysis));
  return [...new Set(said)];
}

/** Places in which the account contradicts itself in a way that matters. */
function selfContradictions({ statement }: Analysis): number {
  return (statement?.inconsistencies ?? []).filter(({ severity }) => severity === "serious").length;
}

/** The outages that no stated window touches, where the account states one at all. */
export function leftOut(analysis: Analysis): readonly WindowFinding[] {
  const stated = closedWindows(analysis.statement);
  const { windows } = shownOutages(analysis);
  if (stated.length === 0 || windows.length < 2) return [];
  return windows.filter(
    ({ onset, recovery }) => !stated.some(({ span }) => span.from < (recovery ?? "9") && span.to > onset),
  );
}

/** What an account leaves out, as the rest of a sentence that begins with "it"; `null` where it leaves out no outage. */
function omission(analysis: Analysis): string | null {
  const [first, ...more] = leftOut(analysis);
  if (!first) return null;
  if (more.length > 0) return `leaves out ${amount(more.length + 1)} other outages`;
  const beside = closedWindows(analysis.statement)[0]?.span.from ?? first.onset;
  return `leaves out the outage from ${clockBeside(first.onset, beside, zoneOf(analysis))}`;
}

/** Words of a sentence made from parts. */
function wordsIn(parts: readonly string[]): number {
  return parts.join(" ").split(" ").length;
}

function noneOf(points: number): string {
  return points === 1 ? "not one point" : `none of the ${amount(points)} points`;
}

/** In how many points the account holds, or is contradicted where that is more. */
function standing({ all, hold, contradicted }: ReturnType<typeof pointsOf>): string {
  return contradicted > 0 && contradicted >= hold
    ? `The vendor's statement is contradicted in ${amount(contradicted)} of ${amount(all)} points`
    : `The vendor's statement holds in ${amount(hold)} of ${amount(all)} points`;
}

/** The rest of the sentence where no measurement is against the account: what it leaves out, what is open, or that it disagrees with itself. */
function uncontested(analysis: Analysis, holds: string): string {
  const { all, hold, open } = pointsOf(analysis);
  const [itself, gap] = [selfText(analysis), omission(analysis)];
  if (gap !== null) return `${holds}; it ${gap}.`;
  if (open === all) return `These data can decide ${noneOf(all)} of the vendor's statement.`;
  if (itself !== null && hold >= open) return `${holds}; it ${itself}, but no measurement contradicts it.`;
  if (open > 0) return `${holds}; these data cannot decide the other${open === 1 ? "" : ` ${amount(open)}`}.`;
  return `${holds}; nothing in these data contradicts it.`;
}

function selfText(analysis: Analysis): string | null {
  const self = selfContradictions(analysis);
  if (self === 0) return null;
  return `contradicts itself ${self === 1 ? "once" : self === 2 ? "twice" : `in ${amount(self)} places`}`;
}

/** The sentence on the vendor's account: in how many points it holds, and what it gets wrong. */
export function accountSentence(analysis: Analysis): string {
  if (!analysis.statement) return "No vendor statement was given.";
  const points = pointsOf(analysis);
  const itself = selfText(analysis);
  if (points.all === 0)
    return `The vendor's statement makes no point that these data can test${itself === null ? "" : `; it ${itself}`}.`;
  const holds = standing(points);
  const against = faults(analysis);
  if (against.length === 0) return points.contradicted > 0 ? `${holds}.` : uncontested(analysis, holds);
  // What the data contradict goes first, then what is left out; how the account fares against itself is for the details.
  const said = [...against, omission(analysis)].filter((part) => part !== null);
  const longest = said.findLastIndex((_, i) => wordsIn([holds, ...said.slice(0, i + 1)]) <= LONGEST_SENTENCE);
  return `${holds}; it ${said.slice(0, Math.max(1, longest + 1)).join(" and ")}.`;
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

/** Contradicted figures of one kind that are asked about one by one; more are one line. */
const MOST_ASKED = 2;

/** Kinds of figures of which many are one question, with the name of several. */
const FIGURES: Readonly<Record<string, string>> = {
  rate: "shares",
  duration: "lengths",
  quantity: "figures",
  window: "windows",
};

/** What to ask about one contradicted point; of many figures of a kind, about all of them. */
function question(claim: ClaimFinding, against: readonly ClaimFinding[], miss: Missed | null, zone: string): string {
  const alike = against.filter(({ kind }) => kind === claim.kind);
  const [first, figures] = [alike[0] ?? claim, FIGURES[claim.kind]];
  const behind = claim.kind === "rate" ? "Ask for the counts behind" : "Ask what supports";
  if (figures && alike.length > MOST_ASKED && !(claim.kind === "window" && miss))
    return `${behind} ${amount(alike.length)} contradicted ${figures}, “${shortened(first.stated, 40)}” first`;
  if (claim.kind === "window" && miss) return windowQuestion(miss, zone);
  if (claim.kind === "order") return "Ask when the cause was identified and when each action began and ended";
  return `${behind} “${shortened(claimedAction(claim.stated), 60)}”`;
}

/** What to ask the vendor about its contradicted points, one short line each. */
export function vendorQuestions(analysis: Analysis): readonly string[] {
  const zone = zoneOf(analysis);
  const against = analysis.claims.filter(({ verdict }) => verdict === "contradicted");
  const miss = nearestMiss(analysis);
  const asked = against.map((claim) => question(claim, against, miss, zone));
  const [unmentioned] = leftOut(analysis);
  const missing = unmentioned ? [leftOutQuestion(unmentioned, zone)] : [];
  return [...new Set([...asked, ...missing])];
}

function leftOutQuestion({ onset, recovery }: WindowFinding, zone: string): string {
  const until = recovery === null ? "on" : `to ${clockBeside(recovery, onset, zone)}`;
  return `Ask why its statement leaves out the outage from ${clock(onset, zone)} ${until}`;
}
