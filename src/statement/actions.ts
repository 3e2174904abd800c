import type { TimedPassage } from "./document-facts.js";
import { quoted } from "./quote.js";
import type { ReadEvent } from "./read-event.js";
import { sentences } from "./sentences.js";
import type { StatedAction } from "./statement.js";

const PROMISED = /\b(?:(?:we|they|team|engineers|[A-Z]\w+) (?:will|shall|plan to|intend to|aim to|are going to|are planning|are committed to)|will be (?!shared with you at)|(?:we|teams|engineers) are (?:currently |actively )?(?:working (?:on|to|with)|implementing|reviewing|adding|developing|improving|evaluating)|to be (?:implemented|completed|delivered|shared|published)|is planned|are planned|is scheduled|next steps|going forward|(?:report|document|rfo|analysis|account) will\b(?! be found)|we commit to)\b/i;
const MODEST = /\b(?:apologi[sz]e|sorry|we will (?:provide|post|share) (?:an?|another|further) update|as soon as (?:more|additional)|working hard to)\b/i;
const DONE = /\b(?:increased|reduced|disabled|enabled|added|removed|deployed|patched|fixed|replaced|rolled back|reverted|restarted|rebooted|scaled|upgraded|updated|implemented|configured|reconfigured|migrated|switched|blocked|isolated|rerouted|re-routed|cleared|expanded|tuned|raised|lowered|changed|created|restored|failed over|recreated|revoked)\b/i;

const inActionSection = (section: string): boolean => section === "prevention" || section === "resolution";

function statusOf(sentence: string, item: TimedPassage): StatedAction["status"] | null {
  if (MODEST.test(sentence) || /\b(?:updated|published|posted)\s?:/i.test(sentence)) return null;
  if (PROMISED.test(sentence)) return "promised";
  if (inActionSection(item.section) && DONE.test(sentence.slice(0, 160))) return "done";
  const listed = item.kind === "bullet" && item.section === "prevention" && /^[\W\d]*[A-Z][a-z]+\b/.test(sentence);
  return listed ? "promised" : null;
}

/** What was done, and what is promised: sentences of the sections on resolution and prevention, and promises anywhere. */
export function statedActions(text: string, items: readonly TimedPassage[], events: readonly ReadEvent[]): readonly StatedAction[] {
  const actions: StatedAction[] = [];
  for (const [place, item] of items.entries()) {
    if (item.kind === "heading" || item.kind === "code") continue;
    for (const [start, end] of sentences(item.words)) {
      const intro = item.kind === "bullet" ? introduced(items, place, events) : null;
      const status = intro !== null && start < 12 ? "done" : statusOf(item.words.slice(start, end), item);
      if (status === null) continue;
      const note = /^\s{0,2}\([^()]{2,80}\)/.exec(item.words.slice(end))?.[0].length ?? 0;
      const [from, to] = [item.start + start, item.start + end + note];
      const own = events.find(({ mention, quoteSpan }) => quoteSpan[0] <= to && quoteSpan[1] >= from && mention !== null);
      actions.push({ quote: quoted(text, from, to), status, at: (own?.time.at ?? null) || (status === "done" ? intro : null) });
    }
  }
  return actions;
}

/** A list that a dated sentence with a colon introduces is of that date. */
function introduced(items: readonly TimedPassage[], place: number, events: readonly ReadEvent[]): string | null {
  const item = items[place] as TimedPassage;
  let index = place - 1;
  while (index >= 0 && (items[index] as TimedPassage).kind === "bullet" && (items[index] as TimedPassage).block === item.block) index--;
  const lead = items[index];
  if (!lead || lead.block !== item.block || !/:\s*$/.test(lead.words) || !/\b(?:took|made|implemented|completed|performed|carried out|applied)\b/i.test(lead.words)) return null;
  return events.filter(({ quoteSpan }) => quoteSpan[0] >= lead.start && quoteSpan[1] <= lead.end).at(-1)?.time.at ?? null;
}
