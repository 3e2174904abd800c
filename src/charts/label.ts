/** Signs of a text of unknown origin in a picture: longer ones would leave it. */
const LONGEST_LABEL = 200;
// Control characters, and the marks that turn the reading direction or hide text.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Part of a cut text that is given up at most so that it ends with a whole word. */
const GIVEN_UP = 0.3;

/** A cut text without the word that the cut went through, where that costs little. */
function cutBetweenWords(text: string): string {
  const space = text.lastIndexOf(" ");
  return space > (1 - GIVEN_UP) * text.length ? text.slice(0, space) : text;
}

/**
 * Text of unknown origin made safe for a Plotly label, tick, annotation or hover box, where it shows as it was written.
 *
 * Plotly reads a small markup in every label (links, fonts, line breaks) and templates (`%{…}`): the markup characters are escaped and the
 * template opening is broken. Control and direction-changing characters become spaces.
 *
 * @param text - any text
 * @param longest - characters kept before an ellipsis, default 200
 * @returns one line of at most `longest` visible characters
 */
export function label(text: string, longest = LONGEST_LABEL): string {
  const line = text.replace(HIDDEN, " ").replace(/\s+/g, " ").trim();
  const shown = [...line].length > longest ? `${cutBetweenWords([...line].slice(0, longest - 1).join(""))}…` : line;
  return shown.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/%\{/g, "% {");
}
