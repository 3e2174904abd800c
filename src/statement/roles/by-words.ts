import { ACTING, FAILING, PARTLY, TROUBLE, WELL } from "./lexicon.js";
import type { EventRole } from "../statement.js";

interface Test {
  readonly test: (text: string) => boolean;
}

type Rule = readonly [role: EventRole, pattern: Test, unless?: RegExp];

const any = (...sources: readonly string[]): RegExp => new RegExp(sources.join("|"), "i");

/** Verbs of beginning: a pattern source. */
export const BEGAN = "(?:beg[iau]n(?:s|ning)?|start(?:s|ed|ing)?|commenc(?:es|ed|ing)|set in)";
const TROUBLED = `(?:${TROUBLE}|${FAILING})`;

const COMMUNICATED = any(
  "\\bstatus ?page\\b",
  "\\bstatus\\.[a-z]",
  "\\b(?:tweet|announce|publish|blog post)\\w*",
  "\\b(?:notif(?:y|ies|ied)|inform(?:ed|s)?|e-?mail(?:ed)?|advis(?:ed|es?)|updat(?:ed|es?)|alert(?:ed)?|told|contact(?:ed|s)?) (?:(?:all|the|our|affected|impacted|key|remaining) )*(?:customers|users|clients|subscribers|partners|tenants|service teams|stakeholders|staff|passengers|(?:\\w+ )?staff|the public)",
  "\\b(?:customers|users|clients|partners|stakeholders|tenants) (?:were|are|is|was|have been) (?:\\w+ )?(?:notified|informed|advised|e-?mailed|updated|told|contacted)",
  "\\b(?:users|customers) (?:updated|notified|informed) (?:with|of|about)",
  "\\bwere users notified",
  "\\b(?:posted|sent|send) (?:an?|the|our|to|out)\\b",
  "\\breach(?:ed|ing) out to (?:\\w+ )?(?:customers|partners|users|clients)",
  "\\b(?:first|initial|public|customer|second|further|final) (?:public )?(?:communications?|notification|update|notice|announcement)s?\\b",
  "\\bcomms\\b",
  "^\\W*(?:(?:this|the|our|final|initial|first|preliminary|interim|full|written) ){0,2}(?:report|rfo|rca|statement|post-?mortem|pir|reason for outage|summary)\\b (?:(?:was|is|were|has been|had been) )?(?:issued|published|sent|released|shared|circulated|delivered)",
  "^\\W*(?:\\w+ ){0,4}?communicat\\w*",
  "^\\W*(?:an? )?(?:\\w+ )?(?:notice|announcement|banner|advisory)\\b[^.]{0,30}\\b(?:posted|published|sent|issued|displayed)",
);

const PREVENTION_END = any(
  "\\b(?:prevent\\w*|permanent|long[- ]term|future)\\b.*\\b(?:complet\\w*|finish\\w*|took|ended|done|in place|deployed|rolled out)\\b",
  "\\bpatch deployment (?:finish|complet|end)",
  "\\bwill (?:have been|have|be) (?:\\w+ )?(?:replaced|in place|complete\\w*|done|deployed|rolled|finished|live|added|upgraded|migrated|fixed)",
  "\\b(?:complet\\w*|finish\\w*)\\b.*\\b(?:prevent\\w*|permanent|long[- ]term)\\b",
  "\\b(?:took|completed|implemented|made) (?:the following|these|several|a number of|two|three|four|five) (?:\\w+ )?(?:actions?|steps|measures|changes)",
);
const PREVENTION_START = any(
  "\\bprevent\\w*\\s(?:\\w+\\s){0,4}(?:recurr\\w*|repeat\\w*|re-?occur\\w*|future|again|happening)",
  "\\b(?:permanent|long[- ]term|lasting|preventi(?:ve|on|ative)) (?:\\w+ )?(?:fix|change|solution|measure|action|mitigation|repair|work)",
  "\\b(?:remediation|follow-?up) (?:tasks|work|actions)\\b",
);

