// Concord as a process of its own, as a person starts it in a terminal; a test may kill it without a warning.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../../main/cli/concord.ts', import.meta.url));

/** A running Concord. */
export interface Program {
  /** The first whole line it writes; throws what it said if it ends without one. */
  firstLine(): Promise<string>;
  /** All it has written so far, once that fits; throws what it said if it ends before. */
  says(what: RegExp): Promise<string>;
  /** Tells it something, as Ctrl+C does. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Its exit code and all it wrote. */
  ended(): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

/** Starts `concord …`; it is killed when the test has finished, if it is still there. */
export function startProgram(...args: readonly string[]): Program {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CONCORD_USER: 'Ann', CONCORD_DEVICE: 'Desk 1' },
  });
  const told = { out: '', err: '' };
  let news = Promise.withResolvers<void>();
  let isOver = false;
  const wake = (): void => {
    news.resolve();
    news = Promise.withResolvers();
  };
  const hear = (stream: Readable, name: 'out' | 'err'): void =>
    void stream.setEncoding('utf8').on('data', (text: string) => {
      told[name] += text;
      wake();
    });
  hear(child.stdout, 'out');
  hear(child.stderr, 'err');
  const closed = once(child, 'close') as Promise<[number | null]>;
  child.once('close', () => {
    isOver = true;
    wake();
  });
  const until = async (look: () => RegExpExecArray | null): Promise<string> => {
    for (;;) {
      const found = look()?.[0];
      if (found !== undefined) return found;
      if (isOver) throw new Error(`it ended: ${told.out}${told.err}`);
      await news.promise;
    }
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
  };
  onTestFinished(kill);
  return {
    kill,
    firstLine: async () => (await until(() => /^.*\n/.exec(told.out))).trimEnd(),
    says: async (what) => {
      await until(() => what.exec(told.out) ?? what.exec(told.err));
      return told.out + told.err;
    },
    signal: (signal) => void child.kill(signal),
    ended: async () => ({ code: (await closed)[0], ...told }),
  };
}
