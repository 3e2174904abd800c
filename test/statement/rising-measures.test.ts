import { expect, test } from "vitest";
import { parseStatement } from "../../src/statement/parse.js";

/** An outage told in four lines, the first of them as given. */
function told(first: string): ReturnType<typeof parseStatement> {
  const lines = [
    `2026-09-14 10:00: ${first}`,
    "2026-09-14 10:09: Our monitoring alerted the on-call engineer.",
    "2026-09-14 11:40: We rolled back the release.",
    "2026-09-14 11:42: Error rates returned to normal.",
  ];
  return parseStatement(`# Checkout errors\n\n## Timeline (UTC)\n\n${lines.map((line) => `- ${line}`).join("\n")}\n`, {
    zone: "UTC",
  });
}

test.each([
  "Error rates began to rise.",
  "Error rates rose.",
  "Errors began to climb.",
  "Checkout error rate spiked to 40 %.",
  "Errors on the checkout API slowly began to climb.",
  "5xx responses jumped.",
  "p99 latency went up.",
  "Success rate began to drop.",
  "The success rate of payments fell to 60 %.",
])("a measure that gets worse begins the outage: %s", (first) => {
  const { events, windows } = told(first);
  expect(events[0]!.role).toBe("onset");
  expect(windows).toMatchObject([{ start: "2026-09-14T10:00:00Z", end: "2026-09-14T11:42:00Z" }]);
});

test.each(["Error rates began to fall.", "Error rates started dropping.", "Error rates rose further."])(
  "what gets better, or only worse still, begins nothing: %s",
  (first) => {
    expect(told(first).events[0]!.role).not.toBe("onset");
  },
);

test("errors that rise further end nothing", () => {
  expect(told("Error rates rose further.").events[0]!.role).toBe("other");
});
