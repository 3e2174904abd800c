/** What a drawing says again and again and a page need not: the size of most texts, what draws nothing, long names of clips. */
const SHORTER: readonly (readonly [RegExp, string])[] = [
  // The page defines every colour itself, so the fallbacks that a drawing carries for life outside it can go.
  [/var\((--c[0-9a-f]{6}),#[0-9a-f]{6}\)/g, "var($1)"],
  [/ xmlns="[^"]*"| focusable="false"| fill-rule="evenodd"/g, ""],
  [/<path\/>|<path d="M0,0" fill="none"\/>/g, ""],
  [/ stroke="#000000" stroke-opacity="0" stroke-width="0"/g, ""],
  [/ fill="#000000" fill-opacity="0"/g, ' fill="none"'],
  [/(<text[^>]*) font-size="13"/g, "$1"],
  [/(<text[^>]*) text-anchor="start"/g, "$1"],
  [/-clip[0-9a-f]{6}/g, ""],
  [/^<svg /, '<svg font-size="13" '],
];

/** A drawing as a page holds it: the same picture in fewer bytes, in the page's own colours. */
export function pageSvg(svg: string): string {
  return SHORTER.reduce((text, [long, short]) => text.replace(long, short), svg);
}
