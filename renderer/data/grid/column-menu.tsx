// What can be done with one column of the grid: wider, narrower, moved, hidden (PD-04, AX-01).

import { Menu, MenuDivider, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components';
import type { ReactElement, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { cellId } from './grid-row.tsx';
import { syncWidth, type Track } from './widths.ts';

/** What a column is asked to do. */
export type ColumnStep =
  | { readonly kind: 'size'; readonly width: number }
  | { readonly kind: 'move'; readonly beside: string }
  | { readonly kind: 'hide' };

interface ColumnMenuProps {
  readonly tracks: readonly Track[];
  /** The column's place. */
  readonly at: number;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onStep: (column: string, step: ColumnStep) => void;
  readonly onClose: () => void;
}

/** By so many px a column grows or shrinks at a time. */
const step = 24;

/** The open menu, under the column's head. */
export function ColumnMenu({ tracks, at, scroller, onStep, onClose }: ColumnMenuProps): ReactElement | null {
  const { t } = useTranslation('data');
  const track = tracks[at];
  if (!track) return null;
  const { column } = track;
  const left = tracks[at - 1];
  const right = tracks[at + 1];
  const size = (width: number): void => onStep(column.name, { kind: 'size', width });
  const move = (beside: Track | undefined): void => {
    if (beside) onStep(column.name, { kind: 'move', beside: beside.column.name });
  };
  const now = (): number => document.getElementById(cellId(-1, at))?.offsetWidth ?? track.width;
  return (
    <Menu
      open
      onOpenChange={(_, { open }) => !open && onClose()}
      positioning={{ target: document.getElementById(cellId(-1, at)), position: 'below', align: 'start' }}
    >
      <MenuPopover>
        <MenuList>
          <MenuItem persistOnClick onClick={() => size(now() + step)}>
            {t('column.wider')}
          </MenuItem>
          <MenuItem persistOnClick onClick={() => size(now() - step)}>
            {t('column.narrower')}
          </MenuItem>
          <MenuItem onClick={() => size(fitWidth(scroller.current, at))}>{t('column.fit')}</MenuItem>
          <MenuDivider />
          <MenuItem disabled={!left} onClick={() => move(left)}>
            {t('column.left')}
          </MenuItem>
          <MenuItem disabled={!right} onClick={() => move(right)}>
            {t('column.right')}
          </MenuItem>
          <MenuDivider />
          <MenuItem disabled={column.isKey} onClick={() => onStep(column.name, { kind: 'hide' })}>
            {t('column.hide')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** The width at which nothing is cut in the rows that are drawn. */
export function fitWidth(scroller: HTMLElement | null, at: number): number {
  const texts = scroller?.querySelectorAll<HTMLElement>(`[aria-colindex="${at + 1}"] .cut`) ?? [];
  const widths = [...texts].map((text) => text.scrollWidth + (text.closest('button') ? iconRoom : 0));
  return Math.max(...widths, syncWidth / 2) + 18;
}

/** For the arrow of the order, and the way to the menu. */
const iconRoom = 40;
