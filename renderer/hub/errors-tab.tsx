// Refused rows that the hub keeps for clients that keep none themselves: what each held and why it was not taken; tried once more,
// or dropped (W-243, W-250).

import { Button, Tooltip } from '@fluentui/react-components';
import { ArrowCounterclockwise16Regular, Clock16Regular, Pause16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { columnTitle, tableTitle } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { fullTime, timeText } from '../format/times.ts';
import { LinkButton } from '../parts/link-button.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAgain } from './use-again.ts';
import page from '../parts/page.module.css';
import hub from './hub.module.css';
import styles from './orders.module.css';

type HubError = CallOutput<'hub.errors'>['errors'][number];

const heads = ['at', 'client', 'record', 'what', 'why', 'state'] as const;

/** The tab. */
export function ErrorsTab(): ReactElement | null {
  const { t } = useTranslation('hub');
  const { value, problem, reload } = useRead('hub.errors', {}, []);
  const mayChange = useRead('app.describe', {}, []).value?.readOnly === false;
  const retry = useAct('hub.retryErrors');
  const [asked, setAsked] = useState<number | null>(null);
  useAgain(reload);
  if (problem) return <ProblemNote problem={problem} />;
  if (!value) return null;
  const { errors, count } = value;
  const again = async (numbers: readonly number[]): Promise<void> => {
    if (await retry.run({ numbers: [...numbers] })) reload();
  };
  const resting = errors.filter(({ state, mayRetry }) => state === 'failed' && mayRetry).map(({ no }) => no);
  return (
    <section className={`${page.card} ${styles.list}`} aria-label={t('tab.errors')} tabIndex={0}>
      <div className={styles.tools}>
        <h2>{t('errors.title')}</h2>
        {mayChange && resting.length > 0 && (
          <Button
            size="small"
            icon={<ArrowCounterclockwise16Regular />}
            disabledFocusable={retry.busy}
            onClick={() => void again(resting)}
          >
            {t('errors.retryAll', { count: resting.length })}
          </Button>
        )}
      </div>
      <p className="quiet">{t('errors.about')}</p>
      {retry.problem && <ProblemNote problem={retry.problem} onDismiss={retry.clear} />}
      {errors.length === 0 ? (
        <p>{t('errors.none')}</p>
      ) : (
        <table className={`${page.grid} ${styles.errors}`}>
          <thead>
            <tr>
              {heads.map((name) => (
                <th key={name}>{t(`errors.head.${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {errors.map((error) => (
              <ErrorRow
                key={error.no}
                error={error}
                isAsked={asked === error.no}
                mayChange={mayChange}
                onRetry={() => void again([error.no])}
                onAsk={(isAsked) => setAsked(isAsked ? error.no : null)}
                onDone={() => {
                  setAsked(null);
                  reload();
                }}
              />
            ))}
          </tbody>
        </table>
      )}
      {count > errors.length && (
        <p className="quiet">{t('errors.more', { shown: numberText(errors.length), all: numberText(count) })}</p>
      )}
    </section>
  );
}

interface ErrorRowProps {
  readonly error: HubError;
  /** True while the outcome of dropping it is told. */
  readonly isAsked: boolean;
  readonly mayChange: boolean;
  onRetry(): void;
  onAsk(isAsked: boolean): void;
  onDone(): void;
}

function ErrorRow({ error, isAsked, mayChange, onRetry, onAsk, onDone }: ErrorRowProps): ReactElement {
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
