import type { FigureContext } from "./figure-context.js";
import type { Figure } from "./figure-numbers.js";

const PARTNER =
  /^\s?(?:%|per ?cent|percent|ms|s|seconds)?\s?(?:(?:before|in) (?:the|this) \w+|of \w+|calls?|requests?)?(?:\s\p{L}+){0,4}?\s?(?:to|→|->|–>|up to|down to|and then|climbed to|rose to|,)\s?(?:(?:about|around|roughly|a|median|of|just|some|under|over|the|rate|error|climbed|rose|went)\s){0,4}$/iu;

/** The figure that this one moved from: "from 0.5 % to 31 %". */
export function partnerOf({ sentence, figures }: FigureContext, figure: Figure): Figure | null {
  const index = figures.indexOf(figure);
  const before = figures[index - 1];
  if (!before || (before.kind !== figure.kind && !(before.kind === "count" && figure.kind === "share"))) return null;
  const gap = sentence.words.slice(before.end, figure.start);
  const lead = sentence.words.slice(Math.max(0, before.start - 48), before.start);
  const joined =
    /\bto\s(?:(?:about|around|roughly|some|a|median|of|just|nearly|almost|up|over|well|under|above|below|more|less|than|the)\s){0,3}[~≈]?$|(?:→|->|=>)\s?(?:(?:about|around|roughly|some|over|up to|the|nearly|almost)\s)*[~≈]?$/i.test(
      gap,
    ) && gap.length < 70;
  const opened =
    /\bfrom\s(?:(?:about|around|roughly|a|an|the|its|median|of|normal|usual|baseline|ordinary|typical|under|some|roughly|~)\s){0,5}[~≈]?\s?$/i.test(
      lead,
    );
  return joined && (opened || PARTNER.test(gap)) ? before : null;
}

const UP_FROM =
  /^\s?(?:%|ms)?,?\s?\(?(?:(?:up|down|increased|risen) from|compared (?:with|to)|against|versus|vs\.?|from|normally|usually|as against|where|instead of|rather than)\s(?:(?:a|an|the|its|usual|normal|median|of|about|around|roughly|just|only|baseline|level|rate|value|share|figure)\s){0,6}$/i;

/** The figure behind this one that it moved from: "270 ms, up from 110 ms". */
export function originOf({ sentence, figures }: FigureContext, figure: Figure): Figure | null {
  const next = figures[figures.indexOf(figure) + 1];
  if (!next || next.kind !== figure.kind || (figure.kind !== "share" && figure.kind !== "latency")) return null;
  return UP_FROM.test(sentence.words.slice(figure.end, next.start)) ? next : null;
}

/** "Pages that normally have a median of 110 ms needed 270 ms instead." */
export function insteadOf({ sentence, figures }: FigureContext, figure: Figure): Figure | null {
  const before = figures[figures.indexOf(figure) - 1];
  const usual = before && /\b(?:normally|usually|ordinarily|typically)\b/i.test(sentence.words.slice(0, before.start));
  return usual && before.kind === figure.kind && /^\s?\w*\s?instead\b/i.test(sentence.words.slice(figure.end))
    ? before
    : null;
}
