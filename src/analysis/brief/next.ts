import type { ClaimFinding } from "../../audit/audit-finding.js";
import type { RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import { clockBeside, day } from "../../wording/clock.js";
import { amount, capital, percent } from "../../wording/number.js";
import type { Analysis } from "../analysis.js";
import { claimName, shortened, vendorQuestions } from "./account.js";
import { actionName, actionTimes, namedByStatement } from "./action-names.js";
import { changeAtEnd, changeName, changeWhat, namedActions } from "./end-change.js";
import { zoneOf } from "./headline.js";
import { shownOutages } from "./measured.js";
import type { Looked } from "./signal-words.js";

/** A line of the second screen: what is said, and what it rests on or leads to in quiet ink. */
export interface BriefLine {
  readonly text: string;
  readonly note: string | null;
}

/** What comes after the first screen: at most twelve lines in all. */
export interface WhatNext {
  readonly helped: readonly BriefLine[];
  readonly open: readonly BriefLine[];
  readonly todo: readonly BriefLine[];
}

/** Lines on a change that came with the beginning or the end. */
const CHANGE_LINE = /^It (?:may have begun|began) with | came right before it ended$/;

/** The heading over what was done: that it helped only where something did. */
export function doneHeading(lines: readonly BriefLine[]): string {
  if (lines.some(({ text }) => / helped(?::|$)/.test(text) && !/cannot show/.test(text))) return "What helped";
  return lines.some(({ text }) => CHANGE_LINE.test(text)) ? "What changed" : "What was done";
}

const MOST_HELPED = 3;
const MOST_OPEN = 3;
/** All lines together, so that the second screen stays one screen. */
const MOST_LINES = 12;

function firstSentence(text: string): string {
  return text.match(/^.*?[.!?](?=\s[A-Z]|$)/s)?.[0]?.replace(/\.$/, "") ?? text;
}

/** When the outage that a page speaks of began and ended, and the zone in which that is said. */
interface OutageTimes {
  readonly onset: string | null;
  readonly recovery: string | null;
  readonly zone: string;
}

function outageTimes(analysis: Analysis): OutageTimes {
  const { window } = shownOutages(analysis);
  return { onset: window?.onset ?? null, recovery: window?.recovery ?? null, zone: zoneOf(analysis) };
}

/** A remediation's line; one that began after the outage says that it came too late to help. */
function helpedLine(found: RemediationFinding, at: OutageTimes): BriefLine {
  const name = `${capital(actionName(found.id))} (${actionTimes(found, at.onset ?? found.from, at.zone)})`;
  if (found.verdict === "helped")
    return {
      text: found.cumulative
        ? `${name} helped: about ${amount(Math.round(found.cumulative.value))} failures avoided`
        : `${name} helped`,
      note: found.cumulative
        ? `between ${found.cumulative.interval.map((n) => amount(Math.round(n))).join(" and ")}`
        : null,
    };
  if (found.verdict === "harmed") return { text: `${name} made it worse`, note: null };
  if (found.verdict === "no-effect") return { text: `${name} made no visible difference`, note: null };
  if (at.recovery !== null && Date.parse(found.from) >= Date.parse(at.recovery))
    return { text: `${name} began after the outage had ended`, note: null };
  return { text: `${name}: these data cannot show whether it helped`, note: null };
}

/** The change that came right before the end, where it is none of the actions that are judged. */
function endLine(analysis: Analysis): BriefLine[] {
  const change = changeAtEnd(analysis);
  return change
    ? [{ text: `${capital(changeName(change, zoneOf(analysis)))} came right before it ended`, note: null }]
    : [];
}

function changeLine(analysis: Analysis & Looked): BriefLine[] {
  const fits = (analysis.changes ?? []).filter(({ verdict }) => verdict === "supported" || verdict === "possible");
  const { onset } = outageTimes(analysis);
  return fits.slice(0, 1).map(({ what, id, at, verdict }) => ({
    text: `${verdict === "supported" ? "It began with" : "It may have begun with"} “${shortened(changeWhat({ what, id }), 70)}” (${clockBeside(at, onset ?? at, zoneOf(analysis))})`,
    note: null,
  }));
}

/** Words from which on what a claim commits to says by itself what it is about; `0 % of data` does not. */
const LEAST_WORDS = 4;

/** An open claim as its heading: what it commits to, or its own words where that is too short to be understood. */
function openName(claim: ClaimFinding): string {
  const short = claim.kind !== "window" && claim.stated.trim().split(/\s+/).length < LEAST_WORDS && claim.claim !== "";
  return short ? `“${shortened(claim.claim, 70)}”` : shortened(claimName(claim), 70);
}

/** What could not be decided, each with what would settle it; what shares an answer is one line. */
function openLines({ claims }: Analysis): BriefLine[] {
  const seen = new Set<string>();
  return (
    claims
      // Whether a fix helped is said under what helped.
      .filter(({ verdict, needs, kind }) => verdict === "not-testable" && kind !== "effect" && needs)
      .flatMap((claim) => {
        const needs = shortened(firstSentence(claim.needs ?? ""), 110);
        if (seen.has(needs)) return [];
        seen.add(needs);
        return [{ text: openName(claim), note: `settled by: ${lower(needs)}` }];
      })
  );
}

function creditLine({ serviceLevel }: Analysis): BriefLine[] {
  const due = serviceLevel.filter(({ credit }) => credit > 0);
  const [first] = [...due].sort((a, b) => b.credit - a.credit);
  if (!first) return [];
  const by = first.claimBy ? ` by ${day(`${first.claimBy}T00:00:00Z`)}` : "";
  return [
    {
      text: `File for ${percent(first.credit)} credit${by}`,
      note: `due under ${due.length} of ${serviceLevel.length} readings of the contract`,
    },
  ];
}

/** When an action is due: a date as people write it, other words as they are. */
export function dueText(due: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(due) ? day(`${due}T00:00:00Z`) : due;
}

function actionLines({ notes }: Analysis): BriefLine[] {
  return (notes?.actions ?? []).map(({ what, owner, due, status }) => ({
    text: shortened(what, 90),
    note: [owner, due ? `due ${dueText(due)}` : null, status].filter((part) => part !== null && part !== "").join(", "),
  }));
}

function evidenceLines({ evidence }: Analysis): BriefLine[] {
  return evidence
    .filter(({ expires }) => expires !== null)
    .map(({ what, expires }) => ({ text: `Save ${lower(what)}`, note: `by ${day(expires ?? "")}` }));
}

/** A text that goes on a sentence: its first letter small, unless it is a name or an abbreviation. */
function lower(text: string): string {
  return /^[A-Z](?:[a-z]| [a-z])/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** What helped, what is open and what would settle it, and what to do: the second screen. */
export function whatNext(analysis: Analysis): WhatNext {
  const times = outageTimes(analysis);
  const done = namedActions(analysis).map((found) => helpedLine(found, times));
  const helped = [...changeLine(analysis), ...endLine(analysis), ...done].slice(0, MOST_HELPED);
  const open = openLines(analysis).slice(0, MOST_OPEN);
  const todo = [
    ...actionLines(analysis),
    ...vendorQuestions(analysis).map((text) => ({ text, note: null })),
    ...creditLine(analysis),
    ...evidenceLines(analysis),
  ];
  return { helped, open, todo: todo.slice(0, MOST_LINES - helped.length - open.length - 1) };
}

/** A remediation's effect in one line, for the summary of its details. */
export function remediationLine(found: RemediationFinding, analysis: Analysis): string {
  const { text, note } = helpedLine(namedByStatement(found, analysis.statement), outageTimes(analysis));
  return note === null ? text : `${text}, ${note}`;
}
