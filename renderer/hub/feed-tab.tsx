// What happens at the hub now: calls and rows a second, what waits, the tables that take longest, sessions open and ended
// (HB-09). Read anew every two seconds; nothing that is read moves but the figures and the newest line.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import { tableTitle } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { durationText } from '../format/times.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { FeedLines } from './feed-lines.tsx';
import { SessionsNow } from './sessions-now.tsx';
import { useAgain } from './use-again.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import page from '../parts/page.module.css';
import styles from './feed.module.css';

const everyMs = 2000;

/** The tab. */
export function FeedTab(): ReactElement | null {
  const { value, problem, reload } = useRead('hub.feed', {}, []);
  useAgain(reload, everyMs);
  if (problem && !value) return <ProblemNote problem={problem} />;
  if (!value) return null;
  return (
    <>
      <Figures feed={value} />
      <div className={styles.halves}>
        <SessionsNow sessions={value.sessions} open={value.open} />
        <SlowTables tables={value.tables} />
      </div>
      <FeedLines lines={value.lines} />
    </>
  );
}

type Feed = CallOutput<'hub.feed'>;

function Figures({ feed }: { readonly feed: Feed }): ReactElement {
  const { t } = useTranslation('hub');
  const { open, rates, waiting, tables } = feed;
  const [slowest] = tables;
  return (
    <dl className={styles.figures} aria-label={t('feed.now')}>
      <Figure name={t('feed.sessions')} text={numberText(open)} />
      <Figure name={t('feed.calls')} text={numberText(rates.calls)} />
      <Figure
        name={t('feed.rows')}
        text={numberText(Math.round((rates.received + rates.sent) * 10) / 10)}
        more={t('feed.ways', { received: numberText(rates.received), sent: numberText(rates.sent) })}
      />
      <Figure name={t('feed.waiting')} text={numberText(waiting)} />
      <Figure
        name={t('feed.slowest')}
        text={slowest ? tableTitle(slowest.table) : '–'}
        more={slowest ? durationText(slowest.ms) : ''}
      />
    </dl>
  );
}

function Figure({
  name,
  text,
  more = '',
}: {
  readonly name: string;
  readonly text: string;
  readonly more?: string;
}): ReactElement {
  return (
    <div className={`${page.card} ${styles.figure}`}>
      <dt className="caption">{name}</dt>
      <dd>
        <span className="cut" title={text}>
          {text}
        </span>
        <span className="caption figure">{more}</span>
      </dd>
    </div>
  );
}

function SlowTables({ tables }: { readonly tables: Feed['tables'] }): ReactElement {
  const { t } = useTranslation('hub');
  return (
    <section className={`${page.card} ${styles.card}`} aria-label={t('feed.tables')} tabIndex={0}>
      <h2>{t('feed.tables')}</h2>
      {tables.length === 0 ? (
        <p className="quiet">{t('feed.quiet')}</p>
      ) : (
        <table className={page.grid}>
          <thead>
            <tr>
              <th>{t('feed.head.table')}</th>
              <th className={page.right}>{t('feed.head.received')}</th>
              <th className={page.right}>{t('feed.head.sent')}</th>
              <th className={page.right}>{t('feed.head.took')}</th>
            </tr>
          </thead>
          <tbody>
            {tables.map(({ table, received, sent, ms }) => (
              <tr key={`${table.schema}.${table.name}`}>
                <td title={tableTitle(table)}>{tableTitle(table)}</td>
                <td className={`${page.right} ${received === 0 ? page.zero : ''}`}>{numberText(received)}</td>
                <td className={`${page.right} ${sent === 0 ? page.zero : ''}`}>{numberText(sent)}</td>
                <td className={page.right}>{durationText(ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
