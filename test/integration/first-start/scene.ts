// An engine without a replica, a hub to connect it to, and a window's line to it.

import { once } from 'node:events';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished } from 'vitest';
import type { FirstStartNews } from '../../../main/engine/engine.ts';
import { startEngine, type Engine } from '../../../main/engine/engine-thread.ts';
import { readTokens } from '../../../main/hub/door/tokens.ts';
import { createClient, type Client } from '../../../main/window/client.ts';
import type { CallInput, CallOutput } from '../../../main/window/contract.ts';
import { categorySchema } from '../../support/category.ts';
import { temporaryFolder } from '../../support/files.ts';
import { layRelay, type Relay } from '../../support/relay.ts';
import { setStage, type Stage } from '../../support/stage.ts';

/** The token that the hub asks for; nothing on disk may hold it. */
export const token = 'tk-0f9e8d7c6b5a4938';

/** The scene. */
export interface FirstStartScene {
  readonly stage: Stage;
  readonly relay: Relay;
  /** The user's folder for replicas; not there at first. */
  readonly folder: string;
  readonly engine: Engine;
  readonly client: Client;
  readonly news: FirstStartNews[];
  /** What the form holds when it is right. */
  readonly form: CallInput<'setup.begin'>;
  /** The thread of the engine dies. */
  kill(): Promise<void>;
  /** The program starts again, told to open this file; the one before has ended. */
  restart(file: string | undefined): Promise<Client>;
  /** Resolves when the state fits. */
  until(client: Client, fits: (state: CallOutput<'setup.state'>) => boolean): Promise<CallOutput<'setup.state'>>;
}

/** Opens it. */
export async function openFirstStart(
  given: { file?: string; hub?: string; withToken?: boolean } = {},
): Promise<FirstStartScene> {
  const schema = `${categorySchema()} insert into category (category_id, name) values ('A', 'Bikes');`;
  const door = given.withToken ? { door: { tokens: readTokens(`ann ${token}`) } } : {};
  const stage = await setStage({ binding: 'over HTTP', schema, tables: ['category'], ...door });
  const relay = await layRelay(stage.url ?? '');
  const folder = join(temporaryFolder(), 'replicas');
  const news: FirstStartNews[] = [];
  const threads: Worker[] = [];
  const note = (worker: Worker): void => void threads.push(worker);
  process.on('worker', note);
  onTestFinished(() => void process.removeListener('worker', note));
  const start = async (file: string | undefined): Promise<Engine> => {
    const engine = await startEngine(
      {
        user: 'Ann',
        device: 'Desk 1',
        lives: true,
        intervalMinutes: null,
        file,
        ...(given.hub !== undefined && { hub: given.hub }),
        setup: { folder, keepsTokens: false },
      },
      { lost: () => undefined, news: (item) => news.push(item) },
    );
    let closing: Promise<void> | null = null;
    const close = (): Promise<void> => (closing ??= engine.close());
    onTestFinished(close);
    return { ...engine, close };
  };
  let engine = await start(given.file);
  const open = (): Client => createClient(engine.connect({ readOnly: false }));
  return {
    stage,
    relay,
    folder,
    get engine() {
      return engine;
    },
    client: open(),
    news,
    form: {
      hub: relay.url,
      token: given.withToken ? token : null,
      scope: 'DefaultScope',
      file: join(folder, 'mine.db'),
      rule: 'merge',
    },
    async kill() {
      const thread = threads.findLast(({ threadId }) => threadId > 0);
      if (!thread) throw new Error('there is no thread');
      const gone = once(thread, 'exit');
      await thread.terminate();
      await gone;
    },
    async restart(file) {
      await engine.close();
      engine = await start(file);
      return open();
    },
    async until(client, fits) {
      const state = (): Promise<CallOutput<'setup.state'>> => client.call('setup.state', {});
      await expect.poll(async () => fits(await state()), { timeout: 30_000, interval: 30 }).toBe(true);
      return state();
    },
  };
}