const RESOLVED = any(
  "\\b(?:declar\\w*|mark\\w*|consider\\w*|confirm\\w*|incident|issue|outage|problem|case|fully|everything|event|ticket)\\b[^.]{0,48}\\b(?:resolved|closed)\\b",
  "^\\W*(?:fully |incident |issue )?(?:resolved|closed|all[- ]clear|resolution)\\b",
  "\\b(?:incident|event) (?:is |was )?(?:declared )?(?:over|stood down|ended)\\b",
  "\\bstood down\\b",
  "\\ball[- ]clear\\b",
  "\\bconfirm\\w* (?:operational|resolution|full|that all|all\\b)",
  "\\b(?:was|were|been|is|are) (?:fully |completely |now )*resolved\\b",
  "\\bresolved\\b",
  "\\bclosed (?:the|this) (?:incident|ticket|case)",
  "^\\W*cleared\\b\\W*$",
);

const DECLARED = any(
  "\\b(?:incident|outage|emergency|p1|p2|sev[- ]?\\d|major)\\b[^.]{0,40}\\b(?:declar\\w*|raised|opened|called|initiated|invoked|created|logged)\\b",
  "\\b(?:declar\\w+|opened|raised|initiated|invoked)\\b[^.]{0,40}\\b(?:incident|outage|emergency|sev[- ]?\\d|p[12])\\b",
  "^\\W*(?:declared\\b|(?:raised|opened|logged)\\b\\W*$)",
  "\\bopen(?:ed|s) (?:an?|the) (?:\\w+ )?ticket\\b(?! with)",
  "\\bopened trouble ticket\\b",
);

const RECURRENCE = any(
  "\\b(?:re-?occur\\w*|recur(?:s|red|ring|rence)?\\b|resurfac\\w*|reappear\\w*|relaps\\w*|regress(?:es|ed)\\b)",
  `\\b(?:${BEGAN}|fail\\w*|errors?|down|issue\\w*|outage|impact\\w*|rise|unavailable|degraded) (?:once )?again\\b`,
  "\\b(?:second|secondary) (?:outage|incident|wave|spike|period|disruption|issue|problem|failure|event)",
  "\\badditional (?:\\w+ ){0,3}(?:delays|errors|failures|outages?|disruption)",
  "\\brecovers and starts\\b",
  `\\b(?:disruption|outage|impact|degradation|${TROUBLE}) (?:\\w+ )?(?:resum(?:es?|ed)|restart(?:s|ed)|returns?|continued anew)\\b`,
  "\\bonce again\\b",
  `\\b(?:errors?|failures?|problems?|issues?|symptoms?|outage) (?:has |have |had )?(?:return(?:s|ed)?|came back|come back)\\b`,
);

const FALLING =
  "(?:recover\\w*|improv\\w*|return\\w* to|normali[sz]\\w*|restor\\w*|declin\\w*|decreas\\w*|subsid\\w*|eas(?:e|es|ed|ing)\\b|stabili[sz]\\w*|com(?:e|ing) back|shrink\\w*|clear(?:ing)?\\b|processing|drain\\w*)";
const MEASURED =
  "(?:errors?(?: rates?)?|error rates?|failures?(?: rates?)?|latenc(?:y|ies)|queues?|backlogs?|rates?|response times?|load|volume|reports)";
