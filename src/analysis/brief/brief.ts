import { requireAnalysis } from "../../errors/argument.js";
import type { Analysis } from "../analysis.js";
import { accountSentence } from "./account.js";
import { endedSentence } from "./ended.js";
import { factsLine, headline } from "./headline.js";
import { tiles, type Tile } from "./tiles.js";
import { whatNext, type WhatNext } from "./next.js";

/** An incident in the words that page, letter, terminal and summary share. */
export interface Brief {
  readonly facts: readonly string[];
  /** One sentence: what failed, how much, how long, when. */
  readonly title: string;
  /** One sentence on the vendor's account. */
  readonly account: string;
  /** One sentence on what ended the outage; `null` where there is none, or none that ended. */
  readonly ended: string | null;
  readonly tiles: readonly [Tile, Tile, Tile, Tile];
  readonly next: WhatNext;
}

/**
 * The brief of an incident: what a reader gets in ten seconds, and what to do.
 *
 * @param analysis - the findings
 */
export function brief(analysis: Analysis): Brief {
  requireAnalysis("brief", analysis);
  return {
    facts: factsLine(analysis),
    title: headline(analysis),
    account: accountSentence(analysis),
    ended: endedSentence(analysis),
    tiles: tiles(analysis),
    next: whatNext(analysis),
  };
}
