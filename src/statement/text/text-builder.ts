/** A statement as plain text, with the way back to the text that was given. */
export interface SourceText {
  readonly text: string;
  /** Offset in the given text of an offset in `text`. */
  readonly toSource: (offset: number) => number;
  readonly format: "text" | "markdown" | "html" | "statuspage";
}

/** Pieces of text put together, each with the place it came from. */
export class TextBuilder {
  private readonly pieces: string[] = [];
  private readonly starts: number[] = [];
  private readonly origins: number[] = [];
  private readonly verbatim: boolean[] = [];
  private length = 0;

  /** Adds a piece; a verbatim one maps character by character, another as a whole to its origin. */
  add(piece: string, origin: number, verbatim = true): void {
    if (piece === "") return;
    this.pieces.push(piece);
    this.starts.push(this.length);
    this.origins.push(origin);
    this.verbatim.push(verbatim);
    this.length += piece.length;
  }

  build(format: SourceText["format"]): SourceText {
    const { starts, origins, verbatim } = this;
    const toSource = (offset: number): number => {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] as number) <= offset) low = middle;
        else high = middle - 1;
      }
      const origin = origins[low] ?? 0;
      return verbatim[low] ? origin + offset - (starts[low] as number) : origin;
    };
    return { text: this.pieces.join(""), toSource, format };
  }
}
