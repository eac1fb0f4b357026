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
  session: 8,
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
    expect(readAddress({ path: ['x'], query: { tab: 'all', type: 'any', session: '-1' } })).toEqual({
      no: null,
      tab: 'undecided',
      table: null,
      type: null,
      session: null,
      text: '',
    });
  });

  it('asks for what it names', () => {
    expect(filterOf({ ...address, text: '  ' })).toEqual({
      tab: 'decided',
      table: { name: 'work_orders', schema: 'dbo' },
      type: 'local-update/hub-delete',
      session: 8,
    });
  });

  it('counts reopened entries as undecided (CF-04)', () => {
    expect(tabOf('reopened')).toBe('undecided');
    expect(tabOf('undone')).toBe('confirmed');
    expect(tabOf('sent')).toBe('decided');
  });
});
