/** Pattern sources of the words that outage reports use, by what they tell of. Used by the rules of roles. */

const alternatives = (...words: readonly string[]): string => `(?:${words.join("|")})`;

/** Names of trouble. */
export const TROUBLE: string = alternatives("outages?", "failures?", "errors?", "unavailability", "degradations?", "disruptions?", "interruptions?", "latenc(?:y|ies)", "time-?outs?", "incidents?",
  "issues?", "problems?", "impact", "(?:packet )?loss(?:es)?", "downtime", "faults?", "defect", "congestion", "overload", "slow-?downs?", "delays?", "5\\d\\d(?:s|\\b)", "symptoms?", "trouble\\w*", "events?");

/** What services do when they fail, and the state they are then in. */
export const FAILING: string = alternatives("fail(?:s|ed|ing)?", "drop(?:s|ped|ping)?", "crash\\w*", "tim(?:es|ed|ing) out", "time out", "stop(?:s|ped)? (?:\\w+ing\\b|(?:respond|work|answer|process|accept|deliver|pass|serv)\\w*)", "reject\\w*",
  "los(?:e|es|t|ing)", "degrad\\w*", "deteriorat\\w*", "stall\\w*", "hang(?:s|ing)?", "hung", "fr[eo]e?z\\w*", "froze", "reload(?:s|ed)? (?:without|unexpected)\\w*", "trip(?:s|ped)", "(?:run|runs|ran|running) out of",
  "(?:go(?:es)?|went|going|gone|is|are|was|were) (?:down|dark|dead|offline|read-?only|silent)", "(?:is|are|was|were|been|gets?|got) (?:cut|sever\\w*|broken|damaged|stuck|unresponsive|overwhelm\\w*|overload\\w*|exhaust\\w*|saturat\\w*|disconnect\\w*)",
  "br(?:eaks?|oke|oken)\\b", "refus(?:e|es|ed|ing)\\b", "(?:was|were|are|is|being) (?:declined|denied)", "corrupt\\w*", "incorrect\\w*", "wrong(?:ly)?\\b", "missing", "garbled", "expir(?:e|es|ed)\\b", "fill(?:s|ed) up", "unanswered", "unavailable", "unreachable", "inaccessible", "unresponsive", "offline", "intermittent\\w*", "elevated", "erroneous\\w*", "unexpected\\w*", "slow(?:s|ed|er|ness|ly|ing)?\\b", "stale",
  "saturat\\w*", "congest\\w*", "exhaust\\w*", "cannot", "can ?not", "can(?:'|’)t", "could(?: not|n't|n’t)", "can no longer", "unable", "no longer", "not (?:able|reachable|available|possible|responding|processed|delivered|working)",
  "HTTP [45]\\d\\d", "rises?\\b", "rose", "climb(?:s|ed|ing)?", "spik(?:e|es|ed|ing)", "surg(?:e|es|ed|ing)", "affected", "impact(?:ed|ing|s)", "disrupt\\w*", "experienc(?:e|ed|ing)", "interrupt\\w*", "dead\\b", "down\\b");

/** What people do about it. */
export const ACTING: string = alternatives("re-?start\\w*", "re-?boot\\w*", "roll(?:s|ed|ing|out)?[- ]?(?:out|back)\\b", "rollback", "revert\\w*", "scal(?:e|es|ed|ing)\\b", "add(?:s|ed|ing)?\\b[^.]{0,30}\\bcapacity", "capacity",
  "increas(?:ed|es?|ing) (?:the|our|memory|buffer|capacity|limits?|timeouts?|disk)", "increased\\b", "re-?deploy\\w*", "deploy\\w*", "fail(?:ed|ing|s)?[- ]?over\\b", "failover", "disabl\\w*", "block(?:ed|ing)\\b", "redirect\\w*", "re-?rout\\w*", "drain\\w*",
  "kill\\w*", "terminat(?:ed?|ing)\\b", "appl(?:y|ies|ied|ying)\\b", "patch\\w*", "hot-?fix\\w*", "fix(?:ed|es|ing)?\\b", "remediat\\w*", "mitigat\\w*", "work-?around", "bypass\\w*", "divert\\w*", "destroy\\w*", "delet\\w*", "replac\\w*", "promot(?:e|es|ed|ing)\\b", "renew\\w*",
  "throttl\\w*", "shed\\b", "bump\\w*", "implement\\w*", "isolat\\w*", "revok\\w*", "re-?issu\\w*", "migrat\\w*", "mov(?:e|es|ed|ing) (?:the |all |our )?(?:traffic|load|workload|customers)", "shift(?:ed|ing|s)? (?:the |all |our )?(?:traffic|load)", "recycl\\w*", "resiz\\w*", "expand\\w*",
  "clear(?:ed|ing)\\b", "purg\\w*", "flush\\w*", "upgrad\\w*", "downgrad\\w*", "swap\\w*", "switch(?:ed|es|ing)\\b", "remov(?:e|ed|ing)\\b", "stopp(?:ed|ing) the", "turn(?:ed|ing) o(?:ff|n)", "shut(?:s|ting)? ?down", "power[- ]cycl\\w*", "reset(?:s|ting)?\\b", "restor(?:e|es|ed|ing) (?:from|the \\w+ from|it from|them from|the (?:list|back|data|file|conf|table|snap|previous|old)\\w*)", "withdr(?:aw|ew)\\w*", "doubl(?:ed|ing)", "tripl(?:ed|ing)", "tak(?:e|es|ing) [^.]{0,30}out of (?:service|rotation)", "took [^.]{0,30}out of (?:service|rotation)", "attach(?:ed|es|ing)\\b",
  "re-?buil[dt]\\w*", "re-?creat\\w*", "re-?configur\\w*", "configur\\w*", "push(?:ed|es)?\\b", "scrub\\w*", "chang(?:ed|es) (?:back|the|to)", "changed\\b", "put back", "back(?:s|ed|ing)? out", "splic\\w*", "repair(?:s|ing| work)\\b", "re-?ran\\b", "re-?run\\b", "un-?cordon\\w*", "free(?:d|ing) up", "clean(?:ed|ing)? up", "rotat(?:e|ed|ing)\\b",
  "lower(?:ed|ing)", "rais(?:ed|ing) the", "exclusion", "request to",
  "insert(?:s|ed|ing)?\\b", "releas(?:e|es|ed|ing)\\b", "activat\\w*", "enabl(?:es|ed|ing)\\b", "launch(?:es|ed|ing)\\b", "shipp(?:ed|ing)", "merg(?:es|ed|ing)\\b", "introduc(?:es|ed|ing)\\b", "install(?:s|ed|ing)\\b", "updat(?:e|es|ed|ing) (?:the|to|our)\\b");

/** Names and verbs of being well again. */
export const WELL: string = alternatives("normal(?:ly|\\b)", "as (?:expected|usual|normal)", "healthy", "operational", "available", "online", "reachable", "stable", "functional", "restored", "recovered", "up\\b", "back\\b");

/** A part of the whole only. */
export const PARTLY: string = alternatives("most", "some", "partial\\w*", "half", "the majority", "(?:the )?first (?:\\w+ )?(?:group|batch|set|region|site|server|node|customer|host)s?", "(?:\\d{1,3}|one|two|three|four|five) (?:out )?of (?:the )?(?:\\d{1,3}|two|three|four|five|six)", "\\d{1,2}\\s?%", "many");
