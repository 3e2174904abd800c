import { ASSISTANT_PROSE } from "./prose-assistants.js";
import { ENGINEER_PROSE } from "./prose-engineers.js";
import { VENDOR_PROSE } from "./prose-vendors.js";

/** A paragraph written by hand. `[[kind: words]]` marks an assertion; `{slot}` is filled from its fact. */
export interface Paragraph {
  /** Whose words it uses: calls, requests, or neither. */
  readonly about: "calls" | "http" | "any";
  readonly text: string;
}

export const PARAGRAPHS: readonly Paragraph[] = [...VENDOR_PROSE, ...ENGINEER_PROSE, ...ASSISTANT_PROSE];
