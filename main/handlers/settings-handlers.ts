// The settings for the window: read from the replica's file, and saved there (AD-03, D2).

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRule, saveRule } from '../wiring/conflict-rule.ts';
import { scopeName } from '../wiring/known-hub.ts';
import { compactFile, unusedBytes } from '../sqlite/compact.ts';
import { readNoise } from '../replica/noise.ts';
import { readRefusalChoice, saveRefusalPolicy } from '../replica/refusal-policy.ts';
import { readSetting } from '../replica/settings.ts';
import type { CallOutput, Handlers } from '../window/contract.ts';
import { trackedTable } from './columns.ts';
import type { Rooms } from './rooms.ts';

/** `settings.*`. */
export function settingsHandlers({
  config,
  token,
  replica,
  retention,
  inbox,
  log,
  bell,
}: Rooms): Pick<Handlers, 'settings.read' | 'settings.save' | 'settings.compact' | 'settings.frees'> {
  return {
    'settings.read': () => ({
      rule: readRule(replica.reader),
      retention: retention.days(),
      noise: readNoise(replica.reader).map(({ table, columns }) => ({ table, columns: [...columns] })),
      refused: refusedOf(replica.reader),
      connection: {
        hub: config.hub ?? readSetting<string>(replica.reader, 'hub'),
        scope: scopeName({ replica, config }),
        hasToken: token.now() !== undefined,
        keepsTokens: config.keepsTokens ?? false,
      },
      files: filesOf(replica.file),
      unused: unusedBytes(replica.reader) + log.unused(),
    }),
    async 'settings.save'({ rule, retention: days, noise, refused, token: given }) {
      if (rule !== undefined) await replica.write(() => saveRule(replica.db, rule));
      if (noise !== undefined) {
        const table = trackedTable(replica.tables(), noise.table);
        await replica.chooseNoise(table, noise.columns);
        if ((await inbox.compareAnew(table.name)) > 0) bell.ring('conflicts', 'status', 'data');
      }
      if (refused !== undefined) {
        const table = refused.table && trackedTable(replica.tables(), refused.table).name;
        await replica.write(() => saveRefusalPolicy(replica.db, { ...refused, table }));
      }
      if (days !== undefined) await retention.save(days);
      if (given !== undefined) token.change(given ?? undefined);
      bell.ring('setup');
      return {};
    },
    async 'settings.compact'() {
      const size = (): number => filesOf(replica.file).reduce((sum, { bytes }) => sum + bytes, 0);
      const before = size();
      await compactFile(replica.file);
      await log.compact();
      bell.ring('setup', 'status');
      return { freed: Math.max(before - size(), 0) };
    },
    'settings.frees': (days) => retention.frees(days),
  };
}

function refusedOf(reader: Rooms['replica']['reader']): CallOutput<'settings.read'>['refused'] {
  const { all, tables } = readRefusalChoice(reader);
  return { all, tables: [...tables] };
}

/** A database with its write-ahead files counts as one. */
function filesOf(file: string): CallOutput<'settings.read'>['files'] {
  const size = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const database = (path: string): number => size(path) + size(`${path}-wal`) + size(`${path}-shm`);
  const spool = `${file}-concord-spool`;
  return [
    { kind: 'replica', path: file, bytes: database(file) },
    { kind: 'log', path: `${file}-concord-log`, bytes: database(`${file}-concord-log`) },
    { kind: 'spool', path: spool, bytes: folderSize(spool) },
    { kind: 'lock', path: `${file}-concord-lock`, bytes: database(`${file}-concord-lock`) },
  ];
}

/** Parts come and go while it is read. */
function folderSize(folder: string): number {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return 0;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
