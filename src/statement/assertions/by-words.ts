import type { AssertionKind, DraftClaim, SpanName } from "./stated-claim.js";
import { whenOf } from "./when.js";
import { isOfAnotherSubject } from "./length-kind.js";
import type { Clause, PlacedInstant, Sentence } from "./sentence.js";
import { orderIn } from "./order-words.js";
import { outcomeIn } from "./subject-words.js";

type Made = Pick<DraftClaim, "kind"> & Partial<DraftClaim>;

interface Rule {
  readonly kind: AssertionKind;
  readonly pattern: RegExp;
  readonly unless?: RegExp;
  readonly detail?: string;
  /** True if it needs a clock in its clause, or must have none. */
  readonly clock?: "needed" | "none";
  /** True if a figure in its clause takes its place. */
  readonly besideFigures?: boolean;
}

const DETECTED =
  /\b(?:alert\w*|alarm\w*|monitor\w*|page[dr]\b|pager\w*|paging|detect\w*|notic(?:e|ed|ing)\b|spotted|aware|complain\w*|first report\w*|reported (?:by|to)|reports? (?:of|from|reached|came)|(?:on-call|engineer\w*|support)\b[^.;]{0,30}\b(?:called|informed|told|woken|contacted)|tickets?\b|acknowledg\w*|reached support)/i;
const PUBLISHED =
  /\b(?:status ?page|notice|notified|announc\w*|published|posted|tweet\w*|informed (?:our |all |the )?(?:customers|users|clients)|told (?:our |all )?(?:customers|users)|communicat\w*|e-?mailed|banner|press release)\b/i;
const FINDING =
  /\b(?:root cause|cause (?:was )?(?:found|identified)|identified|diagnos\w*|pinpoint\w*|traced (?:it )?to|narrowed)\b/i;
const CAUSED =
  /\b(?:root cause|caused? by|was caused|caused|(?:was|were|is|are|as) (?:not )?the (?:\w+ )?(?:trigger|cause|culprit|reason|source)\b|(?:set|touched) (?:it|this|the \w+) off|nothing to do with|ruled (?:out|in)|due to|because of|because|as a result of|resulted from|led to|triggered|traced (?:it |this |the \w+ )?(?:back )?to|was to blame|at fault|the culprit|fault lay|stem(?:s|med) from|on account of|owing to|reason (?:was|is|for)|my money is on|blame\w*|responsible for|thanks to|brought about|behind (?:it|the))\b/i;
const SAME =
  /\b(?:same (?:fault|cause|root cause|problem|issue|bug|failure|thing)|identical|unrelated|related to (?:the|an) (?:earlier|previous)|as (?:in|on) (?:the )?(?:previous|last|earlier))\b/i;
const RISE_WORDS = "(?:steadily|continuously|gradually|consistently|monotonically|kept|climb\\w*|throughout)";
const NORMAL =
  "(?:back (?:to|at|within) (?:its |their |the |a )?(?:normal|usual|baseline|ordinary|previous|pre-?incident)|(?:returned|fell|gone|come|dropped) (?:back )?to (?:its |their |the )?(?:normal|usual|baseline|ordinary|previous)|recover\\w*|restor\\w*|working (?:normally|again)|normal (?:service |operation )?(?:again|resumed|operation)|fully operational|all clear|resolved|was over|ended|back up|back online|healthy again|ceased|stopped failing|going through|completing normally|clean\\b|quiet\\b|all (?:good|green)|as they should|working properly|as expected)";

/** A cause that is named outright, or denied: no words of parts or effects beside it mean more. */
const BLAMED =
  /\b(?:had|has|have) nothing to do with\b|\b(?:was|were|is|are) (?:not |probably |likely |clearly )?the (?:\w+ )?(?:trigger|cause|culprit)\b|\b(?:did not|didn['’]t|cannot have|could not have|can['’]t have) (?:caused?|trigger\w*)\b|\bruled (?:in|out) as\b|^\W*(?:the |our |an? )?(?:[\w.-]+ ){1,5}(?:caused|triggered|set off|led to|brought about) (?:the|this|our|an?) (?:\w+ )?(?:outage|incident|disruption|failures?|errors?|degradation|trouble|problems?)\b/i;

