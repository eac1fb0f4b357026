// The scopes that the hub serves: their tables and which way each goes (HB-02).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { tableTitle } from '../format/names.ts';
import type { HubState } from './state.ts';
import page from '../parts/page.module.css';
import styles from './hub.module.css';

const listText = new Intl.ListFormat(undefined, { type: 'unit' });
const directions = ['both', 'download-only', 'upload-only', 'none'] as const;

/** A card a scope. */
export function ScopesTab({ state }: { readonly state: HubState }): ReactElement {
  const { t } = useTranslation('hub');
  const way = (text: string): string => t(`direction.${directions.find((name) => name === text) ?? 'both'}`);
  return (
    <div className={styles.scopes}>
      {state.scopes.map((scope) => (
        <section key={scope.name} className={`${page.card} ${styles.scope}`} aria-label={scope.name}>
          <h2>{scope.name}</h2>
          <p className="caption">
            {t('scopes.tables', { count: scope.tables.length })}
            {scope.parameters.length > 0 &&
              ` · ${t('scopes.by', { names: listText.format(scope.parameters.map(({ name }) => name)) })}`}
          </p>
          <ul>
            {scope.tables.map((table) => (
              <li key={`${table.schema}.${table.name}`}>
                <span className={styles.ofScope}>
                  <span className="cut">{tableTitle(table)}</span>
                  {table.filter !== null && <span className="caption">{table.filter}</span>}
                </span>
                <span className="quiet">{way(table.direction)}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
