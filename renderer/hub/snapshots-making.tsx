// Snapshots that are being made: whose, how far, and the way to stop it; those that could not be made, with the reason (HB-06).

import { Button, ProgressBar } from '@fluentui/react-components';
import { ErrorCircle16Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import { numberText, percentText } from '../format/numbers.ts';
import { valuesText } from './state.ts';
import page from '../parts/page.module.css';
import styles from './orders.module.css';

type Making = CallOutput<'hub.snapshots'>['making'][number];

interface SnapshotsMakingProps {
  readonly making: readonly Making[];
  readonly mayChange: boolean;
  onChanged(): void;
}

/** The card. */
export function SnapshotsMaking({ making, mayChange, onChanged }: SnapshotsMakingProps): ReactElement {
  const { t } = useTranslation('hub');
  const cancel = useAct('hub.cancelSnapshot');
  const end = async (no: number): Promise<void> => {
    await cancel.run({ no });
    onChanged();
  };
  return (
    <section className={`${page.card} ${styles.choice}`} aria-label={t('snapshots.making')}>
      <h2>{t('snapshots.making')}</h2>
      {making.map((item) => {
        const { no, scope, parameters, state } = item;
        const name = [scope, valuesText(parameters, t('clients.noValue'))].filter(Boolean).join(', ');
        const isOver = state === 'failed';
        return (
          <div key={no} className={styles.making}>
            <b className="cut">{name}</b>
            <How item={item} name={name} />
            {mayChange && (
              <Button
                size="small"
                aria-label={t(isOver ? 'snapshots.strikeOf' : 'snapshots.cancelOf', { name })}
                onClick={() => void end(no)}
              >
                {t(isOver ? 'snapshots.strike' : 'snapshots.cancel')}
              </Button>
            )}
          </div>
        );
      })}
    </section>
  );
}

function How({ item, name }: { readonly item: Making; readonly name: string }): ReactElement {
  const { t } = useTranslation('hub');
  const { state, form, rows, total, problem } = item;
  if (state === 'failed')
    return (
      <span className={page.words} role="alert">
        <ErrorCircle16Filled className={page.bad} />
        {t('snapshots.failed', { reason: problem?.message ?? '' })}
      </span>
    );
  if (state === 'waiting') return <span className="quiet">{t('snapshots.waits')}</span>;
  const far = { rows: numberText(rows), total: numberText(total), part: percentText(rows, total) };
  return (
    <span className={styles.how}>
      <ProgressBar value={total === 0 ? 1 : Math.min(1, rows / total)} thickness="medium" aria-label={name} />
      <span className="caption figure">{t(`snapshots.${form}`, far)}</span>
    </span>
  );
}
