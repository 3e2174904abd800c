import { all } from "../dom/elements.js";

/** Rows of the chart's table that each key moves by. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

const numbers = (text: string | undefined): number[] => (text ?? "").split(" ").map(Number);
const part = (value: number, whole: number): string => `${(100 * value) / whole}%`;

/** Puts the line of the cursor at one row's place in one drawing; a row without a place has none. */
function markPlace(drawing: HTMLElement, row: number, axis: string | undefined): void {
  const place = numbers(drawing.dataset.cursor)[row] ?? Number.NaN;
  const [left = 0, top = 0, right = 0, bottom = 0] = numbers(drawing.dataset.plot);
  const size = drawing.querySelector("svg")?.viewBox.baseVal;
  const old = drawing.querySelector<HTMLElement>(".at");
  if (!size || !Number.isFinite(place)) {
    old?.remove();
    return;
  }
  const line = old ?? document.createElement("div");
  line.className = "at";
  if (!old) drawing.append(line);
  const { width, height } = size;
  const across = {
    left: part(left, width),
    width: part(right - left, width),
    top: part(place, height),
    height: "1.5px",
  };
  const down = { top: part(top, height), height: part(bottom - top, height), left: part(place, width), width: "1.5px" };
  Object.assign(line.style, axis === "y" ? across : down);
}

/** What a row of the chart's table says, cell by cell, where hovering says nothing else: "proxy, low 3 %, high 5 %". */
function reading(row: Element, heads: readonly string[]): string {
  return [...row.children]
    .map(({ textContent }, column) => (column === 0 ? textContent : `${heads[column]} ${textContent}`))
    .join(", ");
}

function followKeysOf(chart: HTMLElement): void {
  const box = chart.querySelector<HTMLElement>(".drawing");
  const said = chart.querySelector(".reading");
  if (!box || !said) return;
  const rows = all("tbody tr", HTMLTableRowElement, chart);
  const heads = all("thead th", HTMLElement, chart).map(({ textContent }) => textContent ?? "");
  const sayings = chart.dataset.said?.split("\n");
  let at = -1;
  const move = (to: number): void => {
    at = Math.max(0, Math.min(rows.length - 1, to));
    said.textContent = sayings?.[at] ?? reading(rows[at] as Element, heads);
    for (const drawing of all(".wide,.narrow", HTMLElement, box)) markPlace(drawing, at, chart.dataset.axis);
  };
  box.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step === undefined || rows.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(at < 0 && step === -1 ? rows.length - 1 : at + step);
  });
}

/** Lets the arrow keys move a cursor over each chart, and says what is there. */
export function followKeys(): void {
  all(".chart", HTMLElement).forEach(followKeysOf);
}
