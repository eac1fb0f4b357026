// What the office holds for the typed text, as it comes in; newer typing ends older searches.

import { useEffect, useState } from 'react';
import type { CallOutput } from '../../main/window/contract.ts';
import { useEngine } from '../bridge/engine.tsx';
import { search, type Found, type SearchWords } from './search.ts';

const pauseMs = 90;

/** The finds of a text. */
export interface Finds {
  readonly found: readonly Found[];
  readonly isSearching: boolean;
}

const nothing: Finds = { found: [], isSearching: false };

/** Searches for a text once it rests for a moment; `words` must stay the same object. */
export function useFound(text: string, tables: CallOutput<'data.tables'> | null, words: SearchWords): Finds {
  const { client } = useEngine();
  const [state, setState] = useState<Finds & { readonly text: string }>({ ...nothing, text: '' });
  useEffect(() => {
    if (!client || !tables || text === '') return;
    let isOver = false;
    const run = async (): Promise<void> => {
      const places = new Map<string, Found>();
      for await (const some of search({ client, tables, text, words })) {
        if (isOver) return;
        for (const item of some) if (!places.has(item.place)) places.set(item.place, item);
        setState({ text, found: [...places.values()], isSearching: true });
      }
      if (!isOver) setState({ text, found: [...places.values()], isSearching: false });
    };
    const timer = setTimeout(() => void run(), pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client, tables, text, words]);
  if (text === '') return nothing;
  return state.text === text ? state : { found: [], isSearching: true };
}
