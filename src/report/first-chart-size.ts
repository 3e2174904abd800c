import type { Brief } from "../analysis/brief/brief.js";

/** A text of the first screen: advance of a character and height of a line, in pixels, as the style sheet sets them. */
interface Type {
  readonly advance: number;
  readonly line: number;
  /** Width that lines have, in pixels. */
  readonly width: number;
}

/** The first screen at one size: its types, what lies around them, and the drawing's own width. */
interface Screen {
  readonly height: number;
  readonly facts: Type;
  readonly warning: Type;
  readonly title: Type;
  readonly account: Type;
  readonly tileValue: Type;
  readonly tileLabel: Type;
  readonly says: Type;
  readonly sub: Type;
  readonly tilesInRow: number;
  /** Padding and margins that do not depend on the text, in all, and those of one row of tiles. */
  readonly around: number;
  readonly aroundTiles: number;
  /** How much larger than drawn the picture is shown. */
  readonly scale: number;
  readonly least: number;
  readonly most: number;
}

/** As the style sheet lays it out at 1440 × 900 and at 390 × 844; advances are those of a wide font, so that a narrow one leaves room. */
const SCREENS: Readonly<Record<"wide" | "narrow", Screen>> = {
  wide: {
    height: 892,
    facts: { advance: 7.4, line: 19.7, width: 782 },
    warning: { advance: 7.9, line: 22.1, width: 800 },
    title: { advance: 17.3, line: 35.9, width: 740 },
    account: { advance: 8.8, line: 24.6, width: 736 },
    tileValue: { advance: 13.6, line: 26.9, width: 182 },
    tileLabel: { advance: 6.6, line: 18.6, width: 178 },
    says: { advance: 10.1, line: 23.4, width: 800 },
    sub: { advance: 7.6, line: 21.6, width: 800 },
    tilesInRow: 4,
    around: 88,
    aroundTiles: 23.6,
    scale: 832 / 780,
    least: 340,
    most: 560,
  },
  narrow: {
    height: 836,
    facts: { advance: 6.6, line: 17.5, width: 308 },
    warning: { advance: 7.9, line: 22.1, width: 325 },
    title: { advance: 12.8, line: 26.7, width: 322 },
    account: { advance: 7.8, line: 21.2, width: 340 },
    tileValue: { advance: 11, line: 21.5, width: 160 },
    tileLabel: { advance: 6.4, line: 17.3, width: 156 },
    says: { advance: 9.4, line: 21.6, width: 340 },
    sub: { advance: 6.7, line: 19.2, width: 350 },
    tilesInRow: 2,
    around: 58,
    aroundTiles: 16.2,
    scale: 358 / 350,
    least: 250,
    most: 440,
  },
};
const WARNING_AROUND = 26;

function linesOf(text: string, { advance, width }: Type): number {
  return text === "" ? 0 : Math.max(1, Math.ceil((advance * [...text].length) / width));
}

/** The height that the first chart's picture may have so that the first screen holds it whole, in pixels of the drawing. */
export function firstChartHeight(
  size: "wide" | "narrow",
  { facts, title, account, tiles }: Pick<Brief, "facts" | "title" | "account" | "tiles">,
  chart: { readonly headline: string; readonly subtitle: string; readonly warning: string },
): number {
  const at = SCREENS[size];
  const height = (text: string, type: Type): number => linesOf(text, type) * type.line;
  const rows = Array.from({ length: Math.ceil(tiles.length / at.tilesInRow) }, (_, row) =>
    Math.max(
      ...tiles
        .slice(row * at.tilesInRow, (row + 1) * at.tilesInRow)
        .map(({ value, label }) => height(value, at.tileValue) + height(label, at.tileLabel)),
    ),
  );
  const above =
    height(facts.join(" · "), at.facts) +
    (chart.warning === "" ? 0 : WARNING_AROUND + height(chart.warning, at.warning)) +
    height(title, at.title) +
    height(account, at.account) +
    rows.reduce((sum, row) => sum + row + at.aroundTiles, 0) +
    height(`${chart.headline} #`, at.says) +
    height(chart.subtitle, at.sub) +
    at.around;
  return Math.round(Math.min(at.most, Math.max(at.least, (at.height - above) / at.scale)));
}
