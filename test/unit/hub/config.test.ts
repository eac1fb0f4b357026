// The configuration of a hub by file, environment and flags: one schema, one precedence, faults by their path (HB-02, CL-05).

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { flatFields } from '../../../main/hub/config/flat.ts';
import { readHubConfig, type ConfigSources, type ReadConfig } from '../../../main/hub/config/read.ts';
import { settings, variableOf } from '../../../main/hub/config/settings.ts';

function read(given: { file?: unknown } & Partial<Omit<ConfigSources, 'file'>>): ReadConfig {
  const { file, environment = {}, flags = {} } = given;
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  return readHubConfig({ file: file === undefined ? null : { path: 'conf/hub.json', text }, environment, flags });
}

const fault = (given: Parameters<typeof read>[0]): { code: string; message: string } => {
  try {
    read(given);
  } catch (thrown) {
    return thrown as { code: string; message: string };
  }
  throw new Error('it was taken');
};

describe('precedence', () => {
  test('HB-02 flags go before environment before file before default, each field for itself', () => {
    const { config, origins } = read({
      file: { database: 'office.db', rules: 'own.mjs', port: 1, host: 'file', limits: { sessions: 7, idleMinutes: 5 } },
      environment: {
        CONCORD_HUB_PORT: '2',
        CONCORD_HUB_POLICY: 'client-wins',
        CONCORD_HUB_ERROR_POLICY: 'retry',
        CONCORD_HUB_SESSIONS: '8',
        CONCORD_HUB_SNAPSHOTS_EVERY: '6',
      },
      flags: { port: '3' },
    });
    expect(config).toMatchObject({ database: 'conf/office.db', rules: 'conf/own.mjs', port: 3, host: 'file' });
    expect(config).toMatchObject({ policy: 'client-wins', errorPolicy: 'retry' });
    expect(config.limits).toMatchObject({ sessions: 8, idleMinutes: 5, sessionsPerClient: 20 });
    expect(config.snapshots).toEqual({ every: 6 });
    expect(Object.fromEntries(origins)).toEqual({
      database: 'conf/hub.json',
      rules: 'conf/hub.json',
      host: 'conf/hub.json',
      port: '--port',
      policy: 'CONCORD_HUB_POLICY',
      errorPolicy: 'CONCORD_HUB_ERROR_POLICY',
      'limits.sessions': 'CONCORD_HUB_SESSIONS',
      'snapshots.every': 'CONCORD_HUB_SNAPSHOTS_EVERY',
      'limits.idleMinutes': 'conf/hub.json',
    });
  });

  test('HB-02 a scope of flags goes over the one of its name in the file, and beside all others', () => {
    const file = {
      database: '/db',
      scopes: [
        { name: 'Sales', tables: ['a', { name: 'b', columns: ['id', 'x'], direction: 'upload-only' }] },
        { tables: ['c'] },
      ],
    };
    expect(read({ file }).config.scopes).toEqual([
      { name: 'Sales', tables: [{ name: 'a' }, { name: 'b', columns: ['id', 'x'], direction: 'upload-only' }] },
      { name: 'DefaultScope', tables: [{ name: 'c' }] },
    ]);
    const flags = { scope: 'sales', tables: 'd, e\\,f', direction: ['d=none'] };
    expect(read({ file, flags }).config.scopes).toEqual([
      { name: 'sales', tables: [{ name: 'd', direction: 'none' }, { name: 'e,f' }] },
      { name: 'DefaultScope', tables: [{ name: 'c' }] },
    ]);
    expect(read({ file, flags: { tables: 'g' } }).config.scopes).toHaveLength(2);
    expect(read({ file, flags: { scope: 'third', tables: 'g' } }).config.scopes).toHaveLength(3);
    const environment = { CONCORD_HUB_TABLES: 'a,b', CONCORD_HUB_DATABASE: '/db' };
    expect(read({ environment, flags: { direction: ['b=download-only'] } }).config.scopes[0]?.tables).toEqual([
      { name: 'a' },
      { name: 'b', direction: 'download-only' },
    ]);
  });
});

describe('faults', () => {
  test('HB-02 CL-05 an unknown field is refused with its path and the nearest right word', () => {
    expect(fault({ file: { database: 'x', limits: { sesions: 5 } } })).toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('conf/hub.json: limits.sesions is no field; sessions is meant?') as string,
    });
    const inTable = { database: 'x', scopes: [{ tables: ['a', { name: 'b', colour: 1 }] }] };
    expect(fault({ file: inTable }).message).toContain(
      'scopes[0].tables[1].colour is no field; allowed are name, columns, direction',
    );
    expect(fault({ environment: { CONCORD_HUB_TOKENFILE: 'x' } }).message).toContain(
      'CONCORD_HUB_TOKEN_FILE is meant?',
    );
  });

  test.each([
    [{ file: '{"port": 1,}' }, 'config-invalid', 'conf/hub.json is not JSON'],
    [{ file: [] }, 'config-invalid', 'the file: an object is expected'],
    [{ file: { database: 'x', port: '80' } }, 'config-invalid', 'port: a whole number is expected'],
    [
      { file: { database: 'x', port: 70_000, policy: 'mine' } },
      'config-invalid',
      'port: 65535 or less is allowed; policy: allowed are server-wins, client-wins',
    ],
    [{ file: { database: 'x', limits: 5 } }, 'config-invalid', 'limits: an object is expected'],
    [{ file: { database: 'x', scopes: [{ tables: [] }] } }, 'config-invalid', 'scopes[0].tables: it may not be empty'],
    [{ flags: { database: 'x', port: 'many' } }, 'usage', '--port many: a whole number is expected'],
    [{ flags: { database: 'x', idleMinutes: '0' } }, 'usage', '--idle-minutes 0: 1 or more is allowed'],
    [{ environment: { CONCORD_HUB_PORT: '-1' } }, 'config-invalid', 'CONCORD_HUB_PORT -1: a whole number is expected'],
    [
      { flags: { database: 'x', tables: 'a', direction: ['b=both'] } },
      'usage',
      '--direction names b, which is not among --tables',
    ],
    [
      { flags: { database: 'x', tables: 'a', direction: ['a=up'] } },
      'usage',
      '--direction a=up: TABLE=both|download-only|upload-only|none is expected',
    ],
    [{ flags: {} }, 'usage', '--database FILE|URL is needed'],
  ] as const)('CL-05 %j', (given, code, said) => {
    const { code: found, message } = fault(given);
    expect([found, message]).toEqual([code, expect.stringContaining(said)]);
  });
});

test('HB-02 what is shown of a configuration holds no password', () => {
  for (const database of [
    'postgres://ann:s3cret@db/office',
    'postgres://ann@db/office?password=s3cret&sslmode=require',
  ]) {
    const shown = JSON.stringify(flatFields(read({ flags: { database } }).config));
    expect(shown).not.toContain('s3cret');
    expect(shown).toContain('@db/office');
  }
});

test('HB-02 the README names every setting with its flag, variable and place in the file', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const words = settings.flatMap((setting) => [
    setting.flag.split(' ')[0] ?? '',
    variableOf(setting),
    ...(setting.path.startsWith('scopes.') ? [] : [setting.path]),
  ]);
  expect(words.filter((word) => !readme.includes(`\`${word}\``))).toEqual([]);
});
