// How far a side's value is from the base, in small print; without a base, how far theirs is from mine.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { cellText } from '../../format/cells.ts';
import { spanText } from '../../format/times.ts';
import type { Row } from './comparison.ts';
import { useCompareScope } from './context.ts';
import { distance } from './distance.ts';
import styles from './compare.module.css';

/** The note, or nothing. */
export function DistanceNote({
  row,
  side,
}: {
  readonly row: Row;
  readonly side: 'mine' | 'theirs';
}): ReactElement | null {
  const { t } = useTranslation('conflicts');
  const { prepared } = useCompareScope();
  const column = prepared.detail.tableColumns.find((item) => item.name === row.column.name);
  if (!column || column.isKey || column.pointsTo) return null;
  const against = row.base !== undefined ? row.base : side === 'theirs' ? row.mine : undefined;
  const found = distance(row.column, scalar(against), scalar(row[side]));
  if (!found) return null;
  const than = row.base === undefined ? 'ThanYours' : '';
  if (found.kind === 'number') {
    const by = cellText({ ...row.column, type: 'decimal' }, found.by.replace('-', ''), t).text;
    return (
      <span className={styles.note}>{t(`value.${found.by.startsWith('-') ? 'less' : 'more'}${than}`, { by })}</span>
    );
  }
  const by = spanText(Math.abs(found.ms));
  return <span className={styles.note}>{t(`value.${found.ms < 0 ? 'earlier' : 'later'}${than}`, { by })}</span>;
}

function scalar(cell: Row['base']): string | number | boolean | null | undefined {
  return typeof cell === 'object' ? null : cell;
}