const RECOVERY_START = any(
  "\\bwe start seeing\\b",
  `\\b(?:${BEGAN}|initial|first signs?|early signs?|signs) (?:\\w+ ){0,3}?${FALLING}`,
  `\\bpartial\\w* (?:recover\\w*|restor\\w*)`,
  "\\b(?:was|were|is|are) (?:gradually |slowly |steadily )?recovering\\b",
  `\\b${MEASURED} (?:\\w+ ){0,3}?(?:${BEGAN}) (?:to )?(?:fall|drop|declin|decreas|subsid|go down|come down|shrink|improv)\\w*`,
  `\\b${MEASURED} (?:\\w+ )?(?:declin(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|dropp(?:ed|ing)|drops|fell|falls|falling|improv(?:e|ed|es|ing)|shrinking|shrinks|(?:is|are|was|were) (?:going|coming) down)\\b(?! (?:back )?to (?:zero|normal|the baseline|pre))`,
  `\\b(?:${BEGAN}) (?:to )?(?:drop|fall)\\w*\\b`,
  "\\b(?:saw|see|sees|seeing|observed?|shows?|noticed) (?:\\w+ ){0,2}(?:improvement|recovery)",
  `\\b(?:${PARTLY})\\b[^.]{0,40}\\b(?:recover(?:s|ed)|restored|back (?:up|online)|came back|come back|healthy|operational|available again|reconnected)\\b`,
);

const ONSET = any(
  `^\\W*(?:fault|incident|outage|impact|issue|disruption|service disruption|problem|event|customer impact|downtime)s? (?:occurs?|occurred|${BEGAN}|onset|time)`,
  "^\\W*(?:start|begin(?:ning)?|time|date|onset)(?: date| time)?(?: of| and time of) (?:the )?(?:fault|incident|outage|impact|issue|disruption|problem|event)",
  "\\bfirst (?:\\w+ )?(?:occurrence|fail\\w*|errors?|impact|instance|symptoms?|requests? (?:fail|time)\\w*)",
  `\\b${TROUBLE}\\s(?:\\w+ ){0,4}?(?:${BEGAN}|occurr\\w*|appear(?:s|ed)?|emerg(?:es|ed))\\b`,
  "^\\W*(?:start|began|begins?|onset|start(?:ed)? (?:time|date)|started|from)\\b\\W*$",
  `\\b(?:${BEGAN}) (?:to )?(?:\\w+ ){0,2}?(?:${FAILING}|see(?:ing)?\\b|show(?:ing)? (?:errors|signs of (?:stress|trouble))|return(?:ing)? (?:\\w+ ){0,3}(?:errors?|5\\d\\d|40\\d))`,
  "\\b(?:went|goes|go) (?:down|dark|offline|dead)\\b",
  `\\b(?:sequence|chain of events|story|it all) (?:${BEGAN})`,
  "\\bhard down\\b",
  "\\bstop(?:s|ped)? (?:acknowledg|respond|work|answer|process|accept|deliver|pass|serv|forward|connect|rout|send)\\w*",
  "\\bstart(?:s|ed)?\\s*$",
);
const ONSET_UNLESS = new RegExp(
  `\\binvestigat|\\bon-call|\\brecover|\\bdetect|\\bfirst (?:\\w+ )?report|\\b(?:roll|re-?start|deploy|fail ?over|patch|fix|mitigat|migrat|maintenance|upgrade|capacity|work)\\w*\\b[^.]{0,20}\\b(?:start|began|begin)|\\b(?:${BEGAN}) (?:to )?(?:see|seeing) (?:\\w+ ){0,2}(?:recover|improv)`,
  "i",
);

const THINGS =
  "(?:services?|connectivity|traffic|access|functionality|systems?|operations?|everything|networks?|calls?|circuits?|links?|sites?|customers?|users?|servers?|nodes?|regions?|requests?|deliver(?:y|ies)|messages|logins?|power|queues?|jobs|builds?|pages?|platform|database|api|portal|phones?|telephony|uploads?|downloads?|payments?|bookings?|orders?|searches|exports?|e-?mails?|backups?|reports?)";
