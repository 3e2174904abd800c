/** The text that was packed with gzip and written in base 64. */
export async function unpack(packed: string): Promise<string> {
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** The text packed in the page's element of this id. */
export function unpackElement(id: string): Promise<string> {
  return unpack((document.getElementById(id)?.textContent ?? "").trim());
}
