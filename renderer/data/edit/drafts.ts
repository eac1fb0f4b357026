// Drafts are kept while the window is open: to look at another record, or at another screen, loses nothing that was typed.

import type { TableName } from '../../format/names.ts';
import type { JsonRecord } from '../data-table.ts';
import { keyText } from '../record-key.ts';
import type { Draft } from './draft.ts';

/** The drafts of this window. */
export interface Drafts {
  get(id: string): Draft | null;
  /** Null ends a draft. */
  put(id: string, draft: Draft | null): void;
  /** Ids of drafts in which something was typed; the same object until that changes. */
  touched(): ReadonlySet<string>;
  subscribe(listener: () => void): () => void;
}

const prefix = 'concord.draft ';

/** The name of a record's draft; a null key is that of a new record. */
export function draftId(table: TableName, key: JsonRecord | null): string {
  return `${table.schema}/${table.name}/${key === null ? 'new' : `=${keyText(key)}`}`;
}

/** Drafts in a storage of the browser; what does not fit there is kept until the page is left. */
export function createDrafts(storage: Storage): Drafts {
  const drafts = new Map<string, Draft>(restore(storage));
  const listeners = new Set<() => void>();
  let touched: ReadonlySet<string> = namesOf(drafts);
  return {
    get: (id) => drafts.get(id) ?? null,
    put(id, draft) {
      if (draft) drafts.set(id, draft);
      else drafts.delete(id);
      save(storage, id, draft);
      touched = namesOf(drafts);
      for (const listener of listeners) listener();
    },
    touched: () => touched,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function namesOf(drafts: ReadonlyMap<string, Draft>): ReadonlySet<string> {
  return new Set([...drafts].filter(([, draft]) => Object.keys(draft.values).length > 0).map(([id]) => id));
}

function restore(storage: Storage): [string, Draft][] {
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
  return names.flatMap((name): [string, Draft][] => {
    const text = name.startsWith(prefix) ? storage.getItem(name) : null;
    return text === null ? [] : [[name.slice(prefix.length), JSON.parse(text) as Draft]];
  });
}

function save(storage: Storage, id: string, draft: Draft | null): void {
  try {
    if (draft) storage.setItem(prefix + id, JSON.stringify(draft));
    else storage.removeItem(prefix + id);
  } catch {
    // Full, for a large file: the draft lives on in memory.
    storage.removeItem(prefix + id);
  }
}
