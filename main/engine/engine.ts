// The engine's own thread: the app behind a message port, so that no window ever waits for the disk (law 6). Without a
// replica it serves the first start, and on the same lines the app as soon as there is one.

import { existsSync } from 'node:fs';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { createApp, type App } from '../app.ts';
import { closedHandlers } from './closed-handlers.ts';
import type { AppConfig, EngineConfig } from '../config.ts';
import { createDemonstration, type Demonstration } from '../office/demonstration.ts';
import { createFirstStart, type FirstStart, type FirstStartConfig } from './first-start.ts';
import { readUnfinished } from '../replica/place.ts';
import { createBell, type Bell } from '../wiring/rings.ts';
import { problemFrom } from '../sync/problem.ts';
import type { Carrier } from '../window/carrier.ts';
import { topics, type Handlers } from '../window/contract.ts';
import { serveCarrier } from '../window/dispatch.ts';

/** What the thread is told: a line to serve, or to end. */
export type EngineOrder = { readonly serve: MessagePort; readonly readOnly: boolean } | { readonly end: true };

/** What the thread tells: it is open, it could not open, it has ended; and what a first start has come to. */
export type EngineNews =
  | { readonly open: true }
  | { readonly failed: ReturnType<typeof problemFrom> }
  | { readonly ended: true }
  | FirstStartNews;

/** A first download begins in `begun`; a replica is whole and open with `filled`; a demonstration lies in `scratch`. */
export type FirstStartNews =
  | { readonly begun: string }
  | { readonly filled: AppConfig }
  | NewToken
  | { readonly scratch: string }
  | { readonly lost: string };

/** Another token was given for the hub of this replica; undefined = none any more. */
export interface NewToken {
  readonly newToken: string | undefined;
  readonly file: string;
}

/** What answers the windows now. */
interface Desk {
  handlers: Handlers;
  app: App | null;
  close(): Promise<void>;
}

const port = parentPort;
if (port) void run(port, workerData as EngineConfig);

async function run(line: MessagePort, config: EngineConfig): Promise<void> {
  const tell = (news: EngineNews): void => line.postMessage(news);
  const bell = createBell();
  try {
    const desk = needsFirstStart(config) ? openFirstStart({ config, bell, tell }) : await openApp(config, bell, tell);
    const door = {
      rings: bell,
      get handlers() {
        return desk.handlers;
      },
    };
    line.on('message', (order: EngineOrder) => {
      if ('end' in order) return void desk.close().then(() => tell({ ended: true }));
      serveCarrier(
        portCarrier(order.serve),
        Object.create(door, { readOnly: { value: order.readOnly } }) as typeof door,
      );
    });
    tell({ open: true });
  } catch (thrown) {
    tell({ failed: problemFrom(thrown) });
  }
}

/** A named file that is there is opened, unless its first download was interrupted. */
function needsFirstStart(config: EngineConfig): config is FirstStartConfig {
  if (!config.setup) return false;
  const { file } = config;
  return file === undefined || !existsSync(file) || readUnfinished(file) !== null;
}

async function openApp(
  { file = '', setup, ...config }: EngineConfig,
  bell: Bell,
  tell: (news: NewToken) => void,
): Promise<Desk> {
  const keepsTokens = setup?.keepsTokens ?? false;
  const tokenChanged = (newToken: string | undefined): void => tell({ newToken, file });
  const app = await createApp({ ...config, file, keepsTokens, tokenChanged }, bell);
  return { handlers: app.handlers, app, close: () => app.close() };
}

/** The first start, and behind it the app once there is one. */
function openFirstStart({
  config,
  bell,
  tell,
}: {
  readonly config: FirstStartConfig;
  readonly bell: Bell;
  tell(news: FirstStartNews): void;
}): Desk {
  const open = async (app: AppConfig): Promise<void> => {
    const tokenChanged = (newToken: string | undefined): void => tell({ newToken, file: app.file });
    desk.app = await createApp({ ...app, keepsTokens: config.setup.keepsTokens, tokenChanged }, bell);
    desk.handlers = desk.app.handlers;
    bell.ring(...topics);
  };
  const start: FirstStart = createFirstStart({
    config,
    bell,
    begun: (file) => tell({ begun: file }),
    async filled(app) {
      await open(app);
      tell({ filled: app });
    },
  });
  const demo: Demonstration = createDemonstration({
    user: config.user,
    device: config.device,
    client: config.client ?? 'cli',
    made: (folder) => tell({ scratch: folder }),
    changed: () => bell.ring('setup'),
    opened: open,
    failed: (thrown) => tell({ lost: problemFrom(thrown).message }),
  });
  const { user, device, token } = config;
  const desk: Desk = {
    handlers: closedHandlers({ user, device, token, start, demo }),
    app: null,
    async close() {
      await start.close();
      await desk.app?.close();
      await demo.close();
      bell.close();
    },
  };
  return desk;
}

/** A carrier over a message port between threads. */
function portCarrier(own: MessagePort): Carrier {
  return {
    post: (message) => own.postMessage(message),
    receive: (handler) => void own.on('message', handler),
    closed: (handler) => void own.once('close', handler),
  };
}
