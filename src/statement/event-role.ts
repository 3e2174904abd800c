import type { EventRole } from "./statement.js";

type Rule = readonly [role: EventRole, pattern: RegExp, unless?: RegExp];

const DONE = /\b(?:complet\w*|finish\w*|ends?\b|ended|concluded|done\b|successful\w*|took effect|in place|applied|confirmed|has been|have been|was (?:rolled|reverted|restarted|disabled|removed|replaced|increased|scaled|destroyed|deleted|purged)|were (?:rolled|reverted|restarted|disabled|removed|replaced|increased|destroyed|deleted)|merged|worked)\b|\b(?:destroyed|deleted|purged|removed)\.?\s*$/i;
const ACTION = /\b(?:re-?start\w*|re-?boot\w*|roll(?:s|ed|ing|out)?[- ]?(?:out|back)\b|roll ?back|revert\w*|scal(?:ed?|ing)\b|add(?:s|ed|ing)?\b[^.]{0,30}\bcapacity|capacity|increas(?:ed|es?|ing) (?:the|our|memory|buffer|capacity|limit|timeout|disk)|increased\b|deploy\w*|fail(?:ed|ing|s)?[- ]?over\b|disabl\w*|block(?:ed|ing)\b|redirect\w*|re-?rout\w*|drain\w*|kill\w*|terminat(?:ed?|ing)\b|appl(?:y|ies|ied|ying)\b|patch\w*|fix(?:ed|es|ing)?\b|remediat\w*|mitigat\w*|work-?around|destroy\w*|delet\w*|replac\w*|re-?deploy\w*|throttl\w*|shed\b|bump\w*|implement\w*|isolat\w*|revok\w*|migrat\w*|recycl\w*|resiz\w*|expand\w*|clear(?:ed|ing)\b|purg\w*|flush\w*|upgrad\w*|swap\w*|switch(?:ed|es|ing)\b|remov(?:ed?|ing)\b|stopp(?:ed|ing) the|turn(?:ed|ing) off|shut ?down|restor(?:e|ing) (?:from|the)|rebuild\w*|reconfigur\w*|configur\w*|push(?:ed|es)?\b|scrub\w*|changed\b|exclusion|request to)/i;
const FAULT = /\b(?:outage|fail\w*|down\b|errors?\b|unavailab\w*|unreachable|degrad\w*|impact\w*|disrupt\w*|no longer|drop(?:s|ped|ping)?\b|unable|latency|slow\w*|issues?\b|problem\w*|timeouts?|time-?outs?|interrupt\w*|incident|fault|saturat\w*|congest\w*|offline|inaccessible|crash\w*|loss of|lost|intermittent\w*|elevated|delay\w*|erroneous\w*|experienc(?:ed|ing)|unexpected\w*)/i;

