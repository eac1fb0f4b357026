// The history of sessions in SQL: filtered, paged and counted over any length, and carried over from older files.

import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { openReplica, type Replica } from '../../../main/replica/replica.ts';
import { countLines, listLines, lineKinds } from '../../../main/replica/session-lines.ts';
import { feedExportPart, feedExportPlan } from '../../../main/handlers/feed-export.ts';
import type { SessionFilter } from '../../../main/replica/session-filter.ts';
import { endSession, startSession } from '../../../main/replica/sessions.ts';
import { temporaryFile } from '../../support/files.ts';
import { withoutErrorFacts } from '../../support/older-replica.ts';
import { openTestApp } from '../../support/replica-app.ts';

const none = { sent: 0, accepted: 0, received: 0, written: 0, conflicts: 0, failed: 0, skipped: 0 };
const orders = { name: 'work_orders', schema: '' };

async function withSessions(): Promise<Replica> {
  const replica = await openReplica(temporaryFile(), { create: true });
  const run = (at: string, more: Partial<Parameters<typeof endSession>[2]> & { trigger?: string } = {}): number => {
    const { trigger = 'schedule', ...end } = more;
    const no = startSession(replica.db, { scope: 'Field', trigger, mode: 'delta', started: at });
    endSession(replica.db, no, { ended: at, mode: 'delta', result: 'done', summary: {}, ...end });
    return no;
  };
  const rest = { ms: 900, activeMs: 500, bytesUp: 10, bytesDown: 20, tries: 1 };
  await replica.write(() => {
    replica.db.run(
      `insert into _concord_table values (1, 'work_orders', '', 'work_orders', '[]', '["number"]', 'both')`,
    );
    run('2026-06-15T08:00:00.000Z');
    run('2026-06-15T08:15:00.000Z', { trigger: 'by-hand', figures: { ...none, ...rest, sent: 3, tables: [orders] } });
    run('2026-06-15T08:30:00.000Z', { result: 'failed', code: 'hub-refused', message: 'The hub stopped: 100 % full' });
    run('2026-06-15T08:45:00.000Z', { mode: 'first', figures: { ...none, ...rest, received: 9, tables: [orders] } });
    run('2026-06-15T09:00:00.000Z', { result: 'cancelled', code: 'cancelled', message: 'The session was cancelled.' });
  });
  return replica;
}

describe('filters', () => {
  let replica: Replica;
  beforeEach(async () => {
    replica = await withSessions();
    return () => replica.close();
  });

  it.each<[string, SessionFilter, number[]]>([
    ['nothing', {}, [5, 4, 3, 2, 1]],
    ['mode', { modes: ['first'] }, [4]],
    ['trigger', { triggers: ['by-hand'] }, [2]],
    ['several results', { results: ['failed', 'cancelled'] }, [5, 3]],
    ['scope', { scopes: ['Other'] }, []],
    ['table', { table: orders }, [4, 2]],
    ['a piece of the error', { text: '100 %' }, [3]],
    ['a code', { text: 'HUB-REF' }, [3]],
    ['a table in words', { text: 'work ord' }, [4, 2]],
    ['a number', { text: '#4' }, [4]],
    ['period', { from: '2026-06-15T08:15:00.000Z', to: '2026-06-15T08:45:00.000Z' }, [3, 2]],
    ['several at once', { table: orders, triggers: ['schedule'], from: '2026-06-15T08:15:00.000Z' }, [4]],
    ['signs that SQL reads otherwise', { text: '_%' }, []],
  ])('by %s: newest first, counted alike (FD-07)', (_, filter, numbers) => {
    expect(listLines(replica.reader, filter, { limit: 10 }).map(({ no }) => no)).toEqual(numbers);
    expect(countLines(replica.reader, filter)).toBe(numbers.length);
  });

  it('pages follow each other without gap or repeat', () => {
    const first = listLines(replica.reader, {}, { limit: 2 });
    const then = listLines(replica.reader, {}, { limit: 2, before: first[1]?.no });
    expect([...first, ...then].map(({ no }) => no)).toEqual([5, 4, 3, 2]);
  });

  it('say what there is to choose', () => {
    expect(lineKinds(replica.reader)).toEqual({
      scopes: ['Field'],
      modes: ['delta', 'first'],
      triggers: ['schedule', 'by-hand'],
      results: ['done', 'failed', 'cancelled'],
    });
  });
});

