import { expect, test } from 'vitest';
import { createClientNotes } from '../../../main/hub/stores/client-notes.ts';
import type { Scope } from '../../../main/sync/scope.ts';
import type { ClientNote, ClientRow } from '../../../main/hub/stores/store.ts';

const at = '2026-03-02T08:00:00.000Z';
const sender = { id: 'a', identity: null, user: null, device: null, parameters: [], concord: true };
const setup = { tables: [], filters: [], affixes: {} };
const schema = { tables: [], relations: [], filters: [] };
const scope: Scope = { name: 'office', setup, schema, version: '1', cleanedUpTo: null };

function noteOf(hash: string, id = 'a'): ClientNote {
  const counts = { ms: 1, received: 0, sent: 0, conflicts: 0, errors: 0 };
  const session = { startedAt: at, mode: 'delta', software: null, result: 'done', ...counts } as const;
  return { scope, sender: { ...sender, id, hash }, lastSync: 1n, lastHubSync: 1n, heardUpTo: 1n, session };
}

test('a note that is written while the stored rows are read is in the answer (W-111, W-193, HB-03)', async () => {
  const stored: ClientRow[] = [];
  const notes = createClientNotes({
    at: () => at,
    failed: () => undefined,
    write: async (waiting) => {
      for (const { scope: of, sender: who, ...rest } of waiting)
        stored.push({ ...who, scopeName: of.name, ...rest, syncedAt: at });
    },
  });
  notes.add(noteOf('h1'));
  notes.add(noteOf('h2'));
  let reads = 0;
  const seen = await notes.over(async () => {
    const rows = [...stored];
    if (reads++ === 0) await notes.flush();
    return rows;
  });
  expect([reads, seen.map(({ hash }) => hash)]).toEqual([2, ['h1', 'h2']]);
  await notes.close();
});

test('what is noted while others are written is written before the end, none by a timer after it (HB-09)', async () => {
  const written: string[] = [];
  const held = Promise.withResolvers<void>();
  const notes = createClientNotes({
    at: () => at,
    failed: () => undefined,
    async write(waiting) {
      await held.promise;
      written.push(...waiting.map(({ sender: { hash } }) => hash));
    },
  });
  notes.add(noteOf('h1'));
  const closed = notes.close();
  notes.add(noteOf('h2'));
  held.resolve();
  await closed;
  expect(written).toEqual(['h1', 'h2']);
});

test('one transaction of notes at a time, in the order of their clients, each one’s own as they came: none waits for another in a ring (W-193, HB-01)', async () => {
  const written: string[][] = [];
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const notes = createClientNotes({
    at: () => at,
    failed: () => undefined,
    async write(waiting) {
      const no = written.push(waiting.map(({ sender: { hash } }) => hash)) - 1;
      begun[no]?.resolve();
      await gates[no]?.promise;
    },
  });
  notes.add(noteOf('h2', 'b'));
  notes.add(noteOf('h1', 'b'));
  notes.add(noteOf('h3', 'a'));
  const first = notes.flush();
  await begun[0]?.promise;
  notes.add(noteOf('h4'));
  notes.add(noteOf('h0'));
  const others = [notes.flush(), notes.flush()];
  expect(written).toEqual([['h3', 'h2', 'h1']]);
  gates[0]?.resolve();
  await first;
  await begun[1]?.promise;
  gates[1]?.resolve();
  await Promise.all(others);
  await notes.close();
  expect(written).toEqual([
    ['h3', 'h2', 'h1'],
    ['h4', 'h0'],
  ]);
});
