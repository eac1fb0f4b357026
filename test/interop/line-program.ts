// The stock client as a program that answers a line for a line.

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A running client. */
export interface LineProgram {
  /** Its answer; throws a NetFailure where it tells of one. */
  ask(command: object): Promise<Record<string, unknown>>;
  close(): void;
}

/** What a stock client tells of a failure, in the library's words. */
interface ToldFailure {
  readonly type: string;
  readonly message: string;
  readonly status?: number;
}

/** A failed command. */
export class NetFailure extends Error {
  readonly type: string;
  readonly status: number | undefined;
  constructor(told: ToldFailure) {
    super(`${told.type}: ${told.message.slice(0, 300)}`);
    this.type = told.type;
    this.status = told.status;
  }
}

/** Starts the client. */
export function startLineProgram(command: readonly string[]): LineProgram {
  const [program = '', ...args] = command;
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting: PromiseWithResolvers<Record<string, unknown>>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told = JSON.parse(line) as Record<string, unknown> & { readonly error?: ToldFailure };
    if (told.error) waiting.shift()?.reject(new NetFailure(told.error));
    else waiting.shift()?.resolve(told);
  });
  const fail = (reason: string): void => {
    for (const answer of waiting.splice(0)) answer.reject(new Error(`the stock client has ended: ${reason}`));
  };
  child.on('error', (thrown) => fail(thrown.message)).on('exit', (code) => fail(`code ${code}`));
  return {
    ask(order) {
      const answer = Promise.withResolvers<Record<string, unknown>>();
      waiting.push(answer);
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return answer.promise;
    },
    close: () => void child.kill('SIGKILL'),
  };
}
