// Sorts the table before this script: a click, Enter or space on a heading sorts by it, missing values last. Nothing of a cell is in it.
const box = document.currentScript?.parentElement;
const heads = [...(box?.querySelectorAll("th") ?? [])];

function compare(a: HTMLTableRowElement, b: HTMLTableRowElement, column: number, numeric: boolean): number {
  const [x, y] = [a, b].map((row) => (row.children[column] as HTMLElement).dataset.k) as [string?, string?];
  if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
  return numeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
}

function sortBy(head: HTMLElement, column: number): void {
  const up = head.getAttribute("aria-sort") !== "ascending";
  for (const other of heads) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const body = box?.querySelector("tbody");
  const missing = (row: HTMLTableRowElement): boolean => (row.children[column] as HTMLElement).dataset.k === undefined;
  const rows = [...(body?.rows ?? [])].sort((a, b) => {
    const order = compare(a, b, column, head.className === "n");
    return up || missing(a) || missing(b) ? order : -order;
  });
  body?.append(...rows);
}

heads.forEach((head, column) => {
  head.tabIndex = 0;
  head.title = "Sort";
  head.addEventListener("click", () => sortBy(head, column));
  head.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    sortBy(head, column);
  });
});

export {};
