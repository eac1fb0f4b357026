// A record that is not here: why, what it held last, and what is known of its way; a version of it can be added again (PR-08).

import { Button } from '@fluentui/react-components';
import { Filter16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { removedAddress, sessionAddress } from '../../app/addresses.ts';
import { numberText } from '../../format/numbers.ts';
import { fullTime, timeText } from '../../format/times.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { PutBackBar } from '../timeline/put-back-bar.tsx';
import type { TimelinePoint } from '../timeline/points.ts';
import { Timeline } from '../timeline/timeline.tsx';
import { CardFrame } from './card-frame.tsx';
import { cardTitle } from './card-title.ts';
import type { RecordCardProps } from './card-props.ts';
import { FieldList } from './field-list.tsx';
import { enough, useMisses } from './misses.ts';
import { RefusedBar } from './refused-bar.tsx';
import type { HeldRecord, RecordFacts } from './use-held-record.ts';
import styles from './card.module.css';

/** The card. */
export function MissingCard(props: RecordCardProps & { readonly record: HeldRecord }): ReactElement {
  const { table, recordKey, record, status, locked, focusNo, points, onPutBack, onClose } = props;
  const { t } = useTranslation('data');
  const [putting, setPutting] = useState<TimelinePoint | null>(null);
  const { held: facts, problem } = record;
  const removed = facts?.removed ?? null;
  const { title, subtitle, told } = cardTitle(table, recordKey, removed?.row ?? {});
  const misses = useMisses(
    removed?.reason === 'filter' ? JSON.stringify([table.table.schema, table.table.name, recordKey]) : null,
  );
  return (
    <CardFrame
      title={title}
      subtitle={subtitle}
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
          {facts.refusal && <RefusedBar refusal={facts.refusal} hubHas={facts.base !== null} isHere={false} />}
          {misses >= enough.records && (
            <div className={styles.bar} role="note" data-part="narrow">
              <Filter16Regular />
              <p>{t('gone.narrow', { count: misses })}</p>
              <Button as="a" size="small" href={removedAddress()}>
                {t('gone.narrowMore')}
              </Button>
            </div>
          )}
          <div className={styles.missing}>
            <h3>{t('card.missing')}</h3>
            {!facts.refusal?.takenBack && <Cause facts={facts} />}
            {facts.conflict !== null && <p>{t('card.missingConflict', { no: facts.conflict })}</p>}
            <Button onClick={onClose}>{t('card.close')}</Button>
          </div>
          {removed && (
            <section className={styles.last} aria-label={t('gone.last')}>
              <h3>{t('gone.last')}</h3>
              <FieldList table={table} facts={{ ...facts, row: removed.row, base: null }} told={told} news={[]} />
            </section>
          )}
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

/** Why there is no such record, as far as that is known (PR-08). */
function Cause({ facts }: { readonly facts: RecordFacts }): ReactElement {
  const { t } = useTranslation('data');
  const { removed, base } = facts;
  if (base) return <p>{t('gone.here')}</p>;
  if (!removed) return <p>{t('gone.unknown')}</p>;
  const { reason, at, who, condition, session } = removed;
  const time = timeText(at);
  const cause =
    reason === 'deleted'
      ? t(who === null ? 'gone.deleted' : 'gone.deletedBy', { name: who, time })
      : t(condition === null ? 'gone.left' : 'gone.leftCondition', { time, condition });
  return (
    <>
      <p title={fullTime(at)}>{cause}</p>
      {reason === 'filter' && <p>{t('gone.back')}</p>}
      <a href={reason === 'filter' ? removedAddress(session) : sessionAddress(session)}>
        {t('gone.session', { no: numberText(session) })}
      </a>
    </>
  );
}
