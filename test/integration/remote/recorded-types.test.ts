// The recorded type matrix of a stock PostgreSQL server: every cell arrives, survives a change beside it, and goes back as it
// came, or spelt so that a stock server loses less (W-75, W-279, W-280, L24).

import { expect, test } from 'vitest';
import { JsonNumber, type JsonValue } from '../../../main/wire/json-value.ts';
import { parseJson } from '../../../main/wire/json.ts';
import { edit, rowsIn, sync } from '../../support/replica-app.ts';
import { rowsOf, textOf } from '../../support/sync-call.ts';
import { exchangesOf } from '../../unit/wire/vectors.ts';
import { playNew, type Recording } from './recorded-sessions.ts';

const columns = [
  'id',
  'si',
  'bi',
  'nu',
  'nu2',
  're',
  'dp',
  'bo',
  'uu',
  'da',
  'ti',
  'ts',
  'tstz',
  'tx',
  'vc',
  'by',
] as const;

/** Rows of the recorded downloads or uploads of a table, by their id. */
function recordedRows(side: 'request' | 'response', step: number, table: string): Map<number, readonly JsonValue[]> {
  const bodies = exchangesOf('types').filter((exchange) => exchange.step === step);
  const rows = bodies
    .map((exchange) => exchange[side].body)
    .filter((body) => body.includes(`"t":[{"n":"${table}","s"`) && body.includes('"r":[['))
    .flatMap((body) => rowsOf(parseJson(body)));
  return new Map(rows.map((row) => [Number(row[1]), row.slice(1)]));
}

async function synchronised(): Promise<Recording> {
  const play = await playNew('types');
  expect((await sync(play.app)).summary).toMatchObject({ downloaded: 7, appliedHere: 7, failedHere: 0 });
  return play;
}

/** A cell without its spelling: the digits of a number, whether it travels as a number or as a text. */
function plain(cell: JsonValue | undefined, column: string): unknown {
  const text = cell instanceof JsonNumber ? cell.text : cell;
  if (column === 're' || column === 'dp') return text === null ? null : Number(text);
  if (column === 'nu' || column === 'nu2' || column === 'bi') return text === null ? null : textOf(text).toLowerCase();
  return text;
}

/** What a stored cell says, in the form of `plain`. */
function asSent(value: unknown, column: string): unknown {
  if (value === null) return null;
  if (column === 'by') return Buffer.from(value as Uint8Array).toString('base64');
  if (column === 'bo') return value === 1;
  return column === 'bi' ? `${value as number | bigint}` : value;
}

test('types: every cell arrives as it was sent; wide numbers, dates and times keep their text (W-41, W-279)', async () => {
  const play = await synchronised();
  const sent = recordedRows('response', 7, 't');
  expect(new Set(sent.keys())).toEqual(new Set([1, 2, 3, 4, 5]));
  for (const stored of rowsIn(play.file, 't')) {
    const cells = sent.get(Number(stored[0])) ?? [];
    const told = columns.map((column, at) => [column, asSent(stored[at], column)]);
    expect(told).toEqual(columns.map((column, at) => [column, plain(cells[at], column)]));
  }
  expect(rowsIn(play.file, 'x')).toEqual([[1, null, 'y', '{"a": 1}', null, 7]]);
  expect(rowsIn(play.file, 'k')).toEqual([[1, 'p']]);
});

test('types: a change beside them leaves the cells alone; they go back as recorded or losslessly better (L24, W-280)', async () => {
  const play = await synchronised();
  edit(play.file, `update t set vc = 'touched' where id <> 3`, `insert into k values (2, 'q')`);
  const ended = await sync(play.app);
  expect(ended.summary).toMatchObject({ uploaded: 5, appliedHub: 5, short: [] });
  const uploads = play.hub.calls().filter((call) => call.step === 4 && rowsOf(call.message).length > 0);
  const rows = new Map(rowsOf(uploads[0]?.message).map((row) => [Number(row[1]), row.slice(1)]));
  const recorded = recordedRows('request', 4, 't');
  expect(new Set(rows.keys())).toEqual(new Set([1, 2, 4, 5]));
  for (const [id, cells] of recorded) {
    const told = columns.map((column, at) => [column, plain(rows.get(id)?.[at], column)]);
    expect(told).toEqual(columns.map((column, at) => [column, column === 'vc' ? 'touched' : plain(cells[at], column)]));
  }
  expect(rowsOf(uploads[1]?.message)).toEqual([[16, 2, 'q']]);
});
