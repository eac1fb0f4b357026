// A Concord hub as whoever manages it reaches it from here: its door for admin tokens, every answer checked (HB-03, HB-04).

import { request } from 'undici';
import type { z } from 'zod';
import { ConcordError, problemTable, restoreProblem, type ProblemCode } from '../sync/problem.ts';
import { hubCleanedUp, hubCleanUpPlan, hubCleanUps, type cleanUpWish } from '../wire/admin/clean-up.ts';
import { hubClients } from '../wire/admin/clients.ts';
import { hubErrors, hubErrorsDone, type hubErrorWish } from '../wire/admin/refusals.ts';
import { hubFeed } from '../wire/admin/feed.ts';
import { done, hubOrders, orderedClients, type orderWish } from '../wire/admin/orders.ts';
import { hubSnapshots, startedSnapshot, type snapshotWish } from '../wire/admin/snapshots.ts';
import {
  exportPart,
  exportPlan,
  hubTelemetry,
  telemetryChoices,
  telemetryPage,
  type exportChoice,
  type exportPartQuery,
  type telemetryQuery,
} from '../wire/admin/telemetry.ts';
import { adminFault, hubState } from '../wire/admin/state.ts';
import { hubToken, hubTokens, madeHubToken, type tokenWish } from '../wire/admin/tokens.ts';
import { callAddress } from './address.ts';
import { answerFailure, transportFailure } from './failure.ts';

/** Which hub, and by which token. */
export interface AdminLine {
  readonly hub: string;
  readonly token: string;
  readonly seconds: number;
}

/** The hub's door. Every call throws a ConcordError: `hub-forbidden` where the token is no admin's. */
export interface HubAdmin {
  state(): Promise<z.output<typeof hubState>>;
  clients(): Promise<z.output<typeof hubClients>>;
  tokens(): Promise<z.output<typeof hubTokens>>;
  makeToken(wish: z.input<typeof tokenWish>): Promise<z.output<typeof madeHubToken>>;
  revokeToken(no: number): Promise<void>;
  orders(): Promise<z.output<typeof hubOrders>>;
  order(wish: z.input<typeof orderWish>): Promise<z.output<typeof orderedClients>>;
  /** Throws `order-over` for one that is carried out. */
  withdrawOrder(no: number): Promise<void>;
  /** What a clean-up would do that gives up clients silent for more days; null = nobody. */
  planCleanUp(dropSilentDays: number | null): Promise<z.output<typeof hubCleanUpPlan>>;
  /** Throws `clean-up-changed` where others would be left behind than those named. */
  cleanUp(wish: z.input<typeof cleanUpWish>): Promise<z.output<typeof hubCleanedUp>>;
  cleanUps(): Promise<z.output<typeof hubCleanUps>>;
  /** Refused rows that the hub keeps. */
  errors(): Promise<z.output<typeof hubErrors>>;
  retryErrors(wish: z.input<typeof hubErrorWish>): Promise<z.output<typeof hubErrorsDone>>;
  forgetErrors(wish: z.input<typeof hubErrorWish>): Promise<z.output<typeof hubErrorsDone>>;
  feed(): Promise<z.output<typeof hubFeed>>;
  /** What the hub records of its clients' sessions; where it records nothing, the next four throw `not-supported`. */
  telemetry(): Promise<z.output<typeof hubTelemetry>>;
  telemetryChoices(): Promise<z.output<typeof telemetryChoices>>;
  telemetryEvents(query: z.input<typeof telemetryQuery>): Promise<z.output<typeof telemetryPage>>;
  telemetryExport(choice: z.input<typeof exportChoice>): Promise<z.output<typeof exportPlan>>;
  telemetryPart(query: z.input<typeof exportPartQuery>): Promise<z.output<typeof exportPart>>;
  snapshots(): Promise<z.output<typeof hubSnapshots>>;
  makeSnapshot(wish: z.input<typeof snapshotWish>): Promise<z.output<typeof startedSnapshot>>;
  /** Throws `snapshot-unknown`, as the next one does. */
  deleteSnapshot(no: number): Promise<void>;
  cancelSnapshot(making: number): Promise<void>;
}

const largest = 16 * 1024 * 1024;

/** What reads or writes much may take so many times as long. */
const slowness = 12;

