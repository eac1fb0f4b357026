// Putting an earlier version back tells its outcome before it is done; it is a new change, guarded like any other (PD-08, RS-25).

import { Button } from '@fluentui/react-components';
import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../bridge/use-act.ts';
import type { Status } from '../../bridge/use-status.ts';
import { ProblemText } from '../../parts/problem-note.tsx';
import { titlesOf, type DataTable, type JsonRecord } from '../data-table.ts';
import { whenText } from '../when.ts';
import { putBackSet } from './points.ts';
import styles from '../card/card.module.css';

interface PutBackBarProps {
  readonly table: DataTable;
  readonly recordKey: JsonRecord;
  readonly title: string;
  /** The version that comes back. */
  readonly version: JsonRecord;
  /** The record as it was seen; null = there is none. If it moved, nothing is written. */
  readonly row: JsonRecord | null;
  readonly isInConflict: boolean;
  readonly status: Status | null;
  readonly onKeep: () => void;
  /** Done: what was written, and the same cells as they were before; null = the record was added again. */
  readonly onDone: (set: JsonRecord, before: JsonRecord | null) => void;
}

/** The bar. */
export function PutBackBar(props: PutBackBarProps): ReactElement {
  const { table, recordKey, title, version, row, isInConflict, status, onKeep, onDone } = props;
  const { t } = useTranslation('data');
  const update = useAct('data.update');
  const insert = useAct('data.insert');
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const set = row === null ? version : putBackSet(table, version, row);
  const names = Object.keys(set);
  const problem = update.problem ?? insert.problem;
  const run = async (): Promise<void> => {
    const name = { ...table.table };
    if (row === null) {
      if (await insert.run({ table: name, row: { ...version } })) onDone(set, null);
      return;
    }
    const before = Object.fromEntries(names.map((column) => [column, row[column] ?? null]));
    if (await update.run({ table: name, key: { ...recordKey }, expected: { ...row }, set: { ...set } }))
      onDone(set, before);
  };
  const words = {
    title,
    count: names.length,
    columns: t('list', { items: titlesOf(table, names) }),
    when: whenText(t, status),
  };
  return (
    <>
      {problem ? (
        <ProblemText problem={problem} />
      ) : (
        <p>{t(row === null ? 'putBack.again' : isInConflict ? 'putBack.held' : 'putBack.forecast', words)}</p>
      )}
      <div className={styles.buttons}>
        <Button ref={keep} onClick={onKeep}>
          {t('putBack.keep')}
        </Button>
        <Button appearance="primary" disabledFocusable={update.busy || insert.busy} onClick={() => void run()}>
          {row === null ? t('putBack.runAgain') : t('putBack.run', words)}
        </Button>
      </div>
    </>
  );
}
