// Sessions in a PostgreSQL database, so that any hub process answers any of their calls. Nothing of this is logged for a crash
// of the server: its sessions begin anew then.

import type { SessionShelf, ShelvedSession } from '../shelf.ts';
import type { Database, PgRow } from './connection.ts';

const columns = 'scope, identity, client, round, summary';

/** The shelf of a database. */
export function createShelf(db: Database): SessionShelf {
  return { ...sessionsOf(db), ...partsOf(db) };
}

type OfParts = 'putUpload' | 'uploads' | 'putDownload' | 'download' | 'finish';

function sessionsOf(db: Database): Omit<SessionShelf, OfParts> {
  return {
    async open(id, { scopeName, identity }) {
      const [row] = await db.rows(
        `insert into _concord.session as s (id, scope, identity) values ($1, $2, $3)
         on conflict (id) do update set used_at = now() returning ${columns}`,
        [id, scopeName, identity],
      );
      return sessionOf(row ?? []);
    },
    async find(id) {
      const [row] = await db.rows(
        `with used as (update _concord.session set used_at = now() where id = $1 and used_at < now() - interval '1 minute')
         select ${columns} from _concord.session where id = $1`,
        [id],
      );
      return row ? sessionOf(row) : null;
    },
    async bind(id, clientId) {
      const sql = `update _concord.session set client = $2 where id = $1 and coalesce(client, $2) = $2`;
      return (await db.run(sql, [id, clientId])) > 0;
    },
    async renew({ session, round }) {
      const values = [session, round];
      await db.run(
        `update _concord.session set round = round + 1, summary = null, used_at = now() where id = $1 and round = $2`,
        values,
      );
      await db.run(`delete from _concord.upload where session = $1 and round <= $2`, values);
      await db.run(`delete from _concord.download where session = $1`, [session]);
      return Number(await db.value(`select round from _concord.session where id = $1`, [session]));
    },
    async drop(id) {
      await db.run(
        `with u as (delete from _concord.upload where session = $1), d as (delete from _concord.download where session = $1)
         delete from _concord.session where id = $1`,
        [id],
      );
    },
    async sweep(idleMs) {
      await db.run(
        `with gone as (delete from _concord.session where used_at < now() - $1 * interval '1 millisecond' returning id),
           u as (delete from _concord.upload where session in (select id from gone))
         delete from _concord.download where session in (select id from gone)`,
        [idleMs],
      );
    },
  };
}

function partsOf(db: Database): Pick<SessionShelf, OfParts> {
  return {
    async finish({ session, round }, summary) {
      const values = [session, round, summary];
      await db.run(
        `update _concord.session set summary = $3, used_at = now() where id = $1 and round = $2 and summary is null`,
        values,
      );
      const kept = await db.value(`select summary from _concord.session where id = $1 and round = $2`, [
        session,
        round,
      ]);
      return kept ?? summary;
    },
    async putUpload({ session, round }, { index, text }) {
      await db.run(
        `insert into _concord.upload (session, round, part, text) values ($1, $2, $3, $4) on conflict do nothing`,
        [session, round, index, text],
      );
    },
    async uploads({ session, round }, here) {
      const rows = await db.rows(
        `select part, text from _concord.upload where session = $1 and round = $2 and part <> all ($3::int[]) order by part`,
        [session, round, `{${here.join(',')}}`],
      );
      return rows.map(([index, text]) => ({ index: Number(index), text: text ?? '' }));
    },
    async putDownload(session, selection, { index, text }) {
      await db.run(`insert into _concord.download (session, selection, part, text) values ($1, $2, $3, $4)`, [
        session,
        selection,
        index,
        text,
      ]);
    },
    download: (selection, index) =>
      db.value(`select text from _concord.download where selection = $1 and part = $2`, [selection, index]),
  };
}

function sessionOf([scope, identity = null, client = null, round, summary = null]: PgRow): ShelvedSession {
  return { scopeName: scope ?? '', identity, clientId: client, round: Number(round), summary };
}
