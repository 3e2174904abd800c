const running = new Set<() => Promise<void>>();

/** Longest that an interrupted program waits for servers to end its queries, in milliseconds. */
const PATIENCE_MS = 1500;

/**
 * Says how a query that runs on a server is ended there.
 *
 * @returns forgets it again, once the query is over
 */
export function onInterrupt(cancel: () => Promise<void>): () => void {
  running.add(cancel);
  return () => void running.delete(cancel);
}

/** Ends on their servers all queries that still run; what does not answer soon is left to the server's own limit. */
export async function cancelRunning(): Promise<void> {
  if (running.size === 0) return;
  const patience = new Promise((done) => setTimeout(done, PATIENCE_MS).unref());
  await Promise.race([Promise.allSettled([...running].map((cancel) => cancel())), patience]);
}
