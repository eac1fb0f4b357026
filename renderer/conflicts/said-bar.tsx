// What was done last, in the past tense, with its undo; it follows its record on its way (RS-05, RS-19).

import { Button, Tooltip } from '@fluentui/react-components';
import { CheckmarkCircle16Regular, Dismiss16Regular, Info16Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import type { Status } from '../bridge/use-status.ts';
import { recordTitle } from '../format/names.ts';
import { richText, type Rich } from '../format/rich.ts';
import { KeyHint } from '../parts/key-hint.tsx';
import { useKeyLabels } from '../parts/own-keys.ts';
import { RichText } from '../parts/rich-text.tsx';
import { compareDecided, prepare } from './compare/comparison.ts';
import type { Detail } from './compare/detail.ts';
import { forecastOf } from './compare/forecast.ts';
import { groupsOf } from './compare/forecast-words.ts';
import type { BulkDone } from './inbox/bulk-bar.tsx';
import { themOf } from './people.ts';
import { canTakeBack, type BulkUndone, type Said } from './said.ts';
import { whenText } from './when.ts';
import styles from './said-bar.module.css';

interface SaidBarProps {
  readonly said: Said;
  readonly status: Status | null;
  /** The conflict that is open: it needs no way to itself. */
  readonly open: number | null;
  readonly onUndo: (no: number) => void;
  readonly onUndoMany: (done: BulkDone) => void;
  readonly onOpen: (no: number) => void;
  readonly onClose: () => void;
}

/** The bar, or nothing. */
export function SaidBar({ said, ...rest }: SaidBarProps): ReactElement | null {
  if (!said) return null;
  if (said.kind === 'one') return <SaidOne no={said.no} {...rest} />;
  if (said.kind === 'bulk') return <SaidMany done={said.done} {...rest} />;
  return <SaidUndone done={said.done} {...rest} />;
}

type RestProps = Omit<SaidBarProps, 'said'>;

function SaidOne({
  no,
  status,
  open,
  onUndo,
  onOpen,
  onClose,
}: RestProps & { readonly no: number }): ReactElement | null {
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const detail = useRead('conflicts.get', { no }, ['conflicts']).value;
  if (!detail) return null;
  const canUndo = canTakeBack(detail);
  return (
    <Bar onClose={onClose} isDone={canUndo}>
      <p>
        <RichText text={saidSentence(t, detail, status)} />
      </p>
      {canUndo ? (
        <Tooltip content="Z" relationship="description">
          <Button size="small" onClick={() => onUndo(no)}>
            {t('said.undo')} <KeyHint keys={keys('undo')} />
          </Button>
        </Tooltip>
      ) : (
        open !== no && (
          <Button size="small" onClick={() => onOpen(no)}>
            {t('said.show')}
          </Button>
        )
      )}
    </Bar>
  );
}

function saidSentence(t: TFunction, detail: Detail, status: Status | null): Rich {
  const { id } = recordTitle(detail.key, {});
  const when = whenText(t, status, 'when');
  const wrote = detail.decision?.wrote ?? false;
  const prepared = prepare(detail);
  const forecast = forecastOf(prepared, compareDecided(prepared));
  const subject = { t, names: new Map(), them: themOf(t, detail), id, when };
  const groups = forecast.outcome === 'sends' ? groupsOf(subject, forecast) : [];
  const reason = detail.history.findLast((step) => step.state === 'parked')?.why ?? '';
  const key = {
    decided: wrote ? (groups.length > 0 ? 'decided-groups' : 'decided-wrote') : 'decided-kept',
    undone: wrote ? 'undone' : 'undone-kept',
    undecided: 'undecided',
    reopened: 'reopened',
    parked: 'parked',
    sent: 'sent',
    confirmed: 'confirmed',
  }[detail.state];
  return richText(t, `said.${key}`, { id, when, reason, groups });
}

function SaidMany({ done, status, onUndoMany, ...rest }: RestProps & { readonly done: BulkDone }): ReactElement {
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const { decided, refused, keep } = done;
  return (
    <Bar onClose={rest.onClose} isDone={decided > 0}>
      <div>
        {decided > 0 && (
          <p>
            <RichText text={richText(t, `said.bulk-${keep}`, { count: decided, when: whenText(t, status, 'when') })} />
          </p>
        )}
        <Skipped refused={refused} onOpen={rest.onOpen} />
      </div>
      {decided > 0 && (
        <Button size="small" onClick={() => onUndoMany(done)}>
          {t('said.undo')} <KeyHint keys={keys('undo')} />
        </Button>
      )}
    </Bar>
  );
}

function SaidUndone({ done, onOpen, onClose }: RestProps & { readonly done: BulkUndone }): ReactElement {
  const { t } = useTranslation('conflicts');
  return (
    <Bar onClose={onClose} isDone={done.undone > 0}>
      <div>
        <p>
          <RichText text={richText(t, 'said.bulkUndone', { count: done.undone })} />
        </p>
        <Skipped refused={done.refused} onOpen={onOpen} />
      </div>
    </Bar>
  );
}

/** Those that did not fit, each with its reason. */
function Skipped({
  refused,
  onOpen,
}: {
  readonly refused: BulkDone['refused'];
  readonly onOpen: (no: number) => void;
}): ReactElement | null {
  const { t } = useTranslation('conflicts');
  if (refused.length === 0) return null;
  return (
    <details>
      <summary>{t('said.skipped', { count: refused.length, n: refused.length })}</summary>
      <ul>
        {refused.map(({ id, message }) => (
          <li key={id}>
            <button type="button" onClick={() => onOpen(id)}>
              {t('said.entry', { no: id })}
            </button>{' '}
            {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Bar({
  isDone,
  onClose,
  children,
}: {
  readonly isDone: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const { t } = useTranslation('conflicts');
  return (
    <div className={styles.bar} role="status" data-part="said">
      {isDone ? <CheckmarkCircle16Regular className={styles.done} /> : <Info16Regular />}
      {children}
      <Tooltip content={t('said.close')} relationship="label">
        <Button appearance="subtle" size="small" icon={<Dismiss16Regular />} onClick={onClose} />
      </Tooltip>
    </div>
  );
}
