// Bearer tokens from a file, one `NAME TOKEN` a line; in memory there are only their hashes (W-258, HB-04).

import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ConcordError } from '../../sync/problem.ts';

/** Who may call. */
export interface Tokens {
  /** Name of the token in an `Authorization` header; null for none of ours. Takes the same time for any. */
  identify(authorization: string | undefined): string | null;
}

interface Known {
  readonly name: string;
  readonly hash: Buffer;
}

/** Tokens of a text in the file's form; lines that are empty or begin with `#` are passed over. */
export function readTokens(text: string): Tokens {
  return tokensOf(() => parse(text, 'the token list'));
}

/** Tokens of a file, read anew when it changes: what is taken out ends with the next call. Throws `token-file-unreadable`. */
export function openTokenFile(file: string): Tokens {
  let stamp = '';
  let known: readonly Known[] = [];
  const current = (): readonly Known[] => {
    const now = stampOf(file);
    if (now !== stamp) known = parse(read(file), file);
    stamp = now;
    return known;
  };
  current();
  return tokensOf(() => {
    try {
      return current();
    } catch {
      // A file that is gone or half written lets nobody in.
      return [];
    }
  });
}

function tokensOf(list: () => readonly Known[]): Tokens {
  return {
    identify(authorization) {
      const given = hashOf(/^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1] ?? '');
      let found: string | null = null;
      for (const { name, hash } of list()) if (timingSafeEqual(hash, given)) found = name;
      return found;
    },
  };
}

function parse(text: string, file: string): readonly Known[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  return lines.map((line, at) => {
    const [name = '', token = '', ...more] = line.trim().split(/\s+/);
    if (token.length < 16 || more.length > 0) {
      const reason = `line ${at + 1} is not NAME TOKEN with a token of 16 characters or more`;
      throw new ConcordError('token-file-unreadable', { file: basename(file), reason });
    }
    return { name, hash: hashOf(token) };
  });
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function stampOf(file: string): string {
  const { mtimeMs, size, ino } = reading(file, () => statSync(file));
  return `${mtimeMs} ${size} ${ino}`;
}

function read(file: string): string {
  return reading(file, () => readFileSync(file, 'utf8'));
}

function reading<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const reason = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
    throw new ConcordError('token-file-unreadable', { file: basename(file), reason });
  }
}
