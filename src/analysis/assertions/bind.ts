import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { isNamed } from "../../statement/claims/named-values.js";
import type { CountedSource, Evidence, NamedColumn, Part } from "./evidence.js";

/** A word without its plural: "sites" is site, "boxes" is box, "queries" is quer. */
const stem = (word: string): string => word.replace(/(?:ies|(?<=[a-z]{3})y|(?<=[sxz]|sh)es|s)$/, "").slice(0, 12);
const stems = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[a-z]+/g) ?? []).map(stem).filter((word) => word.length > 1);

/** What attempts are called whatever they are attempts of. */
const ATTEMPT =
  /^(?:request|attempt|operation|transaction|quer|query|invocation|execution|event|action|traffic|volume|activit|call|try|tr|thing|hit|visit|connection|session|interaction)$/;
/** Words that restrict nothing. */
const PLAIN =
  /^(?:api|http|https|phone|voice|web|customer|client|user|incoming|all|total|overall|our|your|failed|failing|dropped|lost|rejected|server|error|failure|drop|other|such|good|bad|single|every|individual|whole|day|of|the|separate|unsuccessful|successful|time|rate|share|abandoned|in|caller|erroneous|broken|aborted|5xx|sip|real|visitor|people|number|expected|usual|unanswered|status|code|fail|err|errored|s)$/;
/** Whoever is hit: counted only where a column names them. */
const WHO =
  /^(?:customer|client|user|people|visitor|caller|subscriber|account|tenant|merchant|member|compan|organi[sz]ation|site|partner|guest|shopper)$/;
const FAILURE = /^(?:failure|error|drop|5xx|fault|loss|timeout|rejection|disconnect|abort)$/;

/** What an assertion counts in the data: rows of a source, or the units that a column of it names. */
export interface Subject {
  readonly source: CountedSource;
  readonly unit: string | null;
}

const outcomeSource = ({ sources, outcome }: Evidence): CountedSource | undefined =>
  sources.find(({ name }) => name === outcome) ?? sources[0];

/** Other words for the attempts of the main source, without their plurals. */
const ALIKE_NOUNS: readonly (readonly string[])[] = [
  ["deliver", "message", "notification", "mail", "email"],
  ["login", "signin", "authentication"],
  ["payment", "transaction", "charge"],
  ["booking", "reservation"],
];

/** The mark of a column that it holds identifiers: user_id is of users. */
const IDENTIFIER = /[_\s-]?(?:id|uuid|key|hash|number|no|name|ref)$/i;
const PERSON = /^(?:user|customer|subscriber|member|caller|visitor|shopper|guest|client)$/;

/** The column of a source whose values a noun names: accounts, customers. */
function unitOf(source: CountedSource, own: readonly string[]): string | null {
  const named = (column: string): readonly string[] => stems(column.replace(IDENTIFIER, ""));
  const direct = source.units.find((column) => own.includes(named(column).at(-1) ?? ""));
  // People are the users where a column tells users and nobody else.
  const people = own.includes("people") ? source.units.filter((column) => PERSON.test(named(column).at(-1) ?? "")) : [];
  return direct ?? (people.length === 1 ? (people[0] as string) : null);
}

/** True if every word of a noun is one that any source may go by. */
function isLoose(own: readonly string[], evidence: Evidence): boolean {
  const known = [
    ...stems(evidence.title),
    ...evidence.sources.flatMap(({ parts }) => parts.flatMap(({ values }) => values.flatMap(stems))),
  ];
  return own.every((word) => ATTEMPT.test(word) || FAILURE.test(word) || PLAIN.test(word) || known.includes(word));
}

/** Names of products before what is counted restrict nothing: the TwiML in "TwiML verbs". A place has one capital, at its beginning. */
const productWords = (noun: string): readonly string[] =>
  stems((noun.match(/\b\p{L}+\p{Ll}\p{Lu}\p{L}*|\b\p{Lu}\p{Ll}+\p{Lu}\p{L}*/gu) ?? []).join(" "));

/**
 * What the words of an assertion count: the source named like them; a column of one named like them; where they name nothing but attempts or
 * failures, the source of the outage. `null` where nothing of the incident is what they name.
 */
