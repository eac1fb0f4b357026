// Follows rings at most once in a while, and never loses the last one (DESIGN, Live without jumping).

/** The first call works at once, later ones at most every `pauseMs`; `cancel` forgets what is still to come. */
export function throttled(pauseMs: number, work: () => void): { ring(): void; cancel(): void } {
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ring() {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          last = Date.now();
          work();
        },
        Math.max(0, last + pauseMs - Date.now()),
      );
    },
    cancel: () => clearTimeout(timer),
  };
}