const RECOVERED = any(
  "\\bback (?:to|at) (?:normal|baseline|usual|ordinary|its|their|pre)",
  "\\bfunctioning normally\\b",
  "\\b(?:return\\w*|restor\\w*|back|resum\\w*|fell|dropped|down)\\b[^.]{0,40}\\b(?:normal|baseline|zero|usual|expected levels?|service|online|operation\\w*|healthy|up\\b)",
  `\\b${THINGS}\\b[^.]{0,50}\\b(?:restored|recovered|resumed|resumes|operational|healthy|came back|stabili[sz]ed|flow(?:s|ed|ing)? (?:again|normally))`,
  "\\b(?:was|were|is|are|be|came|come|comes|been) (?:all |fully |now |completely )?back\\b(?! (?:to (?:the )?(?:previous|old|prior|earlier|last)|in (?:time|march|april|may|june|july)))",
  `\\b(?:succeed(?:s|ed)?|work(?:s|ed|ing)?|available|reachable|running|ran|connect(?:s|ed|ing)?|serving|delivered|processed|processing|possible|accessible|usable|answered|responding|operat(?:es|ed|ing)|function(?:s|ed|ing)?|performing)\\b(?: \\w+){0,2} (?:again\\b|normally\\b|as (?:expected|usual|normal|before))`,
  `\\b${THINGS} (?:\\w+ )?(?:(?:are|were|is|was|all) )?(?:back )?(?:up|online|up again|green)\\b(?! to\\b)`,
  "\\b(?:fully |all |have |has |completely |had |customers |users )recovered\\b",
  "\\brecovers\\b",
  "\\bno longer (?:seeing|experiencing|observ\\w*|impacted|affected)",
  "\\bno (?:more|further) (?:\\w+ )?(?:errors|failures|issues|problems|alerts|impact)",
  `\\b(?:impact|outage|incident|errors?|failures|issue|disruption|degradation|problem)\\b[^.]{0,30}\\b(?:ended|ends|ceas(?:e|ed|es)|stops?|stopped|over|cleared|subsided|mitigated|gone|disappeared?)\\b`,
  `^\\W*(?:(?:incident|outage|impact|fault|disruption|event|downtime|customer impact)\\s)?(?:ends?|ended|end (?:time|date|of (?:the )?(?:incident|outage|impact|disruption))|finish(?:ed)?|service restored|full recovery|recovery|repaired|fixed|restored|until|to)\\b\\W*$`,
  "^\\W*(?:incident|outage|impact|fault|disruption|event|downtime|customer impact) (?:end(?:s|ed)?|over|cleared|finished)\\b",
  "\\breported to be (?:\\w+ )?operational",
  "\\bcome back up\\b",
  "\\bfull(?:y)? (?:recovery|restoration|restored|operational|functional)",
  "\\ball (?:services|systems|regions|nodes|links|circuits|sites|customers|traffic)\\b[^.]{0,30}\\b(?:up|normal|healthy|operational|green|online|restored)\\b",
  "\\brecovered\\b",
  "\\brecovery (?:was |is |has been )?confirmed\\b",
  "\\bgo(?:es)? (?:through|out) (?:again|normally|as usual)\\b",
  `\\bno (?:more|further|new) (?:\\w+ ){0,2}(?:[45]\\d\\d(?:s|\\b)|5xx|${TROUBLE})`,
  "\\b(?:alerts?|alarms?|time-?outs?|symptoms?|5xx|[45]\\d\\ds?|latenc(?:y|ies)|(?:packet )?loss|delays?)\\b[^.]{0,24}\\b(?:cleared|clears|gone|disappeared|ceased|stopped|over)\\b",
  "\\b(?:return|recover|restor|back)\\w* to (?:\\d{2,3}(?:\\.\\d+)?\\s?(?:%|per ?cent)|full)",
  "\\b(?:was|were|are|is) (?:\\w+ )?(?!(?:dropp|reject|fail|los|block|interrupt|refus|declin|cut|affect|impact|disconnect|delay|declar|restart|reboot|report|trigger)\\w*)\\w+ed again\\b",
  "\\brestoration\\b[^.]{0,20}\\b(?:complete|done|finish)",
  "\\b(?:backlog|queue)s? (?:\\w+ ){0,2}(?:empty|cleared|emptied|processed|worked off|drained|gone)",
  "\\b(?!work|investigation|roll|drain)\\w+s? (?:(?:have|had|has|was|were) )?resum(?:ed|es)\\b",
  `\\b${THINGS} (?:now |all )?(?:succeed|work)s?\\b(?! (?:on|to|with)\\b)`,
  "\\ball (?:\\w+ )?\\w+s (?:(?:had|have) been|were|are) (?:sent|delivered|processed|completed|paid|published)\\b",
  "\\bworks? (?:again|for (?:all|every|most)|normally|fine|properly)\\b",
  "\\b(?:was|were|is|are) (?:\\w+ )?(?:fine|correct|ok|healthy)\\b",
  "\\bcomplet(?:ed|es|ing) (?:successfully|normally|again)\\b",
  "\\bcould be \\w+ again\\b",
  "\\b(?:are|is|were|was) (?:\\w+ )?on time\\b",
  "\\b(?:replicated|caught up|synchroni[sz]ed) (?:fully|completely)",
);
const RECOVERED_UNLESS =
  /\b(?:start|begin|began|trying|attempt|in order|working|expect\w*|hope|able) (?:\w+ )?to\b|\bgb\b|\bspace\b|\bnot (?:yet |fully |been )*(?:back|restored|recovered|resumed)|\bbefore (?:it|they|the)\b/i;

