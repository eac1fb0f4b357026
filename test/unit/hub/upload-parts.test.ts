// Parts of an upload in memory and on disk (W-88, W-94, W-101, W-266).

import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createUploadParts, type ReceivedPart } from '../../../main/hub/upload-parts.ts';
import { temporaryFile } from '../../support/files.ts';

function part(index: number, text: string): ReceivedPart {
  const batch = (of: string) => ({ table: { name: 't', schema: '' }, kind: 'upsert' as const, rows: [[of]] });
  return { index, batch: batch(text), misfits: [], source: { text, read: (stored) => batch(stored) } };
}

test('W-94 beyond the limit parts lie on disk and are read from there; closing empties it', async () => {
  const folder = temporaryFile('spool');
  const parts = createUploadParts(folder, 5);
  for (const [index, text] of ['tiny', 'second', 'third'].entries()) await parts.put(part(index, text));
  expect(existsSync(folder)).toBe(true);
  const rows = await Promise.all(parts.list().map((item) => item.read()));
  expect(rows.flat(2)).toEqual(['tiny', 'second', 'third']);
  expect(parts.characters).toBe(15);
  await parts.close();
  expect(parts.list()).toEqual([]);
});

test('W-101 L1 a part that comes twice stays as it was; a missing one is noticed', async () => {
  const parts = createUploadParts(temporaryFile('spool'));
  await parts.put(part(2, 'c'));
  await parts.put(part(0, 'a'));
  await parts.put(part(0, 'other'));
  expect([parts.isWhole(0), parts.isWhole(1), parts.isWhole(2), parts.has(2)]).toEqual([true, true, false, true]);
  expect(await parts.list()[0]?.read()).toEqual([['a']]);
});
