// "Status changed while you looked": the record on the screen stays until somebody asks for the news (AX-04).

import { titleOf } from '../data-table.ts';
import { Button } from '@fluentui/react-components';
import { ArrowSync16Regular, Delete16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { cellText, type WindowColumn } from '../../format/cells.ts';
import type { RecordFacts } from '../card/use-held-record.ts';
import styles from '../card/card.module.css';

interface NewsBarProps {
  readonly columns: readonly WindowColumn[];
  /** The record as it is now. */
  readonly facts: RecordFacts | null;
  readonly isGone: boolean;
  /** A save was refused because of it. */
  readonly isRefused?: boolean;
  readonly onShow?: () => void;
}

const named = 3;

/** The bar. */
export function NewsBar({ columns, facts, isGone, isRefused, onShow }: NewsBarProps): ReactElement {
  const { t } = useTranslation('data');
  const items = columns.slice(0, named).map((column) => {
    const cell = facts?.row?.[column.name];
    const value = facts?.names[column.name] ?? cellText(column, cell, t).text;
    const isShort = (cell === null || typeof cell !== 'object') && value.length <= 40;
    return isShort ? t('news.now', { column: titleOf(column), value }) : titleOf(column);
  });
  const more = columns.length - items.length;
  const list = t('list', { items: more > 0 ? [...items, t('news.more', { count: more })] : items });
  return (
    <div className={styles.bar} role="status">
      {isGone ? <Delete16Regular /> : <ArrowSync16Regular />}
      <p>
        {isRefused && <b>{t('news.refused')} </b>}
        {isGone ? t('news.gone') : t('news.changed', { list })}
      </p>
      {!isGone && onShow && (
        <Button size="small" onClick={onShow}>
          {t('news.show')}
        </Button>
      )}
    </div>
  );
}
