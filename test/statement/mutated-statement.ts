const PIECES = [
  "\n",
  "- ",
  "| ",
  "**",
  "<p>",
  "<",
  ">",
  "&#x1F600;",
  "25%",
  "99:99",
  "00:00",
  "31 February 2025",
  "2025-02-30 24:00",
  "3:09 PM PDT",
  "between ",
  " and ",
  " until ",
  "(",
  ")",
  "[",
  "\u0000",
  "  ",
  "é",
  "```\n",
  '{"incidents":[',
  "at at at ",
  "1.2.3.4",
  "9".repeat(40),
  "a".repeat(200),
  "from from from from ",
];

/** A statement with a few random edits: pieces cut, doubled, moved, exchanged for odd ones. `next` gives numbers in [0, 1). */
export function mutatedStatement(text: string, next: () => number): string {
  let mutated = text;
  const edits = 1 + Math.floor(next() * 12);
  for (let edit = 0; edit < edits; edit++) {
    const from = Math.floor(next() * mutated.length);
    const length = Math.floor(next() ** 3 * 600);
    const piece = mutated.slice(from, from + length);
    const kind = Math.floor(next() * 5);
    if (kind === 0) mutated = mutated.slice(0, from) + mutated.slice(from + length);
    else if (kind === 1)
      mutated = mutated.slice(0, from) + piece.repeat(1 + Math.floor(next() * 8)) + mutated.slice(from);
    else if (kind === 2)
      mutated =
        mutated.slice(0, from) +
        (PIECES[Math.floor(next() * PIECES.length)] as string).repeat(1 + Math.floor(next() ** 4 * 200)) +
        mutated.slice(from);
    else if (kind === 3) mutated = mutated.slice(from) + mutated.slice(0, from);
    else mutated = mutated.slice(0, from) + piece.replace(/[\s\n.]/g, "") + mutated.slice(from + length);
  }
  return mutated.slice(0, 60_000);
}
