// The engine's own thread: the app behind a message port, so that no window ever waits for the disk (law 6).

import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { createApp } from './app.ts';
import type { AppConfig } from './config.ts';
import { problemFrom } from './sync/problem.ts';
import type { Carrier } from './window/carrier.ts';
import { serveCarrier } from './window/dispatch.ts';

/** What the thread is told: a line to serve, or to end. */
export type EngineOrder = { readonly serve: MessagePort; readonly readOnly: boolean } | { readonly end: true };

/** What the thread tells: it is open, it could not open, it has ended. */
export type EngineNews =
  { readonly open: true } | { readonly failed: ReturnType<typeof problemFrom> } | { readonly ended: true };

const port = parentPort;
if (port) void run(port, workerData as AppConfig);

async function run(line: MessagePort, config: AppConfig): Promise<void> {
  const tell = (news: EngineNews): void => line.postMessage(news);
  try {
    const app = await createApp(config);
    line.on('message', (order: EngineOrder) => {
      if ('serve' in order)
        serveCarrier(portCarrier(order.serve), { handlers: app.handlers, rings: app.bell, readOnly: order.readOnly });
      else void app.close().then(() => tell({ ended: true }));
    });
    tell({ open: true });
  } catch (thrown) {
    tell({ failed: problemFrom(thrown) });
  }
}

/** A carrier over a message port between threads. */
function portCarrier(own: MessagePort): Carrier {
  return {
    post: (message) => own.postMessage(message),
    receive: (handler) => void own.on('message', handler),
    closed: (handler) => void own.once('close', handler),
  };
}
