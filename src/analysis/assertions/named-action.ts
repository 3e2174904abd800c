import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { DatedChange, Evidence } from "./evidence.js";
import { minutesApart, timeOf } from "./moments.js";

const WORDS_OF_CHANGES = /\bthe (?:new )?(?:deploy\w*|release|roll-?out|update|upgrade|change)\b/i;

const LEAST_WORD = 5;

/** "The revert" of a config-revert, where no other action goes by the word; "the deploy", the last change before the onset. */
function looseAction(text: string, { actions, changes, main }: Evidence): DatedChange | undefined {
  const stems = ({ words }: DatedChange): string[] =>
    words
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length >= LEAST_WORD)
      .map((word) => word.slice(0, 7));
  const all = [...actions, ...changes];
  const byWord = all.filter((one) => stems(one).some((stem) => new RegExp(`\\b${stem}`).test(text)));
  if (byWord.length === 1) return byWord[0];
  if (byWord.length > 1 || !WORDS_OF_CHANGES.test(text) || !main) return undefined;
  return [...changes].reverse().find(({ at }) => minutesApart(main.onset, at) > -5);
}

/** The action or change that a sentence names: by its words, else by its time. */
export function actionOf(claim: StatedClaim, evidence: Evidence): DatedChange | null {
  const text = claim.context.toLowerCase();
  const named = (words: string): boolean => {
    const parts = words
      .toLowerCase()
      .split(/[^a-z0-9.]+/)
      .filter((word) => word.length > 2);
    return parts.length > 0 && parts.every((part) => text.includes(part.replace(/(?:ed|ing)$/, "").slice(0, 8)));
  };
  const all = [...evidence.actions, ...evidence.changes];
  const has = (name: string): boolean =>
    new RegExp(`(?<![\\w.])${name.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w])`).test(text);
  const byWords = all.filter(({ words, names = [] }) => (words !== "" && named(words)) || names.some(has));
  if (byWords.length === 1) return byWords[0] as DatedChange;
  const at = timeOf(claim, evidence);
  const near =
    at === null ? [] : (byWords.length > 0 ? byWords : all).filter((one) => Math.abs(minutesApart(one.at, at)) <= 2);
  if (near.length > 0) return near[0] as DatedChange;
  const last = byWords[0];
  if (last) return last;
  const loose = at === null ? looseAction(text, evidence) : undefined;
  if (loose) return loose;
  // An action of the text that incident.yaml does not have: its own clock is all there is.
  return at === null ? null : { id: "the action", at, to: null, words: "" };
}
