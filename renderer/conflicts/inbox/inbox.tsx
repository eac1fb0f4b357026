// The inbox: title, tabs with counts, filters, the gathered new ones, the rows, and the bar that decides for all of them.

import { Button, Tab, TabList, Tooltip } from '@fluentui/react-components';
import { ArrowUp16Regular, Keyboard20Regular, PanelLeftText20Regular, Table20Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../format/numbers.ts';
import { fullTime, timeText } from '../../format/times.ts';
import { ColumnsMenu } from '../../parts/columns/columns-menu.tsx';
import { useLayOut } from '../../parts/columns/lay-out.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useKeyLabels } from '../../parts/own-keys.ts';
import type { Status } from '../../bridge/use-status.ts';
import { tabs, type InboxAddress, type Tab as TabName } from './address.ts';
import { BulkBar, type BulkDone } from './bulk-bar.tsx';
import { EntryList } from './entry-list.tsx';
import { Filters } from './filters.tsx';
import type { InboxList } from './use-inbox.ts';
import { wideColumns, wideName } from './wide-columns.ts';
import { WideList } from './wide-list.tsx';
import styles from './inbox.module.css';

interface InboxProps {
  readonly address: InboxAddress;
  readonly list: InboxList;
  readonly status: Status | null;
  readonly isReadOnly: boolean;
  /** Where the open entry stands in the list, from 0. */
  readonly place: number | null;
  readonly findRef: Ref<HTMLInputElement>;
  readonly onChange: (address: InboxAddress) => void;
  readonly picked: ReadonlySet<number>;
  readonly onOpen: (no: number) => void;
  readonly onPick: (no: number | null) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onKeys: () => void;
  readonly onBulk: (done: BulkDone) => void;
  /** What is said where no row is shown, and what was said last; both only where no pane stands beside the list. */
  readonly empty: ReactNode;
  readonly said: ReactNode;
  /** True while the list takes the whole width and shows columns. */
  readonly isTable: boolean;
  /** Turns to the table or back; null = there is no room for it. */
  readonly onTable: (() => void) | null;
}

/** The inbox. */
export function Inbox(props: InboxProps): ReactElement {
  const { address, list, status, isTable, onTable, onChange } = props;
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const total = list.counts?.[address.tab] ?? 0;
  const canDecide = address.tab === 'undecided' && !props.isReadOnly;
  const canPick = canDecide && list.shown > 1;
  const numbers = [...props.picked];
  const [layOut, setLayOut] = useLayOut(wideName);
  const columns = wideColumns.map(({ name }) => ({ name, title: t(`wide.column.${name}`) }));
  return (
    <section className={`${styles.inbox} ${isTable ? styles.wide : ''}`} aria-label={t('inbox')}>
      <div className={styles.head}>
        <h1>{t('title')}</h1>
        {isTable && (
          <ColumnsMenu columns={columns.filter(({ name }) => name !== 'record')} layOut={layOut} onChange={setLayOut} />
        )}
        {onTable && (
          <Tooltip content={t(isTable ? 'wide.off' : 'wide.on')} relationship="label">
            <Button
              appearance="subtle"
              icon={isTable ? <PanelLeftText20Regular /> : <Table20Regular />}
              onClick={onTable}
            />
          </Tooltip>
        )}
        <Tooltip content={`${t('pane.keys')} · ${keys('list')}`} relationship="label">
          <Button appearance="subtle" icon={<Keyboard20Regular />} onClick={props.onKeys} />
        </Tooltip>
      </div>
      <StateTabs address={address} counts={list.counts} onChange={onChange} />
      <Filters
        address={address}
        tables={status?.tables ?? []}
        shown={list.shown}
        total={total}
        onChange={onChange}
        findRef={props.findRef}
      />
      {list.problem && <ProblemNote problem={list.problem} />}
      {list.fresh > 0 && <Fresh count={list.fresh} since={list.since} onShow={list.showFresh} />}
      {list.shown > 0 && isTable && (
        <WideList
          key={JSON.stringify(list.filter)}
          address={address}
          list={list}
          layOut={layOut}
          onLayOut={setLayOut}
          picked={canPick ? props.picked : null}
          onChange={onChange}
          onOpen={props.onOpen}
          onPick={props.onPick}
        />
      )}
      {list.shown > 0 && !isTable && (
        <EntryList
          key={JSON.stringify(list.filter)}
          list={list}
          tab={address.tab}
          selected={address.no}
          place={props.place}
          picked={canPick ? props.picked : null}
          onOpen={props.onOpen}
          onPick={props.onPick}
          onStep={props.onStep}
        />
      )}
      {list.shown === 0 && <div className={styles.list}>{list.isReady && props.empty}</div>}
      {props.said}
      {canPick && list.filter && list.mark !== null && (
        <BulkBar
          filter={numbers.length > 0 ? { tab: 'undecided', numbers } : list.filter}
          mark={list.mark}
          count={numbers.length > 0 ? numbers.length : list.shown}
          total={total}
          onClear={numbers.length > 0 ? () => props.onPick(null) : null}
          onDone={props.onBulk}
        />
      )}
    </section>
  );
}

function StateTabs({
  address,
  counts,
  onChange,
}: {
  readonly address: InboxAddress;
  readonly counts: InboxList['counts'];
  readonly onChange: (address: InboxAddress) => void;
}): ReactElement {
  const { t } = useTranslation('conflicts');
  return (
    <TabList
      className={styles.tabs ?? ''}
      size="small"
      selectedValue={address.tab}
      onTabSelect={(_, data) => onChange({ ...address, no: null, tab: data.value as TabName })}
      aria-label={t('tab.label')}
    >
      {tabs.map((tab) => (
        <Tab key={tab} value={tab} className={styles.tab ?? ''}>
          {t(`tab.${tab}`)}
          <span className={styles.count} title={counts ? numberText(counts[tab]) : undefined}>
            {counts ? compactText(counts[tab]) : ''}
          </span>
        </Tab>
      ))}
    </TabList>
  );
}

const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 2 });

/** Exact up to 999; the line below the tabs is always exact. */
function compactText(count: number): string {
  return count < 1000 ? numberText(count) : compact.format(count);
}

/** What was raised since the list was opened; nothing moves until it is asked for. */
function Fresh({
  count,
  since,
  onShow,
}: {
  readonly count: number;
  readonly since: string;
  readonly onShow: () => void;
}): ReactElement {
  const { t } = useTranslation('conflicts');
  return (
    <button type="button" className={styles.fresh} onClick={onShow} title={fullTime(since)}>
      <ArrowUp16Regular />
      <span role="status">{t('fresh.text', { count, n: numberText(count), time: timeText(since) })}</span>
      <b>{t('fresh.show')}</b>
    </button>
  );
}
