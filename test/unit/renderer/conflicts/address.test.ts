import { describe, expect, it } from 'vitest';
import {
  filterOf,
  readAddress,
  tabOf,
  writeAddress,
  type InboxAddress,
} from '../../../../renderer/conflicts/inbox/address.ts';

const address: InboxAddress = {
  no: 12,
  tab: 'decided',
  table: { name: 'work_orders', schema: 'dbo' },
  type: 'local-update/hub-delete',
  column: 'status',
  age: 'week',
  state: 'sent',
  session: 8,
  order: { by: 'record', descending: true },
  text: 'boiler',
};

describe('the inbox’s address', () => {
  it('is read as it was written', () => {
    const { path = [], query = {} } = writeAddress(address);
    const words = Object.fromEntries(
      Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
    expect(readAddress({ path, query: words })).toEqual(address);
  });

  it('leaves out what it does not understand', () => {
    expect(
      readAddress({
        path: ['x'],
        query: { tab: 'all', type: 'any', session: '-1', state: 'sent', age: '9', order: '-x' },
      }),
    ).toEqual({
      no: null,
      tab: 'undecided',
      table: null,
      type: null,
      column: null,
      age: null,
      state: null,
      session: null,
      order: { by: 'raised', descending: true },
      text: '',
    });
  });

  it('asks for what it names', () => {
    const now = new Date(2026, 5, 15, 12);
    const from = new Date(2026, 5, 9).toISOString();
    expect(filterOf({ ...address, age: 'older' }, now)).toMatchObject({ until: from });
    expect(filterOf({ ...address, text: '  ' }, now)).toEqual({
      tab: 'decided',
      table: { name: 'work_orders', schema: 'dbo' },
      type: 'local-update/hub-delete',
      column: 'status',
      from,
      state: 'sent',
      session: 8,
      order: { by: 'record', descending: true },
    });
  });

  it('counts reopened entries as undecided (CF-04)', () => {
    expect(tabOf('reopened')).toBe('undecided');
    expect(tabOf('undone')).toBe('confirmed');
    expect(tabOf('sent')).toBe('decided');
  });
});
