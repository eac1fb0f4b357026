// A small hub that behaves as a stock server does (WIRE 14.3): sessions by header, rows with time and owner, parts that are
// lost when their apply fails (L1). It keeps rows as JSON and judges nothing, so that a test may make it do anything.

import type { Scope } from '../../main/sync/scope.ts';
import { writeJson } from '../../main/wire/json.ts';
import type { JsonObject, JsonValue, JsonWritable } from '../../main/wire/json-value.ts';
import { writeEnsureScopesResponse } from '../../main/wire/messages/ensure-scopes.ts';
import { bodyHash } from '../../main/wire/hash.ts';
import { parseJson } from '../../main/wire/json.ts';
import { scopeToWire } from '../../main/wire/schema.ts';
import { startHttpServer, type HttpServer, type Reply } from './http-server.ts';
import { reply, type WholeReply } from './replies.ts';
import { createStockRows, type Counts, type DownloadPart, type StockRows, type UploadPart } from './stock-rows.ts';
import { bigOf, memberOf, rowsOf, syncCall, type SyncCall } from './sync-call.ts';

/** Stands before the hub: may let it `work` and answer otherwise, answer alone, or (null) leave it to the hub. */
export type Intercept = (call: SyncCall, work: () => WholeReply) => Reply | null | Promise<Reply | null>;

/** A running hub. What is not readonly may be changed at any time. */
export interface StockHub {
  readonly url: string;
  readonly server: HttpServer;
  readonly rows: StockRows;
  /** Every call, in order of arrival. */
  calls(): readonly SyncCall[];
  /** Answer of step 2. */
  scope: JsonObject;
  /** Answer of step 13. */
  operation: number;
  policy: 0 | 1;
  intercept: Intercept | null;
  /** The session is forgotten, as after a restart. */
  forget(sessionId: string): void;
  /** What a failed apply does to a stock server: the parts received so far are gone (L1). */
  dropParts(sessionId: string): void;
}

/** How a hub begins. */
export interface StockHubOptions {
  readonly scope: JsonObject;
  /** Rows of a download part. */
  readonly rowsAPart?: number;
  /** Shows itself as Concord's and tells what it kept (W-285, W-286). */
  readonly concord?: boolean;
  readonly tls?: { readonly key: string; readonly cert: string };
}

interface Session {
  upload: UploadPart[];
  download: readonly DownloadPart[];
  summary: { readonly rct: bigint; readonly scs: JsonWritable; readonly cca: JsonWritable } | null;
}

/** A scope as it stands in the answer to step 2. */
export function wireScope(scope: Scope): JsonObject {
  const sc = { id: '00000000-0000-0000-0000-000000000000', csid: null, pp: 0 };
  const answer = parseJson(writeEnsureScopesResponse({ sc, serverscope: scopeToWire(scope) }));
  return memberOf(answer, 'serverscope') as JsonObject;
}

