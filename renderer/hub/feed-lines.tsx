// What has happened at the hub lately: sessions as they ended, calls that failed, newest first (HB-09).

import { CheckmarkCircle16Regular, ErrorCircle16Filled, Warning16Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { numberText } from '../format/numbers.ts';
import { clockText, durationText, fullTime } from '../format/times.ts';
import { nameOf } from './sessions-now.tsx';
import page from '../parts/page.module.css';
import styles from './feed.module.css';

type Line = CallOutput<'hub.feed'>['lines'][number];

const heads = ['at', 'client', 'scope', 'received', 'sent', 'conflicts', 'refused', 'took', 'result'] as const;
const figures: ReadonlySet<string> = new Set(['received', 'sent', 'conflicts', 'refused', 'took']);

/** The card. */
export function FeedLines({ lines }: { readonly lines: readonly Line[] }): ReactElement {
  const { t } = useTranslation('hub');
  return (
    <section className={`${page.card} ${styles.card} ${styles.lines}`} aria-label={t('feed.lately')} tabIndex={0}>
      <h2>{t('feed.lately')}</h2>
      {lines.length === 0 ? (
        <p className="quiet">{t('feed.nothing')}</p>
      ) : (
        <table className={page.grid}>
          <thead>
            <tr>
              {heads.map((name) => (
                <th key={name} className={figures.has(name) ? page.right : undefined}>
                  {t(`feed.head.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, at) => (
              <LineRow key={`${line.at} ${lines.length - at}`} line={line} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function LineRow({ line }: { readonly line: Line }): ReactElement {
  const { t } = useTranslation('hub');
  const when = <td title={fullTime(line.at)}>{clockText(line.at)}</td>;
  if (line.kind === 'failure')
    return (
      <tr>
        {when}
        <td colSpan={heads.length - 1}>
          <span className={page.words}>
            <ErrorCircle16Filled className={page.bad} />
            {t('feed.failure', { code: line.code })}
            {line.reference !== null && <span className="quiet">{t('feed.reference', { no: line.reference })}</span>}
          </span>
        </td>
      </tr>
    );
  const { scope, received, sent, conflicts, refused, ms, isGood } = line;
  const name = nameOf(line) ?? t('feed.unknown');
  return (
    <tr>
      {when}
      <td title={name}>{name}</td>
      <td title={scope}>{scope}</td>
      {[received, sent, conflicts, refused].map((number, at) => (
        <td key={at} className={`${page.right} ${number === 0 ? page.zero : ''}`}>
          {numberText(number)}
        </td>
      ))}
      <td className={page.right}>{durationText(ms)}</td>
      <td>
        <span className={page.words}>
          {isGood ? <CheckmarkCircle16Regular /> : <Warning16Filled className={page.amber} />}
          {t(isGood ? 'feed.good' : 'feed.bad')}
        </span>
      </td>
    </tr>
  );
}
