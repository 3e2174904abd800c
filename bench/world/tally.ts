/** Counts of one question asked many times: how often it held, and where it did not. */
export class Tally {
  held = 0;
  asked = 0;
  readonly failed: string[] = [];

  /** Counts one answer; the place is kept where the answer is no. */
  ask(holds: boolean, place: string): void {
    this.asked += 1;
    if (holds) this.held += 1;
    else this.failed.push(place);
  }

  /** "held/asked share ± Monte Carlo error", in percent; a dash where nothing was asked. */
  text(): string {
    if (this.asked === 0) return "–";
    const share = this.held / this.asked;
    // An error of 0 would be said where all held: one half is added on each side, as the prior of Jeffreys does.
    const smooth = (this.held + 0.5) / (this.asked + 1);
    const error = Math.sqrt((smooth * (1 - smooth)) / this.asked);
    return `${this.held}/${this.asked} ${(100 * share).toFixed(1)}±${(100 * error).toFixed(1)}`;
  }
}

/** The middle one of some numbers; a dash where there is none. */
export function medianText(values: readonly number[], digits = 0): string {
  if (values.length === 0) return "–";
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]! / 2 + sorted[Math.floor(sorted.length / 2)]! / 2;
  return middle.toFixed(digits);
}

/** A table as text: columns as wide as their widest cell, the first one to the left. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ");
  return all.map(line).join("\n");
}
