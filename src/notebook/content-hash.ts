import { createHash } from "node:crypto";

/** The source by which a content security policy lets one inline script or style through, and no other: `'sha256-…'`. */
export function contentHash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
