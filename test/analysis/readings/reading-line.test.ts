import { describe, expect, it } from "vitest";
import { readingLine } from "../../../src/analysis/readings/reading-line.js";

describe("readingLine", () => {
  const told = { source: "verbs", file: "verbs.csv", stage: "loading", bytesTotal: 10_200_000_000 } as const;

  it("says what is read and how far, and of the rest only what the pace so far supports", () => {
    let clock = 0;
    const line = readingLine(() => clock);
    expect(line({ ...told, bytesDone: 0 })).toBe("reading verbs: 0 % of 10.2 GB");
    clock = 500;
    expect(line({ ...told, bytesDone: 255_000_000 })).toBe("reading verbs: 2 % of 10.2 GB");
    clock = 10_000;
    expect(line({ ...told, bytesDone: 5_100_000_000 })).toBe("reading verbs: 50 % of 10.2 GB, about 10 s left");
    clock = 15_000;
    expect(line({ ...told, bytesDone: 5_100_000_000 })).toBe("reading verbs: 50 % of 10.2 GB, about 15 s left");
  });

  it("takes the pace anew when a file is read in another way, which begins at its beginning", () => {
    let clock = 0;
    const line = readingLine(() => clock);
    line({ ...told, bytesDone: 0 });
    clock = 10_000;
    line({ ...told, bytesDone: 5_100_000_000 });
    expect(line({ ...told, stage: "record by record", bytesDone: 0 })).toBe(
      "reading verbs (record by record): 0 % of 10.2 GB",
    );
    clock = 20_000;
    expect(line({ ...told, stage: "record by record", bytesDone: 510_000_000 })).toBe(
      "reading verbs (record by record): 5 % of 10.2 GB, about 3 min left",
    );
  });

  it("says that ids are compared once all is read", () => {
    expect(readingLine()({ ...told, file: "", stage: "repeated ids", bytesDone: 5_100_000_000 })).toBe(
      "looking for repeated ids of verbs: 50 %",
    );
  });

  it("divides by nothing where there is nothing", () => {
    expect(readingLine()({ ...told, bytesDone: 0, bytesTotal: 0 })).toBe("reading verbs: 0 % of 0 KB");
  });
});