const IDENTIFIED = any(
  "\\broot cause\\b",
  "\\bidentif(?:y|ied|ies)\\b",
  "\\bcause (?:was |is |has been |had been )?(?:found|determined|isolated|established|known|confirmed)",
  "\\b(?:found|find|determined|discovered|established|reali[sz]ed|noted|concluded|pinpointed|confirmed|suspect(?:ed|s)) (?:that|to be|the cause|the issue|the problem|the source|the fault|out)",
  "\\b(?:finds?|discovers?|learns?|sees?|notes?|confirms?) that\\b",
  "\\bit (?:is|was) noted\\b",
  "\\bdiscover(?:ed|s|y)\\b",
  "\\btrac(?:ed|ks?|ked) (?:\\w+ ){0,6}?(?:(?:back )?to|down)\\b",
  "\\bdiagnosed\\b",
  "\\bpinpoint\\w*",
  "\\bfindings\\b",
  "\\bmore \\w+ found\\b",
  "\\bnarrow(?:ed|s)\\b",
  "\\bcorrelat\\w+",
  "\\bfound (?:the|an?)\\b",
  "\\blocat(?:ed|es) the\\b",
  "\\battribut(?:ed|es)\\b",
  "\\bunderstood (?:that|the|to be)\\b",
  "\\bfound\\s*[.,]?\\s*$",
  "\\bconfirm(?:s|ed) (?:the|an?) (?!fix|recover|restor|resol|end)",
  "\\brevealed\\b|\\breveals (?:that|the)",
);

