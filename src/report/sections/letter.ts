import { vendorLetter } from "../../analysis/letter.js";
import { html } from "../html.js";
import type { ReportParts, Section } from "./section.js";

/** The questions for the vendor as a letter to read here and to take away as Markdown; left out where nothing is stated and nothing failed. */
export function letterSection({ analysis }: ReportParts): Section {
  const { statement, window, incident } = analysis;
  const letter = statement || window ? vendorLetter(analysis, { redact: false }) : null;
  return {
    id: "letter",
    title: statement ? "Questions for the vendor" : "Request for a statement",
    answer: statement ? "a letter with its numbers, to send" : "a letter, for where somebody else runs what failed",
    body:
      letter === null
        ? null
        : html`<p>${statement ? "Everything above that only the vendor can answer, as a letter with its numbers" : "What these data show, as a letter that asks for a statement"}: <a id="vendor-letter" download="${`${incident.id.replace(/[^\w.-]+/g, "-")}-letter.md`}" href="data:text/markdown;base64,${Buffer.from(letter, "utf8").toString("base64")}">letter.md</a>.</p>
<pre tabindex="0">
${letter}</pre>`,
  };
}
