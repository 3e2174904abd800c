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
