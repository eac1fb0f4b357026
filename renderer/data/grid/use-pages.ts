// The pages of the query that the address asks for, live: at most once a second they follow what is written elsewhere.

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Client } from '../../../main/window/client.ts';
import type { CallInput } from '../../../main/window/contract.ts';
import { useEngine } from '../../bridge/engine.tsx';
import { problemOf } from '../../bridge/use-read.ts';
import { throttled } from '../../parts/throttled.ts';
import { createPages, type Pages, type PagesView } from './pages.ts';

/** What a page is asked for, without its place. */
export type GridQuery = Omit<CallInput<'data.page'>, 'limit' | 'offset'>;

/** Pages on the screen. */
export interface UsedPages extends Pick<Pages, 'see' | 'refresh' | 'place'> {
  readonly view: PagesView;
  /** True while the rows still shown are those of the query before. */
  readonly isOld: boolean;
  /** Changes with each query: a new one begins at the top. */
  readonly query: string;
}

const pauseMs = 1000;

/** The pages of a query. */
export function usePages(query: GridQuery): UsedPages {
  const { client, generation } = useEngine();
  const name = JSON.stringify(query);
  const pages = useMemo(() => createFor(client, name), [client, name]);
  const view = useSyncExternalStore(pages.subscribe, pages.view);
  const last = useLastReady(view, JSON.stringify(query.table));
  useEffect(() => {
    pages.see(0, 0);
    const live = throttled(pauseMs, () => void pages.refresh());
    const end = client?.on('data', live.ring);
    return () => {
      end?.();
      live.cancel();
    };
  }, [client, generation, pages]);
  const isOld = !view.isReady && last !== null && view.problem === null;
  return { view: isOld ? last : view, isOld, query: name, see: pages.see, refresh: pages.refresh, place: pages.place };
}

/** What was last shown of the same table. */
function useLastReady(view: PagesView, table: string): PagesView | null {
  const [kept, setKept] = useState<{ readonly table: string; readonly view: PagesView } | null>(null);
  if (view.isReady && (kept?.view !== view || kept.table !== table)) setKept({ table, view });
  return kept?.table === table ? kept.view : null;
}

function createFor(client: Client | null, name: string): Pages {
  const query = JSON.parse(name) as GridQuery;
  const ask = (): Client => {
    if (!client) throw new Error('the line to the engine is not open');
    return client;
  };
  return createPages({
    page: async (offset, limit) => ask().call('data.page', { ...query, limit, offset }),
    place: async (key) => (await ask().call('data.place', { ...query, key: { ...key } })).at,
    problemOf,
  });
}
