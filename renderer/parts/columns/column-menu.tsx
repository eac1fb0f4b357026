// What can be done with one column of a list: wider, narrower, moved, hidden (PD-04, CF-02, AX-01).

import { Menu, MenuDivider, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnStep } from './lay-out.ts';

interface ColumnMenuProps {
  /** The id of the column's head. */
  readonly head: string;
  /** The columns beside it; null = there is none. */
  readonly left: string | null;
  readonly right: string | null;
  readonly canHide: boolean;
  /** The width at which nothing is cut. */
  readonly fit: () => number;
  readonly onStep: (step: ColumnStep) => void;
  readonly onClose: () => void;
}

/** By so many px a column grows or shrinks at a time. */
const step = 24;

/** The open menu, under the column's head. */
export function ColumnMenu({ head, left, right, canHide, fit, onStep, onClose }: ColumnMenuProps): ReactElement {
  const { t } = useTranslation();
  const size = (width: number): void => onStep({ kind: 'size', width });
  const grow = (by: number): void => size((document.getElementById(head)?.offsetWidth ?? 0) + by);
  const move = (beside: string | null): void => {
    if (beside !== null) onStep({ kind: 'move', beside });
  };
  return (
    <Menu
      open
      onOpenChange={(_, { open }) => !open && onClose()}
      positioning={{ target: document.getElementById(head), position: 'below', align: 'start' }}
    >
      <MenuPopover>
        <MenuList>
          <MenuItem persistOnClick onClick={() => grow(step)}>
            {t('column.wider')}
          </MenuItem>
          <MenuItem persistOnClick onClick={() => grow(-step)}>
            {t('column.narrower')}
          </MenuItem>
          <MenuItem onClick={() => size(fit())}>{t('column.fit')}</MenuItem>
          <MenuDivider />
          <MenuItem disabled={left === null} onClick={() => move(left)}>
            {t('column.left')}
          </MenuItem>
          <MenuItem disabled={right === null} onClick={() => move(right)}>
            {t('column.right')}
          </MenuItem>
          <MenuDivider />
          <MenuItem disabled={!canHide} onClick={() => onStep({ kind: 'hide' })}>
            {t('column.hide')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
