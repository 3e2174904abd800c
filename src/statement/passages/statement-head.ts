import type { Passage } from "./passages.js";

/** What a statement says of itself. */
export interface StatementHead {
  readonly title: string | null;
  readonly reference: string | null;
  readonly status: string | null;
}

const REFERENCE = [
  /\b(?:reference|ref\.?|rfo|incident|ticket|case|report|pir|rca|tracking id)\s{0,2}(?:number|no\.?|id|code)?\s{0,2}(?:[:#]\s{0,2}#?|\s#)\s{0,2}([A-Z]{0,8}[-_]?\d[\w-]{2,20})/i,
  /\b(?:reference|ref\.?|tracking id|incident id|incident number|ticket number|case number)\s{0,2}[:#]?\s{0,2}#?((?=[\w-]*\d)[A-Z0-9]{2,10}[-_][A-Z0-9]{1,12}|[A-Z]{1,5}\d{3,12}|\d{4,12})\b/i,
];

const NAMES_ITSELF =
  /\b(?:reason for outage|rfo|rca|pir|post-?mortem|outage|incident|disruption|availability report|issue with|degrad\w+)\b/i;

function title(list: readonly Passage[]): string | null {
  const labelled = list
    .slice(0, 8)
    .map(({ words }) => /^\s*title\s*[:=]\s*["']?([^"]{2,200})/i.exec(words)?.[1])
    .find((text) => text !== undefined);
  const first = list[0]?.words.trim() ?? "";
  const opening =
    list[0]?.kind !== "bullet" &&
    first.length <= 140 &&
    !/[.:]\s*$/.test(first) &&
    NAMES_ITSELF.test(first) &&
    !/^\s*incident report for/i.test(first)
      ? first
      : undefined;
  const heading = list
    .slice(0, 4)
    .find(
      ({ kind, section, words: heads }) =>
        kind === "heading" &&
        (!["timeline", "impact", "summary"].includes(section) || heads.trim().split(/\s+/).length > 3),
    );
  const telling = list
    .slice(0, 4)
    .find(
      ({ words: text, kind }) =>
        kind !== "bullet" &&
        text.trim().length <= 140 &&
        !/[.:]\s*$/.test(text) &&
        NAMES_ITSELF.test(text) &&
        !/^\s*incident report for/i.test(text),
    );
  const words =
    labelled ??
    opening ??
    heading?.words ??
    telling?.words ??
    list.slice(0, 4).find(({ words: text, kind }) => kind !== "bullet" && text.trim().length <= 140)?.words;
  const text = words?.replace(/^[\s#*=-]+|[\s#*"=]+$/g, "").replace(/\s+/g, " ") ?? "";
  return /\p{L}{2}/u.test(text) && !/^https?:/.test(text) ? text : null;
}

function status(list: readonly Passage[]): string | null {
  const first = list
    .slice(0, 12)
    .map(({ words }) => words)
    .join("\n")
    .slice(0, 3000);
  const labelled =
    /\b(?:status|state)\s{0,2}:\s{0,2}(preliminary|interim|draft|final|resolved|closed|ongoing|investigating|monitoring|identified)\b/i.exec(
      first,
    )?.[1];
  const named =
    /\b(preliminary|interim|draft|initial|final)\b[^.\n]{0,40}\b(?:rfo|rca|pir|reason for outage|incident report|report|post[- ]?mortem|root cause|post[- ]incident review)\b/i.exec(
      first,
    )?.[1] ??
    /\b(?:rfo|rca|pir|reason for outage|incident report|post[- ]?mortem)\b[^.\n]{0,20}\b(preliminary|interim|draft|final)\b/i.exec(
      first,
    )?.[1] ??
    /\bthis is (?:our|a|the) ["“']?(preliminary|interim|final)\b/i.exec(first)?.[1];
  const update = list.find(({ status: word }) => word !== null)?.status ?? null;
  return (labelled ?? named)?.toLowerCase() ?? update;
}

/** Title, reference number and state of a report, as far as it says them. */
export function statementHead(list: readonly Passage[]): StatementHead {
  const words = list
    .slice(0, 40)
    .map(({ words: text }) => text)
    .concat(list.slice(-3).map(({ words: text }) => text))
    .join("\n")
    .slice(0, 20_000);
  const reference = REFERENCE.map((pattern) => pattern.exec(words)?.[1]).find((found) => found !== undefined) ?? null;
  return { title: title(list), reference, status: status(list) };
}
