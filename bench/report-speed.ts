import { median, type Browser } from "./report-browser.js";

/** Milliseconds: first paint, readable and interactive, the main thread blocked, and from the first click on a chart to the drawn chart. */
export interface Speed {
  readonly paint: number;
  readonly ready: number;
  readonly blocking: number;
  readonly click: number;
  /** Processor time of the page's main thread up to interactive, and for the click: what a busy machine does not change. */
  readonly readyWork: number;
  readonly clickWork: number;
}

type Metrics = { metrics: { name: string; value: number }[] };

/** Milliseconds of processor time that the page's main thread has used. */
async function work(session: { send(method: string): Promise<unknown> }): Promise<number> {
  const { metrics } = (await session.send("Performance.getMetrics")) as Metrics;
  return 1000 * (metrics.find(({ name }) => name === "ThreadTime")?.value ?? Number.NaN);
}

const WATCH = `window.long = 0; new PerformanceObserver((list) => { for (const task of list.getEntries()) window.long += Math.max(0, task.duration - 50); }).observe({ type: "longtask", buffered: true });`;

const PAINT = `new Promise((done) => { const look = () => { const [paint] = performance.getEntriesByName("first-contentful-paint"); paint ? done(paint.startTime) : setTimeout(look, 5); }; look(); })`;

const CLICK = `(async () => {
  const clicked = performance.now();
  document.querySelector("#chart-outage-window .live").click();
  while (!document.querySelector("#chart-outage-window .js-plotly-plot .main-svg .trace")) await new Promise(requestAnimationFrame);
  return performance.now() - clicked;
})()`;

async function once(browser: Browser, url: string, slowdown: number): Promise<Speed> {
  const { page, close } = await browser.open(url);
  const session = await page.context().newCDPSession(page);
  await page.addInitScript(WATCH);
  await session.send("Performance.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto(url);
  const paint = await page.evaluate<number>(PAINT);
  const ready = await page.evaluate<number>(`performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd`);
  const readyWork = await work(session);
  const blocking = await page.evaluate<number>("window.long");
  const click = await page.evaluate<number>(CLICK);
  const clickWork = (await work(session)) - readyWork;
  await close();
  return { paint, ready, blocking, click, readyWork, clickWork };
}

/** Medians of five starts, the processor slowed by a factor. */
export async function speed(browser: Browser, url: string, slowdown: number): Promise<Speed> {
  const runs: Speed[] = [];
  for (let i = 0; i < 5; i++) runs.push(await once(browser, url, slowdown));
  const of = (pick: (run: Speed) => number): number => median(runs.map(pick));
  return {
    paint: of((run) => run.paint),
    ready: of((run) => run.ready),
    blocking: of((run) => run.blocking),
    click: of((run) => run.click),
    readyWork: of((run) => run.readyWork),
    clickWork: of((run) => run.clickWork),
  };
}
