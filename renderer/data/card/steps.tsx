// The way of a record as far as this replica knows it: what waits, what was changed here, what both sides last agreed on
// (PD-08: the first points of its timeline).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { routeAddress } from '../../app/routes.ts';
import type { Status } from '../../bridge/use-status.ts';
import { fullTime, timeText } from '../../format/times.ts';
import { titleOf, type DataTable } from '../data-table.ts';
import { movedColumns } from '../edit/draft.ts';
import { whenText } from '../when.ts';
import type { RecordFacts } from './use-held-record.ts';
import styles from './card.module.css';

interface StepsProps {
  readonly table: DataTable;
  readonly facts: RecordFacts;
  readonly status: Status | null;
}

/** The steps, the newest first; nothing for a record that nobody changed here. */
export function Steps({ table, facts, status }: StepsProps): ReactElement | null {
  const { t } = useTranslation('data');
  const { badge, row, base, changedAt, conflict } = facts;
  if (badge === null && conflict === null) return null;
  const columns = row && base ? movedColumns(table, base, row) : [];
  const list = columns.map((column) => titleOf(column)).join(', ');
  const isChange = badge === 'new' || columns.length > 0;
  return (
    <section className={styles.history} aria-label={t('steps.title')}>
      <h3>{t('steps.title')}</h3>
      <ol>
        {badge !== null && (
          <li className={styles.wait}>
            <b>{t(`steps.${badge}`)}</b>
            {columns.length > 0 && ` · ${t('steps.columns', { count: columns.length })}`}
            <span className="caption">{t(`steps.${badge}More`, { when: whenText(t, status) })}</span>
          </li>
        )}
        {conflict !== null && (
          <li className={styles.point}>
            <a href={routeAddress({ screen: 'conflicts', path: [String(conflict)] })}>
              {t('steps.conflictNo', { no: conflict })}
            </a>
            <span className="caption">{t('steps.conflictNoMore')}</span>
          </li>
        )}
        {isChange && (
          <li className={styles.mine}>
            <b>{t(badge === 'new' ? 'steps.added' : 'steps.changed')}</b> {list}
            {changedAt !== null && (
              <span className="caption" title={fullTime(changedAt)}>
                {timeText(changedAt)}
              </span>
            )}
          </li>
        )}
        {base && (
          <li>
            <b>{t('steps.base')}</b>
            <span className="caption">{t('steps.baseMore')}</span>
          </li>
        )}
      </ol>
    </section>
  );
}
