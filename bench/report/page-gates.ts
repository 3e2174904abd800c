import type { Browser } from "../report-browser.js";

/** What a page shows at one size of window. */
export interface Screen {
  readonly height: number;
  readonly words: number;
  /** Parts of the first screen that are missing or reach beyond it: title, account, four tiles, chart. */
  readonly outside: readonly string[];
  /** Tables cut by a box that scrolls, all details open. */
  readonly cut: readonly string[];
  /** Texts of charts that are too small, cut, or lie over one another, all details open. */
  readonly labels: readonly string[];
}

/** Height and width of the windows in which a page is judged. */
export const SIZES = [
  { width: 1440, height: 900, tallest: 4500 },
  { width: 390, height: 844, tallest: 7000 },
] as const;

const FIRST = `(() => {
  const low = innerHeight + 1;
  const drawing = [...document.querySelectorAll("#brief .drawing > *")].find((one) => one.offsetHeight > 0);
  const parts = [["title", document.querySelector("h1")], ["account", document.querySelector("[data-account]")], ...[...document.querySelectorAll("[data-tile]")].map((tile) => ["tile " + tile.dataset.tile, tile]), ["chart", drawing]];
  const outside = parts.filter(([, part]) => !part || part.getBoundingClientRect().bottom > low).map(([name]) => name);
  if (document.querySelectorAll("[data-tile]").length !== 4) outside.push("four tiles");
  let words = 0;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.height > 0 && box.top < innerHeight && !node.parentElement.closest("nav,.skip,button,svg,.here")) words += node.textContent.split(/\\s+/).filter((word) => /[\\p{L}\\p{N}]/u.test(word)).length;
  }
  return { height: document.documentElement.scrollHeight, words, outside };
})()`;

const OPEN = `(() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const cut = [...document.querySelectorAll("table")].filter((table) => {
    for (let at = table.parentElement; at; at = at.parentElement) if (at.scrollWidth > at.clientWidth + 1 && getComputedStyle(at).overflowX !== "visible") return true;
    return table.getBoundingClientRect().right > innerWidth + 1;
  }).map((table) => (table.getAttribute("aria-label") || table.closest("[id]")?.id || "table").slice(0, 60));
  const labels = [];
  for (const svg of document.querySelectorAll(".drawing svg")) {
    const frame = svg.getBoundingClientRect();
    if (frame.height === 0) continue;
    const chart = svg.closest("[id]").id;
    const scale = frame.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim() !== "").map((text) => ({ text: text.textContent.trim(), size: parseFloat(getComputedStyle(text).fontSize) * scale, box: text.getBoundingClientRect() })).filter(({ box }) => box.width > 0);
    for (const { text, size, box } of texts) {
      if (size < 10.95) labels.push(chart + ": " + text + " is " + size.toFixed(1) + " px");
      if (box.left < -0.5 || box.right > innerWidth + 0.5 || box.left < frame.left - 17 || box.right > frame.right + 17) labels.push(chart + ": " + text + " is cut");
    }
    texts.forEach((a, i) => texts.slice(i + 1).forEach((b) => {
      const x = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const y = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (x > 1.5 && y > 0.3 * Math.min(a.box.height, b.box.height)) labels.push(chart + ": " + a.text + " over " + b.text);
    }));
  }
  return { cut, labels: [...new Set(labels)] };
})()`;

/** Looks at a page in one window: its first screen as it opens, then its tables and charts with all details open. A picture of the first screen beside. */
export async function screen(
  browser: Browser,
  url: string,
  { width, height, picture }: { readonly width: number; readonly height: number; readonly picture: string },
): Promise<Screen> {
  const { page, close } = await browser.open(url, { width, height });
  await page.goto(url);
  await page.screenshot({ path: picture });
  const first = await page.evaluate<Pick<Screen, "height" | "words" | "outside">>(FIRST);
  const open = await page.evaluate<Pick<Screen, "cut" | "labels">>(OPEN);
  await close();
  return { ...first, ...open };
}

/** Labels of the charts as a printed page has them, and the pages that it takes. */
export async function printed(
  browser: Browser,
  url: string,
  pdf: string,
): Promise<{ readonly bytes: string; readonly labels: readonly string[] }> {
  const { page, close } = await browser.open(url, { width: 700, height: 1000 });
  await page.emulateMedia({ media: "print" });
  await page.goto(url);
  await page.pdf({ path: pdf, format: "A4", printBackground: true });
  const { labels } = await page.evaluate<Pick<Screen, "cut" | "labels">>(OPEN);
  await close();
  return { bytes: pdf, labels };
}