/** Starts a hub that ends with the running test. */
export async function startStockHub(options: StockHubOptions): Promise<StockHub> {
  const sessions = new Map<string, Session>();
  const rows = createStockRows(options.scope, options.rowsAPart ?? 1000);
  const work = (call: SyncCall): WholeReply => perform({ hub, sessions, concord: options.concord ?? false }, call);
  const server = await startHttpServer({
    ...(options.tls && { tls: options.tls }),
    async answer(http) {
      const call = syncCall(http);
      return (await hub.intercept?.(call, () => work(call))) ?? reply(work(call));
    },
  });
  const hub: StockHub = {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${server.port}/api/sync`,
    server,
    rows,
    calls: () => server.calls.map(syncCall),
    scope: options.scope,
    operation: 0,
    policy: 0,
    intercept: null,
    forget: (sessionId) => void sessions.delete(sessionId),
    dropParts(sessionId) {
      const session = sessions.get(sessionId);
      if (session) session.upload = [];
    },
  };
  return hub;
}

/** An error as a stock server tells it (W-95). */
export function stockError(typeName: string, message = 'It went wrong.'): WholeReply {
  return {
    status: 400,
    headers: { 'dotmim-sync-error': typeName },
    body: writeJson({ tn: typeName, m: message, n: 0 }),
  };
}

interface Desk {
  readonly hub: StockHub;
  readonly sessions: Map<string, Session>;
  readonly concord: boolean;
}

/** One step (W-26: only step 2 opens a session). */
function perform(desk: Desk, call: SyncCall): WholeReply {
  const { hub, sessions } = desk;
  if (call.step === 2) sessions.set(call.sessionId, { upload: [], download: [], summary: null });
  const session = sessions.get(call.sessionId);
  if (!session) return stockError('HttpSessionLostException', 'The session is lost.');
  const sc = call.message['sc'] as JsonWritable;
  switch (call.step) {
    case 2:
      return answer(desk, call, { sc, serverscope: hub.scope });
    case 13:
      return answer(desk, call, { sc, so: hub.operation });
    case 10:
      return answer(desk, call, { sc, rct: 0, step: 10, scs: { tcs: [] }, cca: { tca: [] } });
    case 4:
      return answer(desk, call, takePart(desk, session, call));
    case 7:
      return answer(desk, call, givePart(desk, session, call));
    case 11:
      return answer(desk, call, endDownload(sc));
    case 14:
      sessions.delete(call.sessionId);
      return answer(desk, call, { sc });
    default:
      return stockError('ArgumentNullException');
  }
}

function answer({ concord }: Desk, call: SyncCall, message: JsonWritable): WholeReply {
  const body = writeJson(message);
  return {
    headers: {
      'dotmim-sync-session-id': call.sessionId,
      'dotmim-sync-serialization-format': 'json',
      'dotmim-sync-hash': bodyHash(body),
      ...(call.step === 2 && { 'set-cookie': '.AspNetCore.Session=CfDJ8J...; path=/; samesite=lax; httponly' }),
      ...(concord && { 'concord-hub': '1' }),
    },
    body,
  };
}

function takePart({ hub, concord }: Desk, session: Session, call: SyncCall): JsonWritable {
  const { message } = call;
  const sc = message['sc'] as JsonWritable;
  const table = memberOf(message, 'changes', 't', 0, 'n');
  if (typeof table === 'string') session.upload.push({ table, rows: rowsOf(message) });
  if (message['islb'] !== true) return { sc, rct: 0, step: 4 };
  const lsst = bigOf(memberOf(message, 'scopeclient', 'lsst'));
  const client = call.clientId;
  const counts = hub.rows.apply(session.upload, { client, lsst, policy: hub.policy });
  session.upload = [];
  const typ = memberOf(message, 'sc', 'typ');
  const all = memberOf(message, 'scopeclient', 'in') === true || typ === 1 || typ === 2;
  const { rct, parts } = hub.rows.select({ client, lsst: all ? null : lsst });
  session.download = parts;
  session.summary = { rct, scs: selectedOf(parts), cca: { tca: counts.map(toWire) } };
  return {
    sc,
    bi: batchInfo(parts),
    step: 10,
    ...session.summary,
    ...(hub.policy === 1 && { crp: 1 }),
    ...(concord && { concord: { refused: [], kept: [] } }),
  };
}

function toWire({ table, state, ...count }: Counts): JsonWritable {
  return { tn: table, sn: '', st: state, ...count };
}

function batchInfo(parts: readonly DownloadPart[]): JsonWritable {
  return {
    dirname: 'shop',
    dir: 'batches',
    ts: 0,
    parts: parts.map(({ table, state, rows }, index) => ({
      file: `${table}_${index}.json`,
      index,
      last: index === parts.length - 1,
      rc: rows.length,
      tn: table,
      ts: '',
      state,
    })),
    count: parts.reduce((sum, part) => sum + part.rows.length, 0),
  };
}

function selectedOf(parts: readonly DownloadPart[]): JsonWritable {
  const of = (table: string, state: 8 | 16): number =>
    parts.reduce((sum, part) => (part.table === table && part.state === state ? sum + part.rows.length : sum), 0);
  const tables = [...new Set(parts.map((part) => part.table))];
  return { tcs: tables.map((n) => ({ n, s: '', d: of(n, 8), u: of(n, 16) })) };
}

function givePart({ hub }: Desk, session: Session, call: SyncCall): JsonWritable {
  const index = Number(call.message['bireq']);
  const part = session.download[index];
  const changes = part && { t: [hub.rows.container(part)] };
  const last = index === session.download.length - 1;
  const { rct = 0n, scs = null, cca = null } = session.summary ?? {};
  return {
    ss: last ? 7 : 8,
    sc: call.message['sc'] as JsonValue,
    bi: index,
    bc: session.download.length,
    islb: last,
    rct,
    changes: changes ?? null,
    scs,
    cca,
    policy: hub.policy,
  };
}

function endDownload(sc: JsonWritable): JsonWritable {
  return { ss: 11, sc, bi: 0, bc: 0, islb: false, rct: 0, changes: null, scs: null, cca: null, policy: 0 };
}
