// How a command that runs until it is told to stop hears of it.

/** Resolves when the process is asked to end. Call it first: whoever reads the first line may end us at once. */
export function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
