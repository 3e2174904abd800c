const CONNECTIVE =
  /\b(before|prior to|ahead of|earlier than|preced(?:ed|es|ing)|after|later than|follow(?:ed|s|ing)|once|since)\b/gi;
const EARLIER = /^(?:before|prior|ahead|earlier|preced)/i;
const CHANGE =
  /\b(?:deploy\w*|releas\w*|roll(?:ed|ing|s)?[- ]?(?:out|back)|versions?|v?\d+\.\d+(?:\.\d+)?|changes?|migrat\w*|upgrad\w*|push\w*|went (?:out|live)|shipp\w*|updat\w*|flags?|firmware|maintenance|rotat\w*|reconfigur\w*|work)\b/gi;
const TROUBLE =
  /\b(?:fail\w*|errors?|outages?|incidents?|disruptions?|degradations?|problems?|troubles?|drops?|dropp\w*|onset|latenc\w*|slow\w*|climb|spike|rise)\b/gi;

/** How near to its end words speak of something; Infinity where they do not. */
const fromEnd = (words: string, pattern: RegExp): number => {
  const last = [...words.matchAll(pattern)].at(-1);
  return last ? words.length - last.index : Number.POSITIVE_INFINITY;
};
const fromStart = (words: string, pattern: RegExp): number =>
  [...words.matchAll(pattern)][0]?.index ?? Number.POSITIVE_INFINITY;

type Side = "change" | "trouble" | null;
const sideOf = (change: number, trouble: number): Side =>
  change === trouble ? null : change < trouble ? "change" : "trouble";

/** The order that one connective states; `null` where the words beside it do not name a change on one side and trouble on the other. */
function orderAt(words: string, start: number, end: number): "before" | "after" | null {
  const opens = !/\p{L}/u.test(
    words.slice(0, start).replace(/\b(?:only|just|shortly|long|soon|right|and|but)\b/giu, ""),
  );
  const comma = words.indexOf(",", end);
  const left = opens ? (comma < 0 ? words.slice(end) : words.slice(comma)) : words.slice(0, start);
  const right = opens && comma >= 0 ? words.slice(end, comma) : words.slice(end);
  const near: Side = opens
    ? sideOf(fromStart(left, CHANGE), fromStart(left, TROUBLE))
    : sideOf(fromEnd(left, CHANGE), fromEnd(left, TROUBLE));
  const far = sideOf(fromStart(right, CHANGE), fromStart(right, TROUBLE));
  const pronoun = /^\W*(?:it|that|this|them|they|which|we)\b/i.test(right);
  const one = near ?? (far === "change" ? "trouble" : null);
  const other = far ?? (pronoun && one !== null ? (one === "change" ? "trouble" : "change") : null);
  if (one === null || other === null || one === other) return null;
  const earlier = EARLIER.test(words.slice(start, end));
  return (one === "trouble") === earlier ? "before" : "after";
}

/** "The evening before" is a day, not an order. */
const DAY_BEFORE = /\b(?:the )?(?:day|night|evening|morning|week|month|afternoon) before\b/gi;

/** Whether words say that trouble began before a change or after it; `null` where it is not settled which came first. */
export function orderIn(words: string): "before" | "after" | null {
  for (const match of words.replace(DAY_BEFORE, (found) => " ".repeat(found.length)).matchAll(CONNECTIVE)) {
    const order = orderAt(words, match.index, match.index + match[0].length);
    if (order !== null) return order;
  }
  return null;
}