const DETECTED = any(
  "\\bdetect\\w*",
  "^\\W*(?:\\w{1,20}\\W{1,3})?(?:critical|warning|firing|alert)\\b",
  "\\b(?:monitor\\w*|checks?|probes?|dashboards?|lights?)\\b[^.]{0,20}\\b(?:went|turn(?:s|ed)|go(?:es)?) red\\b",
  "\\b(?:customer|user|client|partner|reseller|tenant|subscriber)s? (?:called|calls (?:in|us|to)|rang|phoned|contacted us|wrote|asked|e-?mailed us)\\b",
  "\\b(?:first |team |made |is |are |were |was |became )?aware\\b",
  "\\balert(?:s|ed|ing)?\\b",
  "\\balarm\\w*",
  "\\b(?:monitor(?:s|ing)?|checks?|probes?|dashboards?)\\b[^.]{0,40}\\b(?:show\\w*|indicat\\w*|report\\w*|trigger\\w*|fire\\w*|notic\\w*|flag\\w*|fail\\w*|pick\\w*)",
  "\\b(?:user|customer|client|team|engineer|member|partner|external|operator|developer|colleague|tenant|agent)s? (?:\\w+ )?(?:report\\w*|rais\\w*|notif\\w*|complain\\w*|flag\\w*|spot\\w*|call(?:s|ed)? (?:in|us|the)|observ\\w*|begin reporting)",
  "\\breport(?:s|ed)? (?:of|from|by|that|were|came|received|reach|the|an?|loss|seeing|slow|errors|problems|issues|being|no)\\b",
  "\\breport(?:ed|s) (?:by|in|that)\\b",
  "\\bnotic(?:e|ed|es|ing)\\b",
  "\\bpag(?:es|ed|ing|er)\\b",
  "\\bpagerduty\\b",
  "\\bpingdom\\b",
  "\\bcomplain(?:ts?|ed)\\b",
  "\\bfirst (?:\\w+ )?(?:reports?|confirmation|noticed|observed|reported|ticket|complaint|calls? (?:to|from|received)|finding)",
  "\\binitial (?:finding|report|alert)",
  "\\b(?:tickets?|complaints|calls)\\b[^.]{0,20}\\b(?:come|came|coming|pour(?:s|ed|ing)?) in\\b",
  "\\btickets?\\b[^.]{0,20}\\b(?:raised|received|opened|logged|arriv\\w*)",
  "\\b(?:support|help ?desk|service desk)\\b[^.]{0,12}\\breceiv\\w*",
  "\\breceiv\\w+ (?:\\w+ ){0,3}(?:calls|reports|tickets|complaints|alerts?|notifications?)",
  "\\bobserved\\b|\\bspotted\\b",
);

const INVESTIGATING = any(
  "\\binvestigat\\w*",
  "\\btriag\\w*",
  "\\blook(?:s|ed|ing)? (?:into|at|through)\\b",
  "\\bengag(?:e[ds]?|ing)\\b",
  "\\bdebug\\w*",
  "\\btrouble-?shoot\\w*",
  "\\b(?:engineers?|teams?|on-?call|vendor|technicians?|responders?)\\b[^.]{0,30}\\b(?:join(?:s|ed)|respond(?:s|ed)?|began work|acknowledg\\w*|assembl\\w*|engaged|convened|called|dispatched|on ?site)",
  "\\backnowledg\\w*",
  "^\\W*(?:@?\\w+ +)?(?:check\\w*|review\\w*)\\b",
  "\\bchecking\\b",
  "\\bescalat\\w*",
  "\\banalys(?:ed|ing|is)",
  "\\bdiagnos(?:ing|tics|is)",
  "\\b(?:opens?|opened|raised|logged) an? (?:\\w+ )?(?:ticket|case|call) with",
);

const PEOPLE = any(
  "\\b(?:engineers?|team|on-?call|responders?|staff|technicians?|specialists?|colleagues)\\b[^.]{0,24}\\b(?:online|joined?|on[- ]?site|called in|assigned|assembled|sent|on the call|brought in|mobilised|mobilized)\\b",
  "\\bon[- ]site\\b",
);

/** What people do besides the incident: nothing of it begins or ends then. */
export const IDLE = any(
  "\\b(?:takes?|took|taking|on) (?:a |an? short |their |his |her |the )?(?:break|lunch|breather|dinner|coffee)\\b",
  "\\b(?:lunch|dinner|coffee) (?:break|arrives?|arrived|is|was)\\b",
  "\\b(?:shift (?:change|hand-?over)|hands? over (?:to|the)|handover|changeover of (?:staff|shift))\\b",
  "\\bjoins? the (?:bridge|call|channel|meeting)\\b|\\bjoined the (?:bridge|call|channel|meeting)\\b|\\bdrops? off the (?:bridge|call)\\b",
  "\\b(?:goes|went|sent) (?:home|to bed)\\b",
);