export function subjectOf({ noun }: Pick<StatedClaim, "noun">, evidence: Evidence): Subject | null {
  const main = outcomeSource(evidence);
  if (!main) return null;
  if (noun === null) return { source: main, unit: null };
  const own = stems(noun);
  const last = own.at(-1);
  if (last === undefined) return { source: main, unit: null };
  const named = (source: CountedSource): boolean => {
    const names = source.nouns.map(stem);
    return names.includes(last) || own.some((word) => names.includes(word) && !PLAIN.test(word));
  };
  const called = [last, ...ALIKE_NOUNS.filter((group) => group.includes(last)).flat()];
  const byLast =
    evidence.sources.find((source) => source.nouns.map(stem).includes(last)) ??
    [main].find((source) => source.nouns.map(stem).some((name) => called.includes(name)));
  const byName = byLast ?? evidence.sources.find(named);
  const rest = own.filter((word) => !called.includes(word) && !(byName?.nouns.map(stem).includes(word) ?? false));
  const plain = rest.filter((word) => !productWords(noun).includes(word));
  if (byName) return isLoose(plain, evidence) || plain.length === 0 ? { source: byName, unit: null } : null;
  for (const source of [main, ...evidence.sources.filter((one) => one !== main)]) {
    const unit = unitOf(source, own);
    if (unit !== null) return { source, unit };
  }
  return isLoose(own, evidence) && !WHO.test(last) ? { source: main, unit: null } : null;
}

/** The parts of the traffic that words name, and whether they name one that no column tells. */
export interface NamedParts {
  readonly found: readonly Part[];
  /** A place or thing in the words that no value of the data is. */
  readonly unknown: string | null;
}

const RESTRICTING =
  /\b(?:in|on|at|from|across|among|within|via|through|near|for|of|to|under|with)\s(?:the\s|our\s|both\s)?((?:data ?cent(?:re|er) in\s)?[\p{Lu}][\p{L}-]+(?:\s[\p{Lu}][\p{L}-]+)?|\/[\w/-]+|[a-z]{2,}-[a-z0-9]+(?:-[a-z0-9]+)*|[a-z]+-?\d+)/gu;
/** "Requests for leave": attempts at something that is named behind them. */
const OF_PURPOSE =
  /\b(?:requests|calls|applications|orders|claims) for (?:the |our |an? )?((?!(?:customers?|users?|clients?|accounts?|tenants?|everyone|everybody|people|example|instance|most|all|each|every|some|about|around|over|under|nearly|almost|more|less|this|that|these|those|which|whom|it|them|us|you|half|several|many|minutes?|hours?|seconds?|days?|another|longer|up|at|as)\b)[a-z]{4,})\b/i;
const OPENING =
  /^\W*((?:The\s|Our\s)?[\p{Lu}][\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?)\s(?:site|region|cluster|office|data|was|were|saw|had|is|remained|stayed|fine|showed|escaped)/u;
const NO_PLACE =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Mon|Tue|Wed|Thu|Fri|Sat|Sun\w*|UTC|GMT|BST|CET|CEST|EST|EDT|PST|PDT|IST|I|We|The|This|That|It|API|HTTP|SIP|VoIP|Our|During|Between|From|Before|After|Service|Services|Requests?|Calls?|Traffic|Latency|Response|Failures?|Errors?|Outage|Everything|Nothing|No|All|Only|Legs?|Verbs?|Customers?|Users?|Accounts?|Full|Normal|Recovery|In|On|At|By|Not|There|They|Who|What|Which|Data|Personal|Incident|Disruption|Things|Callers?|Drops?|Dropped|Failed|Median|Number|Half|Most|Some|Many|Error|Drop|Rate|Incoming|Inbound|Outbound|Outgoing|Impact|Scope|Damage|Effects?|Trouble|Problems?|Issues?|Symptoms?|Degradation|Availability|Performance|Volumes?|Load|Each|Every|Both|None|Nobody|Everyone|Overall|Total|Success|Failure|Timeouts?|Tenants?|Sites?|Regions?|People|Clients?|Monitoring|Alerts?|Engineers?|Status|Support|Work|Time|One|Two|Three|Four|Five|Demand|Throughput|Usage|Queues?|Backlog|Cache|Search\w*|Checkouts?|Logins?|Payments?|Deliver(?:y|ies)|Messages?|Orders?|Bookings?|Speed|Responses|Pages?|Alarms?|Duration|Onset|Whole|Everybody|Sign-?ins?|Attempts?|Connections?|Queries|Users|Severity|Worst|Best|Only|Again|Later|Then|After|Once|Until|Since|Eastern|Pacific|Central|Mountain|Around|About|Roughly|Nearly|Almost|Some|Commencing|Beginning|Starting|When|While|Where|p\d+)$/i;

