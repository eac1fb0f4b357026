// Which columns the history shows (FD-02).

import { describe, expect, it } from 'vitest';
import { columns, columnsWidth, columnTracks, fittingColumns } from '../../../../renderer/feed/columns.ts';

const all = columns.map(({ name }) => name);

describe('columns', () => {
  it('are those of the picture beside an open session, with the scope where there are several', () => {
    const figures = ['result', 'sent', 'received', 'conflicts', 'duration'];
    expect(fittingColumns(536, true)).toEqual(['started', 'scope', ...figures]);
    expect(fittingColumns(536, false)).toEqual(['started', 'trigger', ...figures]);
  });

  it('are all where there is room, and never less than when and how it ended', () => {
    expect(fittingColumns(columnsWidth(all), false)).toEqual(all);
    expect(fittingColumns(100, false)).toEqual(['started', 'result']);
  });

  it('leave the rest of the width to words', () => {
    expect(columnTracks(['started', 'result', 'sent'])).toBe('72px minmax(106px, 1fr) 40px');
    expect(columnTracks(['started', 'trigger', 'result'])).toBe('72px minmax(64px, 1fr) 106px');
  });
});
