// The engine of the desktop: the replica that was set up last, or the first start; `--office` opens a sample office instead.

import { join } from 'node:path';
import { startEngine, type Engine } from '../engine/engine-thread.ts';
import { openOfficeApp } from '../office/office-app.ts';
import { openRecent } from '../engine/recent-replicas.ts';
import type { Secrets } from './secrets.ts';

/** What the desktop opens. */
export interface DesktopEngineOptions {
  readonly args: readonly string[];
  /** The folder of this person's own data. */
  readonly userData: string;
  readonly user: string;
  readonly device: string;
  readonly secrets: Secrets;
  say(text: string): void;
}

const flag = '--office=';

/** Opens it; throws the error that kept it from opening. */
export async function openDesktopEngine(options: DesktopEngineOptions): Promise<Pick<Engine, 'connect' | 'close'>> {
  const { args, userData, user, device, secrets, say } = options;
  const office = args.find((arg) => arg.startsWith(flag))?.slice(flag.length);
  if (office !== undefined) {
    const app = await openOfficeApp({ folder: office, user, device, client: 'desktop', say });
    return { connect: app.engine.connect, close: () => app.close() };
  }
  const recent = openRecent(join(userData, 'recent.json'));
  const file = recent.last() ?? undefined;
  const token = file === undefined ? undefined : secrets.read(file);
  return startEngine(
    {
      user,
      device,
      client: 'desktop',
      lives: true,
      file,
      ...(token !== undefined && { token }),
      setup: { folder: join(userData, 'replicas'), keepsTokens: secrets.keeps },
    },
    {
      lost: (reason) => say(`concord: ${reason}`),
      news(news) {
        if ('begun' in news) recent.note(news.begun);
        if ('newToken' in news) secrets.keep(news.file, news.newToken);
        if ('filled' in news) secrets.keep(news.filled.file, news.filled.token);
      },
    },
  );
}
