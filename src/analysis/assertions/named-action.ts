import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { actionKinds, kindsOfChange } from "./action-kinds.js";
import type { DatedChange, Evidence } from "./evidence.js";
import { minutesApart, timeOf } from "./moments.js";

const WORDS_OF_CHANGES = /\bthe (?:new )?(?:deploy\w*|release|roll-?out|update|upgrade|change)\b/i;

const LEAST_WORD = 5;

/** Assertions in which "the deploy" is what came before the outage. */
const BEFORE_ONSET = (claim: StatedClaim): boolean =>
  claim.kind === "order" || claim.kind === "cause" || (claim.kind === "lag" && (claim.detail ?? "").includes("onset"));

/** "The revert" of a config-revert, where no other action goes by the word; "the deploy", the last change before the onset. */
function looseAction(claim: StatedClaim, { actions, changes, main }: Evidence): DatedChange | undefined {
  const text = claim.context.toLowerCase();
  const stems = ({ words }: DatedChange): string[] =>
    words
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length >= LEAST_WORD)
      .map((word) => word.slice(0, 7));
  const byWord = actions.filter((one) => stems(one).some((stem) => new RegExp(`\\b${stem}`).test(text)));
  if (byWord.length === 1) return byWord[0];
  if (byWord.length > 1 || !WORDS_OF_CHANGES.test(text) || !main || !BEFORE_ONSET(claim)) return undefined;
  return [...changes].reverse().find(({ at }) => minutesApart(main.onset, at) > -5);
}

const stem = (word: string): string =>
  word
    .toLowerCase()
    .replace(/(?:ing|ed|es|s)$/, "")
    .slice(0, 7);
/** Words that tell one change from another: not those for what was done, nor those that every change has. */
const PLAIN =
  /^(?:the|and|from|with|into|that|this|were|was|been|have|had|our|for|release|deploy\w*|version|change|roll\w*|back|service|traffic|failur|failed|error|incident|outage|normal|minut|hour|after|before|first|time|start\w*|began|request|call|message)$/;
const tellingWords = (text: string): readonly string[] =>
  (text.match(/\p{L}{4,}/gu) ?? []).map(stem).filter((word) => !PLAIN.test(word));

/** A name as written, or with spaces for its marks: orders-v2.2 is "orders v2.2". */
const hasName = (text: string, name: string): boolean =>
  new RegExp(
    `(?<![\\w.])${name
      .toLowerCase()
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replace(/[-_]+/g, "[-_ ]+")}(?!\\w|\\.\\d)`,
  ).test(text);

interface Scored {
  readonly one: DatedChange;
  readonly named: boolean;
  readonly shared: number;
}

/**
 * The change of the data's logs that words speak of, by what was done, by its names and by the words that its row shares with them; `null` where several
 * fit alike, or none for sure.
 *
 * @param text - the words of the assertion
 * @param around - its sentence and the one before it
 */
export function loggedChange(text: string, around: string, { changes }: Evidence): DatedChange | null {
  const own = actionKinds(text);
  const kinds = own.length > 0 ? own : actionKinds(around);
  const score = (words: string): readonly Scored[] => {
    const lower = words.toLowerCase();
    const telling = new Set(tellingWords(words));
    return changes.map((one) => ({
      one,
      named: (one.names ?? []).some((name) => hasName(lower, name)),
      shared: new Set(tellingWords(one.what ?? "").filter((word) => telling.has(word))).size,
    }));
  };
  for (const words of text === around ? [text] : [text, around]) {
    const all = score(words);
    // A version that was taken back is named by both of its changes: the one of the kind that is meant.
    const fitting = all.filter(({ one }) => {
      const done = kindsOfChange(one.what ?? "", one.log ?? "");
      return kinds.length === 0 || done.length === 0 || done.some((kind) => kinds.includes(kind));
    });
    const named = fitting.filter((one) => one.named);
    if (named.length === 1) return (named[0] as Scored).one;
    const shared = [...fitting].sort((a, b) => b.shared - a.shared);
    const [best, next] = shared;
    // Without a word for what was done, one word alone may be of something else: "Northtel blamed a fibre cut".
    if (best && best.shared >= (kinds.length > 0 ? 1 : 2) && best.shared > (next?.shared ?? 0) && named.length === 0)
      return best.one;
    const ofKind = fitting.filter(({ one }) =>
      kindsOfChange(one.what ?? "", one.log ?? "").some((k) => kinds.includes(k)),
    );
    const otherNames = /\b(?:v?\d+\.\d+(?:\.\d+)*|[0-9a-f]{7,})\b/.test(words) && named.length === 0;
    if (kinds.length > 0 && ofKind.length === 1 && named.length === 0 && !otherNames) return (ofKind[0] as Scored).one;
  }
  return null;
}

