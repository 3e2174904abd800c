/** Columns that say in words what happened, the plainest first. */
const WORDS = [
  /^(text|message|msg)$/i,
  /^(summary|title|subject|what|event)$/i,
  /^(description|body|details?|note)$/i,
  /^(alert_?name|alert|name|reason|action)$/i,
];
/** Columns that name what a change put into service. */
const NAMES = /^(service|app|application|environment|env|version|tag|release|revision|flag|key|ref)$/i;
/** Characters of a description put together from a row. */
const LONGEST_TEXT = 120;

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, LONGEST_TEXT);

/**
 * What a row says, in one line: the column that holds words, else the names in it, else its first values.
 *
 * @param skipped - columns that say nothing of it, such as the time
 */
export function rowText(fields: ReadonlyMap<string, string>, skipped: readonly string[]): string {
  const filled = [...fields].filter(([column, value]) => value.trim() !== "" && !skipped.includes(column));
  for (const pattern of WORDS)
    for (const [column, value] of filled) if (pattern.test(column) && /\p{L}/u.test(value)) return oneLine(value);
  const named = filled.filter(([column]) => NAMES.test(column));
  const shown = named.length > 0 ? named : filled.slice(0, 4);
  return oneLine(shown.map(([, value]) => value).join(" "));
}

/** Columns that name who did something. */
const PERSON =
  /^(author|committer|user|user_?name|login|sender|who|by|(acknowledged|resolved|created|deployed)_?by|(agent|user|author|creator|assignee|actor)\.(summary|name|login|email))$/i;
/** A name of fewer letters than this may be part of any word. */
const SHORTEST_NAME = 3;

/** A text without the names of those who acted: a timeline says what happened, not who. */
export function withoutPersons(text: string, fields: ReadonlyMap<string, string>): string {
  if (/service/i.test(fields.get("agent.type") ?? "")) return text;
  let plain = text;
  for (const [column, value] of fields)
    if (PERSON.test(column) && value.trim().length >= SHORTEST_NAME)
      plain = plain.replaceAll(value.replace(/\s*<.*>$/, "").trim(), "someone");
  return plain;
}
