// A record that is not here: that is said, and what is known of its way stays to be seen; a version of it can be added again.

import { Button } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { PutBackBar } from '../timeline/put-back-bar.tsx';
import type { TimelinePoint } from '../timeline/points.ts';
import { Timeline } from '../timeline/timeline.tsx';
import { CardFrame } from './card-frame.tsx';
import { cardTitle } from './card-title.ts';
import type { RecordCardProps } from './card-props.ts';
import type { HeldRecord } from './use-held-record.ts';
import styles from './card.module.css';

/** The card. */
export function MissingCard(props: RecordCardProps & { readonly record: HeldRecord }): ReactElement {
  const { table, recordKey, record, status, locked, focusNo, points, onPutBack, onClose } = props;
  const { t } = useTranslation('data');
  const [putting, setPutting] = useState<TimelinePoint | null>(null);
  const { held: facts, problem } = record;
  const { title } = cardTitle(table, recordKey, {});
  return (
    <CardFrame
      title={title}
      subtitle=""
      focusNo={focusNo}
      onClose={onClose}
      onEscape={putting ? () => setPutting(null) : undefined}
      footer={
        putting?.version && (
          <PutBackBar
            table={table}
            recordKey={recordKey}
            title={title}
            version={putting.version}
            row={null}
            isInConflict={false}
            status={status}
            onKeep={() => setPutting(null)}
            onDone={(set, before) => {
              setPutting(null);
              points.onChoose([]);
              void record.read(true);
              onPutBack(set, before);
            }}
          />
        )
      }
    >
      {problem && <ProblemNote problem={problem} />}
      {facts && (
        <>
          <div className={styles.missing}>
            <p>{t('card.missing')}</p>
            {facts.conflict !== null && <p>{t('card.missingConflict', { no: facts.conflict })}</p>}
            <Button onClick={onClose}>{t('card.close')}</Button>
          </div>
          <Timeline
            table={table}
            recordKey={recordKey}
            facts={facts}
            status={status}
            chosen={points.chosen}
            onChoose={points.onChoose}
            onPutBack={locked === null && facts.conflict === null ? setPutting : null}
          />
        </>
      )}
    </CardFrame>
  );
}
