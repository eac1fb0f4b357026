// Concord as a process of its own, as a person starts it in a terminal; a test may kill it without a warning.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
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
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (told.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (told.err += text));
  const closed = once(child, 'close') as Promise<[number | null]>;
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
  };
  onTestFinished(kill);
  return {
    kill,
    firstLine: async () => (await says(child, told, /^.*\n/)).trimEnd(),
    says: async (what) => (await says(child, told, what), told.out + told.err),
    signal: (signal) => void child.kill(signal),
    ended: async () => ({ code: (await closed)[0], ...told }),
  };
}

interface Told {
  readonly out: string;
  readonly err: string;
}

/** The part that fits, of what it wrote to its output or else as a message. */
async function says(child: ChildProcess, told: Told, what: RegExp): Promise<string> {
  for (;;) {
    const found = what.exec(told.out) ?? what.exec(told.err);
    if (found) return found[0];
    if (child.exitCode !== null || child.signalCode !== null || !child.stdout || !child.stderr)
      throw new Error(`it ended: ${told.err}`);
    await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), once(child, 'close')]);
  }
}
