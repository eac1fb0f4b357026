// The technical names, for whoever looks something up elsewhere (CF-03), and the way to the record (CF-13).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Detail } from './detail.ts';
import styles from './facts.module.css';

/** The folded details. */
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
    [t('facts.table'), [table.schema, table.name].filter(Boolean).join('.')],
    [t('facts.key'), JSON.stringify(key)],
    [t('facts.type'), type],
    [t('facts.known'), t(`facts.${type}`)],
    [t('facts.revision'), String(revision)],
  ];
  return (
    <details className={styles.facts}>
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
  );
}
