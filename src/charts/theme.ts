/**
 * The one theme of every chart: Okabe–Ito colours, which readers with a colour-vision deficiency can tell apart, each paired with a dash
 * and a mark so that colour never carries the meaning alone.
 */
export const SERIES_STYLES = [
  { color: "#0072b2", dash: "solid", mark: "circle" },
  { color: "#d55e00", dash: "dash", mark: "diamond" },
  { color: "#009e73", dash: "dot", mark: "square" },
  { color: "#cc79a7", dash: "dashdot", mark: "triangle-up" },
  { color: "#e69f00", dash: "longdash", mark: "x" },
] as const;

/** Ink of text, of quiet text, of grid lines, and the paper. */
export const INKS = { text: "#1c2126", quiet: "#565f68", grid: "#dde1e5", paper: "#ffffff" } as const;

/** The same colours on dark paper: each at least 3 : 1 against it, text at least 7 : 1. */
export const DARK: Readonly<Record<string, string>> = {
  "#0072b2": "#56b4e9",
  "#d55e00": "#ff8a3d",
  "#009e73": "#2fc89b",
  "#cc79a7": "#e6a3c8",
  "#e69f00": "#f0c04a",
  "#1c2126": "#eceff2",
  "#565f68": "#aab3bc",
  "#dde1e5": "#3a424a",
  "#ffffff": "#14181c",
};

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/** Axis settings that every chart shares. */
export const AXIS: Readonly<Record<string, unknown>> = {
  gridcolor: INKS.grid,
  linecolor: INKS.quiet,
  zeroline: false,
  tickfont: { color: INKS.quiet, size: 13 },
  fixedrange: true,
  ticklabeloverflow: "allow",
  tickangle: 0,
};

/** The layout that every chart starts from. Title and legend are the page's: headline above, direct labels inside. */
export function baseLayout(height: number): Record<string, unknown> {
  return {
    height,
    margin: { l: 52, r: 22, t: 14, b: 48 },
    font: { family: FONT, size: 13, color: INKS.text },
    paper_bgcolor: INKS.paper,
    plot_bgcolor: INKS.paper,
    showlegend: false,
    hovermode: "x unified",
    hoverlabel: { bgcolor: INKS.paper, bordercolor: INKS.quiet, font: { color: INKS.text } },
    xaxis: { ...AXIS },
    yaxis: { ...AXIS },
    shapes: [],
    annotations: [],
  };
}