/** Parts and crews on their way. */
const PARTS = any(
  "\\b(?:replacement|spare|parts?|crew|courier|splicing team|generator|module|controller|card|unit)\\b[^.]{0,32}\\b(?:arriv(?:es|ed)|delivered|ordered|dispatched|shipped|on (?:its|the|their) way|set (?:off|out))\\b",
);

const CAUSES = any(
  "^[\\W]*(?:lasting|lasted|duration)\\b",
  "\\b(?:issue|problem|bug|surge|spike|storm|flood)\\b[^.]{0,20}\\b(?:increas|caus|overload|slow|overwhelm|exhaust)\\w*",
  `\\b(?:trigger(?:ed|s|ing)?|caus(?:ed|es|ing|e was)|result(?:ed|s|ing) in|led to|introduc(?:ed|es|ing))\\b[^.]{0,60}\\b${TROUBLED}`,
);

const STARTING =
  "\\b(?:beg[iau]n\\w*|start\\w*|attempt\\w*|request\\w*|being|initial|decid\\w*|decision|propos\\w*|try|tries|trying|order(?:ed)?)\\b";
const FINISHED =
  "(?:complet\\w*|finish\\w*|ends?\\b|ended|concluded|done\\b|successful\\w*|took effect|in place|confirmed|merged|worked\\b|live\\b)";
const ACTED = new RegExp(`\\b${ACTING}`, "i");
const FINISHING = new RegExp(`\\b${FINISHED}`, "i");
const ACTION_WORD = new RegExp(`\\b${ACTING}\\w*`, "gi");

/** An action told as done: completed, or in the passive ("was reverted"), or a participle that ends its clause ("token renewed"). */
function isDone(text: string): boolean {
  if (FINISHING.test(text) && ACTED.test(text)) return true;
  return [...text.matchAll(ACTION_WORD)].some(({ 0: word, index }) => {
    if (!/(?:ed|lt|back|off|over|down|up)$/i.test(word)) return false;
    const [before, after] = [
      text.slice(Math.max(0, index - 24), index),
      text.slice(index + word.length, index + word.length + 24),
    ];
    return (
      /\b(?:was|were|been|is|are) (?:\w+ly )?$/i.test(before) ||
      (/^(?: (?:again|back|successfully))?\s*(?:$|[.,;])/i.test(after) &&
        !/\b(?:we|they|team|engineers?|I|he|she|who|that|which) $/i.test(before))
    );
  });
}

