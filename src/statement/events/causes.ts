import type { TimedPassage } from "../times/document-facts.js";
import { sentences } from "../text/sentences.js";
import { quoted } from "../text/quote.js";
import type { StatedCause } from "../statement.js";

/** Words behind which a sentence names its cause. */
const CUE =
  /\b(?:(?:root |underlying |main |likely |probable )?cause\b[^.;]{0,60}?\s(?:was|is|were|lies in|lay in|has been)|caused by|due to|because of|owing to|traced (?:back )?to|(?:the )?result of|resulted from|triggered by|attributed to)\s+/i;
/** "Cause: a worn cable" on a line of its own. */
const LABEL = /^\W*(?:root |underlying |likely |probable )?cause\s*[:=]\s*(?=\S)/i;
/** Sentences of a section on the cause that name it. */
const FIRST_SENTENCES = 1;

/** The cause that a sentence names: what stands behind its cue; `null` where it names none. */
function namedCause(sentence: string): string | null {
  const cue = LABEL.exec(sentence) ?? CUE.exec(sentence);
  return cue ? sentence.slice(cue.index + cue[0].length).trim() : null;
}

/** The causes that a statement names, in sentences that say so and at the head of a section on the cause. */
export function statedCauses(text: string, items: readonly TimedPassage[]): readonly StatedCause[] {
  const told = new Set<number>();
  return items
    .filter(({ kind }) => kind !== "code" && kind !== "heading")
    .flatMap((item) =>
      sentences(item.words).flatMap(([from, to], index): StatedCause[] => {
        const sentence = item.words.slice(from, to);
        const first = item.section === "cause" && !told.has(item.block) && index < FIRST_SENTENCES;
        if (item.section === "cause") told.add(item.block);
        const cause = namedCause(sentence) ?? (first && item.mentions.length === 0 ? sentence : null);
        return cause === null
          ? []
          : [{ cause: cause.replace(/[\s.!]+$/, ""), quote: quoted(text, item.start + from, item.start + to) }];
      }),
    );
}
