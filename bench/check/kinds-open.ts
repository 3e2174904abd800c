import type { Kind, Making } from "./fact.js";
import { choose } from "./style.js";

/** A kind that nothing in the folder holds. */
function open(
  slots: (making: Making) => Record<string, string> | null,
  section: Kind["section"],
  say: readonly string[],
): Kind {
  return {
    make: (making) => {
      const made = slots(making);
      return made && { quantity: null, slots: made };
    },
    needs: "none",
    truths: ["undecidable"],
    section,
    say,
  };
}

/** A clock near the first wave, or at noon where there was none. */
const near = ({ world, style, random }: Making, after: number): string =>
  style.clock((world.windows[0]?.from ?? 720) + after + random.integer(9));

const CAUSES = [
  "an expired certificate",
  "a memory leak in the session store",
  "a misconfigured load balancer",
  "a full disk on the primary database",
  "a fault at our upstream carrier",
  "exhausted connection pools",
  "a lock held by a batch job",
  "a bad row in the routing table",
];

export const OPEN: Readonly<Record<string, Kind>> = {
  money: open(
    ({ random, style }) => ({
      amount: `${choose(random, ["$", "€", "£"])}${style.count(1000 * (5 + random.integer(90)))}`,
    }),
    "after",
    [
      "The outage cost us about {amount}.",
      "Lost revenue is put at {amount}.",
      "We estimate the damage at {amount}.",
      "Credits of {amount} were paid out.",
    ],
  ),
  cause: open(({ random }) => ({ cause: choose(random, CAUSES) }), "what", [
    "The root cause was {cause}.",
    "It was caused by {cause}.",
    "{Cause} led to the failures.",
    "We traced it to {cause}.",
    "{Things} {failed} because of {cause}.",
  ]),
  detected: open((making) => ({ t: near(making, 3) }), "what", [
    "Our monitoring raised an alert at {t}.",
    "The on-call engineer was paged at {t}.",
    "We detected the problem at {t}.",
    "The first customer complaint reached support at {t}.",
  ]),
  "time-to-detect": open(({ style, random }) => ({ d: style.minutes(2 + random.integer(20)) }), "what", [
    "It took {d} until our monitoring noticed.",
    "We detected the fault within {d}.",
    "The page was acknowledged after {d}.",
  ]),
  published: open((making) => ({ t: near(making, 15) }), "what", [
    "The status page was updated at {t}.",
    "We posted a notice to customers at {t}.",
    "A first notice went out at {t}.",
  ]),
  "data-lost": open(
    ({ random }) => ({ data: choose(random, ["data were", "messages were", "recordings were"]) }),
    "after",
    ["No {data} lost.", "No customer {data} lost or corrupted."],
  ),
  exposed: open(() => ({}), "after", [
    "No personal data were exposed.",
    "There was no unauthorised access to any system.",
    "At no time was customer data at risk.",
  ]),
  people: open(({ random, style }) => ({ n: style.count(3 + random.integer(30)) }), "recovery", [
    "{n} engineers worked on the fix.",
    "We had {n} people on the bridge call.",
    "{n} support tickets were opened.",
  ]),
  place: open(
    ({ world, random }) => {
      const held = world.plan.slices.some(({ column }) => column === "region");
      return {
        city: choose(random, ["Sydney", "São Paulo", "Tokyo", "Montreal", ...(held ? [] : ["Frankfurt", "Virginia"])]),
      };
    },
    "slices",
    [
      "{City} was not affected.",
      "The failures were confined to our data centre in {city}.",
      "No {things} {failed} in {city}.",
    ],
  ),
  "other-product": open(
    ({ random, style }) => ({
      product: choose(random, ["text messages", "e-mails", "push notifications", "webhooks", "video uploads"]),
      p: style.percent(0.04 + 0.5 * random.next()),
    }),
    "impact",
    [
      "{p} of {product} were delayed.",
      "{Product} were also affected: {p} could not be delivered.",
      "In addition, {p} of {product} were lost.",
    ],
  ),
  "other-day": open(
    ({ random, style }) => ({
      day: choose(random, ["3 November 2025", "19 August 2025", "27 May 2025"]),
      d: style.minutes(20 + random.integer(90)),
    }),
    "after",
    [
      "The outage of {day} lasted {d}.",
      "On {day} a similar fault had gone on for {d}.",
      "A comparable incident on {day} took {d} to resolve.",
    ],
  ),
  "same-fault": open(({ random }) => ({ month: choose(random, ["June", "March", "October", "2024"]) }), "after", [
    "It was the same fault as in {month}.",
    "The failure had the same cause as the one in {month}.",
  ]),
  resource: open(
    ({ random, style }) => ({
      p: style.percent(0.9 + 0.09 * random.next()),
      what: choose(random, ["CPU", "Memory", "Disk"]),
    }),
    "what",
    ["{What} usage on the primary database reached {p}.", "{What} utilisation stood at {p} throughout."],
  ),
  retried: open(({ random, style }) => ({ p: style.percent(0.3 + 0.6 * random.next()) }), "impact", [
    "{p} of the {failures} went through on a retry.",
    "Clients retried, and {p} of the retries succeeded.",
  ]),
  "no-latency": open(
    (making) => (making.world.plan.latency ? null : { ms: making.style.latency(900 + making.random.integer(3000)) }),
    "impact",
    ["Median call setup time went up to {ms}.", "It took {ms} at the median to connect a call."],
  ),
  "no-units": open(
    (making) => (making.world.plan.units ? null : { n: making.style.count(1200 + making.random.integer(3000)) }),
    "impact",
    ["{n} customers were affected.", "The incident touched {n} customers.", "Around {n} customers noticed it."],
  ),
  "no-host": open(
    (making) =>
      making.world.plan.slices.some(({ column }) => column === "host")
        ? null
        : { p: making.style.percent(0.3 + 0.5 * making.random.next()) },
    "slices",
    ["{p} of the failures came from a single host.", "One host, node-17, caused {p} of the {failures}."],
  ),
};
