import { clock, clockBeside } from "../../wording/clock.js";
import { words } from "./signal-words.js";

/** What was done against an outage: its name, and from when to when. */
export interface NamedAction {
  readonly id: string;
  readonly from: string;
  readonly to: string | null;
}

/** Names that a fix has by default, which say no more than that it is one. */
const DEFAULT_NAME = /^(?:mitigation|prevention)(?:-\d+)?$/;

/** Last words of actions that are one thing, and so bear an article: the rollback, the disk replacement. */
const COUNTED =
  /(?:back|over|ment|start|restart|reboot|fix|patch|change|release|deploy|revert|upgrade|downgrade|reset|switch|flush|purge|drain|scale-(?:up|out)|limit|flag|[st]ion)$/i;

/** First words of names that are a command: restart workers, disable cache. */
const COMMAND =
  /^(?:add|block|clear|disable|drain|enable|flush|increase|kill|limit|move|purge|raise|reboot|reduce|remove|restart|revert|roll|scale|stop|switch|turn)\s/i;

/** What was done, by the words of a statement that tell of it; the first that fits names it. */
const DONE: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:roll(?:ed|ing|s)?\s(?:[\w-]+\s){0,5}back|roll(?:ed|ing|s)?[ -]?back|rollback|revert(?:ed|ing|s)?|backed out)\b/i,
    "the rollback",
  ],
  [/\bfail(?:ed|ing|s)?[ -]?over\b/i, "the failover"],
  [/\b(?:re-?start(?:ed|ing|s)?|re-?boot(?:ed|ing|s)?)\b/i, "the restart"],
  [
    /\bscal(?:ed|ing|es?) (?:out|up)\b|\b(?:add|increas|rais|doubl)\w*\b[^.]{0,40}\b(?:capacity|instances|nodes|servers|workers|replicas|pods)\b/i,
    "the added capacity",
  ],
  [/\b(?:throttl|rate[- ]limit)\w*/i, "the rate limit"],
  [
    /\b(?:re-?rout(?:ed|ing|es?)|(?:shift|mov|divert|drain)(?:ed|ing|s)? (?:\w+ ){0,3}traffic)\b/i,
    "the rerouting of traffic",
  ],
  [/\b(?:purg|flush)(?:ed|ing|es)\b|\bclear(?:ed|ing|s) (?:\w+ ){0,3}cache/i, "the clearing of the cache"],
  [/\bhot-?fix/i, "the hotfix"],
  [/\bpatch/i, "the patch"],
  [/\breplac(?:ed|ing|es)\b|\breplacement\b/i, "the replacement"],
  [/\bdisabl(?:ed|ing|es)\b|\b(?:turn|switch)(?:ed|ing) (?:\w+ ){0,4}off\b/i, "the switching off"],
];

/** An action that a statement dates, named by what the statement says was done then; as it is where that says no more. */
export function namedByStatement<T extends { readonly id: string; readonly from: string }>(
  action: T,
  statement: {
    readonly events: readonly { readonly at: string | null; readonly role: string; readonly quote: string }[];
  } | null,
): T {
  if (!DEFAULT_NAME.test(action.id)) return action;
  const told = (statement?.events ?? []).filter(
    ({ at, role }) => at === action.from && !/^(?:onset|detected|communicated)$/.test(role),
  );
  const name = DONE.find(([words]) => told.some(({ quote }) => words.test(quote)))?.[1];
  return name === undefined ? action : { ...action, id: name };
}

/** A claim on an action that has no name of its own, as a reader hears of it: `the fix ended or eased the problem`. */
export function claimedAction(stated: string): string {
  return stated.replace(/^(?:mitigation|prevention)(?:-\d+)?(?= )/, "the fix");
}

/** An action's name inside a sentence: `the rollback`, `capacity`, `“restart workers”`; `the fix` where it has none. */
export function actionName(id: string): string {
  if (DEFAULT_NAME.test(id)) return "the fix";
  const name = words(id);
  if (/^(?:the|an?|our|its)\s/i.test(name)) return name;
  if (COMMAND.test(name)) return `“${name}”`;
  return COUNTED.test(name) ? `the ${name}` : name;
}

/** From when to when something was done, the day where it differs from that of `beside`: `16:16–16:38`. */
export function actionTimes({ from, to }: NamedAction, beside: string, zone: string): string {
  const begun = clockBeside(from, beside, zone);
  return to === null || to === from ? begun : `${begun}–${clockBeside(to, from, zone)}`;
}

/** An action's name inside a sentence; one that has none by when it began: `the fix from 10:20`. */
export function timedName(id: string, from: string, zone: string): string {
  return DEFAULT_NAME.test(id) ? `the fix from ${clock(from, zone)}` : actionName(id);
}
