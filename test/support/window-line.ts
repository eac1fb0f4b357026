// A window's line in memory, and calls whose answers are held against the contract.

import { expect, onTestFinished } from 'vitest';
import type { App } from '../../main/app.ts';
import { createClient, type Client } from '../../main/window/client.ts';
import { calls, type CallInput, type CallName, type CallOutput } from '../../main/window/contract.ts';
import { serveCarrier } from '../../main/window/dispatch.ts';
import { carrierPair } from './carrier-pair.ts';

/** Makes one call of the contract; see `checkedCall`. */
export type WindowCall = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>;

/** Tables as calls name them. */
export const tableNamed = (name: string): { name: string; schema: string } => ({ name, schema: '' });

/** A grid's query that shows everything. */
export const everything: Omit<CallInput<'data.place'>, 'table' | 'key'> = {
  filters: [],
  text: '',
  only: 'all',
  sort: [],
};

/** A window's line in memory; it ends with the running test. */
export function connect(app: App, readOnly = false): Client {
  const { near, far } = carrierPair();
  onTestFinished(() => far.close());
  serveCarrier(far, { handlers: app.handlers, rings: app.bell, readOnly });
  return createClient(near);
}

/** One call whose answer must be of the call's shape, with no member that the shape does not name. */
export async function checkedCall<N extends CallName>(
  client: Client,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  const value = await client.call(name, input);
  // A shape passes over members that it does not name: equal means there were none.
  expect(calls[name].output.parse(value)).toStrictEqual(value);
  return value;
}
