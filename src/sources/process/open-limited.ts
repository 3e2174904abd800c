import { statSync } from "node:fs";
import { filesMatching } from "../../files/glob.js";
import type { Incident } from "../../incident/incident.js";
import type { IncidentData } from "../incident-data.js";
import { openData } from "../open-data.js";
import { openDataApart } from "./open-in-child.js";
import type { ApartOptions } from "./open-in-child.js";

/** Plain text up to this size is read here: it costs less than a process. */
const LARGE_BYTES = 64 * 2 ** 20;
/** What an archive's bytes are worth unpacked, about. */
const UNPACKED = 10;

/** True if an incident's files are large, or of a binary layout whose reader trusts its input. */
export function readsApart(incident: Incident): boolean {
  const paths = incident.sources.flatMap(({ files }) => filesMatching(incident.folder, files));
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size * (/\.gz$/i.test(path) ? UNPACKED : 1), 0);
  return bytes > LARGE_BYTES || paths.some((path) => /\.parquet$/i.test(path));
}

/**
 * Opens the data of an incident: large files and binary ones in a process of their own under a ceiling of memory and time, others here.
 *
 * @throws PostmortemError as `openData`; `input` when the files pass a ceiling
 */
export function openDataBounded(incident: Incident, options: ApartOptions = {}): Promise<IncidentData> {
  return readsApart(incident) ? openDataApart(incident, options) : openData(incident, options);
}
