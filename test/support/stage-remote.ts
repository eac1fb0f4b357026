// A session of a stage's replica: what it is given, and its way to the hub, in this process or over HTTP.

import { join } from 'node:path';
import { callAddress } from '../../main/remote/address.ts';
import { createCaller, type Repeat } from '../../main/remote/caller.ts';
import { createHttpRemote } from '../../main/remote/http-remote.ts';
import { createTransport, type Transport } from '../../main/remote/transport.ts';
import type { Hub } from '../../main/hub/hub.ts';
import type { ApplyHooks, ErrorPolicy } from '../../main/replica/apply-errors.ts';
import type { Replica } from '../../main/replica/replica.ts';
import type { Waiting } from '../../main/sqlite/transaction.ts';
import type { RemoteOrchestrator, SavedUnsent } from '../../main/sync/orchestrator.ts';
import type { Parameter, SyncType } from '../../main/sync/scope.ts';
import type { OutdatedAction, Phase } from '../../main/sync/session.ts';
import { parametersHash } from '../../main/wire/hash.ts';
import { hideConcord } from './hide-concord.ts';

/** What a session is given beyond the product's defaults. */
export interface SyncOptions {
  readonly type?: SyncType;
  readonly outdated?: OutdatedAction;
  readonly scope?: string;
  readonly parameters?: readonly Parameter[];
  readonly replaces?: boolean;
  readonly from?: readonly string[];
  /** Bearer token (over HTTP only). */
  readonly token?: string;
  readonly hooks?: ApplyHooks;
  readonly errorPolicy?: ErrorPolicy;
  /** Wraps the transport: faults between replica and hub (over HTTP only). */
  readonly wire?: (transport: Transport) => Transport;
  /** Wraps the orchestrator: faults at single steps, in either binding. */
  readonly remote?: (remote: RemoteOrchestrator) => RemoteOrchestrator;
  /** Told of each phase as it begins. */
  readonly enter?: (phase: Phase) => void;
  /** Told of each call that is repeated (over HTTP only). */
  readonly onRepeat?: (repeat: Repeat) => void;
  /** Told before each upload of a part of the rows (ER-07). */
  readonly halved?: (part: { readonly rows: number }) => void;
  /** Told when the session begins anew. */
  readonly mended?: (why: 'replica-behind' | 'hub-restored') => void;
  /** Told of the file in which what waits was saved before an order. */
  readonly saved?: (unsent: SavedUnsent) => void;
  /** Throws to cancel. */
  readonly checkpoint?: () => void;
  /** How long another program's lock is waited for, and who is told. */
  readonly waiting?: Waiting;
  readonly acceptGzip?: boolean;
  readonly batchKb?: number;
}

/** Where a replica finds its hub: in this process, or at an address. */
export type HubPlace = { readonly hub: Hub; readonly url: null } | { readonly url: string };

/** Whose session it is. */
interface Caller {
  readonly name: string;
  readonly folder: string;
  readonly site: () => HubPlace;
  /** `concord` false: it shows itself as a stock client would. */
  readonly options: { readonly concord?: boolean; readonly batchKb?: number };
  readonly replica: Replica;
}

/** Opens the way to the hub for one session. */
export function openRemote(
  { name, site, options: stage, folder, replica }: Caller,
  scope: string,
  options: SyncOptions,
): { remote: RemoteOrchestrator; close(): Promise<void> } {
  const place = site();
  const concord = stage.concord ?? true;
  const sets = [...replica.scopes().map(({ client }) => client.hash), parametersHash(options.parameters ?? [])];
  if (place.url === null) {
    const remote = place.hub.connect({
      user: name,
      device: `${name}-pc`,
      concord,
      scope,
      sets,
      ...(stage.batchKb && { batchKb: stage.batchKb }),
    });
    return { remote, close: () => Promise.resolve() };
  }
  const { signal } = new AbortController();
  const plain = createTransport({
    url: callAddress(place.url, options.parameters ?? []),
    scope,
    seconds: 30,
    signal,
    ...(options.token !== undefined && { token: options.token }),
    onCall: () => undefined,
  });
  const transport = options.wire?.(plain) ?? plain;
  const batchSizeKb = options.batchKb ?? stage.batchKb ?? 2000;
  const caller = createCaller({
    transport: concord ? transport : hideConcord(transport),
    scopeName: scope,
    batchSizeKb,
    acceptGzip: options.acceptGzip ?? false,
    user: name,
    device: `${name}-pc`,
    sets,
    signal,
    onRepeat: (repeat) => options.onRepeat?.(repeat),
  });
  const nothing = (): undefined => undefined;
  const remote = createHttpRemote({
    caller,
    scopeName: scope,
    parameters: options.parameters ?? [],
    batchSizeKb,
    spoolFolder: join(folder, `${name}-spool`),
    enter: nothing,
    sent: nothing,
    announced: nothing,
    arrived: nothing,
    blocked: nothing,
  });
  return { remote, close: () => plain.close() };
}
