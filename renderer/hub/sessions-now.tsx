// The sessions that are open at the hub now: whose, since when, what they do (HB-09).

import { ArrowSync16Regular, Pause16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { clockText, fullTime, spanText } from '../format/times.ts';
import { useNow } from '../parts/use-now.ts';
import page from '../parts/page.module.css';
import styles from './feed.module.css';

interface SessionsNowProps {
  readonly sessions: CallOutput<'hub.feed'>['sessions'];
  /** How many there are; the newest of them are listed. */
  readonly open: number;
}

/** Beyond so many ms without a call a session is told as quiet: its client may be gone. */
const quietFrom = 15_000;

/** The card. */
export function SessionsNow({ sessions, open }: SessionsNowProps): ReactElement {
  const { t } = useTranslation('hub');
  const now = useNow();
  return (
    <section className={`${page.card} ${styles.card}`} aria-label={t('feed.open')} tabIndex={0}>
      <h2>
        {t('feed.open')}
        {open > sessions.length && <span className="caption"> {t('feed.newest', { count: sessions.length })}</span>}
      </h2>
      {sessions.length === 0 ? (
        <p className="quiet">{t('feed.nobody')}</p>
      ) : (
        <table className={page.grid}>
          <thead>
            <tr>
              {(['client', 'scope', 'since', 'does'] as const).map((name) => (
                <th key={name}>{t(`feed.head.${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sessions.map(({ id, scope, startedAt, phase, calls, usedAt, ...who }) => {
              const name = nameOf(who) ?? t('feed.unknown');
              const quietMs = calls > 0 ? 0 : now.getTime() - Date.parse(usedAt);
              const does = quietMs < quietFrom ? t(`feed.phase.${phase}`) : t('feed.idle', { time: spanText(quietMs) });
              return (
                <tr key={id}>
                  <td title={name}>{name}</td>
                  <td title={scope}>{scope}</td>
                  <td title={fullTime(startedAt)}>{clockText(startedAt)}</td>
                  <td>
                    <span className={page.words}>
                      {calls > 0 ? <ArrowSync16Regular className={page.busy} /> : <Pause16Regular />}
                      <span className="cut">{does}</span>
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Who it is, as far as it is known. */
export function nameOf(who: {
  readonly person: string | null;
  readonly device: string | null;
  readonly client: string | null;
  readonly token?: string | null;
}): string | null {
  const name = who.person ?? who.token ?? who.client?.slice(0, 8) ?? null;
  return name === null ? null : [name, who.device].filter(Boolean).join(', ');
}
