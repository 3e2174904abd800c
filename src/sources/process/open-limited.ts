import { statSync } from "node:fs";
import { filesMatching } from "../../files/glob.js";
import type { Incident } from "../../incident/incident.js";
import type { IncidentData } from "../incident-data.js";
import { READ_HERE_BYTES, unpackedSize } from "../limits.js";
import { openData } from "../open-data.js";
import { openInChild } from "./open-in-child.js";
import type { ApartOptions } from "./open-in-child.js";

/** True if an incident's files are large, or of a binary layout whose reader trusts its input. */
export function readsApart(incident: Incident): boolean {
  const paths = incident.sources.flatMap(({ files }) => filesMatching(incident.folder, files));
  const bytes = paths.reduce((sum, path) => sum + unpackedSize(path, statSync(path).size).cautious, 0);
  return bytes > READ_HERE_BYTES || paths.some((path) => /\.parquet$/i.test(path));
}

/**
 * Opens the data of an incident: large files and binary ones in a process of their own under a ceiling of memory and time, others here.
 *
 * @throws PostmortemError as `openData`; `input` when the files pass a ceiling
 */
export function openLimited(incident: Incident, options: ApartOptions = {}): Promise<IncidentData> {
  return readsApart(incident) ? openInChild(incident, options) : openData(incident, options);
}
