// Tokens on the desktop: the system's store encrypts them, no file of ours holds them in plain, and the last replica opens with
// its token (PR-01, AX-07).

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDesktopEngine } from '../../main/electron/desktop-engine.ts';
import { openSecrets, type SecretStore } from '../../main/electron/secrets.ts';
import { readTokens } from '../../main/hub/door/tokens.ts';
import { createClient, type Client } from '../../main/window/client.ts';
import { categorySchema } from '../support/category.ts';
import { temporaryFolder } from '../support/files.ts';
import { setStage } from '../support/stage.ts';

const token = 'tk-0f9e8d7c6b5a4938';
const other = 'tk-5a4938f9e8d7c6b0';

/** A store made by hand; the key stands for the system's own. */
function createStore(key: number, backend?: 'basic_text' | 'gnome_libsecret'): SecretStore {
  const turn = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ key));
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => turn(Buffer.from(`ok:${text}`)),
    decryptString(bytes) {
      const text = turn(bytes).toString();
      if (!text.startsWith('ok:')) throw new Error('another key');
      return text.slice(3);
    },
    ...(backend && { getSelectedStorageBackend: () => backend }),
  };
}

/** Every file below a folder that holds a token in plain. */
function filesWithToken(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((item) => item.isFile());
  expect(files.length).toBeGreaterThan(0);
  const holds = files.filter((item) => {
    const bytes = readFileSync(join(item.parentPath, item.name));
    return bytes.includes(token) || bytes.includes(other);
  });
  return holds.map(({ name }) => name);
}

test('PR-01 a token is read back by replica, encrypted on disk, and forgotten when it is taken back', () => {
  const path = join(temporaryFolder(), 'own', 'tokens.json');
  const secrets = openSecrets(createStore(7, 'gnome_libsecret'), path);
  expect([secrets.keeps, secrets.read('/a.db')]).toEqual([true, undefined]);
  secrets.keep('/a.db', token);
  secrets.keep('/b.db', 'other');
  expect([secrets.read('/a.db'), secrets.read('/b.db')]).toEqual([token, 'other']);
  expect(filesWithToken(join(path, '..'))).toEqual([]);
  expect(openSecrets(createStore(9), path).read('/a.db'), 'another key').toBeUndefined();
  secrets.keep('/a.db', undefined);
  expect([secrets.read('/a.db'), secrets.read('/b.db')]).toEqual([undefined, 'other']);
});

test.each([
  ['that says it cannot encrypt', { ...createStore(7), isEncryptionAvailable: () => false }],
  ['without a keyring', createStore(7, 'basic_text')],
])('PR-01 a system %s keeps nothing', (name, store) => {
  // Only Linux falls back to a key that everybody knows.
  const isSafe = name === 'without a keyring' && process.platform !== 'linux';
  const path = join(temporaryFolder(), 'tokens.json');
  const secrets = openSecrets(store, path);
  secrets.keep('/a.db', token);
  expect([secrets.keeps, existsSync(path)]).toEqual([isSafe, isSafe]);
});

test('AX-07 the desktop starts at the first start, the next time with the replica and its token, and with another one that it was given (PR-01)', async () => {
  const stage = await setStage({
    binding: 'over HTTP',
    schema: categorySchema(),
    tables: ['category'],
    door: { tokens: readTokens(`ann ${token}\nann ${other}`) },
  });
  const userData = temporaryFolder();
  const start = async (): Promise<{ client: Client; close(): Promise<void> }> => {
    const secrets = openSecrets(createStore(7, 'gnome_libsecret'), join(userData, 'tokens.json'));
    const say = (): undefined => undefined;
    const engine = await openDesktopEngine({ args: ['.'], userData, user: 'Ann', device: 'Desk 1', secrets, say });
    let closing: Promise<void> | null = null;
    const close = (): Promise<void> => (closing ??= engine.close());
    onTestFinished(close);
    return { client: createClient(engine.connect({ readOnly: false })), close };
  };
  const first = await start();
  const { given, keepsTokens } = await first.client.call('setup.state', {});
  expect([given.file, keepsTokens]).toEqual([join(userData, 'replicas', 'replica.db'), true]);
  const form = { hub: stage.url ?? '', token, scope: 'DefaultScope', file: given.file, rule: 'ask' } as const;
  await first.client.call('setup.begin', form);
  await expect.poll(async () => (await first.client.call('setup.state', {})).open, { timeout: 20_000 }).toBe(true);
  await first.close();
  const second = await start();
  expect(await second.client.call('app.describe', {})).toMatchObject({ phase: 'open', file: given.file });
  const ended = async ({ client }: typeof second, no: number): Promise<string> => {
    await client.call('sync.start', {}).catch(() => undefined);
    const newest = async (): Promise<{ no: number; result: string } | undefined> =>
      (await client.call('feed.list', { limit: 1 })).sessions[0];
    await expect.poll(async () => (await newest())?.no, { timeout: 20_000 }).toBe(no);
    await expect.poll(async () => (await newest())?.result, { timeout: 20_000 }).not.toBe('running');
    return (await newest())?.result ?? '';
  };
  expect(await ended(second, 2)).toBe('done');
  await second.client.call('settings.save', { token: 'tk-wrong-one' });
  expect(await ended(second, 3)).toBe('failed');
  await second.client.call('settings.save', { token: other });
  expect(await ended(second, 4)).toBe('done');
  await second.close();
  const third = await start();
  expect(await ended(third, 5)).toBe('done');
  await third.client.call('settings.save', { token: null });
  expect((await third.client.call('settings.read', {})).connection).toMatchObject({ hasToken: false });
  expect(await ended(third, 6)).toBe('failed');
  await third.close();
  const fourth = await start();
  expect((await fourth.client.call('settings.read', {})).connection).toMatchObject({ hasToken: false });
  await fourth.close();
  expect(filesWithToken(userData)).toEqual([]);
});
