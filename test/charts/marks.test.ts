import { describe, expect, it } from "vitest";
import { marksAbove } from "../../src/charts/marks.js";

const span = { from: "2026-04-01T00:00:00Z", to: "2026-04-01T01:00:00Z" };
const at = (minute: number): string => `2026-04-01T00:${String(minute).padStart(2, "0")}:00Z`;
/** A phone's plot and letters, in pixels. */
const [PLOT, LETTER] = [270, 7.2];

interface Name {
  readonly x: string;
  readonly text: string;
  readonly xanchor: string;
  readonly yshift: number;
}

/** Names that a line of another mark passes on a phone: the lines run from the plot up to their own name. */
function passed(marks: readonly { at: string; text: string }[]): string[] {
  const names = marksAbove(marks, span, 200).annotations as readonly Name[];
  const place = (iso: string): number =>
    ((Date.parse(iso) - Date.parse(span.from)) / (Date.parse(span.to) - Date.parse(span.from))) * PLOT;
  const reach = ({ x, text, xanchor }: Name): [number, number] => {
    const width = LETTER * text.length;
    return xanchor === "left" ? [place(x), place(x) + width] : [place(x) - width, place(x)];
  };
  return names.flatMap((one) =>
    names
      .filter((other) => other !== one && other.yshift >= one.yshift)
      .filter((other) => place(other.x) > reach(one)[0] && place(other.x) < reach(one)[1])
      .map((other) => `${one.text} by ${other.text}`),
  );
}

describe("names of moments above a plot", () => {
  it.each([
    ["a short outage in the middle", [21, 26, 27]],
    ["a short outage early", [3, 7, 9]],
    ["a short outage late", [50, 54, 57]],
    ["one of half the span", [15, 30, 45]],
  ])("have no line through them: %s", (_, [onset = 0, fix = 0, end = 0]) => {
    const marks = [
      { at: at(onset), text: "09:21 onset" },
      { at: at(fix), text: "restart" },
      { at: at(end), text: "09:27 ended" },
    ];
    expect(passed(marks)).toEqual([]);
  });

  it("are not cut off at the edge of a phone where the other side has room", () => {
    const marks = [
      { at: at(17), text: "deployment/bookings … (likely)" },
      { at: at(18), text: "09:18" },
      { at: at(37), text: "deployment/bookings … 09:37" },
      { at: at(40), text: "09:40" },
    ];
    const names = marksAbove(marks, span, 200).annotations as readonly Name[];
    // To the left of its line the first one would begin before the page does.
    expect(names.find(({ text }) => text.includes("likely"))?.xanchor).toBe("left");
  });
});
