// *Test connection*: the way to a hub checked step by step, each told as it begins and ends (PR-01). Changes nothing there.

import { randomUUID } from 'node:crypto';
import { ConcordError, problemFrom, type ProblemCode } from '../sync/problem.ts';
import { readEnsureScopesResponse, writeEnsureScopesRequest } from '../wire/messages/ensure-scopes.ts';
import { steps } from '../wire/steps.ts';
import { scopeFromWire } from '../wire/schema.ts';
import { isTooOld } from '../wire/versions.ts';
import { callAddress, shownAddress } from './address.ts';
import { createLooker } from './caller.ts';
import { countFirst } from './estimate.ts';
import { findComputer, openConnection } from './reach-hub.ts';
import { createTransport } from './transport.ts';

/** The checks in their order. */
export const hubChecks = ['address', 'name', 'answer', 'hub', 'token', 'scope'] as const;

/** One check. */
export type HubCheck = (typeof hubChecks)[number];

/** What a check found; `facts` fill its words. */
export type Finding =
  | { readonly state: 'passed'; readonly facts: Readonly<Record<string, string | number>> }
  | {
      readonly state: 'warned';
      readonly facts: Readonly<Record<string, string | number>>;
      readonly problem: ConcordError;
    }
  | { readonly state: 'failed'; readonly problem: ConcordError };

/** What is tested, and who hears of it. */
export interface HubTest {
  readonly hub: string;
  readonly token: string | null;
  readonly scope: string;
  /** Seconds to wait for a connection, and for an answer. */
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** The hub is asked how many rows a first download would bring (PR-05). */
  readonly counts?: boolean;
  now(): Date;
  begins(check: HubCheck): void;
  ends(check: HubCheck, finding: Finding): void;
}

/** Clocks further apart than this are told. */
const clockMs = 5 * 60_000;

/** Runs the checks up to the first that fails; true if all passed. Throws `cancelled` alone. */
export async function testHub(test: HubTest): Promise<boolean> {
  const pass = (facts: Extract<Finding, { state: 'passed' }>['facts']): Finding => ({ state: 'passed', facts });
  let url: URL | null = null;
  const found = (): URL => {
    if (!url) throw new ConcordError('hub-address-invalid', { url: test.hub });
    return url;
  };
  const works: readonly (readonly [HubCheck, () => Promise<Finding> | Finding])[] = [
    ['address', () => pass({ url: shownAddress((url = callAddress(test.hub, []))) })],
    ['name', async () => pass({ host: found().hostname, address: await findComputer(found()) })],
    ['answer', async () => pass(await reach(found(), test))],
  ];
  for (const [check, work] of works) if (!(await run(test, check, work))) return false;
  return askForScope(test, found());
}

async function run(test: HubTest, check: HubCheck, work: () => Promise<Finding> | Finding): Promise<boolean> {
  test.begins(check);
  try {
    test.ends(check, await work());
    return true;
  } catch (thrown) {
    const problem = coded(thrown);
    if (problem.code === 'cancelled') throw problem;
    test.ends(check, { state: 'failed', problem });
    return false;
  }
}

async function reach(url: URL, { seconds, signal }: HubTest): Promise<Record<string, string | number>> {
  return { ms: await openConnection(url, seconds, signal), secure: url.protocol === 'https:' ? 1 : 0 };
}

/** Problems of the one call that belong to the token, or to the scope; all others say that there is no such hub. */
const blamed: Partial<Record<ProblemCode, HubCheck>> = {
  'hub-credentials': 'token',
  'hub-forbidden': 'token',
  'scope-unknown': 'scope',
  'schema-unsupported': 'scope',
};

/** One call answers three checks: whether it is a hub, whether the token will do, whether it has the scope. */
async function askForScope(test: HubTest, url: URL): Promise<boolean> {
  test.begins('hub');
  const facts: { kind: 'concord' | 'stock' | 'any'; version: string; date: string | null } = {
    kind: 'any',
    version: '',
    date: null,
  };
  const found = await ensureScope(test, url, facts).catch(coded);
  const problem = found instanceof ConcordError ? found : null;
  const blame = problem && (blamed[problem.code] ?? 'hub');
  if (problem?.code === 'cancelled') throw problem;
  // A door that asks for a token first does not show what is behind it.
  if (problem && (blame === 'hub' || blame === 'token')) return fail(test, blame, problem);
  test.ends('hub', withClock(test, facts));
  test.begins('token');
  test.ends('token', { state: 'passed', facts: { given: test.token === null ? 0 : 1 } });
  test.begins('scope');
  if (found instanceof ConcordError) return fail(test, 'scope', found);
  test.ends('scope', { state: 'passed', facts: { scope: test.scope, ...found } });
  return true;
}

function fail(test: HubTest, check: HubCheck, problem: ConcordError): false {
  test.ends(check, { state: 'failed', problem });
  return false;
}

/** How many tables the scope has, and how many rows, where the hub can say. */
async function ensureScope(
  { scope, seconds, signal, token, counts }: HubTest,
  url: URL,
  facts: { kind: 'concord' | 'stock' | 'any'; version: string; date: string | null },
): Promise<{ readonly tables: number; readonly rows?: number }> {
  const transport = createTransport({
    url,
    scope,
    seconds,
    signal,
    onCall: ({ date }) => void (facts.date = date),
    ...(token !== null && { token }),
  });
  try {
    const sessionId = randomUUID();
    const caller = createLooker({ transport, scopeName: scope, url, signal });
    const sc = {
      id: sessionId,
      csid: null,
      sn: scope,
      typ: undefined,
      way: undefined,
      stage: undefined,
      ps: undefined,
      ap: undefined,
      pp: 0,
    };
    const body = writeEnsureScopesRequest({ sc });
    const call = { step: steps.ensureScopes, sessionId, clientId: null, body, mayRepeat: false };
    const { serverscope } = await caller.call({ ...call, read: readEnsureScopesResponse });
    facts.kind = caller.isConcord() ? 'concord' : 'stock';
    facts.version = serverscope.v ?? '';
    if (isTooOld(serverscope.v ?? null)) throw new ConcordError('hub-too-old', { version: facts.version });
    if (serverscope.sch === null || serverscope.s === null) throw new ConcordError('scope-unknown', { scope });
    const tables = scopeFromWire(serverscope).schema.tables.length;
    const rows = counts ? await countFirst(caller, scope).catch(() => null) : null;
    return { tables, ...(rows !== null && { rows }) };
  } finally {
    await transport.close();
  }
}

/** A hub without a date in its answer has no clock to compare. */
function withClock(
  test: HubTest,
  { date, kind, version }: { kind: string; version: string; date: string | null },
): Finding {
  const facts = { kind, version };
  const apart = date === null ? 0 : Math.abs(Date.parse(date) - test.now().getTime());
  if (!(apart > clockMs)) return { state: 'passed', facts };
  return { state: 'warned', facts, problem: new ConcordError('clock-off', { span: spanOf(apart) }) };
}

function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
}

function coded(thrown: unknown): ConcordError {
  if (thrown instanceof ConcordError) return thrown;
  const { message } = problemFrom(thrown);
  return new ConcordError('unexpected', { reason: message });
}