/** Words for a direction or a continent that values write otherwise. */
const SYNONYMS: readonly (readonly [value: RegExp, words: RegExp])[] = [
  [/[-.]?rc[-.]?\d*$/i, /\b(?:release candidate|candidate|rc)\b/i],
  [/^v?\d+\.\d+\.\d+$/, /\bstable (?:version|release|build|one)\b|\bthan the stable\b/i],
  [/^(?:inbound|incoming)\b/i, /\b(?:inbound|incoming)\b/i],
  [/^(?:outbound|outgoing)\b/i, /\b(?:outbound|outgoing)\b/i],
  [/^(?:eu|europe|emea)(?:[-_ ]|$)/i, /\b(?:Europe|European|EU|EMEA)\b/],
  [/^(?:us|usa|na|america)(?:[-_ ]|$)/i, /\b(?:United States|U\.S\.|America|American|North America)\b|\bthe US\b/],
  [/^(?:ap|apac|asia)(?:[-_ ]|$)/i, /\b(?:Asia|Asian|Asia[- ]Pacific|APAC)\b/],
  [/^ios$/i, /\b(?:iPhones?|iPads?|Apple)\b/i],
  [/^(?:web|browser|www)$/i, /\b(?:browsers?|web ?sites?|desktop)\b/i],
  [/^(?:uk|gb)(?:[-_ ]|$)/i, /\b(?:United Kingdom|Britain|British)\b/],
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Names of the traffic as a whole: as a path's last word they name no part. */
const GENERIC_PATH = /^\/?(?:api|v\d+|requests?|calls?|home|index)$/i;

/** What a value is a value of, and the words of the incident's title, which name the whole. */
interface Naming {
  readonly column: string;
  readonly title: readonly string[];
}

/** "The v2 endpoint" of /v2/hooks and /v1/hooks: a step that only this value has, beside the column's own word. */
function namesByStep(value: string, text: string, others: readonly string[], column: string): boolean {
  if (!value.includes("/")) return false;
  const steps = (path: string): readonly string[] => path.toLowerCase().split("/").filter(Boolean);
  const own = steps(value).filter((step) => !others.some((other) => other !== value && steps(other).includes(step)));
  const beside = `(?:${escaped(column.replace(/s$/, ""))}|api|route|path|endpoint)s?`;
  // A step with a digit is told by itself: "v2 deliveries".
  const spelled = (step: string): string =>
    /^v\d+$/.test(step) ? `(?:${step}|version ${step.slice(1)}(?!\\.\\d))` : escaped(step);
  if (
    own.some((step) => /\d/.test(step) && new RegExp(`(?<![\\w/.-])${spelled(step)}(?![\\w/-]|\\.\\d)`, "i").test(text))
  )
    return true;
  return own.some((step) =>
    new RegExp(`(?<![\\w/-])(?:${escaped(step)}\\s${beside}|${beside}\\s${escaped(step)})(?![\\w/-])`, "i").test(text),
  );
}

/** Words before a column's own that name none of its values: "the affected region". */
const NO_VALUE =
  /^(?:the|a|an|your|my|his|her|whose|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty\S*|thirty\S*|forty\S*|fifty\S*|sixty\S*|seventy\S*|eighty\S*|ninety\S*|hundred|dozen|[\d,.]+|about|around|roughly|nearly|almost|over|than|just|one|two|three|four|five|several|many|most|some|few|all|both|each|every|any|no|other|same|another|single|whole|entire|new|old|first|second|last|main|our|their|its|this|that|these|those|affected|impacted|failing|faulty|failed|broken|bad|busy|busiest|largest|biggest|smallest|remaining|different|various|particular|particularly|specific|following|certain|respective|of|in|by|per|and|or|to|which|what|across|between|from|only|not|neither|either|wrong|healthy|unaffected|worst|hardest|hit|given|release|failure|failures|latency|traffic|error|errors|customer|customers|available|availability|home|primary|secondary|multi|single-|cross|per-|us|eu|stable|current|latest|previous|older|newer|next|production|live)$/i;

/** Letters of a column's own word from which on it is a word that texts use. */
const LEAST_NOUN = 3;

/** A value that words seem to name beside a column's own word, and that the column does not have: "the Oslo region". */
function strangerIn(text: string, { column, values }: NamedColumn, title: readonly string[]): string | null {
  const noun = escaped(
    column
      .toLowerCase()
      .replace(/_?(?:id|name)$/, "")
      .replace(/s$/, ""),
  );
  if (noun.length < LEAST_NOUN) return null;
  for (const match of text.matchAll(new RegExp(`(?<![\\w/-])([\\p{L}\\d./_-]+)\\s${noun}s?(?![\\w-])`, "giu"))) {
    const word = match[1] as string;
    const known = values.some(
      (value) => names(value, word, values, { column, title }) || names(value, match[0], values, { column, title }),
    );
    const plain = NO_VALUE.test(word) || /(?:ed|ing|ly|est|er|al|ic|ive)$/i.test(word) || word.length < 2;
    if (!known && !plain && !values.some((value) => value.toLowerCase().includes(word.toLowerCase()))) return match[0];
  }
  return null;
}

const countries = new Map<string, RegExp | null>();

/** "Chile's", "the Brazilian shop" of cl and br: the name of a country of two letters, with the endings of what is of it. */
function countryWords(code: string): RegExp | null {
  const found = countries.get(code);
  if (found !== undefined) return found;
  const name = new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code.toUpperCase());
  const root = name && /^\p{L}{4,}$/u.test(name) ? name.replace(/(?:[aeiy]|ia)$/, "") : null;
  const words = root
    ? new RegExp(`(?<!\\p{L})${root}(?:e|y|i|a|ia)?(?:an|n|ian|ine|ese|ish|ean)?s?(?:['’]s)?(?!\\p{L})`, "u")
    : null;
  countries.set(code, words);
  return words;
}

