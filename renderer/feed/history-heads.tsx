// The heads of the history's columns.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { columns, type ColumnName } from './columns.ts';
import type { ShownColumns } from './use-columns.ts';
import styles from './history.module.css';

/** Where the word alone is not enough the tooltip says more; elsewhere it is the word, which a narrow column may cut. */
const explained: ReadonlySet<ColumnName> = new Set(['trigger', 'accepted', 'written', 'skipped', 'active', 'tries']);

/** The row of heads. */
export function HistoryHeads({ shown: { names, tracks } }: { readonly shown: ShownColumns }): ReactElement {
  const { t } = useTranslation('feed');
  return (
    <div role="row" className={`${styles.cells} ${styles.heads}`} style={tracks} aria-rowindex={1}>
      {columns
        .filter(({ name }) => names.includes(name))
        .map(({ name, isFigure }) => (
          <span
            key={name}
            role="columnheader"
            className={isFigure ? `cut ${styles.right}` : 'cut'}
            title={explained.has(name) ? t(`headTip.${name}`) : t(`head.${name}`)}
          >
            {t(`head.${name}`)}
          </span>
        ))}
    </div>
  );
}
