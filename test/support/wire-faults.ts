// Faults between replica and hub: calls that are lost before or after the hub has worked, cut, refused; and parts
// that are spoilt on their way.

import { CallFailure } from '../../main/remote/failure.ts';
import type { Answer, Transport } from '../../main/remote/transport.ts';
import type { Row } from '../../main/sync/cell.ts';
import type { RemoteOrchestrator, RowBatch } from '../../main/sync/orchestrator.ts';
import { ConcordError } from '../../main/sync/problem.ts';

/** A call over the wire as a fault sees it. */
export interface WireCall {
  readonly step: number;
  /** How many calls of this step there were before, repeats included. */
  readonly before: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Passes the call on, as it is or changed. */
  send(change?: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> }): Promise<Answer>;
}

/** What happens to a call. */
export type Fault = (call: WireCall) => Promise<Answer>;

/** A transport whose calls go through a fault where `fits` says so. */
export function wireFault(fits: (call: WireCall) => boolean, fault: Fault): (transport: Transport) => Transport {
  return (transport) => {
    const counts = new Map<number, number>();
    return {
      ...transport,
      post(body, headers, ...more) {
        const step = Number(headers['dotmim-sync-step']);
        const before = counts.get(step) ?? 0;
        counts.set(step, before + 1);
        const call: WireCall = {
          step,
          before,
          body,
          headers,
          send: (change) => transport.post(change?.body ?? body, change?.headers ?? headers, ...more),
        };
        return fits(call) ? fault(call) : call.send();
      },
    };
  };
}

/** The n-th call of a step, from 0. */
export function nth(step: number, n = 0): (call: WireCall) => boolean {
  return (call) => call.step === step && call.before === n;
}

/** The first of the calls that fit. */
export function once(fits: (call: WireCall) => boolean): (call: WireCall) => boolean {
  let done = false;
  return (call) => {
    if (done || !fits(call)) return false;
    done = true;
    return true;
  };
}

/** The part of an upload that asks for the summary. */
export function lastPart(call: WireCall): boolean {
  return call.step === 4 && /"islb":true/.test(call.body);
}

/** The first call of every step. */
export function everyStepOnce(call: WireCall): boolean {
  return call.before === 0;
}

const lost = (): CallFailure => new CallFailure(new ConcordError('hub-unreachable', { url: 'test' }, 'lost'), true, 0);

/** The request never arrives. */
export const lostBefore: Fault = () => Promise.reject(lost());

/** The hub has worked; its answer never arrives. */
export const lostAfter: Fault = async (call) => {
  await call.send();
  throw lost();
};

/** A proxy says 503 without asking the hub. */
export const unavailable: Fault = () =>
  Promise.reject(new CallFailure(new ConcordError('hub-busy', { status: 503 }, '503'), true, 0));

/** The answer breaks off in its middle. */
export const cut: Fault = async (call) => {
  const answer = await call.send();
  return { ...answer, text: answer.text.slice(0, answer.text.length / 2) };
};

/** The hub does not know the session id. */
export const foreignSession: Fault = (call) =>
  call.send({ headers: { ...call.headers, 'dotmim-sync-session-id': '00000000-0000-4000-8000-000000000000' } });

/** Counts the calls of each step. */
export function countCalls(calls: Map<number, number>): (transport: Transport) => Transport {
  return wireFault(
    () => true,
    (call) => {
      calls.set(call.step, (calls.get(call.step) ?? 0) + 1);
      return call.send();
    },
  );
}

/** Rows of the download are changed on their way to the apply, in either binding (CONFORMANCE 8.2). */
export function spoilRows(
  change: (row: Row, batch: RowBatch) => Row,
): (remote: RemoteOrchestrator) => RemoteOrchestrator {
  return (remote) => ({
    ...remote,
    async sendChanges(request) {
      const answer = await remote.sendChanges(request);
      return {
        ...answer,
        download() {
          const download = answer.download();
          return {
            ...download,
            async read(part) {
              const batch = await download.read(part);
              return { ...batch, rows: batch.rows.map((row) => change(row, batch)) };
            },
          };
        },
      };
    },
  });
}

/** Parts and rows of the download come last first. */
export function reverseRows(remote: RemoteOrchestrator): RemoteOrchestrator {
  return {
    ...remote,
    async sendChanges(request) {
      const answer = await remote.sendChanges(request);
      return {
        ...answer,
        download() {
          const download = answer.download();
          return {
            ...download,
            parts: download.parts.toReversed(),
            async read(part) {
              const batch = await download.read(part);
              return { ...batch, rows: batch.rows.toReversed(), ...(batch.by && { by: batch.by.toReversed() }) };
            },
          };
        },
      };
    },
  };
}
