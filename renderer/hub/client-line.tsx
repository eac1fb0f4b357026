// One client of the hub in a line: who, by what, when last, what it moved, and what an operator should look at (HB-03).

import { ErrorCircle16Filled, Warning16Filled } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../format/numbers.ts';
import { durationText, fullTime, timeText } from '../format/times.ts';
import { nameOf, type HubClient } from './clients.ts';
import { valuesText } from './state.ts';
import page from '../parts/page.module.css';
import styles from './hub.module.css';

interface ClientLineProps {
  readonly client: HubClient;
  readonly at: number;
  readonly top: number;
}

/** The line. */
export function ClientLine({ client, at, top }: ClientLineProps): ReactElement {
  const { t } = useTranslation('hub');
  const { session, device, scope, parameters, lastSession, behind } = client;
  const values = valuesText(parameters, t('clients.noValue'));
  return (
    <div className={styles.line} role="row" aria-rowindex={at + 2} style={{ transform: `translateY(${top}px)` }}>
      <Cell main={nameOf(client) ?? client.id.slice(0, 8)} more={device ?? client.id.slice(0, 8)} />
      <Cell main={session?.software ?? '–'} />
      <Cell main={scope} more={values} title={values === '' ? scope : `${scope}: ${values}`} />
      <Cell
        main={lastSession === null ? t('clients.never') : timeText(lastSession)}
        title={lastSession === null ? undefined : fullTime(lastSession)}
        more={session ? `${t(`clients.mode.${session.mode}`)}, ${durationText(session.ms)}` : ''}
      />
      <Figure value={session?.received} />
      <Figure value={session?.sent} />
      <Figure value={session?.conflicts} />
      <Figure value={session?.errors} />
      <Figure value={behind ?? undefined} />
      <Figure value={client.daysUntilOutdated ?? undefined} />
      <span role="cell" className={styles.remarks}>
        <Remarks client={client} />
      </span>
    </div>
  );
}

function Remarks({ client }: { readonly client: HubClient }): ReactNode {
  const { t } = useTranslation('hub');
  const { marks, daysSilent, daysUntilOutdated } = client;
  const days = { soon: daysUntilOutdated ?? 0, silent: daysSilent ?? 0, outdated: 0, failed: 0 };
  return marks.map((mark) => (
    <span key={mark} className={page.words}>
      {mark === 'outdated' ? <ErrorCircle16Filled className={page.bad} /> : <Warning16Filled className={page.amber} />}
      {t(`clients.${mark}`, { count: days[mark] })}
    </span>
  ));
}

function Cell({
  main,
  more,
  title,
}: {
  readonly main: string;
  readonly more?: string;
  readonly title?: string | undefined;
}): ReactElement {
  return (
    <span role="cell" className={styles.cell} title={title ?? main}>
      <span className="cut">{main}</span>
      {more && <span className="cut caption">{more}</span>}
    </span>
  );
}

function Figure({ value }: { readonly value: number | undefined }): ReactElement {
  return (
    <span role="cell" className={`${styles.right} ${value === 0 ? page.zero : ''}`}>
      {value === undefined ? '–' : numberText(value)}
    </span>
  );
}
