import { isIPv6 } from "node:net";

/** One kind of text that identifies somebody or opens something. */
export interface Mask {
  readonly kind: "link" | "address" | "id" | "number" | "secret" | "person" | "place" | "host";
  /** Every quantifier is bounded, or its run cannot begin inside itself: the time is linear in the text. */
  readonly pattern: RegExp;
  /** True if a match is one after all; every match is unless given. */
  readonly holds?: (match: string) => boolean;
  /** What of a match stays readable before the pseudonym. */
  readonly keeps?: RegExp;
}

const NOT_INSIDE = "(?<![A-Za-z\\d])";
const NOT_ON = "(?![A-Za-z\\d])";

function digits(text: string): string {
  return text.replace(/\D/g, "");
}

/** True if a text in Base64 says a telephone number or an address. */
function encodesContact(text: string): boolean {
  const decoded = Buffer.from(text, "base64").toString("latin1");
  return /^\+\d{8,15}$|^[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,5}$/.test(decoded);
}

const SECRETS: readonly Mask[] = [
  { kind: "secret", pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\w+/=\s]*(?:-----END [A-Z ]{0,30}KEY-----)?/g },
  { kind: "secret", pattern: /(?<![\w-])eyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*){0,3}/g },
  { kind: "secret", pattern: /\bBearer\s{1,3}[\w.~+/=-]{6,}/gi, keeps: /^Bearer\s+/i },
  {
    kind: "secret",
    pattern: /\b(?:Basic|Token|Digest|ApiKey)\s{1,3}(?=[A-Za-z.~+/_-]{0,200}[\d=])[\w.~+/=-]{8,}/gi,
    keeps: /^\w+\s+/,
  },
  {
    kind: "secret",
    pattern: new RegExp(`${NOT_INSIDE}A(?:KIA|SIA|GPA|IDA|ROA|NPA|NVA|IPA)[A-Z\\d]{12,40}${NOT_ON}`, "g"),
  },
  {
    kind: "secret",
    pattern: new RegExp(
      `${NOT_INSIDE}(?:(?:sk|pk|rk|ak)[_-](?:live|test|prod|ant|proj)[_-]|sk-|whsec_|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|AIza|ya29\\.|SG\\.|npm_|pypi-|hf_|dop_v1_|shpat_|dapi|EAA)[\\w.-]{8,}`,
      "g",
    ),
  },
  {
    kind: "secret",
    pattern:
      /(?<![A-Za-z])(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|access|secret|private|account|client|auth)[_-]?(?:key|token|secret)|auth|authorization|sig|signature|session(?:_?id)?|sid|credentials?|otp|pin|code_verifier)["']?=["']?[^\s"'&;,<>()[\]]{1,500}/gi,
    keeps: /^[^=]+=["']?/,
  },
  {
    kind: "secret",
    pattern:
      /(?<![A-Za-z])(?:pass(?:word|wd|phrase)|pwd|secret|token|(?:api|access|secret|private|client|auth)[_-]?(?:key|token|secret)|authorization)(?:["']\s{0,3}:\s{0,3}["']|:)(?=\S{4})[^\s"'&;,<>()[\]]{4,500}/gi,
    keeps: /^[^:]+:\s*["']?/,
  },
];

const LINKS: readonly Mask[] = [
  { kind: "link", pattern: /(?<![A-Za-z\d+.-])[a-z][a-z\d+.-]{1,15}:\/\/[^\s"'<>]+/gi },
  {
    kind: "link",
    pattern:
      /(?<![\w@/.-])(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?\/[^\s"'<>?]{0,500}\?[^\s"'<>]*=[^\s"'<>]*/gi,
  },
];

const AT = String.raw`(?:@|%40|\s?[[({]\s?at\s?[\])}]\s?)`;
const HOST = String.raw`[\p{L}\p{N}-]{1,63}(?:(?:\.|\s?[[({]\s?dot\s?[\])}]\s?)[\p{L}\p{N}-]{1,63}){1,8}`;

const ADDRESSES: readonly Mask[] = [
  { kind: "address", pattern: new RegExp(String.raw`(?:(?:sips?|mailto|xmpp):)?"[^"@\n]{1,64}"${AT}${HOST}`, "giu") },
  {
    kind: "address",
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}._%+'&-])(?:(?:sips?|mailto|xmpp|whatsapp|tel):)?[\p{L}\p{N}._%+'&-]{1,80}${AT}${HOST}`,
      "giu",
    ),
  },
  { kind: "address", pattern: /\bsips?:[\w.+-]{1,80}(?:@[\w.-]{1,80})?/gi },
  { kind: "address", pattern: /(?<![\w@./])@[a-z_]\w{2,40}(?![\w/])/gi },
];

const IDS: readonly Mask[] = [
  { kind: "id", pattern: new RegExp(`${NOT_INSIDE}[A-Z]{2}(?:[\\da-f]{32}|[\\dA-F]{32})${NOT_ON}`, "g") },
  { kind: "id", pattern: new RegExp(`${NOT_INSIDE}[\\da-f]{8}-(?:[\\da-f]{4}-){3}[\\da-f]{12}${NOT_ON}`, "gi") },
  {
    kind: "id",
    pattern: new RegExp(`${NOT_INSIDE}[\\da-f]{16,}${NOT_ON}`, "gi"),
    holds: (match) => /\d/.test(match) && /[a-f]/i.test(match),
  },
  { kind: "id", pattern: /(?<![\w:-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\w:-])/gi },
  { kind: "id", pattern: /(?<![\w+/=])[\w+/]{12,200}={0,2}(?![\w+/=])/g, holds: encodesContact },
];

const NETWORK: readonly Mask[] = [
  {
    kind: "address",
    pattern: /(?<![\w:.])[\da-f:.]{3,45}(?![\w:])/gi,
    holds: (match) => match.includes(":") && /\d/.test(match) && isIPv6(match.replace(/\.$/, "")),
  },
  { kind: "address", pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d)/g },
  {
    kind: "host",
    pattern:
      /(?<![\w.-])(?:[a-z\d_-]{1,63}\.){1,8}(?:internal|local|localdomain|corp|lan|intranet|private|home|home\.arpa)(?![\w-])/gi,
  },
  { kind: "person", pattern: /(?:\/home\/|\/Users\/|\\Users\\|\/var\/mail\/)[^/\\\s"':<>]{1,64}/g, keeps: /^.*[/\\]/ },
];

/** A number to call in digit groups, with the borders that a longer number or a decimal would break. */
function grouped(pattern: string): RegExp {
  return new RegExp(`(?<![A-Za-z\\d]|\\d[.,:/+-]|[+])(?:tel:|whatsapp:)?${pattern}(?![\\dA-Za-z]|[.,:/-]\\d)`, "gi");
}

const GAP = "[\\s.\\u00a0-]";
const NUMBERS: readonly Mask[] = [
  // Money: account and card numbers.
  {
    kind: "number",
    pattern: new RegExp(`${NOT_INSIDE}[A-Z]{2}\\d{2}(?:\\s?[A-Z\\d]{4}){2,7}(?:\\s?[A-Z\\d]{1,4})?${NOT_ON}`, "g"),
    holds: (match) => digits(match).length >= 10,
  },
  { kind: "number", pattern: /(?<![\d-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}(?![\d-])/g },
  { kind: "number", pattern: /(?<![\d-])3\d{3}[ -]\d{6}[ -]\d{5}(?![\d-])/g },
  { kind: "number", pattern: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/g },
  // With a country code, also as links write the plus.
  { kind: "number", pattern: /(?<![\w.+])(?:tel:|whatsapp:)?00[1-9](?:[\s().\-/\u00a0]{0,2}\d){6,14}(?!\w)/gi },
  {
    kind: "number",
    pattern: /(?<![A-Za-z\d+]|%)(?:tel:|whatsapp:)?(?:\+|%2B)[1-9](?:[\s().\-/\u00a0]{0,2}\d){6,14}(?!\d)/gi,
  },
  { kind: "number", pattern: /%2B[1-9]\d{6,14}(?!\d)/gi },
  // North America, Italy, Turkey, Pakistan: three, three, four.
  { kind: "number", pattern: grouped(`(?:1${GAP})?(?:\\(\\d{3}\\)\\s?|\\d{3}${GAP})\\d{3}${GAP}\\d{4}`) },
  { kind: "number", pattern: grouped("\\d{3}[-.]\\d{4}\\s?(?:ext|x)\\.?\\s?\\d{1,6}") },
  { kind: "number", pattern: grouped("555[-.]\\d{4}") },
  // With a trunk zero; Russia writes 8.
  { kind: "number", pattern: grouped("\\(?0\\d{1,5}\\)?[\\s\\-/\\u00a0]\\d(?:[\\s\\-/\\u00a0]?\\d){4,9}") },
  { kind: "number", pattern: grouped(`0\\d(?:${GAP}\\d{2}){4}`) },
  { kind: "number", pattern: grouped("8[\\s-]?\\(?\\d{3}\\)?[\\s-]\\d{3}[\\s-]\\d{2}[\\s-]\\d{2}") },
  // Mobiles as they are written at home: Brazil, China, India, Spain and Poland, Denmark, Norway, Singapore, Indonesia and Mexico.
  { kind: "number", pattern: grouped("\\(\\d{2}\\)\\s?9?\\d{4}[\\s-]\\d{4}") },
  { kind: "number", pattern: grouped("1[3-9]\\d[\\s-]\\d{4}[\\s-]\\d{4}") },
  { kind: "number", pattern: grouped("[6-9]\\d{4}[\\s-]\\d{5}") },
  { kind: "number", pattern: grouped("[5-9]\\d{2}[\\s.-]\\d{3}[\\s.-]\\d{3}") },
  { kind: "number", pattern: grouped("\\d{2}(?:[\\s.]\\d{2}){3,4}") },
  { kind: "number", pattern: grouped("[49]\\d{2}\\s\\d{2}\\s\\d{3}") },
  { kind: "number", pattern: grouped("[689]\\d{3}\\s\\d{4}") },
  { kind: "number", pattern: grouped("\\d{2}\\s\\d{4}\\s\\d{4}") },
  // Bare and long: subscribers, equipment, cards, accounts.
  { kind: "number", pattern: /(?<![A-Za-z\d]|\d[.,-]|[.,])\d{10,}(?![A-Za-z\d]|[.,-]\d)/g },
];

const PERSONS: readonly Mask[] = [
  {
    kind: "person",
    pattern: /\b(?:DOB|born|birth(?:day|date)?|date of birth)\b[^\w\n]{0,6}(?:on\s)?\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/gi,
  },
  { kind: "person", pattern: /(?<!\d)\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\s?\(?(?:DOB|born|date of birth)\)?/gi },
  {
    kind: "place",
    pattern:
      /(?<![\w-])\d{1,5}[A-Za-z]?\s(?:[A-Z][\p{L}'-]{1,30}\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Square|Sq|Boulevard|Blvd|Court|Ct|Way|Place|Pl)\b\.?(?:\s\d{1,5})?/gu,
  },
  {
    kind: "place",
    pattern: /(?<![\p{L}\d])\p{Lu}[\p{L}-]{1,30}(?:straße|strasse|weg|platz|allee|gasse)\s\d{1,4}[a-z]?(?![\w])/gu,
  },
];

/** All masks, the more telling ones first: what one has covered, no later one sees. */
export const MASKS: readonly Mask[] = [...SECRETS, ...LINKS, ...ADDRESSES, ...IDS, ...NETWORK, ...NUMBERS];

/** Masks that go before times are set aside: a date of birth is no time of the incident. */
export const MASKS_OF_PERSONS: readonly Mask[] = PERSONS;

const NAME =
  /^\p{Lu}[\p{Ll}'’-]{1,20}(?:\s(?:\p{Lu}\.|(?:van|von|de|da|del|la|bin|al)))?(?:\s\p{Lu}[\p{L}'’-]{1,25}){1,2}$/u;
/** Words of places, products and teams, which are written like names. */
const NO_NAME =
  /\b(?:North|South|East|West|Central|Europe|America|Asia|Pacific|Africa|Service|Server|Gateway|Error|Team|Group|Cluster|Region|Zone|Data|Center|Centre|Network|Mobile|Wireless|Telecom|Not|No|Answer|Busy|Call|Timeout|Failed|Request|Response|Bad|Internal|Unknown|New|San|Los|Saint|United|Great)\b/;

/** True if values of a dimension look like persons' names: several of them, and most. */
export function looksLikeNames(values: readonly string[]): boolean {
  const named = values.filter((value) => NAME.test(value.trim()) && !NO_NAME.test(value));
  return named.length >= 1 && named.length >= 0.6 * values.filter((value) => value.trim() !== "").length;
}
