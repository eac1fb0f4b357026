// The columns that the history shows at its present width (FD-02).

import { useLayoutEffect, useMemo, useState, type RefObject } from 'react';
import { columnTracks, fittingColumns, type ColumnName } from './columns.ts';

/** The columns, and the tracks of the grid that they stand in. */
export interface ShownColumns {
  readonly names: readonly ColumnName[];
  readonly tracks: { readonly gridTemplateColumns: string };
}

/** The chosen ones, else as many as the element has room for. */
export function useColumns(
  element: RefObject<HTMLElement | null>,
  { chosen, hasScopes }: { readonly chosen: readonly ColumnName[] | null; readonly hasScopes: boolean },
): ShownColumns {
  const [width, setWidth] = useState(540);
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return useMemo(() => {
    const names = chosen ?? fittingColumns(width, hasScopes);
    return { names, tracks: { gridTemplateColumns: columnTracks(names) } };
  }, [chosen, width, hasScopes]);
}
