import { all } from "../dom/elements.js";
import { runPacked, unpackElement } from "../dom/unpack.js";

type Fields = Readonly<Record<string, unknown>>;

interface Figure {
  readonly data: readonly unknown[];
  readonly layout: Fields;
}

interface Plotting {
  react(element: HTMLElement, data: unknown, layout: Fields, config: Fields): unknown;
}

declare const Plotly: Plotting;

/** Width of a drawing whose box has none yet, in pixels. */
const WIDTH = 720;
const drawn = new WeakMap<HTMLElement, Figure>();
let loading: Promise<Record<string, Figure>> | undefined;

/** The figures of the page, once the code that draws them runs. */
function figures(): Promise<Record<string, Figure>> {
  loading ??= Promise.all([unpackElement("plotly-code"), unpackElement("figures")]).then(([code, found]) => {
    runPacked(code);
    return JSON.parse(found) as Record<string, Figure>;
  });
  return loading;
}

/** The same with each colour as the page's theme has it. */
function themed(value: unknown): unknown {
  if (typeof value === "string") {
    if (!/^#[0-9a-f]{6}$/.test(value)) return value;
    return (
      getComputedStyle(document.documentElement)
        .getPropertyValue(`--c${value.slice(1)}`)
        .trim() || value
    );
  }
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(themed);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, themed(part)]));
  return value;
}

/** The layout with axes that can be zoomed. */
function zoomable(layout: Fields): Fields {
  return Object.fromEntries(
    Object.entries(layout).map(([key, part]) => [
      key,
      /^[xy]axis\d*$/.test(key) ? { ...(part as Fields), fixedrange: false } : part,
    ]),
  );
}

function draw(element: HTMLElement): void {
  const figure = drawn.get(element);
  if (!figure) return;
  const layout = { ...(themed(figure.layout) as Fields), width: element.parentElement?.clientWidth || WIDTH };
  Plotly.react(element, themed(figure.data), layout, { displaylogo: false, responsive: false });
}

/** Draws every interactive chart again, in the colours and the width that the page now has. */
export function recolourAll(): void {
  all(".js-plotly-plot", HTMLElement).forEach(draw);
}

async function makeInteractive(chart: HTMLElement, button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  const figure = (await figures())[chart.dataset.chart ?? ""];
  const box = chart.querySelector(".drawing");
  if (!figure || !box) return;
  const element = document.createElement("div");
  box.replaceChildren(element);
  box.setAttribute("role", "group");
  drawn.set(element, { data: figure.data, layout: zoomable(figure.layout) });
  draw(element);
  button.textContent = "Interactive";
  chart.dataset.live = "yes";
}

/** Shows under each chart the button that makes it interactive. */
export function offerInteractive(): void {
  for (const chart of all(".chart", HTMLElement)) {
    const button = chart.querySelector(".live");
    if (!(button instanceof HTMLButtonElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => void makeInteractive(chart, button));
  }
  addEventListener("resize", recolourAll);
}
