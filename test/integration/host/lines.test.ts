// A browser's socket and its line to the engine: what one says the other hears, and they end together (CL-06).

import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { dialled, enter } from '../../support/browser-request.ts';
import { openTestHost } from './host.ts';

const ended = (line: { closed(handler: () => void): void }): Promise<void> =>
  new Promise((resolve) => line.closed(resolve));

test('messages pass both ways, in order; each window has a line of its own', async () => {
  const { address, engineEnds } = await openTestHost();
  const cookie = await enter(address);
  const [one, two] = [await dialled(address, cookie), await dialled(address, cookie)];
  const [first, second] = engineEnds;
  const heard: string[] = [];
  const done = new Promise<void>((resolve) =>
    first?.receive((message) => {
      heard.push(message);
      if (heard.length === 100) resolve();
    }),
  );
  for (let n = 0; n < 100; n++) one.send(`${n} é`);
  await done;
  expect(heard).toEqual(Array.from({ length: 100 }, (_, n) => `${n} é`));
  second?.post('for two');
  const [message] = (await once(two, 'message')) as [Buffer];
  expect(String(message)).toBe('for two');
});

test('an engine’s line that closes closes its socket, and no other (CL-06)', async () => {
  const { address, engineEnds } = await openTestHost();
  const cookie = await enter(address);
  const [one, two] = [await dialled(address, cookie), await dialled(address, cookie)];
  engineEnds[0]?.close();
  await once(one, 'close');
  expect(two.readyState).toBe(WebSocket.OPEN);
  // The page comes back at once and is given a new line.
  await dialled(address, cookie);
  expect(engineEnds).toHaveLength(3);
});

test('a window that goes closes its line to the engine', async () => {
  const { address, engineEnds } = await openTestHost();
  const socket = await dialled(address, await enter(address));
  const closed = ended(engineEnds[0] ?? { closed: () => undefined });
  socket.terminate();
  await closed;
});

test('a message that is no WebSocket’s ends that window’s line and nothing else', async () => {
  const { address, engineEnds } = await openTestHost();
  const cookie = await enter(address);
  const [good, bad] = [await dialled(address, cookie), await dialled(address, cookie)];
  const closed = ended(engineEnds[1] ?? { closed: () => undefined });
  bad.on('error', () => undefined);
  // A frame with reserved bits set, past the library that would never send one.
  (bad as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  await closed;
  good.send('still here');
  expect(await new Promise((resolve) => engineEnds[0]?.receive(resolve))).toBe('still here');
});

test('the host’s end closes every line and frees its port', async () => {
  const host = await openTestHost();
  const socket = await dialled(host.address, await enter(host.address));
  const closed = [ended(host.engineEnds[0] ?? { closed: () => undefined }), once(socket, 'close')];
  await host.close();
  await Promise.all(closed);
  const again = await openTestHost({ port: Number(new URL(host.address).port) });
  expect(new URL(again.address).port).toBe(new URL(host.address).port);
});

test('a port in use is told with its number (port-in-use)', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await expect(openTestHost({ port })).rejects.toMatchObject({
    code: 'port-in-use',
    message: `Port ${port} is in use.`,
  });
});
