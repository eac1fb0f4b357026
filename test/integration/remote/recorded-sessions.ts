// A replica in the state in which a recording begins, then in session with the recorded server.

import type { App } from '../../../main/app.ts';
import { parseJson } from '../../../main/wire/json.ts';
import { openTestApp, sync } from '../../support/replica-app.ts';
import { comparable, type Comparable } from '../../support/recorded-calls.ts';
import { playback, recordedScope, recordedSessions, type RecordedSession } from '../../support/recorded-hub.ts';
import { guid, shopRows, type RowsByTable } from '../../support/shop.ts';
import { startStockHub, type StockHub } from '../../support/stock-hub.ts';
import { bigOf, memberOf } from '../../support/sync-call.ts';

/** The recordings that are replayed against the agent. */
export const played = [
  'first-sync',
  'incremental',
  'batches',
  'two-scopes',
  'types',
  'snapshot',
  'row-error',
  'error',
  'conflict-server-wins',
  'conflict-client-wins',
  'reinitialize',
  'reinitialize-with-upload',
  'outdated',
  'operation-1-reinitialize',
  'operation-2-reinitialize-with-upload',
  'operation-4-drop-all-and-sync',
  'operation-8-drop-all-and-exit',
  'operation-16-deprovision-and-sync',
  'operation-32-abort',
] as const;

/** The others, and why not. */
export const notPlayed = {
  estimate: 'the agent does not ask step 6',
  'changes-only': 'the agent applies what it fetches',
  timestamp: 'the agent does not ask step 12',
  filter: 'the app knows no parameters yet',
} as const;

/** One of them. */
export type Played = (typeof played)[number];

/** A replica and the recorded server. */
export interface Recording {
  readonly app: App;
  readonly hub: StockHub;
  readonly file: string;
  readonly sessions: readonly RecordedSession[];
  /** Requests of the run since the recording began to play. */
  asked(): Comparable[];
  /** The recorded requests of these sessions, all by default. */
  recorded(...sessions: readonly number[]): Comparable[];
}

/** The same shop after the recording `incremental`. */
export const laterShopRows: RowsByTable = {
  customer: shopRows['customer']?.map((row) => (row[1] === 'c1' ? [guid(1), 'Ann', 1.1, false] : row)) ?? [],
  orders: [
    [1, guid(1), 'client'],
    [3, guid(1), 'server'],
    [5, guid(1), 'counted'],
    [6, guid(1), 'o6'],
    [100, guid(2), 'Zoë 😀'],
    [200, null, 'new server'],
  ],
};

/** A new replica that meets the recording's sessions, one after the other. */
export async function playNew(file: Played): Promise<Recording> {
  const sessions = recordedSessions(file);
  const hub = await startStockHub({ scope: recordedScope(sessions[0]) });
  const app = await openTestApp({ hub: hub.url });
  return begin({ app, hub, sessions });
}

/** A replica that has had a first session with these rows, at the hub time from which the recording goes on. */
export async function playAfter(file: Played, rows: RowsByTable): Promise<Recording> {
  const sessions = recordedSessions(file);
  const scope = recordedScope(sessions[0]);
  const hub = await startStockHub({ scope: { ...scope, lst: null } });
  for (const [table, cells] of Object.entries(rows)) hub.rows.put(table, ...cells);
  hub.rows.setTime(startOf(sessions));
  const app = await openTestApp({ hub: hub.url });
  const { result } = await sync(app);
  if (result !== 'done') throw new Error(`the first session ${result}`);
  return begin({ app, hub, sessions });
}

/** The same replica goes on with another recording. */
export function goOn(play: Recording, file: Played): Recording {
  return begin({ ...play, sessions: recordedSessions(file) });
}

function begin({ app, hub, sessions }: Pick<Recording, 'app' | 'hub' | 'sessions'>): Recording {
  const before = hub.calls().length;
  hub.intercept = playback(sessions);
  return {
    app,
    hub,
    file: app.replica.file,
    sessions,
    asked: () => comparable(hub.calls().slice(before)),
    recorded: (...numbers) =>
      comparable(
        sessions
          .filter((_, at) => numbers.length === 0 || numbers.includes(at))
          .flat()
          .map((exchange) => exchange.request),
      ),
  };
}

/** The hub's time that the recorded client had before. */
function startOf(sessions: readonly RecordedSession[]): bigint {
  const operation = sessions[0]?.find((exchange) => exchange.step === 13);
  return bigOf(memberOf(parseJson(operation?.request.body ?? 'null'), 'scopeclient', 'lsst')) ?? 1n;
}