/** Minutes within which a clock picks one of several changes that words fit alike. */
const PICKED_MINUTES = 2;

/** Of several changes of the logs that words fit alike, such as two deploys of one service, the one at a time; `null` where none is, or more than one. */
export function changeAtClock(text: string, at: string, { changes }: Evidence): DatedChange | null {
  const telling = new Set(tellingWords(text));
  const kinds = actionKinds(text);
  const fitting = changes.filter((one) => {
    const done = kindsOfChange(one.what ?? "", one.log ?? "");
    return kinds.some((kind) => done.includes(kind)) && tellingWords(one.what ?? "").some((word) => telling.has(word));
  });
  const near = fitting.filter((one) => Math.abs(minutesApart(one.at, at)) <= PICKED_MINUTES);
  return near.length === 1 ? (near[0] as DatedChange) : null;
}

const REFERRED =
  /\b(?:this|that|the|the same|its) (?:new |same |corrective |bad |faulty )?(?:versions?|releases?|builds?|deploy\w*|roll-?outs?|updates?|upgrades?|changes?|flags?|settings?|features?|configuration|certificates?|switch|campaigns?|imports?|jobs?|migrations?|reroutes?)\b|^\W*(?:it|this|that|which)\b|\b(?:it|which) (?:had |was |went |has )/i;

/** The change that the sentences before named last; `null` where the last of them that speaks of an action does not say which. */
export function changeTold(told: string, evidence: Evidence): DatedChange | null {
  for (const sentence of told.split(/(?<=[.!?])\s+/).reverse()) {
    const found = loggedChange(sentence, sentence, evidence);
    if (found) return found;
    if (actionKinds(sentence).length > 0) return null;
  }
  return null;
}

/** The change that "this version", "it" or "which" means: the one that was named last, where what is said of it may have been done to it. */
export function referredChange(words: string, evidence: Evidence): DatedChange | null {
  const found = REFERRED.test(words) ? changeTold(evidence.told ?? "", evidence) : null;
  if (!found) return null;
  const [kinds, done] = [actionKinds(words), kindsOfChange(found.what ?? "", found.log ?? "")];
  const version = /\bv?\d+\.\d+(?:\.\d+)*\b/.exec(words)?.[0];
  if (version !== undefined && !(found.what ?? "").includes(version)) return null;
  return kinds.length === 0 || done.length === 0 || done.some((kind) => kinds.includes(kind)) ? found : null;
}

/** The action or change that a sentence names: by its words, else by its time. */
export function actionOf(claim: StatedClaim, evidence: Evidence): DatedChange | null {
  const named = (words: string, text: string): boolean => {
    const parts = words
      .toLowerCase()
      .split(/[^a-z0-9.]+/)
      .filter((word) => word.length > 2);
    return parts.length > 0 && parts.every((part) => text.includes(part.replace(/(?:ed|ing)$/, "").slice(0, 8)));
  };
  const all = [...evidence.actions, ...evidence.changes];
  const namedIn = (text: string): readonly DatedChange[] =>
    evidence.actions.filter(({ words }) => words !== "" && named(words, text.toLowerCase()));
  // What the assertion itself names comes before what its sentence, or the one before, does.
  const own = namedIn(claim.quote);
  const byWords = own.length === 1 ? own : namedIn(claim.context);
  if (byWords.length === 1) return byWords[0] as DatedChange;
  const logged = loggedChange(claim.quote, claim.context, evidence);
  if (logged && byWords.length === 0) return logged;
  const at = timeOf(claim, evidence);
  const near =
    at === null ? [] : (byWords.length > 0 ? byWords : all).filter((one) => Math.abs(minutesApart(one.at, at)) <= 2);
  if (near.length > 0) return near[0] as DatedChange;
  const last = byWords[0];
  if (last) return last;
  const loose = at === null ? looseAction(claim, evidence) : undefined;
  if (loose) return loose;
  // An action of the text that incident.yaml does not have: its own clock is all there is.
  return at === null ? null : { id: "the action", at, to: null, words: "" };
}
