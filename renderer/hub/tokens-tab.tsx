// Who may call the hub: tokens made, shown once, listed and ended (HB-04, SF-06).

import { Button, Tooltip } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { fullTime, timeText } from '../format/times.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { valuesText, type HubState } from './state.ts';
import { NewToken } from './new-token.tsx';
import { useAgain } from './use-again.ts';
import page from '../parts/page.module.css';
import styles from './hub.module.css';

type Token = CallOutput<'hub.tokens'>['tokens'][number];

/** The list, and the way to one more. */
export function TokensTab({ state }: { readonly state: HubState }): ReactElement | null {
  const { t } = useTranslation('hub');
  const { value, problem, reload } = useRead('hub.tokens', {}, []);
  const [asked, setAsked] = useState<number | null>(null);
  const mayChange = useRead('app.describe', {}, []).value?.readOnly === false;
  useAgain(reload);
  if (problem) return <ProblemNote problem={problem} />;
  if (!value) return null;
  const heads = ['name', 'kind', 'scopes', 'bound', 'made', 'expires', 'state'] as const;
  return (
    <>
      {mayChange && <NewToken scopes={state.scopes} onMade={reload} />}
      <section className={`${page.card} ${styles.tokens}`} aria-label={t('tab.tokens')} tabIndex={0}>
        <table className={page.grid}>
          <thead>
            <tr>
              {heads.map((name) => (
                <th key={name}>{t(`tokens.head.${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {value.tokens.map((token) => (
              <TokenRow
                key={token.no}
                token={token}
                isOwn={token.name === state.token.name && token.revokedAt === null}
                isAsked={asked === token.no}
                mayChange={mayChange}
                onAsk={(isAsked) => setAsked(isAsked ? token.no : null)}
                onDone={() => {
                  setAsked(null);
                  reload();
                }}
              />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

interface TokenRowProps {
  readonly token: Token;
  /** The one that this window uses itself. */
  readonly isOwn: boolean;
  /** True while the outcome of ending it is told. */
  readonly isAsked: boolean;
  readonly mayChange: boolean;
  onAsk(isAsked: boolean): void;
  onDone(): void;
}

function TokenRow({ token, isOwn, isAsked, mayChange, onAsk, onDone }: TokenRowProps): ReactElement {
  const { t } = useTranslation('hub');
  const { name, kind, scopes, pinned, createdAt, expiresAt } = token;
  const bound = valuesText(pinned ?? {}, t('clients.noValue'));
  const state = stateOf(token);
  return (
    <>
      <tr className={state === 'valid' ? undefined : styles.over}>
        <td title={name}>
          <b>{name}</b>
          {isOwn && <span className="quiet"> {t('tokens.own')}</span>}
        </td>
        <td>{t(`tokens.kind.${kind}`)}</td>
        <td title={scopes?.join(', ')}>{scopes?.join(', ') ?? t('tokens.all')}</td>
        <td title={bound}>{bound || <span className="quiet">–</span>}</td>
        <td title={fullTime(createdAt)}>{timeText(createdAt)}</td>
        <td title={expiresAt === null ? undefined : fullTime(expiresAt)}>
          {expiresAt === null ? t('tokens.never') : timeText(expiresAt)}
        </td>
        <td>
          <span className={styles.end}>
            <span>{t(`tokens.state.${state}`)}</span>
            {state === 'valid' && mayChange && !isAsked && (
              <EndButton isOwn={isOwn} name={name} onAsk={() => onAsk(true)} />
            )}
          </span>
        </td>
      </tr>
      {isAsked && (
        <tr>
          <td colSpan={7} className={styles.asked}>
            <EndQuestion token={token} onClose={() => onAsk(false)} onDone={onDone} />
          </td>
        </tr>
      )}
    </>
  );
}

function EndButton({
  isOwn,
  name,
  onAsk,
}: {
  readonly isOwn: boolean;
  readonly name: string;
  onAsk(): void;
}): ReactElement {
  const { t } = useTranslation('hub');
  const button = (
    <Button
      size="small"
      disabledFocusable={isOwn}
      aria-label={t('tokens.endOf', { name })}
      onClick={() => !isOwn && onAsk()}
    >
      {t('tokens.end')}
    </Button>
  );
  return isOwn ? (
    <Tooltip content={t('tokens.ownStays')} relationship="description">
      {button}
    </Tooltip>
  ) : (
    button
  );
}

interface EndQuestionProps {
  readonly token: Token;
  onClose(): void;
  onDone(): void;
}

/** What will happen, before it does; the safe choice has the focus. */
function EndQuestion({ token, onClose, onDone }: EndQuestionProps): ReactElement {
  const { t } = useTranslation('hub');
  const end = useAct('hub.revokeToken');
  const go = async (): Promise<void> => {
    if (await end.run({ no: token.no })) onDone();
  };
  return (
    <div className={styles.question} role="group" aria-label={t('tokens.endOf', { name: token.name })}>
      <p>{t('tokens.outcome', { name: token.name })}</p>
      {end.problem && <ProblemNote problem={end.problem} onDismiss={end.clear} />}
      <Button autoFocus onClick={onClose}>
        {t('tokens.keep')}
      </Button>
      <Button appearance="primary" disabledFocusable={end.busy} onClick={() => void go()}>
        {t('tokens.endOf', { name: token.name })}
      </Button>
    </div>
  );
}

function stateOf({ expiresAt, revokedAt }: Token): 'valid' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now() ? 'expired' : 'valid';
}
