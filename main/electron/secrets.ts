// Tokens in the system's own store for secrets, by replica: on disk there is only what that store has encrypted. Where it
// has no keyring, nothing is kept (PR-01).

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';

/** The part of Electron that reaches the store. */
export type SecretStore = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>;

/** The tokens of this person's replicas. */
export interface Secrets {
  /** False where the system has no store that encrypts: a token is then known for one run only. */
  readonly keeps: boolean;
  /** The token of a replica; undefined where there is none, or where it cannot be read any more. */
  read(replica: string): string | undefined;
  /** Keeps a token, or forgets it. */
  keep(replica: string, token: string | undefined): void;
}

const shape = z.record(z.string(), z.string()).catch({});

/** The secrets whose encrypted form lies in `path`. */
export function openSecrets(store: SecretStore, path: string): Secrets {
  const keeps = isEncrypted(store);
  return {
    keeps,
    read(replica) {
      const hidden = readAll(path)[replica];
      if (!keeps || hidden === undefined) return undefined;
      try {
        return store.decryptString(Buffer.from(hidden, 'base64'));
      } catch {
        // The keyring of another person or system: the token is asked for again.
        return undefined;
      }
    },
    keep(replica, token) {
      if (!keeps) return;
      const { [replica]: _, ...others } = readAll(path);
      const hidden = token === undefined ? {} : { [replica]: store.encryptString(token).toString('base64') };
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify({ ...others, ...hidden }), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}

/** Linux without a keyring falls back to a key that everybody knows: that is no store. */
function isEncrypted(store: SecretStore): boolean {
  if (!store.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || store.getSelectedStorageBackend?.() !== 'basic_text';
}

function readAll(path: string): Readonly<Record<string, string>> {
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}
