// The what-if whose sliders answer in the page, by the library's own model and the draws that the page carries.
import { byId } from "./dom/elements.js";
import { unpackElement } from "./dom/unpack.js";
import { answer, type Fit, type Moves } from "./what-if/answer.js";
import { drawCourses } from "./what-if/drawing.js";
import { clockOf, type Part } from "./what-if/words.js";

const narrow = matchMedia("(max-width:34rem)");
const slider = (id: string): HTMLInputElement | null => byId(`live-${id}`, HTMLInputElement);

/** The three sliders, of which a page has those that can answer, and the action that their places stand for. */
function controls(fit: Fit, bins: number) {
  const sliders = { from: slider("from"), added: slider("added"), off: slider("off") };
  const value = (input: HTMLInputElement | null, neutral: number): number => (input ? Number(input.value) : neutral);
  return {
    sliders,
    moves: (): Moves => ({
      earlier: sliders.from ? (fit.from ?? 0) - value(sliders.from, 0) : 0,
      added: value(sliders.added, 1),
      collectorOff: value(sliders.off, bins) >= bins ? null : value(sliders.off, bins),
    }),
    reset: (): void => {
      if (sliders.from) sliders.from.value = String(fit.from);
      if (sliders.added) sliders.added.value = "1";
      if (sliders.off) sliders.off.value = String(bins);
    },
  };
}

function say(parts: readonly Part[]): void {
  const elements = parts.map(([tag, text]) => Object.assign(document.createElement(tag), { textContent: text }));
  byId("live-result", HTMLElement)?.replaceChildren(...elements);
}

function label(input: HTMLInputElement | null, text: string): void {
  if (!input) return;
  const output = document.querySelector(`output[for="${input.id}"]`);
  if (output) output.textContent = text;
  input.setAttribute("aria-valuetext", text);
}

async function start(panel: HTMLElement): Promise<void> {
  const fit = JSON.parse(await unpackElement("what-if-fit")) as Fit;
  const { parameters } = fit;
  const bins = parameters.attempts.length;
  const clock = clockOf(parameters, panel.dataset);
  const { sliders, moves, reset } = controls(fit, bins);

  const render = (): void => {
    const now = moves();
    const minutes = Math.round((now.earlier * parameters.stepSeconds) / 60);
    const place = sliders.from ? clock(Number(sliders.from.value)) : "";
    label(sliders.from, `${place}, ${now.earlier === 0 ? "actual" : `${minutes} minutes earlier`}`);
    label(sliders.added, `${now.added.toFixed(1)}${now.added === 1 ? ", actual" : ""}`);
    label(sliders.off, now.collectorOff === null ? "never, actual" : `from ${clock(now.collectorOff)}`);
    const { courses, parts } = answer(fit, now);
    const drawing = byId("live-drawing", HTMLElement);
    drawing?.replaceChildren(drawCourses(parameters.share, courses, { narrow: narrow.matches, clock }));
    say(parts);
  };
  /** Keeps the sliders' places in the page's address, so that a link leads to the same answer. */
  const remember = (): void => {
    const state = new URLSearchParams();
    if (sliders.from) state.set("from", sliders.from.value);
    if (sliders.added) state.set("added", sliders.added.value);
    if (sliders.off && moves().collectorOff !== null) state.set("off", sliders.off.value);
    try {
      history.replaceState(null, "", `#what-if-live?${state}`);
    } catch {
      // A page in a sandbox has no address to change.
    }
  };
  const recall = (): void => {
    const [place, query] = location.hash.slice(1).split("?");
    if (place !== "what-if-live") return;
    const state = new URLSearchParams(query);
    for (const [key, input] of Object.entries(sliders)) {
      const value = Number(state.get(key));
      if (input && state.has(key) && Number.isFinite(value)) input.value = String(value);
    }
    panel.scrollIntoView();
  };
  const change =
    (act: () => void): (() => void) =>
    () => {
      act();
      render();
      remember();
    };

  panel.hidden = false;
  for (const input of Object.values(sliders))
    input?.addEventListener(
      "input",
      change(() => {}),
    );
  byId("live-reset", HTMLButtonElement)?.addEventListener("click", change(reset));
  addEventListener("hashchange", () => {
    recall();
    render();
  });
  narrow.addEventListener("change", render);
  recall();
  render();
}

const panel = byId("what-if-live", HTMLElement);
if (panel) void start(panel);
