// A question on the terminal before something large is done.

import { createInterface } from 'node:readline/promises';
import { wrongUse } from './terminal.ts';

/** True if the person said yes; where nobody can be asked, `--yes` is needed. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(question));
}

/** What the person typed; where nobody can be asked, `--yes` is needed. */
export async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw wrongUse('Without a terminal to ask on, --yes is needed.');
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await prompt.question(question)).trim();
  } finally {
    prompt.close();
  }
}