/** True if a value is the code of a country that words name, in a column of such codes. */
function namesCountry(value: string, text: string, others: readonly string[]): boolean {
  if (!/^[a-z]{2}$/i.test(value) || others.length < 2 || !others.every((one) => /^[a-z]{2}$/i.test(one))) return false;
  return countryWords(value)?.test(text) ?? false;
}

/** Words that name no orders. */
const IN_ORDER = /\bin order (?:to|that|for)\b/gi;

/** The last step of a path where no other path has it: "orders" of /api/v1/orders. */
function lastStep(value: string, others: readonly string[]): string | undefined {
  const step = /^\/(?:[^\s/]+\/)*([a-z][\w-]{3,})\/?$/i.exec(value)?.[1];
  if (step === undefined) return undefined;
  const shared = others.some((other) => other !== value && other.toLowerCase().split("/").includes(step.toLowerCase()));
  return shared ? undefined : step;
}

/** Whether a value is what words name: as written, a path by its only step, or a word that stands for it. */
function names(value: string, text: string, others: readonly string[], { column, title }: Naming): boolean {
  if (isNamed(value, text) || (!/\p{Lu}/u.test(value) && isNamed(value, text.toLowerCase()))) return true;
  if (new RegExp(`(?<![\\w/-])${escaped(value)}(?![\\w/-])`, "i").test(text)) return true;
  const step = lastStep(value, others);
  if (
    step !== undefined &&
    !GENERIC_PATH.test(step) &&
    !title.includes(step.toLowerCase()) &&
    new RegExp(`(?<![\\w/-])${escaped(step.replace(/s$/i, ""))}(?:e?s)?(?![\\w/-])`, "i").test(
      text.replace(IN_ORDER, ""),
    )
  )
    return true;
  if (namesByStep(value, text, others, column)) return true;
  if (namesCountry(value, text, others)) return true;
  const known = SYNONYMS.find(([own]) => own.test(value));
  return known?.[1].test(text) === true && others.filter((one) => known[0].test(one)).length === 1;
}

const wordsOfPlace = (place: string): readonly string[] => place.toLowerCase().split(/[^\p{L}\d]+/u);

