import { columnName } from "./expression-text.js";
import { plainWords } from "./words.js";

/** How a row begins that sums up others. */
const SUMS_UP =
  /^(sub ?|grand ?)?(totals?|sums?|averages?|avg|mean|gesamt|gesamtsumme|summe|summen|zwischensumme|durchschnitt|mittelwert|totaux|somme|sous total|moyenne|totales?|suma|subtotales?|promedio|media|totais|soma|totale|somma|totaal|gemiddelde)( \w+){0,5}$/;
const MOMENT = /\d[-/.:]\d/;

/** Rows of a table that sum up others, such as subtotals between hours: told by a word where all other rows have their time. */
export class TotalRows {
  /** The column whose cells are times, by those seen so far. */
  private timed: string | undefined;
  private readonly words = new Set<string>();
  private column = "";

  /** True if a row sums up others; any other shows where times stand. */
  takes(cells: readonly (readonly [string, string])[]): boolean {
    const [name, cell] = cells.find(([, text]) => text.trim() !== "") ?? ["", ""];
    if (cell.length > 60 || MOMENT.test(cell)) {
      if (MOMENT.test(cell)) this.timed ??= name;
      return false;
    }
    if (this.timed !== name || !SUMS_UP.test(plainWords(cell))) return false;
    this.column = name;
    this.words.add(/^\s*[\p{L}-]+/u.exec(cell)?.[0] ?? cell);
    return true;
  }

  /** The condition of all other rows, as an expression; `undefined` where none sums up. */
  get where(): string | undefined {
    if (this.words.size === 0) return undefined;
    const name = columnName(this.column);
    const tests = [...this.words].sort().map((word) => `${name} not like '${word.replaceAll("'", "''")}%'`);
    return tests.join(" and ");
  }
}
