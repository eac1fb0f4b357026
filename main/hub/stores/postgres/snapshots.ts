// The snapshots of a PostgreSQL hub, in its database: every hub process gives them out (HB-06).

import {
  formsFromText,
  formsToText,
  useHours,
  type SnapshotForm,
  type SnapshotRow,
  type SnapshotShelf,
} from '../snapshots.ts';
import type { PgRow, Prepared, Querying } from './connection.ts';
import type { HubDatabase } from './hub-database.ts';

/** Asked in every session. */
const texts = {
  taken: { name: 'concord-taken', text: 'select snapshot, form from _concord.snapshot_taken where session = $1' },
  giveBack: { name: 'concord-give-back', text: 'delete from _concord.snapshot_taken where session = $1' },
} satisfies Record<string, Prepared>;

/** The snapshots of a database. */
export function createSnapshots(hub: HubDatabase, at: () => string): SnapshotShelf {
  return { ...makingOf(hub, at), ...readingOf(hub, at) };
}

type OfMaking = 'begin' | 'put' | 'drop' | 'finish' | 'remove';

function makingOf({ database, id }: HubDatabase, at: () => string): Pick<SnapshotShelf, OfMaking> {
  return {
    begin: ({ scopeName, parameters, by }) =>
      database.write(async (db) => {
        await sweep(db, at());
        const made = await db.value(
          `insert into _concord.snapshot (scope, parameters, made_at, made_by, state) values ($1, $2, $3, $4, 'making')
           returning no`,
          [scopeName, parameters, at(), by],
        );
        return Number(made);
      }),
    async put({ no, form, index }, text) {
      await database.run(`insert into _concord.snapshot_part (snapshot, form, no, text) values ($1, $2, $3, $4)`, [
        no,
        form,
        index,
        text,
      ]);
    },
    async drop(no, form) {
      await database.run(`delete from _concord.snapshot_part where snapshot = $1 and form = $2`, [no, form]);
    },
    async finish(no, forms) {
      await database.run(`update _concord.snapshot set state = 'ready', forms = $1 where no = $2`, [
        formsToText(forms),
        no,
      ]);
    },
    remove: async (no) =>
      id() !== null &&
      database.write(async (db) => {
        const gone = await db.run(
          `update _concord.snapshot set state = 'deleted' where no = $1 and state <> 'deleted'`,
          [no],
        );
        await sweep(db, at());
        return gone > 0;
      }),
  };
}

function readingOf({ database, id }: HubDatabase, at: () => string): Omit<SnapshotShelf, OfMaking> {
  const isHub = (): boolean => id() !== null;
  return {
    list: async () =>
      isHub() ? (await database.rows(`${loadText} state = 'ready' order by no desc`)).map(snapshotOf) : [],
    async find(no) {
      const [row] = isHub() ? await database.rows(`${loadText} forms is not null and no = $1`, [no]) : [];
      return row ? snapshotOf(row) : null;
    },
    async take(session, { no, form }) {
      const given = await database.value(
        `with given as (update _concord.snapshot set used = used + 1, used_at = $3 where no = $1 and state = 'ready' returning no)
         insert into _concord.snapshot_taken (session, snapshot, form, at) select $4, no, $2, $3 from given
         on conflict (session) do update set snapshot = excluded.snapshot, form = excluded.form, at = excluded.at
         returning snapshot`,
        [no, form, at(), session],
      );
      return given !== null;
    },
    async taken(session) {
      const [row] = isHub() ? await database.rows(texts.taken, [session]) : [];
      return row ? { no: Number(row[0]), form: row[1] as SnapshotForm } : null;
    },
    async giveBack(session) {
      const given = await database.run(texts.giveBack, [session]);
      if (given > 0) await database.write((db) => sweep(db, at()));
    },
    part: ({ no, form, index }) =>
      database.value(`select text from _concord.snapshot_part where snapshot = $1 and form = $2 and no = $3`, [
        no,
        form,
        index,
      ]),
  };
}

const loadText = `select no, scope, parameters, made_at, made_by, forms, used, used_at from _concord.snapshot where`;

/** Drops what nobody reads: deleted ones, and those that somebody began a day ago and never finished. */
async function sweep(db: Querying, at: string): Promise<void> {
  const before = new Date(Date.parse(at) - useHours * 3_600_000).toISOString();
  const unread = `state = 'deleted' and no not in (select snapshot from _concord.snapshot_taken)`;
  await db.run(`delete from _concord.snapshot_taken where at < $1`, [before]);
  await db.run(`update _concord.snapshot set state = 'deleted' where state = 'making' and made_at < $1`, [before]);
  await db.rows(
    `delete from _concord.snapshot_part where snapshot in (select no from _concord.snapshot where ${unread})`,
  );
  await db.rows(`delete from _concord.snapshot where ${unread}`);
}

function snapshotOf(row: PgRow): SnapshotRow {
  const [no, scope, parameters, madeAt, by = null, forms, used, usedAt = null] = row;
  return {
    no: Number(no),
    scopeName: scope ?? '',
    parameters: parameters ?? '[]',
    madeAt: madeAt ?? '',
    by,
    forms: formsFromText(forms ?? '{}'),
    used: Number(used),
    usedAt,
  };
}
