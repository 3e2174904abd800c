/** What the page does by itself, all of it optional: without scripts every number, chart and table is there. */
export const pageScript = String.raw`
"use strict";
(() => {
const root = document.documentElement;
const each = (selector, act, from = document) => from.querySelectorAll(selector).forEach(act);

const toggle = document.getElementById("theme");
const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
const name = () => { toggle.setAttribute("aria-label", dark() ? "Light theme" : "Dark theme"); };
toggle.hidden = false;
name();
toggle.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; name(); each(".js-plotly-plot", recolour); });

const unpack = async (text) => {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
};
const packed = (id) => unpack(document.getElementById(id).textContent.trim());

let loading;
const plotly = () => (loading ??= Promise.all([packed("plotly-code"), packed("figures")]).then(([code, figures]) => {
  const script = document.createElement("script");
  script.textContent = code;
  document.head.append(script);
  return JSON.parse(figures);
}));

const themed = (value) => {
  if (typeof value === "string" && /^#[0-9a-f]{6}$/.test(value)) return getComputedStyle(root).getPropertyValue("--c" + value.slice(1)).trim() || value;
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(themed);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, themed(part)]));
  return value;
};
const drawn = new WeakMap();
const recolour = (element) => {
  const figure = drawn.get(element);
  if (figure) Plotly.react(element, themed(figure.data), { ...themed(figure.layout), width: element.parentElement.clientWidth || 720 }, { displaylogo: false, responsive: false });
};
const zoomable = (layout) => Object.fromEntries(Object.entries(layout).map(([key, part]) => [key, /^[xy]axis\d*$/.test(key) ? { ...part, fixedrange: false } : part]));

each(".chart", (figure) => {
  const button = figure.querySelector(".live");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    const found = (await plotly())[figure.dataset.chart];
    const box = figure.querySelector(".drawing");
    const element = document.createElement("div");
    box.replaceChildren(element);
    box.setAttribute("role", "group");
    drawn.set(element, { data: found.data, layout: zoomable(found.layout) });
    recolour(element);
    button.textContent = "Interactive";
    figure.dataset.live = "yes";
  });
});
addEventListener("resize", () => each(".js-plotly-plot", recolour));

each(".chart", (figure) => {
  const box = figure.querySelector(".drawing");
  const said = figure.querySelector(".reading");
  const rows = figure.querySelectorAll("tbody tr");
  const heads = [...figure.querySelectorAll("thead th")].map((head) => head.textContent);
  let at = -1;
  const move = (to) => {
    at = Math.max(0, Math.min(rows.length - 1, to));
    const cells = [...rows[at].children].map((cell) => cell.textContent);
    said.textContent = cells.map((text, i) => (i === 0 ? text : heads[i] + " " + text)).join(", ");
    each(".wide,.narrow", (drawing) => {
      const places = drawing.dataset.cursor.split(" ").map(Number);
      const [left, top, right, bottom] = drawing.dataset.plot.split(" ").map(Number);
      const { width, height } = drawing.querySelector("svg").viewBox.baseVal;
      let line = drawing.querySelector(".at");
      if (!line) drawing.append((line = document.createElement("div")), ""), (line.className = "at");
      const place = places[at];
      if (!Number.isFinite(place)) return line.remove();
      const part = (value, whole) => (100 * value) / whole + "%";
      Object.assign(line.style, figure.dataset.axis === "y"
        ? { left: part(left, width), width: part(right - left, width), top: part(place, height), height: "1.5px" }
        : { top: part(top, height), height: part(bottom - top, height), left: part(place, width), width: "1.5px" });
    }, box);
  };
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -1e9, End: 1e9 };
  box.addEventListener("keydown", (event) => {
    if (!(event.key in steps) || rows.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(at < 0 && steps[event.key] === -1 ? rows.length - 1 : at + steps[event.key]);
  });
});

// A link into folded details opens them; so does the search of browsers that know how.
const reveal = () => {
  const id = decodeURIComponent(location.hash.slice(1).split("?")[0]);
  const target = id && document.getElementById(id);
  if (!target) return;
  for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", reveal);
reveal();

// A full page prints with its details open, and is as it was afterwards.
let opened = [];
if (root.classList.contains("full")) {
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not(.numbers):not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
}

const findings = document.getElementById("findings");
findings.addEventListener("click", async (event) => {
  event.preventDefault();
  const text = await unpack(findings.href.slice(findings.href.indexOf(",") + 1));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = findings.download.replace(/\.gz$/, "");
  link.click();
  URL.revokeObjectURL(link.href);
});
})();
`;
