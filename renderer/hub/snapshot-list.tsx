// The snapshots that there are: whose, how old, how large, how much used; deleted after the outcome was told (HB-06, SF-06).

import { Button, Tooltip } from '@fluentui/react-components';
import { Checkmark16Regular, Warning16Filled } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import { bytesText, numberText } from '../format/numbers.ts';
import { fullTime, spanText, timeText } from '../format/times.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useNow } from '../parts/use-now.ts';
import { valuesText } from './state.ts';
import page from '../parts/page.module.css';
import hub from './hub.module.css';
import styles from './orders.module.css';

type Snapshot = CallOutput<'hub.snapshots'>['snapshots'][number];

const heads = ['scope', 'parameters', 'made', 'by', 'rows', 'size', 'used', 'state'] as const;
const figures: ReadonlySet<string> = new Set(['rows', 'size', 'used']);

interface SnapshotListProps {
  readonly snapshots: readonly Snapshot[];
  readonly mayChange: boolean;
  onChanged(): void;
}

/** The card. */
export function SnapshotList({ snapshots, mayChange, onChanged }: SnapshotListProps): ReactElement {
  const { t } = useTranslation('hub');
  const [asked, setAsked] = useState<number | null>(null);
  if (snapshots.length === 0) return <p className="quiet">{t('snapshots.none')}</p>;
  return (
    <section className={`${page.card} ${styles.list}`} aria-label={t('tab.snapshots')} tabIndex={0}>
      <table className={`${page.grid} ${styles.snapshots}`}>
        <thead>
          <tr>
            {heads.map((name) => (
              <th key={name} className={figures.has(name) ? page.right : undefined}>
                {t(`snapshots.head.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {snapshots.map((snapshot) => (
            <SnapshotRow
              key={snapshot.no}
              snapshot={snapshot}
              isAsked={asked === snapshot.no}
              mayChange={mayChange}
              onAsk={(isAsked) => setAsked(isAsked ? snapshot.no : null)}
              onDone={() => {
                setAsked(null);
                onChanged();
              }}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface SnapshotRowProps {
  readonly snapshot: Snapshot;
  readonly isAsked: boolean;
  readonly mayChange: boolean;
  onAsk(isAsked: boolean): void;
  onDone(): void;
}

function SnapshotRow({ snapshot, isAsked, mayChange, onAsk, onDone }: SnapshotRowProps): ReactElement {
  const { t } = useTranslation('hub');
  const now = useNow();
  const { no, scope, parameters, madeAt, by, rows, bytes, used, usedAt } = snapshot;
  const values = valuesText(parameters, t('clients.noValue'));
  const age = t('snapshots.ago', { time: spanText(now.getTime() - Date.parse(madeAt)) });
  const name = [scope, values].filter(Boolean).join(', ');
  return (
    <>
      <tr>
        <td title={scope}>{scope}</td>
        <td title={values}>{values || <span className="quiet">–</span>}</td>
        <td title={`${fullTime(madeAt)}, ${age}`}>
          {timeText(madeAt)} <span className="quiet">{age}</span>
        </td>
        <td>{by ?? t('snapshots.schedule')}</td>
        <td className={page.right}>{numberText(rows)}</td>
        <td className={page.right}>{bytesText(bytes)}</td>
        <td className={page.right} title={usedAt === null ? undefined : fullTime(usedAt)}>
          {t('snapshots.use', { count: used })}
        </td>
        <td>
          <span className={hub.end}>
            <State isGivenOut={snapshot.isGivenOut} />
            {mayChange && !isAsked && (
              <Button size="small" aria-label={t('snapshots.deleteOf', { no, name })} onClick={() => onAsk(true)}>
                {t('snapshots.delete')}
              </Button>
            )}
          </span>
        </td>
      </tr>
      {isAsked && (
        <tr>
          <td colSpan={heads.length} className={hub.asked}>
            <DeleteQuestion no={no} name={name} onClose={() => onAsk(false)} onDone={onDone} />
          </td>
        </tr>
      )}
    </>
  );
}

function State({ isGivenOut }: { readonly isGivenOut: boolean }): ReactElement {
  const { t } = useTranslation('hub');
  if (isGivenOut)
    return (
      <span className={page.words}>
        <Checkmark16Regular />
        {t('snapshots.given')}
      </span>
    );
  return (
    <Tooltip content={t('snapshots.oldWhy')} relationship="description">
      <span className={page.words} tabIndex={0} role="note">
        <Warning16Filled className={page.amber} />
        {t('snapshots.old')}
      </span>
    </Tooltip>
  );
}

interface DeleteQuestionProps {
  readonly no: number;
  readonly name: string;
  onClose(): void;
  onDone(): void;
}

/** What will happen, before it does; the safe choice has the focus. */
function DeleteQuestion({ no, name, onClose, onDone }: DeleteQuestionProps): ReactElement {
  const { t } = useTranslation('hub');
  const remove = useAct('hub.deleteSnapshot');
  const label = t('snapshots.deleteOf', { no, name });
  const go = async (): Promise<void> => {
    if (await remove.run({ no })) onDone();
  };
  return (
    <div className={hub.question} role="group" aria-label={label}>
      <p>{t('snapshots.outcome')}</p>
      {remove.problem && <ProblemNote problem={remove.problem} onDismiss={remove.clear} />}
      <Button autoFocus onClick={onClose}>
        {t('snapshots.keep')}
      </Button>
      <Button appearance="primary" disabledFocusable={remove.busy} onClick={() => void go()}>
        {label}
      </Button>
    </div>
  );
}
