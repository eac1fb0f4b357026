// What the hub notes of its clients, written together a moment later: an idle session costs no disk (W-111, W-193).

import type { Parameter } from '../../sync/scope.ts';
import type { ClientNote, ClientRow } from './store.ts';

/** Notes that are not written yet. */
export interface ClientNotes {
  add(note: ClientNote): void;
  /** Stored rows with the waiting notes laid over them; read once more if notes were written meanwhile. */
  over(read: () => readonly ClientRow[] | Promise<readonly ClientRow[]>): Promise<ClientRow[]>;
  /** Writes what waits; resolves when it is written. */
  flush(): Promise<void>;
  /** Writes all that waits; nothing is noted any more. */
  close(): Promise<void>;
}

/** `write` stores notes in one transaction, in this order; one such transaction runs at a time. `at` tells the time. */
export function createClientNotes(parts: {
  write(notes: readonly ClientNote[]): Promise<void>;
  at(): string;
  failed(thrown: unknown): void;
}): ClientNotes {
  const waiting = new Map<string, ClientNote>();
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  const writeWaiting = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (waiting.size === 0) return;
    // Two hub processes that note the same clients must not wait for each other; those of one client stay as they came, since
    // one may end what an earlier one began.
    const notes = [...waiting.values()].toSorted(
      (a, b) => Number(a.sender.id > b.sender.id) - Number(a.sender.id < b.sender.id),
    );
    await parts.write(notes);
    for (const note of notes) if (waiting.get(name(note)) === note) waiting.delete(name(note));
  };
  const flush = (): Promise<void> => {
    const done = running.then(writeWaiting);
    running = done.catch(() => undefined);
    return done;
  };
  return {
    add(note) {
      const before = waiting.get(name(note));
      const heardUpTo = note.heardUpTo ?? before?.heardUpTo ?? null;
      const left = note.left ?? before?.left;
      waiting.set(name(note), { ...note, heardUpTo, ...(left && { left }) });
      timer ??= setTimeout(() => void flush().catch((thrown: unknown) => parts.failed(thrown)), 50);
    },
    async over(read) {
      let before: readonly string[];
      let rows: readonly ClientRow[];
      do {
        before = [...waiting.keys()];
        rows = await read();
      } while (before.some((key) => !waiting.has(key)));
      const newer = new Map([...waiting].map(([key, note]) => [key, rowOf(note, parts.at())]));
      const keyOf = (row: ClientRow): string => nameOf(row.id, row.scopeName, row.hash);
      const stored = new Map(rows.map((row) => [keyOf(row), row]));
      const kept = rows.filter((row) => !newer.has(keyOf(row)));
      const heardUpTo = (row: ClientRow): bigint | null => row.heardUpTo ?? stored.get(keyOf(row))?.heardUpTo ?? null;
      return [...kept, ...[...newer.values()].map((row) => ({ ...row, heardUpTo: heardUpTo(row) }))];
    },
    flush,
    // What is noted while others are written must not be left to a timer.
    async close() {
      do await flush();
      while (waiting.size > 0);
      if (timer) clearTimeout(timer);
    },
  };
}

function rowOf({ scope, sender, left: _left, ...note }: ClientNote, syncedAt: string): ClientRow {
  const { concord: _, ...client } = sender;
  return { ...client, scopeName: scope.name, ...note, syncedAt };
}

/** Parameters as both stores keep them: JSON, whole numbers beyond 2^53 as texts. */
export function parametersText(parameters: readonly Parameter[]): string {
  return JSON.stringify(parameters, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

function name({ scope, sender }: ClientNote): string {
  return nameOf(sender.id, scope.name, sender.hash);
}

function nameOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
