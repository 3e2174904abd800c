/** What a machine has or uses: shares of these are no failure shares. */
export const RESOURCE =
  /\b(?:cpu|memory|ram|heap|disk|storage|bandwidth|utili[sz]ation|usage|battery|quota|canary|weight|sampling|file descriptors?|threads?|gpu|iops|queue|cache hit|fill|load average|revenue|turnover|sales|profit|budget)\b/i;

/** Attempts that follow another. */
export const RETRY =
  /\bretr(?:y|ies|ied|ying)\b|\b(?:second|next) (?:attempt|try)\b|\brang again\b|\btried again\b|\btrying again\b|\bcalled back\b/i;

/** How much is attempted. */
export const TRAFFIC =
  /\bnumber of (?:\p{L}+ ){0,2}(?:calls|requests|attempts)\b[^.;]{0,40}\b(?:minute|hour|fell|dropped by)\b|\b(?:traffic|volumes?|throughput|load|rps|qps|tps)\b|\b(?:calls?|requests?|attempts?|things|orders?|messages?|logins?)\s(?:a|per|each)\s(?:minute|hour|second)\b|\bfewer\s(?:\p{L}+\s){0,2}(?:than (?:usual|normal)|came in|arriv)|\bfewer (?:calls|requests)\b|\b(?:received|got|saw)\b[^.;]{0,30}\bfewer\b/iu;

/** A figure by the minute. */
export const EACH_MINUTE = /\b(?:a|per|each|every) minute\b(?! or (?:two|so)\b)|\/\s?min(?:ute)?\b/i;

/** Words that set one wave against another. */
export const WAVES =
  /\b(?:than|to|against|as|from|seen in|of|had in|recorded in|that in) (?:in |during |that of |the )*(?:the )?first\b(?! (?:failure|error|failed|dropped|alert|page|request|call|minute|hour|half))|\bfirst wave\b|\bof the second\b/i;

const QUANTILES: readonly (readonly [RegExp, string])[] = [
  [/\bp\s?99\.9|99\.9th/i, "0.999"],
  [/\bp\s?99\b|\b99th/i, "0.99"],
  [/\bp\s?95\b|\b95th/i, "0.95"],
  [/\bp\s?90\b|\b90th/i, "0.9"],
  [/\bp\s?75\b|\b75th/i, "0.75"],
  [/\bmedian\b|\bp\s?50\b|\b50th/i, "0.5"],
  [/\b(?:average|mean|on average)\b/i, "mean"],
];

/** Which quantile words speak of; `null` where they name none. */
export const quantileIn = (words: string): string | null =>
  QUANTILES.find(([pattern]) => pattern.test(words))?.[1] ?? null;

/** Words for the outage and its failures. */
export const TROUBLED =
  /\b(?:errors?|drops?|dropp\w*|fail\w*|outage|incident|disruption|down|trouble|impact|waves?)\b/i;