const EXCEPT =
  "(?:outside(?: of)?|except(?:ing)?(?: for)?|other than|apart from|excluding|besides|(?:all|every|everything|everyone|everywhere|any|none|no) (?:\\w+ ){0,2}but|but not(?: in| on)?|elsewhere than in)";

/** The values that words name; "outside eu-west", "all but checkout" name the others. */
function withoutExcepted(
  text: string,
  values: readonly string[],
  isNamedHere: (value: string) => boolean,
): readonly string[] {
  const named = values.filter(isNamedHere);
  const excepted = named.filter((value) => {
    const at = placeOfValue(value, text);
    return (
      Number.isFinite(at) &&
      new RegExp(`\\b${EXCEPT}\\s(?:(?:the|our|region|version|endpoint|for|in|on|via)\\s){0,2}/?$`, "i").test(
        text.slice(0, at),
      )
    );
  });
  return excepted.length > 0 && excepted.length === named.length
    ? values.filter((value) => !excepted.includes(value))
    : named.filter((value) => !excepted.includes(value));
}

/** The values of the data's columns that words name: of the clause, else of the sentence. */
export function partsIn(text: string, source: CountedSource): NamedParts {
  const title = source.title ?? [];
  const found = source.parts.flatMap(({ column, values }): Part[] => {
    const named = withoutExcepted(text, values, (value) => names(value, text, values, { column, title }));
    return named.length > 0 ? [{ column, values: named }] : [];
  });
  const known = source.parts.flatMap(({ values }) => values.map((value) => value.toLowerCase()));
  const places = [...text.matchAll(RESTRICTING)].map((match) => match[1] as string);
  const opening = OPENING.exec(text)?.[1]?.replace(/^(?:The|Our)\s/, "");
  const plainWords = [...title, ...(source.logged ?? []), ...source.nouns];
  const isKnown = (place: string): boolean =>
    wordsOfPlace(place).every(
      (word) => word.length < 3 || plainWords.includes(word) || plainWords.includes(`${word}s`),
    ) ||
    plainWords.includes(place.toLowerCase()) ||
    known.some((value) => place.toLowerCase().includes(value) || value.includes(place.toLowerCase())) ||
    source.parts.some(
      ({ column, values }) =>
        wordsOfPlace(place).includes(column.toLowerCase().replace(/s$/, "")) ||
        values.some((value) => names(value, place, values, { column, title })),
    );
  // "The Marseille data centre (mrs1)": what it is called besides its name.
  const isOfNamed = (place: string): boolean =>
    found.some(({ column }) =>
      new RegExp(
        `${escaped(place)}\\s${escaped(column.replace(/_?(?:id|name)$/, "")).replace(/[_-]/g, "[ _-]")}`,
        "i",
      ).test(text),
    );
  const purpose = OF_PURPOSE.exec(text)?.[1];
  const unknown = [...places, ...(opening ? [opening] : []), ...(purpose ? [purpose] : [])].find(
    (place) =>
      !NO_PLACE.test(place) &&
      !place.split(" ").every((word) => NO_PLACE.test(word)) &&
      !isKnown(place) &&
      !isOfNamed(place) &&
      !/^(?:pre|post|re|non|self|half|up|mid|full|real|so|follow|end|on|by|roll|set|fail|back|per|one|two|well|long|short)-/i.test(
        place,
      ),
  );
  const strangers = source.parts.flatMap((one) =>
    found.some(({ column }) => column === one.column) ? [] : (strangerIn(text, one, title) ?? []),
  );
  return { found, unknown: unknown ?? strangers[0] ?? (found.length === 0 ? othersIn(text, source) : null) };
}

/** "The other carriers": some values of a column, of which the words do not say which they are. */
function othersIn(text: string, { parts }: CountedSource): string | null {
  for (const { column } of parts) {
    const noun = escaped(
      column
        .toLowerCase()
        .replace(/_?(?:id|name)$/, "")
        .replace(/s$/, ""),
    );
    if (noun.length < LEAST_NOUN) continue;
    const found = new RegExp(`\\b(?:other|remaining|rest of (?:the|our)) (?:\\w+ )?${noun}s?\\b`, "i").exec(text);
    if (found) return `the ${found[0]}`;
  }
  return null;
}

