// Sees that another program has written to the replica: chokidar on FILE and FILE-wal, and a look each second;
// what counts is SQLite's own data version (Decisions 18, PD-07).

import { watch } from 'chokidar';

/** A running watch. */
export interface FileWatch {
  /** Looks now: after a write of one's own there is no need to wait for the file's. */
  look(): void;
  close(): Promise<void>;
}

/** Calls `changed` after any commit of another connection. `version` is asked often and must be cheap. */
export function watchFile(file: string, version: () => number, changed: () => void): FileWatch {
  let known = version();
  const look = (): void => {
    const now = version();
    if (now === known) return;
    known = now;
    changed();
  };
  const watcher = watch([file, `${file}-wal`], { ignoreInitial: true });
  watcher.on('all', look);
  // A network share or a full watch list may bring no events at all.
  watcher.on('error', () => undefined);
  const timer = setInterval(look, 1000);
  timer.unref();
  return {
    look,
    async close() {
      clearInterval(timer);
      await watcher.close();
    },
  };
}