describe('an older file', () => {
  it('keeps its sessions, with all figures that their summaries hold (FD-02)', async () => {
    const file = temporaryFile();
    (await openReplica(file, { create: true })).close();
    const summary = {
      uploaded: 4,
      appliedHub: 3,
      downloaded: 2,
      appliedHere: 1,
      conflicts: 1,
      failedHere: 0,
      failedHub: 1,
      ms: 900.5,
      bytesSent: 100,
      bytesReceived: 200,
      repeats: 1,
      phases: [{ phase: 'hub', start: 0, ms: 900.5, waited: 400.5 }],
      tables: [{ table: orders, sent: { skipped: 1, total: 4 }, received: { skipped: 0, total: 2 } }],
    };
    const db = new Sqlite(file);
    db.exec(`${withoutErrorFacts} drop table _concord_session_line; drop table _concord_session_kind; drop table _concord_session_table;
      update _concord_meta set value = '2' where name = 'version';
      insert into _concord_session (scope, trigger, mode, started, ended, result) values ('Field', 'schedule', 'delta', 'a', 'b', 'done');`);
    db.prepare(
      `insert into _concord_session (scope, trigger, mode, started, ended, result, summary, code, message)
       values ('Field', 'by-hand', 'first', 'c', 'd', 'failed', ?, 'hub-refused', 'Full')`,
    ).run(JSON.stringify(summary));
    db.close();
    const app = await openTestApp({ file });
    const { sessions } = await app.handlers['feed.list']({ limit: 10, filter: {} });
    expect(sessions).toMatchObject([
      {
        no: 2,
        mode: 'first',
        trigger: 'by-hand',
        result: 'failed',
        uploaded: 4,
        accepted: 3,
        downloaded: 2,
        written: 1,
        conflicts: 1,
        failed: 1,
        skipped: 1,
        ms: 900.5,
        activeMs: 500,
        bytesSent: 100,
        bytesReceived: 200,
        tries: 2,
        problem: { code: 'hub-refused', message: 'Full' },
      },
      { no: 1, uploaded: 0, ms: null, tries: 1, problem: null },
    ]);
    const { sessions: moved } = await app.handlers['feed.list']({ limit: 10, filter: { table: orders, text: '2' } });
    expect(moved.map(({ no }) => no)).toEqual([2]);
  });
});

/** A million, the goal of FD-08, takes a quarter of a minute to fill in and was 8 ms at the 95th percentile. */
const many = 100_000;

describe('export', () => {
  it('is the whole filtered range in parts, safe in a spreadsheet, with times and numbers as machines read them (FD-07)', async () => {
    const replica = await withSessions();
    await replica.write(() => {
      const started = '2026-06-16T08:00:00.000Z';
      const no = startSession(replica.db, { scope: '=cmd()', trigger: 'retry', mode: 'delta', started });
      const figures = { ...none, ms: 12.5, activeMs: 0.5, bytesUp: 1, bytesDown: 2, tries: 3, tables: [] };
      endSession(replica.db, no, {
        ended: started,
        result: 'failed',
        summary: {},
        figures,
        code: 'x',
        message: 'a "b", c',
      });
    });
    const parts: string[] = [];
    for (let after = 0, done = false; !done;) {
      const part = feedExportPart(replica.reader, { filter: {}, format: 'csv' }, { after, limit: 4 });
      parts.push(part.text);
      ({ last: after, done } = part);
    }
    const lines = parts.join('').trimEnd().split('\r\n');
    expect(parts).toHaveLength(2);
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^session,started,ended,scope,mode,trigger,result,sent,/);
    expect(lines[1]).toBe(
      `6,2026-06-16T08:00:00.000Z,2026-06-16T08:00:00.000Z,'=cmd(),delta,retry,failed,0,0,0,0,0,0,0,12.5,0.5,1,2,3,x,"a ""b"", c"`,
    );
    const failed = { filter: { results: ['failed'] }, format: 'ndjson' } as const;
    const numbers = (upTo: number): number[] =>
      feedExportPart(replica.reader, { ...failed, upTo }, { after: 0, limit: 9 })
        .text.split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { session: number }).session);
    const { upTo } = feedExportPlan(replica.reader, failed);
    expect([upTo, numbers(upTo), numbers(5)]).toEqual([6, [6, 3], [3]]);
    replica.close();
  });
});

