// Sessions in a PostgreSQL database, so that any hub process answers any of their calls. Nothing of this is logged for a crash
// of the server: its sessions begin anew then.

import { randomUUID } from 'node:crypto';
import type { SessionShelf, ShelvedSession } from '../shelf.ts';
import { createCompany, type Company } from './company.ts';
import type { Database, PgRow, Prepared } from './connection.ts';
import { lastSeal } from './seals.ts';

const columns = 'scope, identity, client, round, summary';

/** A process that has not said so for this long is not there. */
const silence = `interval '150 seconds'`;

const texts = {
  here: {
    name: 'concord-here',
    text: `insert into _concord.process (id, seen_at) values ($1, now()) on conflict (id) do update set seen_at = now()`,
  },
  // After a crash of PostgreSQL nobody is certain, until the next sweep.
  alone: {
    name: 'concord-alone',
    text: `select ${onlyOne('$2')} and not exists (select from _concord.session where id = $1)`,
  },
  glance: {
    name: 'concord-glance',
    text: `select revision, ${onlyOne('$1')} and not exists (select from _concord.session), ${lastSeal} from _concord.clock`,
  },
  open: {
    name: 'concord-open',
    text: `insert into _concord.session as s (id, scope, identity, round) values ($1, $2, $3, $4)
       on conflict (id) do update set used_at = now() returning ${columns}`,
  },
  find: {
    name: 'concord-find',
    text: `with used as (update _concord.session set used_at = now(), client = coalesce(client, $2) where id = $1
         and identity is not distinct from $3 and (used_at < now() - interval '1 minute' or (client is null and $2::text is not null))
         returning client)
       select scope, identity, coalesce(client, (select client from used)), round, summary from _concord.session where id = $1`,
  },
  drop: {
    name: 'concord-drop',
    text: `with u as (delete from _concord.upload where session = $1), d as (delete from _concord.download where session = $1)
       delete from _concord.session where id = $1`,
  },
  finish: {
    name: 'concord-finish',
    text: `update _concord.session set summary = coalesce(summary, $3), used_at = now() where id = $1 and round = $2
       returning summary`,
  },
} satisfies Record<string, Prepared>;

function onlyOne(self: string): string {
  return `(select coalesce(bool_and(id = ${self}), false) from _concord.process where seen_at > now() - ${silence})`;
}

/** The shelf of a database, and a look at whether this process is alone with it, the revision of the scopes and the last seal. */
export interface PostgresShelf extends SessionShelf {
  glance(): Promise<{ readonly revision: bigint; readonly seal: string | null; isAlone(): boolean }>;
  /** The database has become a hub: who has entered before is there now. */
  opened(): Promise<void>;
}

/** What a shelf is made of. */
export interface ShelfOptions {
  /** False as long as there is no hub in the database. */
  isHub(): boolean;
  readonly failed: (thrown: unknown) => void;
}

/** The shelf of a database. */
export function createShelf(db: Database, { isHub, failed }: ShelfOptions): PostgresShelf {
  const self = randomUUID();
  const company = createCompany({ database: db, failed });
  const waiting: (() => Promise<void>)[] = [];
  const come = async (handOver: () => Promise<void>): Promise<void> => {
    await db.run(texts.here, [self]);
    await company.enter(handOver);
  };
  return {
    async glance() {
      const [[revision, isOnly, seal = null] = []] = await db.rows(texts.glance, [self]);
      return { revision: BigInt(revision ?? 0), seal, isAlone: () => isOnly === 't' && company.isAlone() };
    },
    ...sessionsOf(db, { self, company }),
    ...partsOf(db),
    term: () => company.term(),
    async enter(handOver) {
      if (isHub()) await come(handOver);
      else waiting.push(handOver);
    },
    async opened() {
      for (const handOver of waiting.splice(0)) await come(handOver);
    },
    async leave() {
      await company.leave();
      await db.run(`delete from _concord.process where id = $1 or seen_at < now() - interval '1 day'`, [self]);
    },
  };
}

type OfParts = 'putUpload' | 'uploads' | 'putDownload' | 'download' | 'finish';

interface Place {
  readonly self: string;
  readonly company: Company;
}

function sessionsOf(db: Database, { self, company }: Place): Omit<SessionShelf, OfParts | 'enter' | 'leave' | 'term'> {
  return {
    isAlone: async (id) => (await db.value(texts.alone, [id, self])) === 't' && company.isAlone(),
    async open(id, { scopeName, identity, round }) {
      const [row = []] = await db.rows(texts.open, [id, scopeName, identity, round]);
      return sessionOf(row);
    },
    async find(id, { clientId, identity }) {
      const [row] = await db.rows(texts.find, [id, clientId, identity]);
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
      await db.run(texts.drop, [id]);
    },
    async sweep(idleMs) {
      await db.run(texts.here, [self]);
      await company.look();
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
    finish: async ({ session, round }, summary) => (await db.value(texts.finish, [session, round, summary])) ?? summary,
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
