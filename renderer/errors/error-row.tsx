// One error as a row of the list (ER-01).

import { Checkmark12Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { recordAddress } from '../app/addresses.ts';
import { keyText } from '../data/record-key.ts';
import { numberText } from '../format/numbers.ts';
import { fullTime, timeText } from '../format/times.ts';
import type { ErrorColumn } from './columns.ts';
import { StateBadge } from './state-badge.tsx';
import type { Line } from './use-errors.ts';
import { messageOf, titleOf } from './words.ts';
import styles from './list.module.css';

interface ErrorRowProps {
  readonly at: number;
  readonly top: number;
  readonly line: Line;
  readonly columns: readonly ErrorColumn[];
  readonly tracks: string;
  readonly user: string;
  readonly now: Date;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly isChosen: boolean | null;
  readonly onOpen: (no: number) => void;
  readonly onChoose: (no: number) => void;
}

/** The row. */
export function ErrorRow(props: ErrorRowProps): ReactElement {
  const { at, top, line, columns, tracks, user, now, isActive, isOpen, isChosen, onOpen, onChoose } = props;
  return (
    <div
      id={`error-row-${at}`}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={isChosen ?? isOpen}
      className={`${styles.row} ${isActive ? styles.active : ''} ${isOpen ? styles.open : ''}`}
      style={{ top, gridTemplateColumns: tracks }}
      onClick={() => onOpen(line.no)}
    >
      {isChosen !== null && (
        <div
          role="gridcell"
          className={styles.cell}
          data-part="pick"
          onClick={(event) => {
            event.stopPropagation();
            onChoose(line.no);
          }}
        >
          <span className={`${styles.box} ${isChosen ? styles.picked : ''}`} aria-hidden>
            {isChosen && <Checkmark12Filled />}
          </span>
        </div>
      )}
      {columns.map(({ name }) => (
        <div key={name} role="gridcell" className={`${styles.cell} ${styles[name] ?? ''}`}>
          <Fact line={line} name={name} user={user} now={now} />
        </div>
      ))}
    </div>
  );
}

interface FactProps {
  readonly line: Line;
  readonly name: ErrorColumn['name'];
  readonly user: string;
  readonly now: Date;
}

/** What one column tells of an error. */
function Fact({ line, name, user, now }: FactProps): ReactElement {
  const { t } = useTranslation('errors');
  switch (name) {
    case 'time':
      return (
        <time dateTime={line.lastAt} title={fullTime(line.lastAt)}>
          {timeText(line.lastAt, now)}
        </time>
      );
    case 'message':
      return <Two text={messageOf(t, line)} />;
    case 'type':
      return <Two text={t(`type.${line.type}`)} />;
    case 'record':
      return <RecordLink line={line} />;
    case 'owner':
      return <Two text={ownerOf(t, line, user)} />;
    case 'action':
      return <One text={t(`action.${line.action}`)} />;
    case 'actionData':
      return <One text={line.actionData} />;
    case 'requestData':
      return <One text={line.requestData} />;
    case 'code':
      return <One text={String(line.errorCode)} />;
    case 'state':
      return <StateBadge state={line.state} />;
    case 'tries':
      return <One text={numberText(line.tries)} />;
    case 'fixer':
      return <One text={t(`fixer.${line.fixer}`)} />;
    case 'behind':
      return <One text={line.behind === 0 ? '' : numberText(line.behind)} />;
  }
}

/** Whose change it is; one of another program on this computer has no name. */
export function ownerOf(
  t: (key: string) => string,
  { owner, side }: Pick<Line, 'owner' | 'side'>,
  user: string,
): string {
  if (owner === user) return t('owner.you');
  return owner ?? t(side === 'hub' ? 'owner.program' : 'owner.hub');
}

function RecordLink({ line }: { readonly line: Line }): ReactElement {
  const { title, id } = titleOf(line);
  const whole = id === '' ? title : `${title} · ${id}`;
  return (
    <a
      className={styles.two}
      href={recordAddress(line.table, keyText(line.key))}
      title={whole}
      tabIndex={-1}
      onClick={(event) => event.stopPropagation()}
    >
      {title}
    </a>
  );
}

function One({ text }: { readonly text: string }): ReactElement {
  return text === '' ? (
    <span className={styles.none}>–</span>
  ) : (
    <span className="cut" title={text}>
      {text}
    </span>
  );
}

function Two({ text }: { readonly text: string }): ReactElement {
  return (
    <span className={styles.two} title={text}>
      {text}
    </span>
  );
}
