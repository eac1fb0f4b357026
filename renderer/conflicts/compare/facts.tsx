// The way to the record (CF-13), and the technical names for whoever looks something up elsewhere (CF-03).

import { Open16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { tableParam } from '../../app/addresses.ts';
import { routeAddress } from '../../app/routes.ts';
import { useRead } from '../../bridge/use-read.ts';
import { keyText } from '../../data/record-key.ts';
import { recordNoun } from '../../format/names.ts';
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
      <RecordLink detail={detail} />
    </div>
  );
}

/** The record as it stands here now; where there is none, that is said instead. */
function RecordLink({ detail }: { readonly detail: Detail }): ReactElement | null {
  const { t } = useTranslation('conflicts');
  const { table, key } = detail;
  const found = useRead('data.record', { table, key }, ['data']).value;
  if (!found) return null;
  const noun = recordNoun(table);
  if (!found.row) return <span className={styles.none}>{t('facts.noRecord', { noun })}</span>;
  return (
    <a href={routeAddress({ screen: 'data', path: [tableParam(table)], query: { record: keyText(key) } })}>
      <Open16Regular />
      {t('facts.record', { noun })}
    </a>
  );
}