/** In order: the first that fits decides. */
const RULES: readonly Rule[] = [
  ["communicated", /\bstatus ?page\b|\bstatus\.[a-z]|\b(?:tweet|announce|publish|blog post)\w*|\b(?:notif(?:y|ies|ied)|inform(?:ed|s)?|e-?mail(?:ed)?|advis(?:ed|es?)|updat(?:ed|es?)|alert(?:ed)?) (?:\w+ ){0,3}?(?:customers|users|clients|subscribers|service teams|teams? of|stakeholders)|\b(?:customers|users|clients|stakeholders) (?:were|are|is|was|have been) (?:\w+ )?(?:notified|informed|advised|e-?mailed|updated)|were users notified|\b(?:posted|sent) (?:an?|the|our|to)\b|\b(?:first|initial|public|customer) (?:public )?(?:communication|notification|update|notice|announcement)s?\b|^\W*(?:\w+ ){0,4}?communicat/i, /(?<!were )(?<!all )\b(?:user|customer|client)s? (?:notif|report|inform)|\bfindings\b/i],
  ["other", /\b(?:call|bridge|channel|meet(?:ing)?)\b[^.]{0,20}\b(?:started|created|opened|set up|joined)|^\W*(?:begin|start)\w* (?:drafting|writing)/i],
  ["prevention-end", /\b(?:prevent\w*|permanent|long[- ]term|future)\b.*\b(?:complet\w*|finish\w*|took|ended|done|in place)\b|\bpatch deployment (?:finish|complet|end)|\b(?:complet\w*|finish\w*)\b.*\b(?:prevent\w*|permanent|long[- ]term)\b|\b(?:took|completed|implemented|made) (?:the following|these|several|a number of|three|two|four) (?:\w+ )?(?:actions?|steps|measures|changes)/i],
  ["prevention-start", /\bprevent\w*\s(?:\w+\s){0,4}(?:recurr\w*|repeat\w*|re-?occur\w*|future|again|happening)|\b(?:permanent|long[- ]term|preventi(?:ve|on|ative)) (?:\w+ )?(?:fix|change|solution|measure|action|mitigation)|\bremediation tasks\b/i],
  ["resolved", /\b(?:declar\w*|mark\w*|consider\w*|confirm\w*|incident|issue|outage|problem|case|fully|everything|event)\b[^.]{0,48}\b(?:resolved|closed)\b|^\W*(?:fully |incident |issue )?(?:resolved|closed|all[- ]clear|resolution)\b|\b(?:incident|event) (?:is |was )?(?:over|stood down)|\ball[- ]clear\b|\bconfirm\w* (?:operational|resolution|full|that all|all\b)|\b(?:was|were|been|is|are) (?:fully |completely |now )*resolved\b|\bresolved\b/i, /\bnot (?:yet )?resolved|\bcould not|resolve the|unresolved/i],
  ["recovered", /^\W*(?:repaired|recovered|restored|mitigated)\b|\brepaired\b/i],
  ["declared", /\b(?:incident|outage|emergency|p1|p2|sev[- ]?\d|major)\b[^.]{0,40}\b(?:declar\w*|raised|opened|called|initiated|invoked)\b|\bdeclar\w+\b[^.]{0,40}\b(?:incident|outage|emergency|sev)|^\W*declared\b/i],
  ["recurrence", /\b(?:re-?occur\w*|recur(?:s|red|ring|rence)?\b|resurfac\w*|reappear\w*)|\b(?:starts?|started|fail\w*|errors?|down|issue\w*|outage|impact\w*|begins?|began) (?:once )?again\b|\b(?:second|secondary) (?:outage|incident|wave|spike|period|disruption|issue|problem|failure|event)|\badditional (?:\w+ ){0,3}(?:delays|errors|failures|outages?|disruption)|\brecovers and starts\b|\bonce again\b/i, /\b(?:mitigat|prevent|avoid|risk)/i],
  ["recovery-start", /\bwe start seeing\b|\b(?:start(?:s|ed|ing)?|begin(?:s|ning)?|began|begun|initial|first signs?|early signs?|signs) (?:\w+ ){0,3}?(?:recover\w*|improv\w*|return\w*|normali[sz]\w*|restor\w*|drop\w*|declin\w*|decreas\w*|subsid\w*|processing|stabili[sz]\w*)|\bpartial\w* (?:recover\w*|restor\w*)|\b(?:was|were|is|are) recovering\b|\berrors? (?:rates? )?(?:began|begin|start\w*) (?:to )?(?:fall|drop|declin|decreas|subsid)\w*|\brecover\w* (?:began|begins|start\w*)|\bnow operational and that some|\b(?:saw|seeing|observed?|shows?|noticed) (?:\w+ ){0,2}improvement/i],
  ["onset", /^\W*(?:fault|incident|outage|impact|issue|disruption|service disruption|problem|event)s? (?:occurs?|occurred|start\w*|beg[iau]n\w*|commenc\w*|time)|\bfirst (?:occurrence|fail\w*|error|impact|instance)|\b(?:impact|outage|incident|disruption|issue|problem|errors?|failures?|degradation|event|latency)\s(?:\w+ ){0,4}?(?:began|begins?|start(?:s|ed)?|commenc\w*|occurr\w*)\b|^\W*(?:start|began|begins?|onset|start time|started)\b\W*$|\bwent down\b|\bstarted (?:failing|seeing|experiencing|to (?:fail|experience|see|degrade))|\bbegan (?:failing|seeing|experiencing|to (?:fail|experience|see|degrade|drop))|\bhard down\b|\bstart(?:s|ed)?\s*$/i, /\binvestigat|\bon-call|\brecover|\bdetect|\b(?:roll|re-?start|deploy|fail ?over|patch|fix|mitigat|migrat|maintenance|upgrade|capacity|work)\w*\b[^.]{0,20}\b(?:start|began|begin)/i],
  ["recovered", /\bback to normal\b|\bfunctioning normally\b|\b(?:return\w*|restor\w*|back|resum\w*)\b[^.]{0,40}\b(?:normal|service|online|operation\w*|healthy|up\b)|\b(?:service|connectivity|traffic|access|functionality|system|operation|everything|network|calls?)\w*\b[^.]{0,50}\b(?:restored|recovered|resumed|operational|healthy|came back|was back|were back|is back|stabili[sz]ed)|\b(?:fully |all |have |has |completely )recovered\b|\brecovers\b|\bno longer (?:seeing|experiencing|observ\w*|impacted|affected)|\b(?:impact|outage|incident|errors?|issue|disruption|degradation)\b[^.]{0,30}\b(?:ended|ends|ceased|stopped|over|cleared|subsided|mitigated|gone)\b|^\W*(?:end|ended|end time|service restored|full recovery|recovery|repaired|fixed)\b\W*|\breported to be (?:\w+ )?operational|\bcome back up\b|\bfull(?:y)? (?:recovery|restoration|restored|operational)|\ball (?:services|systems|regions|nodes)\b[^.]{0,30}\b(?:up|normal|healthy|operational|green)\b|\brecovered\b|\brestoration\b[^.]{0,20}\b(?:complete|done|finish)/i, /\b(?:start|begin|began|trying|attempt|in order|working) (?:\w+ )?to\b|\bgb\b|\bspace\b/i],
  ["identified", /\broot cause\b|\bidentif(?:y|ied|ies)\b|\bcause (?:was |is |has been )?(?:found|determined|isolated|established)|\b(?:found|determined|discovered|established|realis?zed|realised|realized|noted|concluded|pinpointed) (?:that|to be|the cause|the issue)|\bit (?:is|was) noted\b|\bdiscover(?:ed|s|y)\b|\btraced (?:it |back )?to\b|\bdiagnosed\b|\bpinpoint\w*|\bfindings\b|\bmore \w+ found\b|\bnarrowed\b|\bcorrelat\w+|\bfound (?:the|an?)\b/i, /\bcould not (?:be )?identif|\bto identify\b|\binitial finding of\b/i],
  ["detected", /\bdetect\w*|\b(?:first |team )?aware\b|\balert(?:s|ed|ing)?\b|\balarm\w*|\bmonitor(?:s|ing)?\b[^.]{0,40}\b(?:show\w*|indicat\w*|report\w*|trigger\w*|fire\w*|notic\w*|flag\w*)|\b(?:user|customer|client|team|engineer|member|partner|external)s? (?:\w+ )?(?:report\w*|rais\w*|notif\w*|complain\w*)|\breports? (?:of|from|by|that|were|came|received)\b|\breport(?:ed|s) (?:by|in|that)\b|\bnotic(?:e|ed|es|ing)\b|\bpag(?:ed|ing)\b|\bpagerduty\b|\bpingdom\b|\bfirst (?:report|confirmation|noticed|observed|reported|ticket|customer|finding)|\binitial (?:finding|report|alert)|\btickets?\b[^.]{0,20}\b(?:raised|received|opened|logged)|\bsupport (?:\w+ )?receiv\w*|\breceiv\w+ (?:\w+ ){0,3}(?:calls|reports|tickets|complaints|alerts?|notifications?)/i],
  ["investigating", /\binvestigat\w*|\btriag\w*|\blook(?:s|ed|ing)? (?:into|at|through)\b|\bengaged?\b|\bdebug\w*|\btroubleshoot\w*|\b(?:engineers?|teams?|on-?call)\b[^.]{0,30}\b(?:joined|responded?|began work|acknowledged|assembled|engaged|convened)|^\W*(?:@?\w+ +)?(?:check\w*|review\w*)\b|\bchecking\b|\bescalat\w*|\banalys(?:ed|ing|is)|\bdiagnos(?:ing|tics|is)/i, /\bcreat|follow-?up investigation/i],
  ["onset", /^[\W]*(?:lasting|lasted|duration)\b|\b(?:issue|problem|bug|surge|spike|storm|flood)\b[^.]{0,20}\b(?:increas|caus|overload|slow|overwhelm|exhaust)\w*|\b(?:trigger(?:ed|s|ing)|caus(?:ed|es|ing)|result(?:ed|s|ing) in|led to|introduc(?:ed|es|ing))\b[^.]{0,60}\b(?:unexpected|error|fail|outage|impact|issue|problem|degrad|latency|unavailab|disrupt|drop|bug|loss|incident|surge|congest|overload|timeout|crash)/i, /\bto (?:mitigate|resolve|fix|restore)\b|\bfix\b|\bmitigat/i],
  ["mitigation-end", new RegExp(`(?=[^]*${ACTION.source})[^]*?(?:${DONE.source})`, "i"), /\b(?:begin|began|start\w*|attempt\w*|request\w*|being|initial)\b/i],
  ["mitigation-start", ACTION],
  ["recovered", /\bnormal\w*|\bstabili[sz]ed\b|\brestored\b|\bhealthy\b|\bmitigated\b|\bcame back\b|\bback online\b/i],
  ["onset", FAULT],
];

