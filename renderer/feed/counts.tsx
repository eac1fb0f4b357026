// What happened to each table's rows on either way (FD-03).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { conflictsAddress, dataAddress, errorsAddress, tableParam } from '../app/addresses.ts';
import { tableTitle } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import type { SessionDetail, TableCounts } from './depth.ts';
import page from '../parts/page.module.css';
import styles from './session.module.css';

type Way = 'sent' | 'received';

const members = ['inserted', 'modified', 'deleted', 'unchanged', 'conflict', 'failed', 'skipped', 'total'] as const;

/** The table of counts; nothing for a session that moved nothing and none that failed. */
export function Counts({ detail }: { readonly detail: SessionDetail }): ReactElement | null {
  const { t } = useTranslation('feed');
  const moved = detail.tables.some(({ sent, received }) => hasAny(sent) || hasAny(received));
  if (!moved) return detail.result === 'done' ? <p className="quiet">{t('counts.nothing')}</p> : null;
  return (
    <div className={styles.countsBox}>
      <table className={`${page.grid} ${styles.counts}`} aria-label={t('counts.label')}>
        <thead>
          <tr>
            <th>{t('counts.table')}</th>
            {members.map((member) => (
              <th key={member} className={page.right} title={t(`counts.tip.${member}`)}>
                {t(`counts.${member}`)}
              </th>
            ))}
          </tr>
        </thead>
        <WayRows detail={detail} way="sent" />
        <WayRows detail={detail} way="received" />
      </table>
    </div>
  );
}

function WayRows({ detail, way }: { readonly detail: SessionDetail; readonly way: Way }): ReactElement {
  const { t } = useTranslation('feed');
  const tables = detail.tables.filter((table) => hasAny(table[way])).toSorted((a, b) => b[way].total - a[way].total);
  return (
    <tbody>
      <tr className={styles.band}>
        <th colSpan={members.length + 1} scope="rowgroup">
          {tables.length === 0 ? t(`counts.none.${way}`) : t(`counts.${way}`)}
        </th>
      </tr>
      {tables.map((table) => (
        <tr key={tableParam(table.table)}>
          <th scope="row" title={table.table.name}>
            <a href={dataAddress(table.table)}>{tableTitle(table.table)}</a>
          </th>
          {members.map((member) => (
            <Count key={member} table={table} way={way} member={member} session={detail.no} />
          ))}
        </tr>
      ))}
    </tbody>
  );
}

interface CountProps {
  readonly table: TableCounts;
  readonly way: Way;
  readonly member: (typeof members)[number];
  readonly session: number;
}

/** Conflicts and failures lead to their records; of the other rows only the number is kept, and the tooltip says so. */
function Count({ table, way, member, session }: CountProps): ReactElement {
  const { t } = useTranslation('feed');
  const value = table[way][member];
  if (value === null) {
    return (
      <td className={`${page.right} quiet`} title={t('counts.tip.earlier')}>
        –
      </td>
    );
  }
  const address = value === 0 ? null : addressOf(table, member, session);
  const label = t(`counts.tell.${member}`, { count: value, table: tableTitle(table.table), defaultValue: '' });
  return (
    <td
      className={`${page.right} ${value === 0 ? page.zero : ''} ${member === 'total' ? styles.sum : ''}`}
      title={value > 0 && address === null && member !== 'total' ? t(`counts.unkept.${member}`) : undefined}
    >
      {address === null ? (
        numberText(value)
      ) : (
        <a href={address} aria-label={label} className={member === 'failed' ? page.bad : undefined}>
          {numberText(value)}
        </a>
      )}
    </td>
  );
}

function addressOf({ table }: TableCounts, member: CountProps['member'], session: number): string | null {
  if (member === 'conflict') return conflictsAddress({ table, session });
  return member === 'failed' ? errorsAddress(table) : null;
}

/** Rows tried again are not in `total`. */
function hasAny({
  inserted,
  modified,
  deleted,
  unchanged,
  conflict,
  failed,
  skipped,
  total,
}: TableCounts['sent']): boolean {
  return (inserted ?? 0) + (modified ?? 0) + deleted + unchanged + conflict + failed + skipped + total > 0;
}
