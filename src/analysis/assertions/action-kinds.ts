/** What was done, by the words for it: a change and a sentence are of one action where they share a kind. */
const KINDS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  [
    "rollback",
    /\b(?:roll(?:ed|ing|s)?[- ]?back|revert\w*|undo|undone|withdr[ae]w\w*|back(?:ed|ing)? (?:it )?out|pulled\b(?! (?:the|that|this) (?:\w+ )?(?:flag|switch))|taken back|took (?:it )?back|previous (?:version|release))/i,
  ],
  ["off", /\b(?:off\b|pulled (?:the|that|this) (?:\w+ )?(?:flag|switch)|disabl\w*|deactivat\w*|kill(?:ed)? switch)/i],
  ["on", /\b(?:on(?=[\s,.;]*$)|(?:switch|turn)(?:ed|ing)? (?:\w+ ){0,3}on\b|enabl\w*|activat\w*)/i],
  [
    "deploy",
    /\b(?:deploy(?!ment of the old)\w*|releas\w*|roll(?:ed|ing)?[- ]?out|rollouts?|shipp\w*|push(?:ed|ing)\b|upgrad\w*|updat\w*|entered production|went (?:out|live)|gone (?:out|live)|introduc\w*)/i,
  ],
  [
    "reroute",
    /\b(?:re-?rout\w*|divert\w*|fail(?:ed|ing)?[- ]?over|(?:mov|shift|steer)\w* (?:the |all |some |our |its )?(?:\w+ )?(?:traffic|calls|load|requests)|(?:traffic|calls|load|requests) (?:was|were|had been|being) (?:moved|shifted|steered))/i,
  ],
  [
    "exchange",
    /\b(?:rotat\w*|renew\w*|replac\w*|exchang\w*|swapp\w*)|\b(?:certificates?|certs?|keys?|cards?|secrets?)\s(?:\w+\s){0,2}changed\b|\bchanged (?:the|its|our|a) (?:\w+ )?(?:certificates?|certs?|keys?|cards?|secrets?)\b/i,
  ],
  [
    "stop",
    /\b(?:cancel\w*|kill(?:ed|ing)?\b(?! switch)|abort(?:ed|ing)\b|terminat\w*)|(?<!\b(?:failures?|errors?|drops?|it|they|calls|this|that|things?) (?:had |all |then |only )?)\bstopped (?!fail|work|drop|the failures|after|at once|when|for)/i,
  ],
  ["restart", /\b(?:restart\w*|reboot\w*|bounced)/i],
  ["migration", /\b(?:migrat\w*|re-?index\w*)/i],
  ["scale", /\b(?:scal(?:ed|ing|e)\b|(?:added|adding|more) (?:\w+ )?(?:capacity|nodes|instances|workers))/i],
  ["firmware", /\bfirmware\b/i],
  ["configuration", /\bconfig\w*/i],
];

/** A log of deploys holds deploys, whatever its rows say. */
const LOG_OF_DEPLOYS = /deploy|release/i;

/** The kinds of action that words speak of. */
export function actionKinds(words: string): readonly string[] {
  // "Rolled back the release" is a rollback; "the flag was switched off" is no switching on.
  const found = KINDS.filter(([, pattern]) => pattern.test(words)).map(([kind]) => kind);
  if (found.includes("rollback")) return found.filter((kind) => kind !== "deploy" && kind !== "on");
  return found.includes("off") ? found.filter((kind) => kind !== "on" && kind !== "deploy") : found;
}

/** A row that only names a version tells of its deployment. */
const A_VERSION = /\bv?\d+\.\d+\.\d+\b/;

/** The kinds of a change in the data, by what its row says, else by its log. */
export function kindsOfChange(what: string, source: string): readonly string[] {
  const own = actionKinds(what);
  return own.length === 0 && (LOG_OF_DEPLOYS.test(source) || A_VERSION.test(what)) ? ["deploy"] : own;
}

/** Attempts at an action, and parts of one: not the change that a log dates. */
export const PARTIAL =
  /\b(?:attempt\w*|tried|trying|try|first (?:roll|re|try)\w*|second (?:roll|re)\w*|canary|staging|partly|partial\w*|decid\w*|decision|prepar\w*|request\w* (?:a|the)|approv\w*|consider\w*|plann?\w*|finish\w*|complet\w*|through|everywhere|half of)\b/i;