/** The role by the words of a time's own entry or clause, without the time itself. `other` where none fits. */
export function eventRole(words: string): EventRole {
  const text = words.slice(0, 400);
  // What an entry is about stands in its first sentence; what follows explains it.
  const first = /^[\s\S]{12,}?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
  for (const part of first.length < text.length ? [first, text] : [text]) {
    const rule = RULES.find(([, pattern, unless]) => pattern.test(part) && !unless?.test(part));
    if (rule) return rule[0];
  }
  return "other";
}

/** Whether words tell of a fault in the service: what a span of theirs then is. */
export function tellsOfFault(words: string): boolean {
  return FAULT.test(words);
}

const STATUS_ROLES: ReadonlyMap<string, EventRole> = new Map([
  ["investigating", "investigating"], ["identified", "identified"], ["resolved", "resolved"], ["closed", "resolved"], ["completed", "resolved"],
  ["detected", "detected"],
]);

/** The role of a status page's update: by its status word, and for "monitoring" and "update" by whether a fix is said to be in. */
export function statusRole(status: string, words: string): EventRole {
  const role = STATUS_ROLES.get(status);
  if (role) return role;
  if (status === "monitoring" && /\b(?:fix|mitigation|change|patch|workaround)\b[^.]{0,60}\b(?:implemented|deployed|applied|rolled|in place|released)/i.test(words)) return "mitigation-end";
  return "communicated";
}