const RULES: readonly Rule[] = [
  { kind: "cause", pattern: BLAMED },
  {
    kind: "action",
    pattern:
      /\b(?:upon|once|after|following|having|as soon as|on)\b[^.;]{0,60}\b(?:identif\w+|diagnos\w+|pinpoint\w*|isolat\w+|(?:cause|fault|problem) was found)\b/i,
    clock: "none",
  },
  { kind: "sameness", pattern: SAME },
  {
    kind: "waves",
    pattern:
      /\b(?:in|as|of|were|had|saw)\s(?:(?:about|only|just)\s)?(?:(one|two|three|four|five|a single|several|\d)[, -]{1,2}(?:\w+,?\s){0,2}(?:waves?|stretch\w*|episodes?|outages|spikes?|phases?|bursts?|blocks?|periods?))\b|\bsingle,? (?:\w+ )?(?:stretch|wave|outage|period|block)\b|\b(?:in )?one go\b/i,
    besideFigures: true,
  },
  {
    kind: "wave-comparison",
    pattern:
      /\bsecond\b[^.;]{0,40}\b(?:shorter|longer|briefer|milder|worse|weaker|stronger|more severe|less severe)\b|\b(?:shorter|longer)\b[^.;]{0,30}\bsecond\b|\b(?:shorter|longer|briefer|milder|worse|weaker|stronger|(?:more|less) (?:severe|serious|intense))\b[^.;]{0,12}\bthan (?:in |during )?the (?:first|earlier|previous|morning)\b/i,
  },
  {
    kind: "no-recurrence",
    pattern:
      /\b(?:not|never|n['’]t|no longer)\b[^.;]{0,30}\b(?:come back|came back|return\w*|recur\w*|reappear\w*|re-?occur\w*|happen\w* again|repeat\w*)|\b(?:no|without) (?:further |more )?(?:recurrence|repeat|relapse)|\bnot (?:been )?seen (?:again|since)|\bhas(?:n['’]t| not) happened (?:again|since)/i,
    unless: /\b(?:prevent|ensure|so that|avoid|will)\b/i,
  },
  {
    kind: "recurrence",
    pattern:
      /\b(?:came back|come back|returned|recurred|reappeared|resurfaced|flared up|started again|began again|set in again|a second time|once more|happened again)\b(?!\s(?:to|with|at (?:its|the) (?:usual|normal)|\w+ (?:normal|usual)))/i,
    unless:
      /\bcame back (?:when|after|once|as soon|by itself|on its own|at once|quickly|slowly)\b|\b(?:it|service|everything|things|we|they|sign-?in|logins?|delivery|search|calls) (?:all )?came back\b|\bback to\b|\bcame back (?:online|up|with)|\breturned (?:an?|with|\d|server|errors? to|to)\b|\bservice (?:came|returned)|\b(?:was|were|is|are|been|being|requests?|calls?|endpoints?|servers?|responses?|quer(?:y|ies)) returned\b(?! (?:again|at \d))/i,
  },
  {
    kind: "no-effect",
    pattern:
      /\b(?:had|made|showed|brought|without) (?:no|little|any|hardly any) (?:\w+ )?(?:effect|difference|impact|change|improvement|help)\b|\bno (?:\w+ )?(?:effect|difference|improvement|help|change)\b|\b(?:did|does|has|have|had)(?:n['’]t| not) (?:help\w*|alter|change|improve|affect|ease|resolve|fix|end|work|make (?:a|any) difference)|\bto no avail\b|\bstayed where it was\b|\bchanged nothing\b|\bdid nothing\b|\bunimpressed\b|\bmade no dent\b/i,
    unless: /\b(?:response times?|latenc\w*|traffic)\b|\bdid not change (?:during|in|over|while)/i,
  },
  {
    kind: "no-outage",
    pattern:
      /\b(?:there was|there were|we (?:had|saw)) no (?:\w+ )?(?:outages?|disruption|incident)\b|\bno outages?\b(?: (?:took place|occurred|happened)|\s*[.;,]|\s*$)|\bdid not (?:rise|increase|go up) at any (?:point|time)|\bat no (?:point|time)\b[^.;]{0,40}\b(?:rise|rose|increase\w*|elevated|raised)\b|\bno (?:rise|increase) (?:in|of)\b[^.;]{0,40}\b(?:day|any time)\b|\b(?:quiet|uneventful) day\b/i,
  },
  {
    kind: "latency-flat",
    pattern:
      /\b(?:no|without|not any) (?:\w+ )?(?:impact|effect|influence|change|increase|rise|degradation|slow-?down)\b[^.;]{0,20}\b(?:response times?|latenc\w*|speed|performance)\b|\b(?:(?:response|set-?up|delivery|load|page|answer|connection|processing|query|request) times?|latenc\w*|speed|responses)\b[^;]{0,80}\b(?:did not (?:change|move|rise|suffer)|(?:was|were) (?:not|un)\s?(?:affected|changed|touched)|unaffected|unchanged|stayed|remained|held|normal|flat|steady|at (?:its|their) usual|no different|the same|as (?:usual|always|ever|before))|\bnot (?:slow|slower)\b/i,
  },
  {
    kind: "traffic-flat",
    pattern:
      /\b(?:traffic|volume|number of \w+(?: arriving| received| made)?|load)\b[^;]{0,90}\b(?:normal|usual|unchanged|flat|steady|stayed|remained|as (?:ever|always|usual)|did not (?:change|fall|drop))|\bas many \w+\b[^.;]{0,30}\bas (?:usual|ever|always|normal)/i,
    unless: /\b(?:back|return\w*|error|failure|drop) (?:to|rate)|\brate\b/i,
  },
  {
    kind: "peak",
    pattern:
      /\bpeak\w*\b|\bworst (?:minute|moment|point)\b|\b(?:reached|hit|was at) (?:its|their|the|a) (?:maximum|highest|height|high|worst|peak)\b|\bmaxim\w+\b|\bculminat\w*|\bat its (?:height|worst)\b/i,
    clock: "needed",
  },
  {
    kind: "all-units",
    pattern:
      /\b(?:all|every one|each) (?:of )?(?:our |the )?(?:\w+ )?\w+ (?:noticed|saw|had|experienced|suffered)\b[^.;]{0,30}\b(?:drop\w*|fail\w*|errors?|disruption|trouble|problems?)|\b(?:no|none of (?:the|our)) \w+ (?:was|were) spared\b|\bno \w+ escaped\b|\b(?:not a single|not one|no) (?:\w+ )?\w+ (?:was|were) (?:left )?(?:untouched|unaffected|unscathed|unharmed|spared)\b|\b(?:every|each|all)\s(?:\w+\s){0,2}(?:requests?|calls?|orders?|attempts?)\b[^.;,]{0,50}\b(?:was|were|had)\s(?:lost|dropped|rejected|refused|failed)\b/i,
    unless:
      /\b(?:all|each|every) (?:of )?(?:the |our |these )?(?:failed|affected|lost|dropped|undelivered|rejected|impacted|missing|remaining|other)\b|\bnot (?:all|every|each)\b|\b(?:same|alike|equal\w*|similar\w*|comparable)\b/i,
  },
  {
    kind: "spared-part",
    pattern:
      /\b(?:never|hardly|barely|did not|didn['’]t) notic\w*\b|\bnoticed (?:nothing|no)\b|\b(?:saw|had|felt|experienced|reported) (?:nothing|no (?:problems?|issues?|trouble|errors?|failures?|rise|impact|disruption))\b/i,
  },
  { kind: "detection", pattern: DETECTED, unless: /\b(?:status page|no rise|error rate)\b/i, besideFigures: true },
  { kind: "publication", pattern: PUBLISHED },
  {
    kind: "effect",
    pattern:
      /\b(?:ended|resolved|fixed|solved|cleared|stopped|cured|mitigated|eased|remedied|relieved|halted|restored|put (?:an end|a stop) to|brought\b[^.;]{0,40}\b(?:back|down|to an end|under control)|did the trick|sorted|worked\b|returned\b[^.;]{0,30}\bto (?:normal|baseline)|recovered as soon as|helped|took care of)\b|\b(?:went away|disappeared|vanished)\b/i,
    unless:
      /\b(?:outages?|incident|disruption|waves?|impact|downtime|degradation)\b[^.;]{0,14}\b(?:ended|over|stopped|cleared|resolved|fixed)\b|\b(?:it|this|that|which) took until\b|\btook until\b[^.;]*\b(?:before|for) (?:it|this|that|things)\b|\bservice was (?:fully )?restored|\b(?:fully|completely) restored\b|\b(?:was|were|is|been) (?:now |then |fully |completely |since )?(?:resolved|ended|cleared|stopped)\b(?! (?:by|with|through|when|once|as soon))|^\W*(?:update|status|resolved|monitoring)\b[^.;]{0,40}\bresolved\b/i,
    clock: "needed",
    detail: "acted",
  },
  {
    kind: "order",
    pattern:
      /\b(?:before|after|preced\w*|follow\w*|prior to|ahead of|until|once|later than|earlier than)\b[^.;]{0,60}\b(?:deploy\w*|release\w*|roll-?out|rolled out|version|v?\d+\.\d+(?:\.\d+)?|change|migration|upgrade|push\w*|went (?:out|live)|shipp\w*|that|it)\b|\b(?:deploy\w*|release\w*|version|v?\d+\.\d+(?:\.\d+)?|went out|roll-?out|rolled out|updat\w*|upgrad\w*|firmware|migrat\w*|flags?|rotat\w*|maintenance)\b[^;]{0,80}\b(?:before|after|preced\w*|follow\w*|then)\b/i,
    unless: /\b(?:recovery|restored|back to normal|notif|prevent)\b/i,
  },
  {
    kind: "trend",
    pattern: new RegExp(
      `\\b(?:fell|fall\\w*|declin\\w*|decreas\\w*|went down|eas\\w*|sank|dropp\\w*|improv\\w*|rose|ris\\w*|climb\\w*|increas\\w*|went up|grew|grow\\w*|worsen\\w*)\\b[^.;]{0,12}\\b${RISE_WORDS}|\\bkept (?:falling|rising|climbing|growing|declining|dropping|going|increasing|decreasing|worsening|improving)|\\b${RISE_WORDS}\\s(?:fell|rose|declin\\w*|increas\\w*|decreas\\w*|climb\\w*|worse\\w*|improv\\w*|fall\\w*|ris\\w*)`,
      "i",
    ),
  },
  {
    kind: "alike-parts",
    pattern:
      /\b(?:no|not (?:any )?|hardly|little) (?:harder|worse|more(?: (?:affected|severely|often))?) than\b|\b(?:alike|equally|(?:to )?the same (?:\w+ )?(?:degree|extent|share|rate|proportion|percentage|fraction)|same rate|(?:just )?as often as|no more often than|just as (?:hard|badly|much)|about the same|comparable|as (?:hard|badly|much) as|similar(?:ly)?|no difference between|evenly|in equal measure)\b/i,
  },
  {
    kind: "absence",
    pattern:
      /\b(?:no|zero|none of (?:the|our|these)|not (?:one|a single)(?: of (?:the|our))?|never an?)\s(?!(?:further|other|more|additional|longer|new|one|known|evidence|sign|indication|report|rise|increase|point|time|effect|difference|minute|part|impact|doubt|elevated|raised)\b)(?:[\w/-]+\s){0,6}?(?:(?:was|were|is|are|have|has|had|been|ever)\s)*(?:fail\w*|lost|dropped|rejected|affected|impacted|declined|timed out|errored|errors?|refused|aborted|disrupted|corrupted|failures|exposed|leaked|accessed|compromised|accidents?|unauthori[sz]ed)\b|\b(?:there (?:were|was)|we (?:saw|had)) no (?:[\w/-]+\s){0,3}(?:failures|errors|drops|dropped|failed|loss(?:es)?|unauthori[sz]ed|access)\b|\bwithout (?:a )?(?:data )?loss\b|\b(?:was|were) (?:not|never) (?:at risk|exposed|lost|compromised)\b|\bat no (?:time|point)\b|\bno (?:data|customer|personal)\b/i,
  },
  {
    kind: "only-part",
    pattern:
      /\b(?:only|solely|exclusively|(?:confined|limited|restricted|isolated|specific) to|nowhere (?:else|but)|nothing but|alone)\b/i,
    unless:
      /\bnot only\b|\bonly (?:\d|a few|some|about|after|when|then|at|by|until|for|one|two|three|later|because|if|to|partly|partially)\b|\balone\b(?=,? (?:\d|we|\w+ calls))/i,
  },
  {
    kind: "spared-part",
    pattern:
      /\b(?:not|never|un|hardly|barely|scarcely|little|n['’]t)\s?-?(?:\w+ly )?(?:affected|impacted|touched|hit|disturbed|disrupted)\b|\bunaffected\b|\buntouched\b|\bunscathed\b|\bspared\b|\bno (?:rise|increase|change|elevated|raised|impact|effect|trouble)\b|\bstayed at (?:its|their) usual\b|\bremained (?:normal|unaffected|at (?:its|their)|fine|healthy)|\b(?:was|were|stayed|remained|is|are)?\s?fine\b|\bnothing was amiss\b|\bescaped\b|\bsaw nothing\b|\bworked (?:normally|as usual|throughout)\b|\b(?:kept|continued) (?:working|running|to work)\b|\bnormal throughout\b|\b(?:remained|stayed|was|were|kept)\s(?:\w+\s)?(?:available|operational|reachable|online)\b(?!\s(?:again|for all))|\bstayed (?:healthy|clean|green|normal|up)\b/i,
  },
  {
    kind: "worst-part",
    pattern:
      /\b(?:hardest|worst|most (?:heavily|severely|badly|pronounced|affected|hit|severe)|highest (?:\w+ )?rate|hit harder|(?:bore|took) the brunt|more than any|harder than|heaviest|suffered most|most of all|the most)\b/i,
  },
  {
    kind: "first-part",
    pattern:
      /\b(?:first (?:to be|to|failures?|errors?|hit|affected|dropped)|started|began|starting|beginning|originat\w*)\b[^.;]{0,60}\b(?:within|in|on|at|among|before (?:anywhere|anything|the (?:rest|others))|anywhere else|elsewhere|hit|was|were)\b|\b(?:was|were) (?:the )?first\b|\bbefore (?:anywhere|any of the|the) (?:else|others?|rest)\b|\bfirst (?:hit|in)\b/i,
    clock: "none",
  },
  {
    kind: "all-units",
    unless:
      /\b(?:same|alike|equal\w*|similar\w*|comparable)\b|\bnot (?:all|every|each)\b|\b(?:all|each|every) (?:of )?(?:the |our |these )?(?:failed|affected|lost|dropped|undelivered|rejected|impacted|missing|remaining|other)\b/i,
    pattern:
      /\bboth (?:of )?(?:our |the )?(?:\w+ )?\w+s (?:were|was|had been) (?:affected|impacted|hit|down)\b|\b(?:all|every|each|everyone|every single|the whole of|without exception)\b[^.;]{0,50}\b(?:affected|impacted|hit|failed|touched|had (?:at least )?(?:an?|one) (?:failure|failed|error|dropped))\b/i,
  },
  {
    kind: "all-units",
    pattern:
      /\b(?:completely|totally|fully|entirely) (?:down|unavailable|unreachable|dead|out)\b|\b(?:complete|total|full) (?:outage|loss of service|failure|blackout)\b|\b(?:all|every|each)\s(?:\w+\s){0,2}(?:requests?|calls?|orders?|attempts?|transactions?|queries|logins?)\s(?:was|were|had|have)?\s?(?:fail\w*|dropp\w*|lost|rejected|refused)\b|\bno (?:\w+ )?(?:requests?|calls?|orders?|attempts?|transactions?)\s(?:succeeded|went through|were (?:served|completed|answered|successful)|got through)\b|\b(?:unavailable|down|unreachable) (?:for|to) (?:all|every|everyone|everybody)\b/i,
  },
  {
    kind: "affected-part",
    pattern:
      /\b(?:affected|impacted|hit|struck|disrupted|touched|degraded|unavailable|unreachable|suffered|in trouble)\b/i,
  },
  { kind: "cause", pattern: CAUSED },
  {
    kind: "comparison",
    pattern:
      /\b(?:more|less|fewer|higher|lower|worse|better|longer|shorter|faster|slower|harder|larger|smaller|bigger|earlier|later|greater)\b[^.;]{0,40}\bthan\b|\b(?:the most|the least|the highest|the lowest|the largest|the longest|as \w+ as)\b/i,
  },
];

const SPARED_ALL = /\bboth\b|\bas well as\b/i;

function fits(rule: Rule, clause: Clause, hasClock: boolean, hasFigure: boolean): boolean {
  if (rule.clock === "needed" && !hasClock) return false;
  if (rule.clock === "none" && hasClock) return false;
  if (hasFigure && !rule.besideFigures) return false;
  return rule.pattern.test(clause.words) && !rule.unless?.test(clause.words);
}

const MILDER = /\b(?:milder|weaker|less (?:severe|serious|intense|bad))\b/i;
const WORSE = /\b(?:worse|stronger|more (?:severe|serious|intense))\b/i;
const DOWN = /\b(?:fell|fall\w*|declin\w*|decreas\w*|went down|eas\w*|sank|dropp\w*|improv\w*|down)\b/i;
const SHORTER = /\b(?:shorter|briefer)\b/i;
const ONE_WAVE = /\b(?:single|one)\b/i;

function detailOf(kind: AssertionKind, words: string): string | null {
  if (kind === "trend") return DOWN.test(words) ? "down" : "up";
  if (kind === "wave-comparison") {
    const severity = MILDER.test(words) ? "milder" : WORSE.test(words) ? "worse" : null;
    return severity ?? (SHORTER.test(words) ? "shorter" : "longer");
  }
  if (kind === "waves") {
    const many =
      /\b(two|three|four|five|several|\d)[, -]{1,2}(?:\w+,?\s){0,2}(?:waves?|stretch\w*|episodes?|outages|spikes?|phases?|bursts?|blocks?|periods?)\b/i
        .exec(words)?.[1]
        ?.toLowerCase();
    return ONE_WAVE.test(words) && !many
      ? "1"
      : String(
          ["", "one", "two", "three", "four", "five"].indexOf(many ?? "") > 0
            ? ["", "one", "two", "three", "four", "five"].indexOf(many ?? "")
            : many === "several"
              ? 2
              : Number(many ?? 1),
        );
  }
  if (kind === "order") return orderIn(words);
  return null;
}

const OTHER_ONSET =
  /\b(?:(?:traffic|calls|load) (?:was|were) (?:moved|shifted|steered)|(?:mov|shift)(?:ed|ing|e)? (?:the |all |some |our )?(?:traffic|calls|load)|re-?rout\w*|divert\w*|disabl\w*|enabl\w*|turned (?:on|off)|withdr\w*|rotat\w*|deploy\w*|release\w*|version|fail-?over|roll-?back|roll(?:ed|s)? back|restart\w*|scal\w*|capacity|patch\w*|purge\w*|switch\w*|maintenance|work\b|migration)\b/i;
const ONSET =
  /\b(?:beg[ia]n\w*|start(?:ed|s|ing)?|commenc\w*|set in|first (?:errors?|failures?|departure|failed|dropped|signs?)|rise|rose|onset|went (?:down|bad|dark|dead|offline)|(?:was|were) hit (?:from|at|since)|hit from|kicked off|broke out|appeared|(?:did not|could not|would not|didn['’]t|couldn['’]t) (?:go through|connect|complete|load|be \w+)|failing (?:from|since|at|as of)|emerged|as of|from \d|since \d)\b/i;
const BY = /\b(?:by|no later than|as early as)\s(?:about |around )?$/i;

/** "Response times begin to come down": the recovery begins. */
const IMPROVES =
  /\b(?:went down|fell|declin\w*|dropp\w*) (?:by and by|again|slowly|gradually|steadily|off|back)\b|\b(?:coming|came|gone) down\b|\b(?:steady |slow |some |clear )?improvement\b|\b(?:beg[aiu]n\w*|start\w*)\s(?:to\s)?(?:come down|coming down|improv\w*|eas\w*|subsid\w*|reced\w*|clear\w*|recover\w*|fall back|falling back|go(?:ing)? down|drop back)/i;

/** The kind of a clause with one clock: what began, ended or was done then. */
function clockKind(clause: Clause, time: PlacedInstant, sentence: Sentence): Made {
  const { words } = clause;
  const before = sentence.words.slice(Math.max(clause.from, time.start - 24), time.start);
  const back = new RegExp(`\\b${NORMAL}`, "i").test(words);
  const second =
    /\b(?:second|another|further|new|renewed|additional|repeat),? (?:\w+ )?(?:wave|outage|one|incident|spike|occurrence|episode|disruption|drop)\b|\brelapse\w*\b|\bresum\w*\b|\b(?:again|once more)\b/i.test(
      words,
    );
  const returns =
    /\boccurrence\b|\brelapse\w*\b|\bresum\w*\b|\b(?:drops?|failures?|errors?|faults?) (?:again|return\w*|resum\w*)/i.test(
      words,
    );
  const noticed = time.sure && ["detected", "declared", "identified", "investigating"].includes(time.role ?? "");
  if (FINDING.test(words) || (noticed && !back && !/\b(?:fail\w*|dropp\w*|outage|disruption)\b/i.test(words)))
    return { kind: "detection" };
  if (
    second &&
    (ONSET.test(words) || returns) &&
    !/\b(?:normal|service|traffic) (?:\w+ )?(?:again|resum\w*)|\bagain (?:normal|healthy)/i.test(words)
  )
    return { kind: "onset", span: "second" };
  if (back && /\b(?:still|remain\w*|quiet|stay\w*)\b/i.test(words)) return { kind: "recovered-by" };
  if (back && BY.test(before) && !/\b(?:to the minute|exactly|precisely|on the dot|sharp)\b/i.test(sentence.words))
    return { kind: "recovered-by" };
  if (IMPROVES.test(words) && !OTHER_ONSET.test(words)) return { kind: "recovery" };
  if (ONSET.test(words) && !back && !OTHER_ONSET.test(words)) return { kind: "onset" };
  if (back && !OTHER_ONSET.test(words)) return { kind: "recovery" };
  if (time.role === "onset" && time.sure && !OTHER_ONSET.test(words)) return { kind: "onset" };
  if ((time.role === "recovered" || time.role === "resolved") && time.sure && !OTHER_ONSET.test(words))
    return { kind: "recovery" };
  if (
    time.role === "detected" ||
    time.role === "declared" ||
    time.role === "identified" ||
    time.role === "investigating"
  )
    return { kind: "detection" };
  if (time.role === "communicated") return { kind: "publication" };
  return { kind: OTHER_ONSET.test(words) || time.role?.startsWith("mitigation") ? "action" : "time" };
}

/** At a clock, failures that fell then. */
const FELL =
  /\b(?:errors?|failures?|drops?|(?:error|failure|drop) rates?)\s(?:\w+\s)?(?:drop|fall|fell|halv|eas|declin|subsid|improv|decreas)\w*(?:\sby)?\b(?!\s(?:to (?:normal|zero|the)|back))/i;
/** "No calls were dropped after 18:00": a clock that bounds a time. */
const BOUNDED = /\b(?:after|since|following|before|until|till|from|by|prior to)\s(?:about\s|around\s)?\d/i;
/** More clocks of one clause are a list. */
const MOST_CLOCKS = 3;
/** What parts two events of a clause. */
const JOINT = /,\s(?:and\s|but\s|then\s)?|\s(?:and|but|until|till|then)\s(?!\d)/gi;

/** The stretch of a clause that speaks of one of its clocks: from the joint before it to that behind it. */
function clauseOfClock(sentence: Sentence, clause: Clause, times: readonly PlacedInstant[], at: number): Clause {
  const [before, time, next] = [times[at - 1], times[at] as PlacedInstant, times[at + 1]];
  const joint = (from: number, to: number): readonly [number, number] | null => {
    const found = [...sentence.words.slice(from, to).matchAll(JOINT)].at(-1);
    return found ? [from + found.index, from + found.index + found[0].length] : null;
  };
  const from = (before && joint(before.end, time.start)?.[1]) ?? clause.from;
  const to = (next && joint(time.end, next.start)?.[0]) ?? clause.to;
  const words = sentence.words.slice(from, to);
  return /\p{L}{3}/u.test(words) ? { words, from, to } : clause;
}

/** "The first lasted from 14:30 to 14:52 and the second from 15:24 to 16:07": a window for each pair of clocks, with its own name. */
function pairedWindows(sentence: Sentence, clause: Clause, times: readonly PlacedInstant[]): readonly DraftClaim[] {
  if (isOfAnotherSubject(clause.words)) return [];
  if (!TROUBLE.test(clause.words) && !TROUBLE.test(sentence.words)) return [];
  const opened = times.flatMap((time, at) => {
    const next = times[at + 1];
    return time.opensSpan && next ? [[time, next] as const] : [];
  });
  return opened.map(([open, close], at): DraftClaim => {
    const from = opened[at - 1]?.[1].end ?? clause.from;
    const words = sentence.words.slice(from, close.end);
    const name = /\b(first|second)\b/i.exec(words)?.[1]?.toLowerCase() as SpanName | undefined;
    const instants = [open, close].map(({ at: instant, minutes, zone }) => ({ at: instant, minutes, zone }));
    return {
      ...draft({ kind: "window" }, { words, from, to: close.end }, sentence),
      span: name ?? "span",
      instants,
    };
  });
}

/** Words of a span of trouble: "lasted from", "were failing from", "service was disrupted between". */
const TROUBLE =
  /^\W*(?:win|window|when|period|outage window|impact window)\s?:|\b(?:outages?|incident|disruption|disrupted|fail\w*|dropp\w*|down|degraded|unavailable|impaired|lasted|affected|impacted|errors?|interrupted|unreachable|trouble\w*|ran|went on|persisted|experienced|problems?|issues?|impact)\b/i;

/** A hedge that stands at a clock: "nearly over at 4:58" hedges nothing. */
const HEDGED_CLOCK =
  /(?:\b(?:about|around|approximately|approx\.?|roughly|circa|shortly (?:before|after)|nearly|some time|towards)\s(?:\p{L}+\s){0,2}|[~≈]\s?)(?:\d|noon|midnight|midday|half|a quarter|quarter|\p{L}+ (?:past|to)\b|\p{L}+ o['’]clock)/iu;

function draft(made: Made, clause: Clause, sentence: Sentence): DraftClaim {
  const own = whenOf(sentence, clause);
  const told = sentence.before?.times.filter(({ minutes, opensSpan }) => minutes !== null && !opensSpan) ?? [];
  const when =
    (made.kind === "effect" || made.kind === "no-effect") && own.instants.length === 0 && told.length > 0
      ? { ...own, instants: told.map(({ at, minutes, zone }) => ({ at, minutes, zone })) }
      : own;
  return {
    ...when,
    stated: clause.words.replace(/\s+/g, " ").trim(),
    values: [],
    rounding: 0,
    bound: "exact",
    hedged: HEDGED_CLOCK.test(clause.words),
    noun: null,
    outcome: outcomeIn(clause.words),
    place: [clause.from, clause.to],
    ...made,
    ...(when.span === "other-day" ? { span: "other-day" as const, instants: [] } : {}),
    detail: made.detail ?? detailOf(made.kind, clause.words),
  };
}

/**
 * The assertions of a sentence that its figures do not make: of times, orders, courses, causes, absences and parts.
 *
 * @param taken - the places of clauses whose figures are read already
 */
export function claimsByWords(
  sentence: Sentence,
  clauses: readonly Clause[],
  taken: readonly DraftClaim[],
): readonly DraftClaim[] {
  return clauses.flatMap((clause): DraftClaim[] => {
    const figured = taken.filter(({ place }) => place[0] < clause.to && clause.from < place[1]);
    const times = sentence.times.filter(
      ({ start, minutes }) => start >= clause.from && start < clause.to && minutes !== null,
    );
    const span = times.some(({ opensSpan }) => opensSpan);
    const hasClock = times.length > 0;
    // "Once the rollback had been made at 11:12, the problem went away."
    const near = [...sentence.times, ...(sentence.before?.times ?? [])].some(
      ({ minutes, opensSpan }) => minutes !== null && !opensSpan,
    );
    const rule = RULES.find((one) =>
      fits(one, clause, one.kind === "effect" ? near && !span : hasClock && !span, figured.length > 0),
    );
    const both = rule?.kind === "affected-part" && SPARED_ALL.test(clause.words);
    // With a clock the words of trouble are an onset or an end sooner than a part.
    const late: readonly AssertionKind[] = [
      "only-part",
      "spared-part",
      "worst-part",
      "affected-part",
      "cause",
      "absence",
      "comparison",
      "all-units",
      "alike-parts",
    ];
    const pairs = span && figured.length === 0 ? pairedWindows(sentence, clause, times) : [];
    if (pairs.length > 1) return [...pairs];
    const spanned = figured.every(({ kind }) => kind === "duration");
    if (span && spanned && figured.length > 0 && TROUBLE.test(sentence.words))
      return [draft({ kind: "window" }, clause, sentence)];
    if (span && figured.length === 0) {
      const course = rule && !late.includes(rule.kind) && rule.kind !== "first-part" ? rule : null;
      if (course) return [draft({ kind: course.kind }, clause, sentence)];
      if (rule && ["spared-part", "only-part", "absence", "worst-part", "alike-parts", "all-units"].includes(rule.kind))
        return [draft({ kind: rule.kind }, clause, sentence)];
      return [
        draft(
          {
            kind:
              (TROUBLE.test(clause.words) || TROUBLE.test(sentence.words)) && !isOfAnotherSubject(clause.words)
                ? "window"
                : "time",
          },
          clause,
          sentence,
        ),
      ];
    }
    if (hasClock && !span && figured.length === 0 && FELL.test(clause.words) && !rule)
      return [draft({ kind: "effect", detail: "acted" }, clause, sentence)];
    if (hasClock && !span && figured.length === 0 && rule?.kind === "absence" && BOUNDED.test(clause.words))
      return [draft({ kind: "absence" }, clause, sentence)];
    if (hasClock && figured.length === 0 && (!rule || (late.includes(rule.kind) && rule.kind !== "cause")))
      return times
        .map((time, at) => {
          const own = clauseOfClock(sentence, clause, times, at);
          return draft(clockKind(own, time, sentence), own, sentence);
        })
        .slice(0, MOST_CLOCKS);
    if (rule)
      return [
        draft(
          { kind: both ? "affected-part" : rule.kind, ...(rule.detail ? { detail: rule.detail } : {}) },
          clause,
          sentence,
        ),
      ];
    return [];
  });
}
