// The tiles: conflicts, errors, waiting, running; each a link to its list, coloured by threshold and always with the word
// (ST-07, ST-08).

import {
  ArrowSync16Regular,
  ArrowUpload16Regular,
  BranchFork16Regular,
  ErrorCircle16Regular,
} from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { changesAddress, conflictsAddress, errorsAddress } from '../app/addresses.ts';
import { routeAddress } from '../app/routes.ts';
import type { Status } from '../bridge/use-status.ts';
import { numberText, percentText } from '../format/numbers.ts';
import { phasePart } from '../format/progress.ts';
import { spanText, timeText } from '../format/times.ts';
import { conflictTone, errorTone, parkedRows, waitedMs, type Tone } from './facts.ts';
import { useThresholds } from './thresholds.ts';
import styles from './status.module.css';

/** The row of tiles. */
export function Tiles({ status, now }: { readonly status: Status; readonly now: Date }): ReactElement {
  const { t } = useTranslation('status');
  const thresholds = useThresholds();
  const { undecided, openErrors, waiting, progress } = status;
  const parked = parkedRows(status);
  return (
    <nav className={styles.tiles} aria-label={t('tile.label')}>
      <Tile
        icon={<BranchFork16Regular />}
        name={t('tile.conflicts')}
        number={undecided}
        tone={conflictTone(status, now, thresholds)}
        why={conflictsWhy(status, { t, now })}
        address={conflictsAddress()}
      />
      <Tile
        icon={<ErrorCircle16Regular />}
        name={t('tile.errors')}
        number={openErrors + parked}
        tone={errorTone({ openErrors, parked }, thresholds)}
        why={openErrors + parked === 0 ? t('tile.noErrors') : errorsWhy(status, parked, { t, now })}
        address={errorsAddress()}
      />
      <Tile
        icon={<ArrowUpload16Regular />}
        name={t('tile.waiting')}
        number={waiting.changes}
        tone="plain"
        why={waiting.records === 0 ? t('tile.nothingWaits') : t('tile.inRecords', { count: waiting.records })}
        address={changesAddress()}
      />
      <Tile
        icon={<ArrowSync16Regular />}
        name={t('tile.running')}
        number={progress ? 1 : 0}
        tone="plain"
        why={progress ? runningWhy(status, t) : lastWhy(status, { t, now })}
        address={routeAddress({ screen: 'feed' })}
      />
    </nav>
  );
}

interface TileProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly number: number;
  readonly tone: Tone;
  readonly why: string;
  readonly address: string;
}

function Tile({ icon, name, number, tone, why, address }: TileProps): ReactElement {
  return (
    <a className={`${styles.tile} ${tone === 'plain' ? '' : styles[tone]}`} href={address}>
      <span className={styles.label}>
        {icon}
        {name}
      </span>
      <b className={styles.big}>{numberText(number)}</b>
      <span className={styles.why}>{why}</span>
    </a>
  );
}

interface Tools {
  readonly t: TFunction;
  readonly now: Date;
}

function conflictsWhy({ undecided, decided, oldestUndecided }: Status, { t, now }: Tools): string {
  if (undecided === 0) return decided > 0 ? t('tile.decided', { count: decided }) : t('tile.noConflicts');
  const age = waitedMs(oldestUndecided, now);
  return age === null ? t('tile.needsYou') : t('tile.needsYouOldest', { age: spanText(age) });
}

function errorsWhy({ openErrors: open, oldestError }: Status, parked: number, { t, now }: Tools): string {
  const kinds = open > 0 && parked > 0 ? 'openParked' : open > 0 ? 'open' : 'parked';
  const counts = t(`tile.${kinds}`, { open: numberText(open), parked: numberText(parked) });
  const age = waitedMs(oldestError, now);
  return age === null ? counts : t('tile.errorsOldest', { counts, age: spanText(age) });
}

function runningWhy({ progress }: Status, t: TFunction): string {
  const part = phasePart(progress);
  const phase = t(`feed:phase.${progress?.phase ?? 'connect'}`);
  return part === null ? phase : t('tile.phasePart', { phase, percent: percentText(part, 1) });
}

function lastWhy({ lastSession }: Status, { t, now }: Tools): string {
  if (!lastSession) return t('tile.noSession');
  const time = timeText(lastSession.ended ?? lastSession.started, now);
  return t('tile.last', { time, result: t(`feed:result.${lastSession.result}`).toLowerCase() });
}
