import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Analysis } from "../analysis/analysis.js";
import { reportHtml, type ReportOptions } from "./report-html.js";

const ABANDONED_MS = 3_600_000;

/** Half-written files that a killed run left beside the target. */
function sweep(folder: string, name: string): void {
  for (const entry of readdirSync(folder)) {
    if (!entry.startsWith(`.${name}.`) || !entry.endsWith(".part")) continue;
    const file = join(folder, entry);
    if (Date.now() - statSync(file).mtimeMs > ABANDONED_MS) rmSync(file, { force: true });
  }
}

function writeWhole(file: string, text: string): void {
  const part = join(dirname(file), `.${basename(file)}.${process.pid}-${randomBytes(4).toString("hex")}.part`);
  try {
    const descriptor = openSync(part, "wx");
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  const folder = openSync(dirname(file), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * Writes the report as one HTML file: whole or not at all. An older report stays until the new one is on disk.
 *
 * @param file - where to; its folder is made when missing
 * @param analysis - the findings
 * @param options - see {@link ReportOptions}
 * @throws the system's error when the file cannot be written; the older file is then untouched
 */
export async function writeReport(file: string, analysis: Analysis, options: ReportOptions = {}): Promise<void> {
  const target = resolve(file);
  const page = await reportHtml(analysis, options);
  mkdirSync(dirname(target), { recursive: true });
  sweep(dirname(target), basename(target));
  writeWhole(target, page);
}
