import type { Random } from "../../stats/random/random.js";
import type { Account, FlowName } from "./account.js";

/** The two verbs that fetch through the caching proxy. */
export type ProxyVerb = "Play" | "Say";

/** One verb that a call would run, with every random number it may need, so that another fleet changes nothing but the outcome. */
export interface PlannedVerb {
  readonly verb: ProxyVerb;
  /** Seconds from the end of the verb before (or from the answer) to the request. */
  readonly gapSeconds: number;
  /** How long the media plays. */
  readonly playSeconds: number;
  readonly fetchMs: number;
  /** Uniform draws: fleet failure at the first and second attempt, the customer's own server, the fallback, impatience. */
  readonly draws: readonly [first: number, second: number, own: number, fallback: number, patience: number];
}

/** A call as it would run if nothing failed. */
export interface CallPlan {
  readonly serial: number;
  readonly account: Account;
  readonly startMs: number;
  readonly direction: "inbound" | "outbound-api";
  /** Seconds until answered; `null` when it never was, and `status` says why. */
  readonly answerSeconds: number | null;
  readonly status: "completed" | "busy" | "no-answer" | "failed" | "canceled";
  readonly flow: FlowName;
  readonly verbs: readonly PlannedVerb[];
  /** Seconds of talk, recording or silence after the last verb. */
  readonly tailSeconds: number;
  /** Seconds after the answer at which the line is lost for other reasons; `null` = not. */
  readonly lostAfterSeconds: number | null;
}

/** Share of calls lost for reasons of the network alone. */
const LOST_SHARE = 0.0025;

function flowOf({ flows }: Account, draw: number): FlowName {
  let left = draw;
  for (const [flow, share] of flows) {
    left -= share;
    if (left < 0) return flow;
  }
  return "direct";
}

function verbsOf(flow: FlowName, random: Random): readonly (readonly [ProxyVerb, number, number])[] {
  switch (flow) {
    case "direct":
      return [];
    case "greeting":
      return [["Play", 0, 7]];
    case "voicemail":
      return [["Play", 1, 12]];
    case "notice":
      return [["Say", 0, 14]];
    case "menu":
      return [
        ["Say", 0, 11],
        [random.next() < 0.5 ? "Say" : "Play", 6, 8],
      ];
    case "hold": {
      const more = Math.min(4, Math.floor(random.exponential(0.9)));
      return [
        ["Play", 0, 9],
        ...Array.from({ length: more }, (): readonly [ProxyVerb, number, number] => ["Play", 1, 35]),
      ];
    }
  }
}

function plannedVerb(random: Random, [verb, gap, play]: readonly [ProxyVerb, number, number]): PlannedVerb {
  return {
    verb,
    gapSeconds: gap + random.exponential(1 + gap / 3),
    playSeconds: play * (0.6 + 0.8 * random.next()),
    fetchMs: Math.round(Math.exp(random.normal(4.6, 0.5))),
    draws: [random.next(), random.next(), random.next(), random.next(), random.next()],
  };
}

function talkSeconds(flow: FlowName, random: Random): number {
  if (flow === "notice") return random.exponential(3);
  if (flow === "voicemail") return random.exponential(25);
  return random.gamma(1.4, 120);
}

/**
 * Draws one call of an account: direction, answer, flow, verbs and every number its outcome may need.
 *
 * @param startMs - epoch milliseconds of its creation
 */
export function callPlan(random: Random, account: Account, startMs: number, serial: number): CallPlan {
  const inbound = random.next() < account.inboundShare;
  const answer = random.next();
  const flow = flowOf(account, random.next());
  const ring = inbound ? 0.5 + random.exponential(0.7) : 4 + random.exponential(7);
  const status = inbound
    ? answer < 0.012
      ? "canceled"
      : "completed"
    : answer < 0.07
      ? "no-answer"
      : answer < 0.1
        ? "busy"
        : answer < 0.112
          ? "failed"
          : "completed";
  const verbs = verbsOf(flow, random).map((shape) => plannedVerb(random, shape));
  const tailSeconds = talkSeconds(flow, random);
  const lost = random.next();
  const answered = status === "completed";
  return {
    serial,
    account,
    startMs,
    direction: inbound ? "inbound" : "outbound-api",
    status,
    flow,
    answerSeconds: answered ? ring : null,
    verbs: answered ? verbs : [],
    tailSeconds,
    lostAfterSeconds: lost < LOST_SHARE ? 1 + (tailSeconds * lost) / LOST_SHARE : null,
  };
}
