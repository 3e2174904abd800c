import { openIncident } from "../incident/yaml/open.js";
import { followData } from "../sources/process/follow-data.js";
import type { Analysis, AnalysisWithRejects } from "./analysis.js";
import { findingsOf } from "./analyze.js";
import { type AnalyzeOptions, inputsOf, dataOptions } from "./inputs.js";

/** How an incident whose files still grow is followed. */
export interface FollowAnalysisOptions extends AnalyzeOptions {
  /** Ends the following; the findings of what is there then are returned. */
  readonly signal: AbortSignal;
  /** Called with the findings whenever rows have come. */
  readonly onFindings: (analysis: Analysis) => void;
  /** Told when a file was rotated or written anew, and is read anew. */
  readonly onReplaced?: (file: string) => void;
}

/**
 * Analyses an incident again whenever its files have grown, until the signal says it is over.
 *
 * Looked at again and again, quiet traffic that drifts would show an onset at some look; so each look spends a part of 5 % only (alpha spending), and an onset
 * must be a jump that drifting traffic does not make. The finished files are looked at once, without that bound.
 *
 * @returns what `analyzeWithRejects` gives for the finished files
 * @throws PostmortemError as `analyze`; damage seen on the way waits for more to come
 */
export async function followAnalysis(folder: string, options: FollowAnalysisOptions): Promise<AnalysisWithRejects> {
  const incident = await openIncident(folder);
  const quiet = { ...options, onProgress: undefined };
  let look = 0;
  const data = await followData(incident, {
    ...dataOptions(quiet),
    signal: options.signal,
    ...(options.onReplaced && { onReplaced: options.onReplaced }),
    onUpdate: async (grown) => {
      look += 1;
      options.onFindings(await findingsOf(await inputsOf(incident, grown, quiet), { ...quiet, look }));
    },
  });
  try {
    return { analysis: await findingsOf(await inputsOf(incident, data, options), options), rejects: data.rejects };
  } finally {
    await data.close();
  }
}