/** Opens nothing yet: each call is one request. */
export function openHubAdmin(line: AdminLine): HubAdmin {
  const slow = { ...line, seconds: line.seconds * slowness };
  return {
    state: () => ask(line, { path: 'admin', schema: hubState }),
    clients: () => ask(line, { path: 'admin/clients', schema: hubClients }),
    tokens: () => ask(line, { path: 'admin/tokens', schema: hubTokens }),
    makeToken: (wish) => ask(line, { method: 'POST', path: 'admin/tokens', body: wish, schema: madeHubToken }),
    async revokeToken(no) {
      await ask(line, { method: 'DELETE', path: `admin/tokens/${no}`, schema: hubToken });
    },
    orders: () => ask(line, { path: 'admin/orders', schema: hubOrders }),
    order: (wish) => ask(line, { method: 'POST', path: 'admin/orders', body: wish, schema: orderedClients }),
    async withdrawOrder(no) {
      await ask(line, { method: 'DELETE', path: `admin/orders/${no}`, schema: done });
    },
    planCleanUp: (days) =>
      ask(slow, {
        path: 'admin/clean-up',
        query: days === null ? {} : { dropSilentDays: String(days) },
        schema: hubCleanUpPlan,
      }),
    cleanUp: (wish) => ask(slow, { method: 'POST', path: 'admin/clean-up', body: wish, schema: hubCleanedUp }),
    cleanUps: () => ask(line, { path: 'admin/clean-ups', schema: hubCleanUps }),
    errors: () => ask(line, { path: 'admin/errors', schema: hubErrors }),
    retryErrors: (wish) => ask(line, { method: 'POST', path: 'admin/errors/retry', body: wish, schema: hubErrorsDone }),
    forgetErrors: (wish) =>
      ask(line, { method: 'POST', path: 'admin/errors/forget', body: wish, schema: hubErrorsDone }),
    feed: () => ask(line, { path: 'admin/feed', schema: hubFeed }),
    telemetry: () => ask(line, { path: 'admin/telemetry', schema: hubTelemetry }),
    telemetryChoices: () => ask(line, { path: 'admin/telemetry/choices', schema: telemetryChoices }),
    telemetryEvents: (query) =>
      ask(slow, { method: 'POST', path: 'admin/telemetry/events', body: query, schema: telemetryPage }),
    telemetryExport: (choice) =>
      ask(slow, { method: 'POST', path: 'admin/telemetry/export', body: choice, schema: exportPlan }),
    telemetryPart: (query) =>
      ask(slow, { method: 'POST', path: 'admin/telemetry/export/part', body: query, schema: exportPart }),
    snapshots: () => ask(line, { path: 'admin/snapshots', schema: hubSnapshots }),
    makeSnapshot: (wish) => ask(line, { method: 'POST', path: 'admin/snapshots', body: wish, schema: startedSnapshot }),
    async deleteSnapshot(no) {
      await ask(line, { method: 'DELETE', path: `admin/snapshots/${no}`, schema: done });
    },
    async cancelSnapshot(making) {
      await ask(line, { method: 'DELETE', path: `admin/snapshots/making/${making}`, schema: done });
    },
  };
}

interface Asking<T> {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly schema: z.ZodType<T>;
}

async function ask<T>(
  { hub, token, seconds }: AdminLine,
  { method = 'GET', path, query = {}, body, schema }: Asking<T>,
): Promise<T> {
  const url = callAddress(hub, []);
  url.pathname += path;
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
  const { status, text, retryAfter } = await exchange(url, seconds, {
    method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (status !== 200) throw faultOf(text) ?? refusal({ status, text, retryAfter }, url);
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) throw new ConcordError('hub-answer-broken', {}, parsed.error.message);
  return parsed.data;
}

interface Plain {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

type Options = NonNullable<Parameters<typeof request>[1]>;

async function exchange(url: URL, seconds: number, options: Options): Promise<Plain> {
  try {
    const answer = await request(url, { ...options, signal: AbortSignal.timeout(seconds * 1000) });
    const text = await answer.body.text();
    if (text.length > largest) throw new ConcordError('hub-answer-broken', {}, 'the answer is too large');
    const retryAfter = answer.headers['retry-after'];
    return { status: answer.statusCode, text, retryAfter: typeof retryAfter === 'string' ? retryAfter : null };
  } catch (thrown) {
    if (thrown instanceof ConcordError) throw thrown;
    if (thrown instanceof Error && thrown.name === 'TimeoutError') throw new ConcordError('hub-no-answer', { seconds });
    throw transportFailure(thrown, { url, seconds }).problem;
  }
}

function refusal({ status, text, retryAfter }: Plain, url: URL): ConcordError {
  return answerFailure({ status, text, retryAfter, typeName: null, location: null }, { url, scope: '' }).problem;
}

/** A refusal that the hub has put in words of ours. */
function faultOf(text: string): ConcordError | null {
  const { data } = adminFault.safeParse(jsonOf(text));
  if (!data) return null;
  const { code, message } = data.error;
  return isKnown(code) ? restoreProblem({ code, message }) : new ConcordError('hub-refused', { reason: message });
}

function isKnown(code: string): code is ProblemCode {
  return code in problemTable;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
