/** A paragraph written by hand. `[[kind: words]]` marks an assertion; `{slot}` is filled from its fact. */
export interface Paragraph {
  readonly about: "calls" | "http" | "any";
  readonly text: string;
}

export const PARAGRAPHS: readonly Paragraph[] = [
  {
    about: "any",
    text: "A quick note on what we saw. [[share-during: Roughly {p} of {things} {failed} {during}]], which is far worse than we accept. [[cause: The culprit was {cause}.]]",
  },
];
