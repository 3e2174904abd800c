const SCRIPT = String.raw`
"use strict";
(async () => {
const model = (() => { /* model */
return { actedCapacity, whatIfModel, failuresAvoided }; })();
const bytes = Uint8Array.from(atob(document.getElementById("what-if-fit").textContent.trim()), (c) => c.charCodeAt(0));
const fit = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
const { parameters, identification, loadCarriedBefore, from } = fit;
const panel = document.getElementById("what-if-live");
const input = (id) => document.getElementById("live-" + id);
const [start, added, off] = ["from", "added", "off"].map(input);
const bins = parameters.attempts.length;
const { zone, zoneName } = document.getElementById("what-if-live").dataset;
const hands = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const clock = (bin) => hands.format(parameters.startMs + bin * parameters.stepSeconds * 1000) + " " + zoneName;
const number = (x) => Math.round(x).toString().replace(/\B(?=(\d{3})+$)/g, ",").replace("-", "−");
const quantile = (sorted, p) => {
  const h = (sorted.length - 1) * p, low = sorted[Math.floor(h)];
  return low + (h - Math.floor(h)) * (sorted[Math.ceil(h)] - low);
};
const action = () => ({
  earlier: start ? from - Number(start.value) : 0,
  added: added ? Number(added.value) : 1,
  collectorOff: !off || Number(off.value) >= bins ? null : Number(off.value),
});
const svg = (name, attributes, text) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
};
const narrow = matchMedia("(max-width:34rem)");
const draw = (changed, band) => {
  const W = narrow.matches ? 320 : 660, H = 230, L = 52, B = 24, T = 40;
  const top = 1.1 * Math.max(0.01, ...parameters.share.map((s) => s ?? 0), ...(changed ?? []));
  const x = (t) => L + ((W - L - 8) * t) / Math.max(1, bins - 1);
  const y = (s) => H - B - ((H - B - T) * s) / top;
  const path = (values) => values.map((s, t) => (s === null ? "" : (t === 0 || values[t - 1] === null ? "M" : "L") + x(t).toFixed(1) + "," + y(s).toFixed(1))).join("");
  const root = svg("svg", { viewBox: "0 0 " + W + " " + H, width: "100%", "aria-hidden": "true", "font-size": 13 });
  const step = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((one) => top / one <= 4.5) ?? 0.5;
  for (let at = 0; at < top; at += step) {
    root.append(svg("line", { x1: L, x2: W - 8, y1: y(at), y2: y(at), stroke: "var(--cdde1e5)" }), svg("text", { x: L - 6, y: y(at) + 4, "text-anchor": "end", fill: "var(--quiet)" }, Number((100 * at).toFixed(2)) + " %"));
  }
  for (const part of [0, 0.5, 1]) root.append(svg("text", { x: x(part * (bins - 1)), y: H - 6, "text-anchor": part === 0 ? "start" : part === 1 ? "end" : "middle", fill: "var(--quiet)" }, clock(Math.round(part * (bins - 1)))));
  if (band) {
    const known = band.flatMap((pair, t) => (pair ? [[t, pair]] : []));
    const edge = (side) => known.map(([t, pair]) => x(t).toFixed(1) + "," + y(pair[side]).toFixed(1));
    root.append(svg("polygon", { points: [...edge(1), ...edge(0).reverse()].join(" "), fill: "var(--cd55e00)", "fill-opacity": 0.18 }));
  }
  root.append(svg("path", { d: path(parameters.share), fill: "none", stroke: "var(--c0072b2)", "stroke-width": 1.75 }), svg("text", { x: L, y: 13, fill: "var(--c0072b2)" }, "— observed"));
  if (changed) root.append(svg("path", { d: path(changed), fill: "none", stroke: "var(--cd55e00)", "stroke-width": 2.25, "stroke-dasharray": "7 4" }), svg("text", { x: L, y: 30, fill: "var(--cd55e00)" }, "- - with the chosen actions, 90 % interval shaded"));
  document.getElementById("live-drawing").replaceChildren(root);
};
const say = (...parts) => {
  const result = document.getElementById("live-result");
  result.replaceChildren(...parts.map(([tag, text]) => Object.assign(document.createElement(tag), { textContent: text })));
};
const render = () => {
  const now = action();
  const capacity = now.earlier !== 0 || now.added !== 1;
  const collector = now.collectorOff !== null;
  const tell = (element, text) => { if (element) { document.querySelector('output[for="' + element.id + '"]').textContent = text; element.setAttribute("aria-valuetext", text); } };
  tell(start, start && clock(Number(start.value)) + (now.earlier === 0 ? ", as it was" : ", " + number((now.earlier * parameters.stepSeconds) / 60) + " minutes earlier"));
  tell(added, added && now.added.toFixed(1) + (now.added === 1 ? ", as it was" : ""));
  tell(off, off && collector ? "from " + clock(now.collectorOff) : "never, as it was");
  if (!capacity && !collector) { draw(null); return say(["strong", "As it was. "], ["span", "Move a slider."]); }
  if (capacity && identification.by === null) {
    draw(null);
    return say(["strong", "Not identified, so not answered: "], ["span", identification.why + "." + (collector ? " Set capacity back to as it was to see the collector alone." : "")]);
  }
  if (collector && !loadCarriedBefore) { draw(null); return say(["strong", "Not identified, so not answered: "], ["span", "attempts had not come this densely before, so the failures may be the load's own doing."]); }
  const courses = parameters.draws.map((one) => model.whatIfModel(parameters, now, one));
  const avoided = parameters.draws.map((one) => model.failuresAvoided(parameters, now, one));
  const sorted = [...avoided].sort((a, b) => a - b);
  const mean = avoided.reduce((sum, x) => sum + x, 0) / avoided.length;
  draw(
    parameters.share.map((s, t) => (s === null ? null : courses.reduce((sum, course) => sum + course[t], 0) / courses.length)),
    parameters.share.map((s, t) => {
      if (s === null) return null;
      const all = courses.map((course) => course[t]).sort((a, b) => a - b);
      return [quantile(all, 0.05), quantile(all, 0.95)];
    }),
  );
  say(["strong", (mean < 0 ? number(-mean) + " more failures " : number(mean) + " failures avoided ")],
    ["span", "(90 % interval " + number(quantile(sorted, 0.05)) + " to " + number(quantile(sorted, 0.95)) + "). "],
    ["span", collector ? "By the model only: true if the stated mechanism is." : "By design: " + identification.why + "."]);
};
const remember = () => {
  const now = action();
  const state = new URLSearchParams({ ...(start && { from: start.value }), ...(added && { added: added.value }), ...(now.collectorOff !== null && { off: off.value }) });
  try { history.replaceState(null, "", "#what-if-live?" + state); } catch { /* a page in a sandbox has no link of its own */ }
};
const recall = () => {
  const [place, query] = location.hash.slice(1).split("?");
  if (place !== "what-if-live") return;
  const state = new URLSearchParams(query);
  for (const [key, element] of [["from", start], ["added", added], ["off", off]]) {
    const value = Number(state.get(key));
    if (element && state.has(key) && Number.isFinite(value)) element.value = String(value);
  }
  panel.scrollIntoView();
};
panel.hidden = false;
for (const element of [start, added, off]) element?.addEventListener("input", () => { render(); remember(); });
document.getElementById("live-reset").addEventListener("click", () => {
  if (start) start.value = String(from);
  if (added) added.value = "1";
  if (off) off.value = String(bins);
  render();
  remember();
});
addEventListener("hashchange", () => { recall(); render(); });
narrow.addEventListener("change", render);
recall();
render();
})();
`;

/**
 * The live what-if of the page as a script.
 *
 * @param model - the text of the library's own model, which the page runs as it is; draws and the verdict on what may be told come with
 *   the page
 */
export function whatIfScript(model: string): string {
  return SCRIPT.replace("/* model */", () => model);
}
