import { byId } from "../dom/elements.js";

const root = document.documentElement;

function dark(): boolean {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Shows the button that turns the page light or dark; `then` runs after each turn. */
export function offerTheme(then: () => void): void {
  const toggle = byId("theme", HTMLButtonElement);
  if (!toggle) return;
  const name = (): void => toggle.setAttribute("aria-label", dark() ? "Light theme" : "Dark theme");
  toggle.hidden = false;
  name();
  toggle.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    name();
    then();
  });
}
