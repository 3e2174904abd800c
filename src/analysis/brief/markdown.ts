import { requireAnalysis } from "../../errors/argument.js";
import type { Analysis } from "../analysis.js";
import { brief } from "./brief.js";
import { withPlainNames } from "./plain-names.js";
import { type BriefLine, doneHeading } from "./next.js";

/** A picture beside the text: its file and what it says. */
export interface SummaryPicture {
  readonly file: string;
  readonly says: string;
}

/** Text from data or from a person as Markdown that shows it and does nothing else. */
function safe(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[<*`\\|[\]]/g, "\\$&");
}

function lineText({ text, note }: BriefLine): string {
  return safe(note ? `${text} (${note})` : text);
}

/** One bullet for several lines; `null` where there are none. */
function bullet(name: string, lines: readonly BriefLine[], most: number): string | null {
  if (lines.length === 0) return null;
  return `- **${name}:** ${lines.slice(0, most).map(lineText).join("; ")}`;
}

/** Lines of each kind that a chat message bears. */
const MOST_NAMED = 2;

/**
 * An incident in at most twelve lines of Markdown, for a chat or a ticket: the finding, the account, four figures, what helped, what is open, what to
 * do, and the pictures.
 *
 * @param analysis - the findings
 * @param pictures - files that lie beside the text
 */
export function summaryMarkdown(analysis: Analysis, pictures: readonly SummaryPicture[] = []): string {
  requireAnalysis("summaryMarkdown", analysis);
  const { facts, title, account, ended, tiles, next } = brief(withPlainNames(analysis));
  const synthetic = analysis.incident.synthetic ? [" · demonstration on synthetic data"] : [];
  const impact = analysis.notes?.impact ?? null;
  const [length, share, hit, points] = tiles;
  const named = (name: string, { value, label }: { readonly value: string; readonly label: string }): string =>
    `- **${name}:** ${safe(value)} (${safe(label)})`;
  const images = pictures.map(({ file, says }) => `![${safe(says)}](${encodeURI(file)})`).join(" ");
  const lines = [
    `# ${safe(title)}`,
    `${safe(facts.join(" · "))}${synthetic.join("")}. ${impact === null ? "" : `${safe(impact).replace(/[.\s]+$/, "")}. `}${ended === null ? "" : `${safe(ended)} `}${safe(account)}`,
    "",
    named("How long", length),
    named("How much", share),
    named("Who was hit", hit),
    named("The statement", points),
    bullet(doneHeading(next.helped), next.helped, MOST_NAMED),
    bullet("What is open", next.open, MOST_NAMED),
    bullet("What to do", next.todo, MOST_NAMED + 1),
    ...(images === "" ? [] : ["", images]),
  ].filter((line) => line !== null);
  return `${lines.join("\n")}\n`;
}
