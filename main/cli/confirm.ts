// A question on the terminal before something large is done.

import { createInterface } from 'node:readline/promises';
import { wrongUse } from './terminal.ts';

/** True if the person said yes; where nobody can be asked, `--yes` is needed. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw wrongUse('Without a terminal to ask on, --yes is needed.');
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await prompt.question(question)).trim());
  } finally {
    prompt.close();
  }
}
