/** What stands for words that a reading has taken up: no letter, and no blank that a pattern could run across. */
const TAKEN = "¤";

/** Words that restrict nothing and turn nothing round: with only these left, a clause has been taken up whole. */
const NEUTRAL = new Set(
  (
    "a an the of in on at to for from with by as into onto upon per via through across among over out up down off " +
    "and or so then that which who whom whose where we us our ours i my me you your yours he she his her " +
    "is are was were be been being am has have had having do does did done got get gets getting became become remained remain " +
    "stayed stay kept keep keeps went go goes gone came come comes saw see sees seen had show shows showed shown took take takes " +
    "made make makes put ran run found find felt ended up turned reached reach stood stand standing held hold sat sit " +
    "also too even well just quite rather really actually indeed however notably interestingly interesting moreover meanwhile therefore thus hence " +
    "about around roughly approximately approx nearly almost practically virtually essentially basically largely mostly some circa ca abt roughly " +
    "clearly plainly simply merely fairly somewhat slightly little bit rather very much far good full fully entirely entire completely whole " +
    "here there's overall altogether fortunately unfortunately luckily sadly surprisingly oddly " +
    "incident incidents outage outages event events disruption disruptions degradation episode affair trouble window period time times phase " +
    "rate rates ratio share shares proportion percentage percent level levels figure figures number numbers value values amount count counts total totals sum " +
    "service services system systems platform product site shop app application side customers customer users user people clients client callers visitors " +
    "traffic requests request calls call messages message attempts attempt transactions orders deliveries delivery payments payment logins sign-ins sign-in " +
    "during while throughout part parts case cases terms way ways data day minute minutes hour hours looking measured against counted recorded observed noted reported " +
    "one ones each new own now today note summary impact scope breadth facts"
  )
    .split(/\s+/)
    .filter((word) => !word.includes("&")),
);

const singular = (word: string): string => word.toLowerCase().replace(/(?:ies|y|(?<=[sxz])es|s)$/, "");

const WORD = /[\p{L}\d][\p{L}\d'’./-]*/gu;

/** Words of a clause as a reading takes them up one by one: what is left at the end is what the reading does not account for. */
export class ClauseAccount {
  #text: string;

  readonly #own: ReadonlySet<string>;

  /** @param nouns - what the attempts of the data are called: they restrict nothing */
  constructor(
    readonly words: string,
    nouns: readonly string[] = [],
  ) {
    this.#text = words;
    this.#own = new Set(nouns.map(singular));
  }

  /** The words with what was taken up blanked, in their places. */
  get text(): string {
    return this.#text;
  }

  has(pattern: RegExp): boolean {
    return pattern.test(this.#text);
  }

  /** Takes up the first match of a pattern; `null` where it has none. */
  take(pattern: RegExp): RegExpExecArray | null {
    const found = pattern.exec(this.#text);
    if (found) this.blank(found.index, found.index + found[0].length);
    return found;
  }

  /** Takes up every match of a pattern; true if there was one. */
  takeAll(pattern: RegExp): boolean {
    let any = false;
    while (this.take(pattern)) any = true;
    return any;
  }

  blank(from: number, to: number): void {
    this.#text = `${this.#text.slice(0, from)}${TAKEN.repeat(to - from)}${this.#text.slice(to)}`;
  }

  /** The words that nothing has taken up and that are not neutral. */
  left(): readonly string[] {
    return (this.#text.match(WORD) ?? [])
      .map((word) =>
        word
          .toLowerCase()
          .replaceAll("’", "'")
          .replace(/[.'/-]+$/, "")
          .replace(/'s$/, ""),
      )
      .filter((word) => word.length > 1 && !NEUTRAL.has(word) && !this.#own.has(singular(word)));
  }
}
