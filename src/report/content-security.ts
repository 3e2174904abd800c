import { contentHash } from "../notebook/content-hash.js";

// Plotly's toolbar makes one empty style element.
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** The policy of a page that runs its own scripts and styles and nothing else, and fetches nothing. */
export function contentSecurityPolicy(styles: readonly string[], scripts: readonly string[]): string {
  return [
    "default-src 'none'",
    "img-src data:",
    `style-src ${[...styles.map(contentHash), EMPTY_STYLE].join(" ")}`,
    `script-src ${scripts.map(contentHash).join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
