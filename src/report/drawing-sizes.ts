/** Widths at which charts are drawn, for a wide and for a narrow page, in pixels. */
export const DRAWING_WIDTHS = { wide: 780, narrow: 350 } as const;

/** Heights at which the first chart is drawn, the lowest first; the style sheet shows the tallest that the first screen has room for. */
export const FIRST_CHART_HEIGHTS = { wide: [340, 390, 440, 500], narrow: [250, 310, 370, 430] } as const;
