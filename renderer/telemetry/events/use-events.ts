// The list of events that the address asks for, live: what is recorded meanwhile is counted at most once a second (FD-08).

import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Client } from '../../../main/window/client.ts';
import type { CallInput } from '../../../main/window/contract.ts';
import { useEngine } from '../../bridge/engine.tsx';
import { problemOf } from '../../bridge/use-read.ts';
import { throttled } from '../../parts/throttled.ts';
import { useSource, type TelemetrySource } from '../source.ts';
import { createEventPages, type EventPages, type EventsView } from './event-pages.ts';

/** What the list is asked for, without its place. */
export type EventQuery = Pick<CallInput<'telemetry.list'>, 'filter' | 'sort' | 'descending'>;

/** Events on the screen. */
export interface UsedEvents extends Pick<EventPages, 'see' | 'renew'> {
  readonly view: EventsView;
  /** Changes with each query: a new one begins at the top. */
  readonly query: string;
}

const pauseMs = 1000;
const lookMs = 5000;

/** The events of a query. */
export function useEvents(query: EventQuery): UsedEvents {
  const { client, generation } = useEngine();
  const name = JSON.stringify(query);
  const { list, topics } = useSource();
  const pages = useMemo(() => createFor(client, list, name), [client, list, name]);
  const view = useSyncExternalStore(pages.subscribe, pages.view);
  useEffect(() => {
    pages.see(0, 0);
    const live = throttled(pauseMs, () => void pages.look());
    const ends = topics.map((topic) => client?.on(topic, live.ring));
    // Where nothing rings, it is looked.
    const timer = topics.length === 0 ? setInterval(live.ring, lookMs) : undefined;
    return () => {
      for (const end of ends) end?.();
      clearInterval(timer);
      live.cancel();
    };
  }, [client, generation, pages, topics]);
  return { view, query: name, see: pages.see, renew: pages.renew };
}

function createFor(client: Client | null, list: TelemetrySource['list'], name: string): EventPages {
  const query = JSON.parse(name) as EventQuery;
  return createEventPages({
    async page(ask) {
      if (!client) throw new Error('the line to the engine is not open');
      return client.call(list, { ...query, ...ask });
    },
    problemOf,
  });
}
