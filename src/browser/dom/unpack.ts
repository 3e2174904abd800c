/** The signs of base 85 in their order, as `report/packed.ts` writes them. */
const SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?()[]{}@%$#_,;";

function unzip(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** The text that was packed with gzip and written in base 64. */
export function unpack(packed: string): Promise<string> {
  return unzip(Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0)));
}

/** The bytes of a text in base 85: five signs are four bytes, and the first sign counts the zeros that fill the last four. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const digits = new Uint8Array(128);
  for (let i = 0; i < SIGNS.length; i++) digits[SIGNS.charCodeAt(i)] = i;
  const digit = (at: number): number => digits[text.charCodeAt(at)] as number;
  const groups = (text.length - 1) / 5;
  const view = new DataView(new ArrayBuffer(4 * groups));
  for (let group = 0; group < groups; group++) {
    let value = 0;
    for (let at = 1 + 5 * group; at < 6 + 5 * group; at++) value = 85 * value + digit(at);
    view.setUint32(4 * group, value);
  }
  return new Uint8Array(view.buffer, 0, 4 * groups - digit(0));
}

/** The text packed in the page's element of this id. */
export function unpackElement(id: string): Promise<string> {
  return unzip(bytesOf((document.getElementById(id)?.textContent ?? "").trim()));
}

/** Runs a program that the page carries packed; the page's policy lets it run by its hash. */
export function runPacked(program: string): void {
  const script = document.createElement("script");
  script.textContent = program;
  document.head.append(script);
}
