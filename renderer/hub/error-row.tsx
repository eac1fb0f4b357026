// A refused row that the hub keeps: what it held, why it was not taken, and what may be done with it (W-243, W-250).

import { Button, Tooltip } from '@fluentui/react-components';
import { Clock16Regular, Pause16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import { columnTitle, tableTitle } from '../format/names.ts';
import { fullTime, timeText } from '../format/times.ts';
import { LinkButton } from '../parts/link-button.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import page from '../parts/page.module.css';
import hub from './hub.module.css';
import styles from './errors.module.css';

type HubError = CallOutput<'hub.errors'>['errors'][number];

/** The columns of the list. */
export const heads = ['at', 'client', 'record', 'what', 'why', 'state'] as const;

interface ErrorRowProps {
  readonly error: HubError;
  /** True while the outcome of dropping it is told. */
  readonly isAsked: boolean;
  readonly mayChange: boolean;
  onRetry(): void;
  onAsk(isAsked: boolean): void;
  onDone(): void;
}

/** Its line, and below it what was asked for. */
export function ErrorRow({ error, isAsked, mayChange, onRetry, onAsk, onDone }: ErrorRowProps): ReactElement {
  const { t } = useTranslation('hub');
  const { at, client, person, device, scope, table, kind, message, state } = error;
  const [isOpen, setOpen] = useState(false);
  const who = [person ?? client.slice(0, 8), device].filter(Boolean).join(', ');
  const record = recordOf(error);
  const what = table === null ? t('errors.gone') : `${tableTitle(table)} ${record}`;
  return (
    <>
      <tr>
        <td title={fullTime(at)}>{timeText(at)}</td>
        <td title={`${who}, ${scope}`}>{who}</td>
        <td title={what}>
          <LinkButton isOpen={isOpen} onClick={() => setOpen(!isOpen)}>
            {what}
          </LinkButton>
        </td>
        <td>{t(`errors.kind.${kind}`)}</td>
        <td title={message}>{message}</td>
        <td>
          <span className={hub.end}>
            <span className={page.words}>
              {state === 'retry' ? <Clock16Regular /> : <Pause16Regular />}
              <span className="cut">{t(`errors.state.${state}`)}</span>
            </span>
            {mayChange && !isAsked && (
              <span className={styles.pair}>
                {state === 'failed' && <AgainButton error={error} name={what} onRetry={onRetry} />}
                <Button size="small" aria-label={t('errors.forgetOf', { name: what })} onClick={() => onAsk(true)}>
                  {t('errors.forget')}
                </Button>
              </span>
            )}
          </span>
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={heads.length} className={hub.asked}>
            <Values error={error} />
          </td>
        </tr>
      )}
      {isAsked && (
        <tr>
          <td colSpan={heads.length} className={hub.asked}>
            <ForgetQuestion no={error.no} name={what} who={who} onClose={() => onAsk(false)} onDone={onDone} />
          </td>
        </tr>
      )}
    </>
  );
}

/** The row as it was sent; what is empty is left out. */
function Values({ error: { row } }: { readonly error: HubError }): ReactElement {
  const { t } = useTranslation('hub');
  const cells = Object.entries(row).filter(([, cell]) => cell !== null);
  return (
    <dl className={styles.values} aria-label={t('errors.values')}>
      {cells.map(([column, cell]) => (
        <div key={column}>
          <dt>{columnTitle(column)}</dt>
          <dd>{cell !== null && typeof cell === 'object' ? t('errors.bytes') : String(cell)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface AgainButtonProps {
  readonly error: HubError;
  readonly name: string;
  onRetry(): void;
}

function AgainButton({ error, name, onRetry }: AgainButtonProps): ReactElement {
  const { t } = useTranslation('hub');
  const button = (
    <Button
      size="small"
      disabledFocusable={!error.mayRetry}
      aria-label={t('errors.retryOf', { name })}
      onClick={() => error.mayRetry && onRetry()}
    >
      {t('errors.retry')}
    </Button>
  );
  if (error.mayRetry) return button;
  return (
    <Tooltip content={t('errors.never')} relationship="description">
      {button}
    </Tooltip>
  );
}

interface ForgetQuestionProps {
  readonly no: number;
  readonly name: string;
  readonly who: string;
  onClose(): void;
  onDone(): void;
}

/** What will be gone, before it is; the safe choice has the focus. */
function ForgetQuestion({ no, name, who, onClose, onDone }: ForgetQuestionProps): ReactElement {
  const { t } = useTranslation('hub');
  const forget = useAct('hub.forgetErrors');
  const go = async (): Promise<void> => {
    if (await forget.run({ numbers: [no] })) onDone();
  };
  return (
    <div className={hub.question} role="group" aria-label={t('errors.forgetOf', { name })}>
      <p>{t('errors.outcome', { name, who })}</p>
      {forget.problem && <ProblemNote problem={forget.problem} onDismiss={forget.clear} />}
      <Button autoFocus onClick={onClose}>
        {t('errors.keep')}
      </Button>
      <Button appearance="primary" disabledFocusable={forget.busy} onClick={() => void go()}>
        {t('errors.forgetOf', { name })}
      </Button>
    </div>
  );
}

function recordOf({ key }: HubError): string {
  return key.map((cell) => (typeof cell === 'string' ? cell : JSON.stringify(cell))).join(' · ');
}