describe('slow sessions', () => {
  it('are marked in the list and measured in depth by those of the same scope and mode before (FD-05)', async () => {
    const app = await openTestApp();
    const { db } = app.replica;
    const run = (at: number, ms: number, more: { mode?: string; scope?: string; result?: 'failed' } = {}): void => {
      const { mode = 'delta', scope = 'Field', result = 'done' } = more;
      const started = new Date(Date.UTC(2026, 5, 15, 8, at)).toISOString();
      const no = startSession(db, { scope, trigger: 'schedule', mode, started });
      const figures = { ...none, ms, activeMs: ms, bytesUp: 0, bytesDown: 0, tries: 1, tables: [], received: at % 2 };
      endSession(db, no, { ended: started, mode, result, summary: { ms }, figures });
    };
    await app.replica.write(() => {
      for (let at = 0; at < 4; at++) run(at, 1000 + at);
      run(4, 60_000, { mode: 'first' });
      run(5, 1, { result: 'failed' });
      run(6, 1, { scope: 'Other' });
      run(7, 9000);
      run(8, 9000);
    });
    const { sessions } = await app.handlers['feed.list']({ limit: 9, filter: {} });
    expect(sessions.map(({ no, slow }) => slow && no).filter(Boolean)).toEqual([9]);
    expect(await app.handlers['feed.session']({ no: 9 })).toMatchObject({ usualMs: 1002, usualOf: 5, slow: true });
    expect(await app.handlers['feed.session']({ no: 8 })).toMatchObject({ usualMs: null, usualOf: 4, slow: false });
  });
});

describe('a long history (FD-08)', () => {
  it('answer a page of 200 in 50 ms under any filter, 95 times of 100', { timeout: 120_000 }, async () => {
    const replica = await openReplica(temporaryFile(), { create: true });
    const { db } = replica;
    await replica.write(() => {
      db.run(`insert into _concord_table values (1, 'work_orders', '', 'work_orders', '[]', '["number"]', 'both')`);
      db.exec(`insert into _concord_session_kind (scope, mode, trigger, result, idle)
        select 'Field', m.value, t.value, r.value, i.value from json_each('["first","delta"]') as m,
          json_each('["schedule","by-hand","on-change"]') as t, json_each('["done","failed","interrupted"]') as r,
          json_each('[0,1]') as i where not (i.value = 1 and r.value <> 'done')`);
      // Most are idle, by schedule; each 5,003rd one failed; each 7th moved rows of the table.
      db.exec(`with recursive n (no) as (select 1 union all select no + 1 from n where no < ${many})
        insert into _concord_session_line (session, kind, started, ms, problem)
        select n.no, (select k.no from _concord_session_kind as k where k.mode = 'delta'
            and k.trigger = iif(n.no % 97 = 0, 'by-hand', 'schedule')
            and k.result = iif(n.no % 5003 = 0, 'failed', 'done') and k.idle = (n.no % 7 <> 0 and n.no % 5003 <> 0)),
          strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + n.no * 60, 'unixepoch'), 900,
          iif(n.no % 5003 = 0, 'hub-refused: number ' || n.no, null) from n;
        insert into _concord_session (no, scope, trigger, mode, started, result)
        select session, 'Field', 'schedule', 'delta', started, 'done' from _concord_session_line;
        insert into _concord_session_table
        select 'work_orders', '', session from _concord_session_line where session % 7 = 0;`);
    });
    const filters: SessionFilter[] = [
      {},
      { results: ['failed'] },
      { results: ['failed'], triggers: ['by-hand'] },
      { results: ['interrupted'] },
      { table: orders },
      { table: orders, triggers: ['by-hand'] },
      { text: 'number 5003' },
      { text: 'no such thing' },
      { from: '2023-12-01T00:00:00.000Z', to: '2023-12-02T00:00:00.000Z' },
      { to: '2023-11-15T00:00:00.000Z', results: ['failed'] },
    ];
    const times: number[] = [];
    for (let turn = 0; turn < 10; turn++) {
      for (const filter of filters) {
        // The work itself, not the time that other programs take meanwhile.
        const started = process.cpuUsage();
        const lines = listLines(replica.reader, filter, {
          limit: 200,
          before: turn % 2 === 0 ? undefined : many * 0.9 - turn,
        });
        const { user, system } = process.cpuUsage(started);
        times.push((user + system) / 1000);
        expect(lines.length).toBeLessThanOrEqual(200);
      }
    }
    const sorted = times.toSorted((a, b) => a - b);
    const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
    console.log(`a page of 200 of ${many} sessions: median ${sorted[50]?.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
    expect(p95).toBeLessThan(50);
    expect(countLines(replica.reader, { results: ['failed'] })).toBe(Math.floor(many / 5003));
    replica.close();
  });
});
