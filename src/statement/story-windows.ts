import { quoted } from "./quote.js";
import type { ReadEvent } from "./read-event.js";
import type { StatedWindow } from "./statement.js";

type Dated = ReadEvent & { readonly time: { readonly at: string } };

const isDated = (event: ReadEvent): event is Dated => event.time.at !== null && event.mention.clock !== null;

/** Where the failures begin that a text tells of: each onset and each return, each once; without any, and without a stated window, the first detection. */
function beginnings(told: readonly Dated[], known: readonly StatedWindow[]): readonly Dated[] {
  const starts = told.filter(({ role }) => role === "onset" || role === "recurrence");
  const list = starts.length > 0 || known.length > 0 ? starts : told.filter(({ role }) => role === "detected").slice(0, 1);
  return list.filter((start, index) => list.findIndex(({ time }) => time.at === start.time.at) === index);
}

const DAY_MS = 86_400_000;

/** The last time of the story that a beginning belongs to: a day without any ends it. */
function lastOf(told: readonly Dated[], start: Dated): string {
  let last = start.time.at;
  for (const { time } of told) if (time.at > last && Date.parse(time.at) - Date.parse(last) < DAY_MS) last = time.at;
  return last;
}

/**
 * The windows of failures that a text tells in sentences or in a status page's updates: from each beginning to the last recovery before the
 * next failure, and to the resolution where updates give one or nothing else ends it.
 */
function storyWindows(text: string, events: readonly ReadEvent[], known: readonly StatedWindow[]): readonly StatedWindow[] {
  const spanned = new Set(events.flatMap((event) => (event.until ? [event, event.until] : [])));
  // A list that tells its own beginning has its own windows.
  const complete = new Set(events.flatMap(({ kind, role, block }) => (kind === "entry" && (role === "onset" || role === "detected") ? [block] : [])));
  const alone = (event: ReadEvent): boolean => events.filter(({ kind, block }) => kind === "entry" && block === event.block).length === 1;
  const told = events.filter(isDated).filter((event) => !spanned.has(event) && (event.kind !== "entry" || !complete.has(event.block) || alone(event))).sort((a, b) => a.time.at.localeCompare(b.time.at));
  const ends = told.filter(({ role }) => role === "recovered" || role === "resolved");
  const windows: StatedWindow[] = [];
  let done = "";
  for (const start of beginnings(told, known)) {
    if (start.time.at <= done) continue;
    const next = beginnings(told, known).find(({ time }) => time.at > start.time.at && ends.some((end) => end.time.at > start.time.at && end.time.at < time.at));
    const last = lastOf(told, start);
    const own = ends.filter(({ time }) => time.at > start.time.at && time.at <= last && (next === undefined || time.at < next.time.at));
    const recovered = own.filter(({ role }) => role === "recovered").at(-1);
    const resolved = own.filter(({ role, kind }) => role === "resolved" && (recovered === undefined || kind !== "prose")).at(-1);
    for (const end of [recovered, resolved]) {
      if (!end) continue;
      done = end.time.at;
      const quote = quoted(text, ...start.quoteSpan);
      if (known.some((window) => window.end === end.time.at) || windows.some((window) => window.start === start.time.at && window.end === end.time.at)) continue;
      windows.push({ start: start.time.at, end: end.time.at, section: start.section, statedMinutes: null, quote });
    }
  }
  return windows;
}

/** The stated windows and those of the story. "We are seeing errors since 06:15" is closed by what the text tells later. */
export function withStory(text: string, events: readonly ReadEvent[], stated: readonly StatedWindow[]): readonly StatedWindow[] {
  const all = [...stated, ...storyWindows(text, events, stated)];
  return all.filter(({ start, end, statedMinutes }) => end !== null || statedMinutes !== null || !all.some((other) => other.start === start && other.end !== null));
}
