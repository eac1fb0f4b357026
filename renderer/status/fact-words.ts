// A fact in words, and the screen that settles it (ST-03).

import type { TFunction } from 'i18next';
import { changesAddress, conflictsAddress, errorsAddress, sessionAddress } from '../app/addresses.ts';
import { routeAddress } from '../app/routes.ts';
import type { Status } from '../bridge/use-status.ts';
import { tableTitle } from '../format/names.ts';
import { bytesText, numberText, percentText } from '../format/numbers.ts';
import { phasePart, type Progress } from '../format/progress.ts';
import { soonText, spanText, timeText } from '../format/times.ts';
import { waitingText } from '../format/waiting.ts';
import { waitedMs, type Fact } from './facts.ts';

interface Words {
  readonly title: string;
  readonly text: string;
}

interface Tools {
  readonly t: TFunction;
  readonly now: Date;
}

/** What a fact says: one line, and what follows from it. */
export function factWords(fact: Fact, status: Status, { t, now }: Tools): Words {
  switch (fact.kind) {
    case 'errors':
      return { title: t('fact.errors', { count: fact.open + fact.parked }), text: errorsText(fact, t) };
    case 'failed':
      return { title: t('fact.failed'), text: '' };
    case 'needs-you':
      return { title: t('fact.needsYou', { count: fact.count }), text: oldestText(fact.oldest, { t, now }) };
    case 'parked':
      return { title: t('fact.parked', { count: fact.count }), text: t(`fact.parkedIn.${fact.where}`) };
    case 'storage':
      return {
        title: t('fact.storage', { free: bytesText(fact.free) }),
        text: t(fact.free < 100_000_000 ? 'fact.storageNone' : 'fact.storageMore'),
      };
    case 'syncing':
      return syncingWords(fact.progress, t);
    case 'waiting':
      return {
        title: t('fact.waiting', { waiting: waitingText(t, status.waiting) }),
        text: holdText('waits', fact.hold, { status, t, now }),
      };
    case 'never':
      return {
        title: t('fact.never'),
        text: status.hub === null ? t('fact.noHub') : t('fact.neverMore', { hub: status.hub }),
      };
    case 'stale':
      return { title: t('fact.stale'), text: t('fact.staleMore', { time: timeOf(status.lastSuccess, now) }) };
    case 'up-to-date':
      return { title: t('fact.upToDate.title'), text: holdText('upToDate', fact.hold, { status, t, now }) };
  }
}

/** Where a fact is settled; null where the buttons of the head do it. */
export function factStep(fact: Fact): { readonly name: string; readonly address: string } | null {
  switch (fact.kind) {
    case 'errors':
      return { name: 'errors', address: errorsAddress() };
    case 'failed':
      return { name: 'session', address: sessionAddress(fact.session.no) };
    case 'needs-you':
      return { name: 'inbox', address: conflictsAddress() };
    case 'parked':
      return fact.where === 'errors'
        ? { name: 'errors', address: errorsAddress() }
        : { name: 'inbox', address: conflictsAddress({ tab: 'parked' }) };
    case 'syncing':
      return { name: 'watch', address: routeAddress({ screen: 'feed' }) };
    case 'waiting':
      return { name: 'waiting', address: changesAddress() };
    case 'storage':
    case 'never':
    case 'stale':
    case 'up-to-date':
      return null;
  }
}

function errorsText({ open, parked }: { open: number; parked: number }, t: TFunction): string {
  if (parked === 0) return t('fact.errorsOpen');
  return t('fact.errorsBoth', { open: numberText(open), parked: numberText(parked) });
}

function oldestText(oldest: string | null, { t, now }: Tools): string {
  const age = waitedMs(oldest, now);
  return age === null ? t('fact.needsYouMore') : t('fact.needsYouOldest', { age: spanText(age) });
}

function syncingWords(progress: Progress, t: TFunction): Words {
  const part = phasePart(progress);
  const phase = t(`feed:phase.${progress.phase ?? 'connect'}`);
  const table = progress.table === null ? '' : tableTitle({ name: progress.table, schema: '' });
  return {
    title:
      part === null ? t('fact.syncing', { phase }) : t('fact.syncingPart', { phase, percent: percentText(part, 1) }),
    text: table === '' ? t('fact.syncingMore') : t('fact.syncingTable', { table, rows: numberText(progress.rows) }),
  };
}

function holdText(
  what: 'waits' | 'upToDate',
  hold: string,
  { status, t, now }: Tools & { readonly status: Status },
): string {
  return t(`fact.${what}.${hold}`, {
    time: status.next.at === null ? '–' : soonText(status.next.at, now),
    last: timeOf(status.lastSuccess, now),
    context: status.next.at === null ? 'open' : undefined,
  });
}

function timeOf(iso: string | null, now: Date): string {
  return iso === null ? '–' : timeText(iso, now);
}
