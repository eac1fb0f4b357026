// Each person's last sync, last error, failures and durations (TL-06).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../format/numbers.ts';
import { fullTime, isToday, timeText } from '../../format/times.ts';
import { BarCell } from '../../parts/charts/bar-cell.tsx';
import { useNow } from '../../parts/use-now.ts';
import { eventsAddress } from '../address.ts';
import { codeText } from '../words.ts';
import { Card, CardTable, useShort, type CardFacts } from './card.tsx';
import { seconds, type Cards } from './figures.ts';
import page from '../../parts/page.module.css';
import styles from './dashboard.module.css';

/** The card. */
export function PeopleCard({ cards, address, period }: CardFacts): ReactElement {
  const { t } = useTranslation('telemetry');
  const [rows, more] = useShort(cards.people, 5);
  const longest = Math.max(0, ...cards.people.map((person) => person.total ?? 0));
  return (
    <Card
      title={t('people.title')}
      period={period}
      link={{ href: eventsAddress(address), text: t('people.active', { count: cards.people.length }) }}
      empty={t(address.table === '' ? 'people.none' : 'duration.noTable')}
      table={
        rows.length === 0 ? null : (
          <>
            <CardTable
              label={t('people.title')}
              least={500}
              heads={[
                { text: t('people.person') },
                { text: t('people.lastSync'), width: '84px' },
                { text: t('people.lastError'), width: '116px' },
                { text: t('people.failures'), isRight: true, width: '56px' },
                { text: t('duration.active'), isRight: true, width: '50px' },
                { text: t('duration.total'), isRight: true, width: '104px' },
              ]}
            >
              {rows.map((person) => (
                <PersonRow key={person.user} person={person} address={address} longest={longest} />
              ))}
            </CardTable>
            {more}
          </>
        )
      }
    />
  );
}

interface PersonRowProps extends Pick<CardFacts, 'address'> {
  readonly person: Cards['people'][number];
  readonly longest: number;
}

function PersonRow({ person, address, longest }: PersonRowProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const now = useNow(60_000);
  const { user, lastSync, lastError, failures, active, total } = person;
  return (
    <tr>
      <td title={user}>
        <a href={eventsAddress(address, { user })}>{user}</a>
      </td>
      <td title={lastSync === null ? undefined : fullTime(lastSync)}>
        {lastSync === null ? (
          <i>{t('people.never')}</i>
        ) : isToday(lastSync, now) ? (
          timeText(lastSync, now)
        ) : (
          <b>{timeText(lastSync, now)}</b>
        )}
      </td>
      <td title={lastError === null ? undefined : `${fullTime(lastError.at)} · ${codeText(t, lastError.errorCode)}`}>
        {lastError === null ? (
          '–'
        ) : (
          <a href={eventsAddress(address, { user, code: lastError.errorCode })}>
            {timeText(lastError.at, now)} · {lastError.errorCode}
          </a>
        )}
      </td>
      <td className={styles.right}>
        {failures === 0 ? (
          <span className={page.zero}>0</span>
        ) : (
          <a href={eventsAddress(address, { user, result: 'failure' })}>{numberText(failures)}</a>
        )}
      </td>
      <td className={styles.right}>{active === null ? '–' : `${seconds(active)} s`}</td>
      <td>
        <BarCell
          text={total === null ? '–' : `${seconds(total)} s`}
          value={total ?? 0}
          part={active ?? 0}
          highest={longest}
          room={40}
        />
      </td>
    </tr>
  );
}
