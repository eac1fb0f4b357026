// The way to the record (CF-13), and the technical names for whoever looks something up elsewhere (CF-03).

import { Open16Regular } from '@fluentui/react-icons';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { tableParam } from '../../app/addresses.ts';
import { routeAddress } from '../../app/routes.ts';
import { keyText } from '../../data/record-key.ts';
import { timeText } from '../../format/times.ts';
import type { Detail } from './detail.ts';
import styles from './facts.module.css';

/** The last line of the pane. */
export function Facts({
  detail,
  onOpen,
}: {
  readonly detail: Detail;
  readonly onOpen: (no: number) => void;
}): ReactElement {
  const { t } = useTranslation('conflicts');
  const { no, table, key, type, previous, revision } = detail;
  const rows: readonly (readonly [string, string])[] = [
    [t('facts.number'), String(no)],
    [t('facts.table'), tableParam(table)],
    [t('facts.key'), JSON.stringify(key)],
    [t('facts.type'), type],
    [t('facts.known'), t(`facts.${type}`)],
    [t('facts.revision'), String(revision)],
  ];
  return (
    <div className={styles.facts}>
      <details>
        <summary>{t('facts.title')}</summary>
        <dl>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {previous !== null && (
          <button type="button" onClick={() => onOpen(previous)}>
            {t('facts.earlier', { no: previous })}
          </button>
        )}
      </details>
      <SideLinks detail={detail} />
    </div>
  );
}

/** The record card, at my version and at the hub's; a side that has none is greyed with the reason. */
function SideLinks({ detail }: { readonly detail: Detail }): ReactElement {
  const { t } = useTranslation('conflicts');
  const { table, key } = detail;
  return (
    <span className={styles.sides}>
      {(['mine', 'theirs'] as const).map((side) => {
        const reason = missingReason(t, detail, side);
        const text = t(side === 'mine' ? 'facts.openMine' : 'facts.openTheirs');
        if (reason !== null)
          return (
            <span key={side} className={styles.none}>
              {t('facts.noSide', { link: text, reason })}
            </span>
          );
        const point = pointOf(detail, side);
        const query = { record: keyText(key), ...(point !== null && { points: point }) };
        return (
          <a key={side} href={routeAddress({ screen: 'data', path: [tableParam(table)], query })}>
            <Open16Regular />
            {text}
          </a>
        );
      })}
    </span>
  );
}

/** Why a side has no record to open; null = it has one. */
function missingReason(t: TFunction, detail: Detail, side: 'mine' | 'theirs'): string | null {
  if (side === 'mine') {
    if (detail.mine !== null) return null;
    return detail.mineAt === null ? t('facts.deleted') : t('facts.deletedAt', { time: timeText(detail.mineAt) });
  }
  if (!detail.theirsKnown) return t('facts.notSent');
  if (detail.theirs !== null) return null;
  if (detail.type === 'local-update/hub-none') return t('facts.notThere');
  const at = detail.theirsBy.at;
  return at === null
    ? t('facts.deletedReceived', { time: timeText(detail.raisedAt) })
    : t('facts.deletedAt', { time: timeText(at) });
}

/** The point of the record's timeline that holds a side's version as it is compared here. */
function pointOf({ no, history }: Detail, side: 'mine' | 'theirs'): string | null {
  const moved = side === 'mine' ? 'edited here again' : 'hub-changed';
  const at = history.findLastIndex(({ why }) => why === 'raised' || why === moved);
  return at === -1 ? null : `c${no}-${at}-${side}`;
}
