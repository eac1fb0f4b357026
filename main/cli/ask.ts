// Questions on a terminal before something that is hard to take back.

import { createInterface } from 'node:readline/promises';
import { wrongUse } from './terminal.ts';

/** The person's answer. Throws `usage` where there is nobody to ask. */
export async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw wrongUse('Without a terminal to ask on, --yes is needed.');
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await prompt.question(question)).trim();
  } finally {
    prompt.close();
  }
}

/** True for a yes. Throws `usage` where there is nobody to ask. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(question));
}