/** In order: the first that fits decides. */
const RULES: readonly Rule[] = [
  [
    "communicated",
    COMMUNICATED,
    /(?<!were )(?<!all )\b(?:user|customer|client)s? (?:notif|report|inform)|\bfindings\b|\bpublished? (?:the|a) (?:version|release|change)/i,
  ],
  [
    "other",
    /\b(?:call|bridge|channel|meet(?:ing)?|war room)\b[^.]{0,20}\b(?:started|created|opened|set up|joined)|^\W*(?:begin|start)\w* (?:drafting|writing)|\bassumes? (?:the )?(?:incident|role)/i,
  ],
  ["other", PARTS, /\b(?:restor|recover|replaced|fail|fault)/i],
  ["other", IDLE, /\b(?:restor|recover|fix|identif|fail|cause|revert|roll)/i],
  ["prevention-end", PREVENTION_END],
  ["prevention-start", PREVENTION_START],
  ["investigating", PEOPLE, /\b(?:restor|recover|fix|identif|report)/i],
  ["resolved", RESOLVED, /\bnot (?:yet )?resolved|\bcould not|\bresolve the|unresolved/i],
  ["recovered", /^\W*(?:repaired|recovered|restored|mitigated)\b|\brepaired\b/i],
  ["declared", DECLARED],
  ["recurrence", RECURRENCE, /\b(?:mitigat|prevent|avoid|risk)/i],
  [
    "recovery-start",
    RECOVERY_START,
    /\b(?:success|availability|throughput|connections?|calls? volume|traffic)\b[^.]{0,12}\b(?:drop|fell|fall|declin|decreas)/i,
  ],
  ["onset", ONSET, ONSET_UNLESS],
  ["recovered", RECOVERED, RECOVERED_UNLESS],
  ["identified", IDENTIFIED, /\bcould not (?:be )?identif|\bto identify\b|\binitial finding of\b/i],
  ["detected", DETECTED],
  ["investigating", INVESTIGATING, /\bcreat|follow-?up investigation/i],
  ["onset", CAUSES, /\bto (?:mitigate|resolve|fix|restore)\b|\bfix\b|\bmitigat/i],
  [
    "onset",
    new RegExp(
      `\\b(?:${BEGAN}) (?:to )?(?:${FAILING})|[,;] (?:and |so )?(?:\\w+ ){1,4}?(?:${BEGAN} to )?(?:fail(?:s|ed)?|go(?:es)? down|time out|lose|stop (?:work|respond)\\w+)\\b`,
      "i",
    ),
    /\bto (?:mitigate|resolve|fix|restore)\b/i,
  ],
  ["other", /\b(?:suggest|propos|recommend|discuss)\w*|\bdecision (?:made|taken) to\b/i],
  ["mitigation-end", { test: isDone }, new RegExp(STARTING, "i")],
  [
    "mitigation-start",
    new RegExp(
      `\\b${ACTING}|\\b(?:additional|extra|more|new|spare) (?:\\w+ )?(?:servers?|nodes?|replicas?|instances?|workers?|hosts?|machines|lines|links)\\b[^.]{0,30}\\b(?:start|add|bring|brought|provision|spin|spun|launch|join|boot|com(?:e|ing) online)`,
      "i",
    ),
  ],
  [
    "mitigation-end",
    /^\W*(?:(?:which|this|it) )?(?:(?:was|were|is|had been|has been) )?(?:completed?|finished|done)\b/i,
  ],
  [
    "recovered",
    new RegExp(`\\b(?:${WELL.replace("|up\\b|back\\b", "")}|mitigated|came back|back online|stabili[sz]ed)`, "i"),
  ],
  ["onset", new RegExp(`\\b${TROUBLED}`, "i")],
  ["onset", new RegExp(`\\b${BEGAN} to \\w+`, "i"), /\b(?:we|engineers?|team|staff|vendor|operators?|on-?call)\b/i],
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

/** Every role of which a rule fits. */
export function rolesThatFit(words: string): readonly EventRole[] {
  const text = words.slice(0, 400);
  return [
    ...new Set(RULES.flatMap(([role, pattern, unless]) => (pattern.test(text) && !unless?.test(text) ? [role] : []))),
  ];
}

const FAULT = new RegExp(`\\b${TROUBLED}`, "i");

/** True if words tell of a fault in the service: what a span of theirs then is. */
export function tellsOfFault(words: string): boolean {
  return FAULT.test(words);
}

const STATUS_ROLES: ReadonlyMap<string, EventRole> = new Map([
  ["investigating", "investigating"],
  ["identified", "identified"],
  ["resolved", "resolved"],
  ["closed", "resolved"],
  ["completed", "resolved"],
  ["detected", "detected"],
]);

/** The role of a status page's update: by its status word, and for "monitoring" and "update" by whether a fix is said to be in. */
export function statusRole(status: string, words: string): EventRole {
  const role = STATUS_ROLES.get(status);
  if (role) return role;
  if (
    status === "monitoring" &&
    /\b(?:fix|mitigation|change|patch|workaround)\b[^.]{0,60}\b(?:implemented|deployed|applied|rolled|in place|released|put in|w(?:ent|as sent) (?:out|in|live)|gone (?:out|in|live)|is (?:out|in|live))/i.test(
      words,
    )
  )
    return "mitigation-end";
  return "communicated";
}
