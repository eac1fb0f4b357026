// A delete tells its outcome before it is done; the safe choice has the focus (DESIGN, Sentences).

import { Button } from '@fluentui/react-components';
import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../bridge/use-act.ts';
import type { Status } from '../../bridge/use-status.ts';
import { recordNoun } from '../../format/names.ts';
import { ProblemText } from '../../parts/problem-note.tsx';
import type { DataTable, JsonRecord } from '../data-table.ts';
import { whenText } from '../when.ts';
import styles from './card.module.css';

interface DeleteBarProps {
  readonly table: DataTable;
  readonly recordKey: JsonRecord;
  readonly title: string;
  /** The record as it was seen; if it moved, nothing is deleted. */
  readonly row: JsonRecord;
  readonly status: Status | null;
  readonly onKeep: () => void;
  readonly onDeleted: () => void;
  readonly onMoved: () => void;
}

/** The bar. */
export function DeleteBar(props: DeleteBarProps): ReactElement {
  const { table, recordKey, title, row, status, onKeep, onDeleted, onMoved } = props;
  const { t } = useTranslation('data');
  const remove = useAct('data.delete');
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const run = async (): Promise<void> => {
    const done = await remove.run({ table: { ...table.table }, key: { ...recordKey }, expected: { ...row } });
    if (done) onDeleted();
    else onMoved();
  };
  return (
    <>
      {remove.problem ? (
        <ProblemText problem={remove.problem} />
      ) : (
        <p>{t('delete.forecast', { title, when: whenText(t, status) })}</p>
      )}
      <div className={styles.buttons}>
        <Button ref={keep} onClick={onKeep}>
          {t('delete.keep')}
        </Button>
        <Button appearance="primary" disabledFocusable={remove.busy} onClick={() => void run()}>
          {t('delete.run', { noun: recordNoun(table.table) })}
        </Button>
      </div>
    </>
  );
}
