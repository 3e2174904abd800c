import type { TimedPassage } from "../times/document-facts.js";
import { quoted } from "../text/quote.js";
import type { DraftEvent } from "../draft-event.js";
import { sentences } from "../text/sentences.js";
import type { StatedAction } from "../statement.js";

const PROMISED =
  /\b(?:(?:we|they|team|engineers|[A-Z]\w+) (?:will|shall|plan to|intend to|aim to|are going to|are planning|are committed to)|will be (?!shared with you at)|(?:we|teams|engineers) are (?:currently |actively )?(?:working (?:on|to|with)|implementing|reviewing|adding|developing|improving|evaluating)|to be (?:implemented|completed|delivered|shared|published)|is planned|are planned|is scheduled|next steps|going forward|(?:report|document|rfo|analysis|account) will\b(?! be found)|we commit to)\b/i;
const MODEST =
  /\b(?:apologi[sz]e|sorry|we will (?:provide|post|share) (?:an?|another|further) update|as soon as (?:more|additional)|working hard to)\b/i;
const DONE =
  /\b(?:increased|reduced|disabled|enabled|added|removed|deployed|patched|fixed|replaced|rolled back|reverted|restarted|rebooted|scaled|upgraded|updated|implemented|configured|reconfigured|migrated|switched|blocked|isolated|rerouted|re-routed|cleared|expanded|tuned|raised|lowered|changed|created|restored|failed over|recreated|revoked)\b/i;

/** Somebody did it, or it is said to have helped: an action wherever it stands, if it is dated. */
const ACTED = new RegExp(
  `\\b(?:we|engineers?|engineering|team|staff|operators?|on-?call)\\b[^.]{0,24}\\b(?:${DONE.source.slice(5, -3)})\\b|\\b(?:${DONE.source.slice(5, -3)})\\b[^.]{0,140}\\b(?:which|this)\\s(?:\\w+\\s)?(?:resolved|fixed|mitigated|restored|eased|ended)\\b`,
  "i",
);

const inActionSection = (section: string): boolean => section === "prevention" || section === "resolution";

function statusOf(sentence: string, item: TimedPassage): StatedAction["status"] | null {
  if (MODEST.test(sentence) || /\b(?:updated|published|posted)\s?:/i.test(sentence)) return null;
  if (PROMISED.test(sentence)) return "promised";
  if (inActionSection(item.section) && DONE.test(sentence.slice(0, 160))) return "done";
  const listed = item.kind === "bullet" && item.section === "prevention" && /^[\W\d]*[A-Z][a-z]+\b/.test(sentence);
  return listed ? "promised" : null;
}

/** The first event whose quote touches a stretch; events sorted by where their quotes begin. */
function eventIn(sorted: readonly DraftEvent[], from: number, to: number): DraftEvent | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as DraftEvent).quoteSpan[0] <= to) low = middle + 1;
    else high = middle;
  }
  return sorted.slice(Math.max(0, low - NEAR), low).find(({ quoteSpan }) => quoteSpan[1] >= from);
}

/** So many events may share a sentence. */
const NEAR = 24;

/** What was done, and what is promised: sentences of the sections on resolution and prevention, and promises anywhere. */
export function statedActions(
  text: string,
  items: readonly TimedPassage[],
  events: readonly DraftEvent[],
): readonly StatedAction[] {
  const sorted = [...events].sort((a, b) => a.quoteSpan[0] - b.quoteSpan[0]);
  const intros = introductions(items, sorted);
  const actions: StatedAction[] = [];
  for (const item of items) {
    if (item.kind === "heading" || item.kind === "code") continue;
    for (const [start, end] of sentences(item.words)) {
      const intro = intros.get(item) ?? null;
      const words = item.words.slice(start, end);
      const told = eventIn(sorted, item.start + start, item.start + end);
      const acted = told && told.time.at !== null && ACTED.test(words) && !PROMISED.test(words) ? "done" : null;
      const status = intro !== null && start < 12 ? "done" : (statusOf(words, item) ?? acted);
      if (status === null) continue;
      const note = /^\s{0,2}\([^()]{2,80}\)/.exec(item.words.slice(end))?.[0].length ?? 0;
      const [from, to] = [item.start + start, item.start + end + note];
      const own = eventIn(sorted, from, to);
      actions.push({
        quote: quoted(text, from, to),
        status,
        at: (own?.time.at ?? null) || (status === "done" ? intro : null),
      });
    }
  }
  return actions;
}

/** A list that a dated sentence with a colon introduces is of that date: the date by bullet. */
function introductions(
  items: readonly TimedPassage[],
  sorted: readonly DraftEvent[],
): ReadonlyMap<TimedPassage, string> {
  const found = new Map<TimedPassage, string>();
  let [block, date] = [-1, null as string | null];
  for (const item of items) {
    if (item.kind === "bullet" && item.block === block) {
      if (date !== null) found.set(item, date);
      continue;
    }
    const leads =
      item.kind !== "bullet" &&
      /:\s*$/.test(item.words) &&
      /\b(?:took|made|implemented|completed|performed|carried out|applied)\b/i.test(item.words);
    [block, date] = [item.block, leads ? (lastIn(sorted, item)?.time.at ?? null) : null];
  }
  return found;
}

const lastIn = (sorted: readonly DraftEvent[], { start, end }: TimedPassage): DraftEvent | undefined =>
  sorted.filter(({ quoteSpan }) => quoteSpan[0] >= start && quoteSpan[1] <= end).at(-1);
