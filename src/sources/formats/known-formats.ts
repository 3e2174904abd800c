import type { VendorFormat } from "./vendor-format.js";

/** The formats that are recognised by content, most specific first. */
export const KNOWN_FORMATS: readonly VendorFormat[] = [];
