// The snapshots of the hub: made by hand or by schedule, how far each is, how much each is used, deleted (HB-06).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { NewSnapshot } from './new-snapshot.tsx';
import { SnapshotList } from './snapshot-list.tsx';
import { SnapshotsMaking } from './snapshots-making.tsx';
import type { HubState } from './state.ts';
import { useAgain } from './use-again.ts';
import page from '../parts/page.module.css';
import styles from './orders.module.css';

const busyMs = 1000;
const idleMs = 15_000;

/** The tab. */
export function SnapshotsTab({ state }: { readonly state: HubState }): ReactElement | null {
  const { t } = useTranslation('hub');
  const { value, problem, reload } = useRead('hub.snapshots', {}, []);
  const mayChange = useRead('app.describe', {}, []).value?.readOnly === false;
  const isBusy = value?.making.some((item) => item.state !== 'failed') ?? false;
  useAgain(reload, isBusy ? busyMs : idleMs);
  if (problem) return <ProblemNote problem={problem} />;
  if (!value) return null;
  const { everyHours, snapshots, making } = value;
  return (
    <>
      <div className={`${page.card} ${styles.choice}`}>
        <p>{t('snapshots.about')}</p>
        <p className="quiet">
          {everyHours === 0 ? t('snapshots.byHand') : t('snapshots.every', { count: everyHours })}
        </p>
        {mayChange && <NewSnapshot scopes={state.scopes} onStarted={reload} />}
      </div>
      {making.length > 0 && <SnapshotsMaking making={making} mayChange={mayChange} onChanged={reload} />}
      <SnapshotList snapshots={snapshots} mayChange={mayChange} onChanged={reload} />
    </>
  );
}
