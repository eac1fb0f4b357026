// What a retry or a clean-up has done, record by record (ER-04, ER-10).

import { Button, Tooltip } from '@fluentui/react-components';
import { CheckmarkCircle16Regular, Dismiss16Regular, Info16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { conflictAddress } from '../app/addresses.ts';
import { recordTitle, tableTitle } from '../format/names.ts';
import styles from './errors.module.css';

/** What was done last. */
export type Said =
  | { readonly kind: 'retried'; readonly done: CallOutput<'errors.retry'> }
  | { readonly kind: 'cleaned'; readonly done: CallOutput<'errors.clean'> };

interface SaidBarProps {
  readonly said: Said;
  readonly onOpen: (no: number) => void;
  readonly onClose: () => void;
}

/** The bar. */
export function SaidBar({ said, onOpen, onClose }: SaidBarProps): ReactElement {
  const { t } = useTranslation('errors');
  const isGood =
    said.kind === 'cleaned' ? said.done.kept === 0 : said.done.counts.failedAgain + said.done.counts.notTried === 0;
  return (
    <div className={styles.said} role="status" data-part="said">
      {isGood ? <CheckmarkCircle16Regular className={styles.good} /> : <Info16Regular />}
      {said.kind === 'cleaned' ? <Cleaned done={said.done} /> : <Retried done={said.done} onOpen={onOpen} />}
      <Tooltip content={t('said.close')} relationship="label">
        <Button appearance="subtle" size="small" icon={<Dismiss16Regular />} onClick={onClose} />
      </Tooltip>
    </div>
  );
}

function Cleaned({ done }: { readonly done: CallOutput<'errors.clean'> }): ReactElement {
  const { t } = useTranslation('errors');
  const { deleted, kept, file } = done;
  return (
    <div>
      <p>
        {t('said.deleted', { count: deleted })} {kept > 0 && t('said.kept', { count: kept })}
      </p>
      {file !== null && <p className="caption">{t('said.backUp', { file })}</p>}
    </div>
  );
}

function Retried({
  done,
  onOpen,
}: {
  readonly done: CallOutput<'errors.retry'>;
  readonly onOpen: (no: number) => void;
}): ReactElement {
  const { t } = useTranslation('errors');
  const { counts, results, problem } = done;
  const parts = [
    { n: counts.accepted, key: 'said.accepted' },
    { n: counts.failedAgain, key: 'said.failed-again' },
    { n: counts.conflict, key: 'said.conflict' },
    { n: counts.notTried, key: 'said.not-tried' },
  ].filter(({ n }) => n > 0);
  return (
    <div>
      <p>
        {parts.length === 0 ? t('said.nothing') : parts.map(({ n, key }) => t(key, { count: n })).join(' · ')}
        {problem && ` ${problem.message} ${problem.cure}`}
      </p>
      {results.length > 0 && (
        <details open={results.length < 4}>
          <summary>{t('said.each', { count: results.length })}</summary>
          <ul>
            {results.map(({ no, table, key, result, message, conflict }) => (
              <li key={no}>
                <button type="button" onClick={() => onOpen(no)}>
                  {tableTitle(table)} {recordTitle(key, {}).id}
                </button>{' '}
                {conflict === null ? (
                  t(`result.${result}`)
                ) : (
                  <a href={conflictAddress(conflict)}>{t('result.conflict')}</a>
                )}
                {message !== null && `: ${message}`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
