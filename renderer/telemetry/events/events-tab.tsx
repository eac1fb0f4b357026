// The events behind the dashboard: filtered, sorted, of any number; one of them in depth; and the export of just these
// (FD-08, TL-08, TL-13).

import { Button } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '../../app/routes.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useKeys } from '../../parts/use-keys.ts';
import { useMedia } from '../../parts/use-media.ts';
import { eventFilter, isNarrowed, withoutFilters, type TelemetryAddress } from '../address.ts';
import { ExportDialog } from '../export/export-dialog.tsx';
import { useSource } from '../source.ts';
import type { TelemetryEvent } from '../words.ts';
import { EventFilters } from './event-filters.tsx';
import { EventList } from './event-list.tsx';
import { eventAt, placeOfEvent } from './event-pages.ts';
import { EventPane } from './event-pane.tsx';
import { useEvents } from './use-events.ts';
import page from '../../parts/page.module.css';
import { FreshPill } from '../../parts/fresh-pill.tsx';
import styles from './events.module.css';

interface EventsTabProps {
  readonly address: TelemetryAddress;
  /** The present day: the period moves on with it. */
  readonly today: string;
  readonly onChange: (address: TelemetryAddress) => void;
}

/** The tab. */
export function EventsTab({ address, today, onChange }: EventsTabProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const { route } = useSource();
  const narrow = useMedia('(max-width: 1000px)');
  const filter = useMemo(() => eventFilter(address, new Date(`${today}T12:00:00`)), [address, today]);
  const events = useEvents({ filter, sort: address.sort, descending: address.descending });
  const { view, query } = events;
  const find = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [spot, setSpot] = useState({ query, at: 0 });
  const [byKey, setByKey] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const at = spot.query === query ? Math.min(spot.at, Math.max(0, view.shown - 1)) : 0;
  const { open } = address;
  const openAt = open === null ? null : placeOfEvent(view, open);
  const close = (): void => {
    onChange({ ...address, open: null });
    requestAnimationFrame(() => list.current?.focus());
  };
  const show = (event: TelemetryEvent, place: number, how: 'click' | 'key' | 'walk'): void => {
    setSpot({ query, at: place });
    setByKey(how === 'key');
    goTo(route({ ...address, open: event.no }), open !== null);
  };
  const walk = (by: 1 | -1): void => {
    const next = Math.min(Math.max((openAt ?? at) + by, 0), Math.max(0, view.shown - 1));
    const event = eventAt(view, next);
    setSpot({ query, at: next });
    if (event && open !== null) show(event, next, 'walk');
  };
  useKeys('telemetry', {
    find: () => find.current?.focus(),
    next: () => walk(1),
    previous: () => walk(-1),
    escape: () => open !== null && close(),
  });
  const hasPane = open !== null;
  return (
    <>
      <div className={styles.tools}>
        <EventFilters
          address={address}
          view={view}
          findRef={find}
          onChange={(next) => onChange({ ...next, open: null })}
          onLeave={() => list.current?.focus()}
        />
        <Button size="small" icon={<ArrowDownload16Regular />} onClick={() => setExporting(true)}>
          {t('export.these')}
        </Button>
      </div>
      {isExporting && <ExportDialog filter={filter} onClose={() => setExporting(false)} />}
      {view.problem && <ProblemNote problem={view.problem} />}
      <div className={`${styles.split} ${hasPane && !narrow ? styles.withPane : ''}`}>
        {!(narrow && hasPane) && (
          <div className={`${page.card} ${styles.frame}`}>
            {view.fresh > 0 && (
              <FreshPill text={t('fresh', { count: view.fresh })} onShow={() => void events.renew()} />
            )}
            {view.isReady && view.shown === 0 ? (
              <NoEvents address={address} onChange={onChange} />
            ) : (
              <EventList
                address={address}
                events={events}
                spot={at}
                listRef={list}
                onSpot={(place) => setSpot({ query, at: place })}
                onOpen={show}
                onSort={(sort, descending) => onChange({ ...address, sort, descending })}
              />
            )}
          </div>
        )}
        {open !== null && (
          <EventPane
            key={open}
            no={open}
            known={openAt === null ? null : (eventAt(view, openAt) ?? null)}
            takesFocus={byKey || narrow}
            onClose={close}
          />
        )}
      </div>
    </>
  );
}

function NoEvents({ address, onChange }: Pick<EventsTabProps, 'address' | 'onChange'>): ReactElement {
  const { t } = useTranslation('telemetry');
  const narrowed = isNarrowed(address);
  return (
    <div className={styles.none}>
      <h2>{t(narrowed ? 'none.filtered' : 'none.period')}</h2>
      <p className="quiet">{t(narrowed ? 'none.filteredMore' : 'none.periodMore')}</p>
      {narrowed ? (
        <Button size="small" onClick={() => onChange({ ...withoutFilters(address), user: '', table: '' })}>
          {t('filter.clear')}
        </Button>
      ) : (
        <Button size="small" onClick={() => onChange({ ...address, period: '30', from: '', to: '' })}>
          {t('none.longer')}
        </Button>
      )}
    </div>
  );
}