/** Words of a clause that speaks of everything, whatever part was named before. */
const WHOLE = /\b(?:overall|in total|altogether|platform|across all|in all|everywhere|globally|total)\b/i;

/** The words before a claim in its sentence: what was named there may still be meant, what comes later is not. */
function wordsBefore({ quote, context }: Pick<StatedClaim, "quote" | "context">): string {
  const at = context.indexOf(quote.slice(0, 40));
  return WHOLE.test(quote) ? "" : at < 0 ? context : context.slice(0, at);
}

/** A clause whose subject is that of the words before it. */
const OF_SUBJECT = /^\W*(?:and |but |that )?(?:it|its|which|this|there)\b/i;

/** Parts that the words before a claim restrict what follows to: "In Dublin, 20 % failed, and 12 timed out." */
export function partsCarried(claim: Pick<StatedClaim, "quote" | "context">, source: CountedSource): NamedParts {
  const before = wordsBefore(claim);
  const { found, unknown } = partsIn(before, source);
  // "Checkout is the smallest, it produced most of the errors."
  if (unknown === null && found.length === 1 && found[0]?.values.length === 1 && OF_SUBJECT.test(claim.quote))
    return { found, unknown };
  const restricts = ({ values }: Part): boolean =>
    values.some((value) =>
      new RegExp(
        `\\b(?:in|at|for|from|across|on|within|of)\\s(?:(?:the|our|both|data ?cent(?:re|er))\\s){0,2}(?:[\\w/-]+,?\\s(?:and\\s)?){0,2}${escaped(value)}`,
        "i",
      ).test(before),
    );
  return { found: found.filter(restricts), unknown };
}

/** The column whose own word speaks of all its values: "all three regions", "every endpoint"; `null` where none does. */
export function columnOfAll(text: string, { parts }: CountedSource): NamedColumn | null {
  const own = parts.filter(({ column }) => {
    const noun = escaped(
      column
        .toLowerCase()
        .replace(/_?(?:id|name)$/, "")
        .replace(/s$/, ""),
    );
    const many = "(?:all|both|every|each|any|no|none of|not a single|two|three|four|five|six|\\d+|the|our|across)";
    return (
      noun.length >= LEAST_NOUN &&
      new RegExp(
        `\\b${many}\\s(?:(?:of\\s)?(?:the|our)\\s)?(?:(?:two|three|four|five|six|\\d+)\\s)?${noun}s?\\b`,
        "i",
      ).test(text)
    );
  });
  return own.length === 1 ? (own[0] as NamedColumn) : null;
}

/** Where in words a value is named first. */
export function placeOfValue(value: string, text: string): number {
  const written = text.toLowerCase().indexOf(value.toLowerCase().replace(/^\//, ""));
  if (written >= 0) return written;
  const known = SYNONYMS.find(([own]) => own.test(value));
  const other = known ? text.search(known[1]) : -1;
  return other >= 0 ? other : Number.POSITIVE_INFINITY;
}

/** The part that a figure speaks of: of several figures and as many parts in one clause each has its own. */
export function partOf({ quote, turn }: Pick<StatedClaim, "quote" | "turn">, found: readonly Part[]): Part | null {
  const [part, also] = found;
  if (!part) return null;
  // "The v2 endpoint in us-west": both hold, where one figure is told of them.
  if (also && !turn && found.length === 2) return { ...part, also };
  if (!turn || part.values.length !== turn[1]) return part;
  const ordered = [...part.values].sort((a, b) => placeOfValue(a, quote) - placeOfValue(b, quote));
  return { column: part.column, values: [ordered[turn[0]] as string] };
}

/** The source and the parts that words name: of the source of the outage, else of another that tells such parts. */
export function partsOfAny(
  texts: readonly string[],
  main: CountedSource,
  others: readonly CountedSource[],
): NamedParts & { readonly source: CountedSource } {
  for (const text of texts) {
    const own = partsIn(text, main);
    if (own.found.length > 0) return { ...own, source: main };
    for (const source of others) {
      const parts = partsIn(text, source);
      if (source !== main && parts.found.length > 0) return { ...parts, source };
    }
    if (own.unknown !== null) return { ...own, source: main };
  }
  return { found: [], unknown: null, source: main };
}
