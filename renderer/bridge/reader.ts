// When a live view reads: now, and after rings, one read at a time.

/** Rings closer together than this are read as one. */
const gatherMs = 120;

/** The reads of one view. */
export interface Reader {
  ring(): void;
  /** Shows nothing from now on. */
  end(): void;
}

/**
 * Reads now, and again on rings; `read` resolves to what shows the answer. Rings that come while an answer is awaited are kept
 * for one read after it, so that calls never pile up and a slow answer is shown all the same.
 */
export function createReader(read: () => Promise<() => void>): Reader {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  let isBusy = false;
  let isDue = false;
  const ring = (): void => {
    if (isBusy) isDue = true;
    else timer ??= setTimeout(start, gatherMs);
  };
  const start = (): void => {
    timer = undefined;
    isBusy = true;
    void read().then((show) => {
      if (ended) return;
      isBusy = false;
      show();
      if (isDue) ring();
    });
    isDue = false;
  };
  start();
  return {
    ring,
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
