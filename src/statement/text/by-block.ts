/** Things in the blocks of the text that they stand in, in their order. */
export function byBlock<Thing extends { readonly block: number }>(
  things: readonly Thing[],
): ReadonlyMap<number, readonly Thing[]> {
  const blocks = new Map<number, Thing[]>();
  for (const thing of things) {
    const block = blocks.get(thing.block);
    if (block) block.push(thing);
    else blocks.set(thing.block, [thing]);
  }
  return blocks;
}
