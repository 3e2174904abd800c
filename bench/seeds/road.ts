import { gzipSync } from "node:zlib";
import { analyze } from "../../src/analysis/analyze.js";
import { PostmortemError } from "../../src/errors/errors.js";
import { reportHtml } from "../../src/report/report-html.js";
import { inFolder, withData } from "../torture/folder.js";
import type { Line, World } from "./world.js";
import { fileBytes, PLAIN } from "./written.js";

const YAML =
  'id: seeds\nsources:\n  s: { file: "s*", kind: outcomes, time: { column: at, zone: UTC }, failed: { code: ["500"] }, id: id }\n';

function soundLines({ attempts }: World): Line[] {
  return attempts.map((attempt) => ({ fate: "sound", attempt }));
}

/** What an analysis finds, without what names the files it came from; its report is a whole page. */
async function findings(files: Readonly<Record<string, Buffer>>): Promise<string> {
  return inFolder({ "incident.yaml": YAML, ...files }, async (folder) => {
    const analysis = await analyze(folder, { seed: 1 });
    const page = await reportHtml(analysis, { key: "seeds" });
    if (!page.includes("</html>")) throw new Error("the report is no whole page");
    const { window, windows, rates } = analysis;
    for (const { rate } of Object.values(rates)) {
      const [low, high] = rate.interval;
      if (!(0 <= low && low <= rate.value && rate.value <= high && high <= 1))
        throw new Error(`an interval ${JSON.stringify(rate)} does not hold its share`);
    }
    return JSON.stringify({ window, windows, rates });
  });
}

/** Files to findings to report: halves in the other order, in another dialect, change no finding. */
export async function wholeRoad(world: World): Promise<void> {
  const lines = soundLines(world);
  const half = lines.length >> 1;
  const whole = await findings({ "s.csv": fileBytes(lines, PLAIN) });
  const other = await findings({
    "s1.csv": fileBytes(lines.slice(half), { ...PLAIN, delimiter: ";", offsetMinutes: 120 }),
    "s2.csv": fileBytes(lines.slice(0, half), { ...PLAIN, quoteAll: true }),
  });
  if (whole !== other) throw new Error(`findings: ${other.slice(0, 400)} instead of ${whole.slice(0, 400)}`);
}

/** A cut archive ends the run with its sentence and nothing else. */
export async function cutArchive(world: World): Promise<void> {
  const whole = gzipSync(fileBytes(soundLines(world), PLAIN));
  const cut = whole.subarray(0, 20 + world.random.integer(whole.length - 30));
  const raised: unknown = await withData({ "incident.yaml": YAML, "s.csv.gz": cut }, () => "no error").catch(
    (error: unknown) => error,
  );
  if (!(raised instanceof PostmortemError) || raised.exitCode !== 3)
    throw new Error(`a cut archive gave ${String(raised)}`);
}
