import { all } from "../dom/elements.js";

function openAround(target: Element): void {
  for (let at: Element | null = target; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
}

/** The id that the page's address leads to; empty where it leads nowhere that can be read. */
function linkedId(): string {
  try {
    return decodeURIComponent(location.hash.slice(1).split("?")[0] ?? "");
  } catch {
    return "";
  }
}

/** Opens the folded details into which the page's address leads, now and whenever it changes. */
export function openLinked(): void {
  const reveal = (): void => {
    const id = linkedId();
    const target = id === "" ? null : document.getElementById(id);
    if (!target) return;
    openAround(target);
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
}

/** Keeps the first chart as tall as it is while its table is open: the table comes after the first screen, not out of the chart's room. */
export function keepFirstChart(): void {
  const drawing = document.querySelector<HTMLElement>("#brief .drawing");
  const table = document.querySelector<HTMLDetailsElement>("#brief .numbers");
  if (!drawing || !table) return;
  table.querySelector("summary")?.addEventListener("click", () => {
    drawing.style.minHeight = table.open ? "" : `${drawing.offsetHeight}px`;
  });
}

/** Prints a full page with its details open, and leaves it as it was. */
export function printWhole(): void {
  if (!document.documentElement.classList.contains("full")) return;
  let opened: HTMLDetailsElement[] = [];
  const turn = (open: boolean): void => {
    for (const details of opened) details.open = open;
  };
  addEventListener("beforeprint", () => {
    opened = all("details:not(.numbers):not([open])", HTMLDetailsElement);
    turn(true);
  });
  addEventListener("afterprint", () => turn(false));
}
