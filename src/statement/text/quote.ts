/** A quote for people: blanks collapsed, list markers before it dropped, cut at 300 characters with an ellipsis. */
export function quoted(text: string, start: number, end: number): string {
  const words = text
    .slice(start, Math.min(end, start + 900))
    .replace(/\s+/g, " ")
    .replace(/^[\s\-*+•●▪◦‣·|>–—]*(?=\S)/, "")
    .replace(/[\s|]+$/, "")
    .trim();
  return words.length <= 300 ? words : `${words.slice(0, 299).trimEnd()}…`;
}
