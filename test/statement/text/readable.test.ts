import { describe, expect, it } from "vitest";
import { isRowsOfData, languageNote, requireWords } from "../../../src/statement/text/readable.js";

const rows = (row: (k: number) => string): string => Array.from({ length: 40 }, (_, k) => row(k)).join("\n");

describe("isRowsOfData", () => {
  it("knows JSON lines and tables", () => {
    expect(isRowsOfData(rows((k) => `{"ts":"2024-02-01T10:${10 + k}:00Z","status":200}`))).toBe(true);
    for (const separator of [",", ";", "\t"])
      expect(isRowsOfData(rows((k) => ["2024-02-01 10:00:00", `r${k}`, "/v1/token", 200].join(separator)))).toBe(true);
    expect(() =>
      requireWords(
        rows((k) => `{"a":${k}}`),
        "rows.jsonl",
      ),
    ).toThrow(/words is required.*rows\.jsonl/);
  });
  it("takes no list, letter or feed for one", () => {
    expect(
      isRowsOfData(rows((k) => `10:${10 + k} UTC - The team, after a call, restarted host ${k}, and waited.`)),
    ).toBe(false);
    expect(isRowsOfData('{"id":"x","name":"Errors",\n"incident_updates":[]}')).toBe(false);
    expect(isRowsOfData(`[\n${rows((k) => `{"name":"Errors ${k}","status":"resolved"},`)}\n]`)).toBe(false);
  });
});

describe("languageNote", () => {
  it("says so of other languages and of no English text", () => {
    const german =
      "Am 3. Februar kam es zwischen 12:25 Uhr und 12:50 Uhr zu einer Störung der Anmeldung. Etwa acht Prozent der Anfragen schlugen fehl. Um 12:27 Uhr wurde die Bereitschaft alarmiert und hat die Flotte erweitert. Seit 12:50 Uhr arbeitet der Dienst wieder normal.";
    const french =
      "Le 3 février, entre 12 h 25 et 12 h 50, une partie des requêtes de nos clients ont échoué. Nous avons redémarré les serveurs et le service est revenu à la normale dans la journée. Nous vous présentons nos excuses pour la gêne.";
    for (const text of [german, french]) expect(languageNote(text)).toMatch(/not in English/);
    expect(
      languageNote(
        "On February 3, between 12:25 and 12:50 UTC, a part of the requests of our customers failed. We restarted the servers of the Die Zeit account and de la Cruz Ltd, and the service was back to normal at 12:50 UTC.",
      ),
    ).toBeNull();
    expect(languageNote("12:25 UTC errors\n12:50 UTC normal")).toBeNull();
  });
});
