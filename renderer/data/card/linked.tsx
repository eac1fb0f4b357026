// Records that point to this one: how many, how many of them wait; each line opens them in the grid (PD-08).

import { Table16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { tableParam } from '../../app/addresses.ts';
import { routeAddress } from '../../app/routes.ts';
import { columnTitle } from '../../format/names.ts';
import { numberText } from '../../format/numbers.ts';
import { wholeTable, writeAddress } from '../address.ts';
import { nounOf } from '../data-table.ts';
import type { RecordFacts } from './use-held-record.ts';
import styles from './card.module.css';

type Children = RecordFacts['children'][number];

/** "4 lines", "1 booking". */
export function Linked({ links }: { readonly links: readonly Children[] }): ReactElement | null {
  const { t } = useTranslation('data');
  const some = links.filter((child) => child.count > 0);
  if (some.length === 0) return null;
  return (
    <section className={styles.linked} aria-label={t('card.linked')}>
      <h3>{t('card.linked')}</h3>
      <ul>
        {some.map((child) => {
          const isTwice = links.filter((other) => sameTable(other, child)).length > 1;
          const columns = child.columns.map(({ column }) => columnTitle(column)).join(', ');
          return (
            <li key={`${child.table.schema}.${child.table.name} ${columns}`}>
              <Table16Regular />
              <a className="cut" href={addressOf(child)}>
                {numberText(child.count)} {nounOf(child.table, child.count)}
                {isTwice && ` (${columns})`}
              </a>
              {child.waiting > 0 && (
                <span className="caption">{t('card.childrenWaiting', { count: child.waiting })}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** "3 bookings and 1 line": who stands in the way of a delete. */
export function childrenText(t: TFunction, links: readonly Children[]): string {
  const items = links.map(({ table, count }) => `${numberText(count)} ${nounOf(table, count)}`);
  return t('list', { items });
}

function addressOf({ table, columns }: Children): string {
  const filters = columns.map(({ column, value }) => ({
    column,
    operator: 'is' as const,
    values: [value !== null && typeof value === 'object' ? value.base64 : String(value)],
  }));
  return routeAddress(writeAddress({ ...wholeTable(tableParam(table)), filters }));
}

function sameTable(a: Children, b: Children): boolean {
  return a.table.name === b.table.name && a.table.schema === b.table.schema;
}
