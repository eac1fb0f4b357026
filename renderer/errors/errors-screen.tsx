// Records that could not be written, here or on the hub: found, understood, corrected, tried again (ER-01…ER-10, ER-15).

import { useRef, useState, type ComponentProps, type ReactElement, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { findTableParam } from '../app/addresses.ts';
import { goTo, useRoute } from '../app/routes.ts';
import { useRead } from '../bridge/use-read.ts';
import { useStatus, type Status } from '../bridge/use-status.ts';
import type { TableName } from '../format/names.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useKeys } from '../parts/use-keys.ts';
import { useNow } from '../parts/use-now.ts';
import { filterOf, isFiltered, readAddress, writeAddress, type ErrorsAddress, type TabName } from './address.ts';
import { CleanDialog } from './clean-dialog.tsx';
import { columns, useHiddenColumns } from './columns.ts';
import { DetailCard } from './detail-card.tsx';
import { Empty, NoneMatch } from './empty.tsx';
import { ErrorList, type ListHandle } from './error-list.tsx';
import { FilterBar, Tabs } from './filter-bar.tsx';
import { Head } from './head.tsx';
import { InterruptedList } from './interrupted-list.tsx';
import { SaidBar } from './said-bar.tsx';
import { useCorrection } from './use-correction.ts';
import { useErrors, type ErrorPage } from './use-errors.ts';
import { useRetry } from './use-retry.ts';
import styles from './errors.module.css';

/** The screen. */
export function ErrorsScreen(): ReactElement {
  const { t } = useTranslation('errors');
  const { value, problem } = useRead('errors.list', { limit: 1, offset: 0 }, ['errors']);
  const about = useRead('app.describe', {}, []).value;
  const status = useStatus();
  const [first, setFirst] = useState<TabName | null>(null);
  if (problem && !value) {
    return (
      <div className={styles.page}>
        <ProblemNote problem={problem} />
      </div>
    );
  }
  if (!value || !about || !status) return <p className={styles.wait}>{t('opening')}</p>;
  if (first === null) setFirst(value.counts.open === 0 && value.counts.parked > 0 ? 'parked' : 'open');
  return (
    <Desk counts={value.counts} first={first ?? 'open'} status={status} user={about.user} isReadOnly={about.readOnly} />
  );
}

interface DeskProps {
  readonly counts: ErrorPage['counts'];
  /** The tab where the address names none. */
  readonly first: TabName;
  readonly status: Status;
  readonly user: string;
  readonly isReadOnly: boolean;
}

function Desk({ counts, first, status, user, isReadOnly }: DeskProps): ReactElement {
  const { t } = useTranslation('errors');
  const route = useRoute();
  const now = useNow();
  const address = readAddress(route);
  const tab = address.tab ?? first;
  const tables = status.tables;
  const list = useErrors(tab === 'interrupted' ? null : filterOf(address, tab, tables));
  const { value: found } = useRead('errors.get', address.no === null ? null : { no: address.no }, [
    'errors',
    'conflicts',
  ]);
  const detail = address.no === null ? null : found;
  const retry = useRetry();
  const correction = useCorrection(detail, (no, set) => retry.edit({ no, set }));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [cleans, setCleans] = useState<{ readonly days: number | null } | null>(null);
  const [hidden, setHidden] = useHiddenColumns();
  const listRef = useRef<ListHandle>(null);
  const find = useRef<HTMLInputElement>(null);
  const go = (to: Partial<ErrorsAddress>): void => goTo(writeAddress({ ...address, tab, ...to }), true);
  const canRetry = !isReadOnly && (tab === 'open' || tab === 'parked');
  const choose = (no: number): void => {
    const next = new Set(chosen);
    if (!next.delete(no)) next.add(no);
    setChosen(next);
  };
  const retryMany = (): void => {
    const numbers = [...chosen];
    retry.retry(numbers.length > 0 ? { numbers } : { filter: filterOf(address, tab, tables) });
    setChosen(new Set());
  };
  const retryOne = (no: number): void => retry.retry({ numbers: [no] });
  useKeys('errors', {
    next: () => listRef.current?.step(1),
    previous: () => listRef.current?.step(-1),
    choose: () => withCurrent(listRef.current, ({ no }) => canRetry && choose(no)),
    retry: () => canRetry && (detail ? retryOne(detail.no) : withCurrent(listRef.current, ({ no }) => retryOne(no))),
    edit: () => !isReadOnly && correction.open(),
    find: () => find.current?.focus(),
    escape() {
      if (correction.isOpen) correction.close();
      else if (address.no !== null) go({ no: null });
      else setChosen(new Set());
    },
  });
  const { page } = list;
  const shown = page?.shown ?? 0;
  return (
    <div className={styles.page}>
      <Head
        hidden={hidden}
        onHide={setHidden}
        retries={isReadOnly ? null : canRetry ? chosen.size || shown : 0}
        blocked={status.offlineSince === null ? null : t('retry.offline')}
        isBusy={retry.isBusy}
        onRetry={retryMany}
        onClean={(days) => setCleans({ days })}
      />
      <Tabs
        tab={tab}
        counts={counts}
        onTab={(next) => {
          setChosen(new Set());
          go({ tab: next, no: null });
        }}
      />
      {retry.problem && <ProblemNote problem={retry.problem} onDismiss={retry.clear} />}
      {list.problem && !page && <ProblemNote problem={list.problem} />}
      {tab === 'interrupted' && <InterruptedList now={now} />}
      {tab !== 'interrupted' && page && (
        <Found
          address={address}
          tab={tab}
          list={list}
          page={page}
          table={
            findTableParam(
              tables.map(({ table }) => table),
              address.table ?? undefined,
            ) ?? null
          }
          columns={columns.filter(({ name }) => !hidden.includes(name))}
          user={user}
          now={now}
          chosen={canRetry ? chosen : null}
          listRef={listRef}
          findRef={find}
          onGo={go}
          onLeave={() => listRef.current?.focus()}
          onChoose={choose}
        />
      )}
      {retry.said && <SaidBar said={retry.said} onOpen={(no) => go({ no })} onClose={() => retry.say(null)} />}
      {detail && (
        <DetailCard
          detail={detail}
          user={user}
          now={now}
          correction={correction}
          onRetry={isReadOnly ? null : () => retryOne(detail.no)}
          isBusy={retry.isBusy}
          onClose={() => go({ no: null })}
        />
      )}
      {cleans && (
        <CleanDialog
          days={cleans.days}
          onClose={() => setCleans(null)}
          onDone={(done) => {
            setCleans(null);
            retry.say({ kind: 'cleaned', done });
          }}
        />
      )}
    </div>
  );
}

interface FoundProps extends Pick<
  ComponentProps<typeof ErrorList>,
  'list' | 'columns' | 'user' | 'now' | 'chosen' | 'listRef' | 'onChoose'
> {
  readonly address: ErrorsAddress;
  readonly tab: TabName;
  readonly page: ErrorPage;
  readonly table: TableName | null;
  readonly findRef: RefObject<HTMLInputElement | null>;
  readonly onGo: (to: Partial<ErrorsAddress>) => void;
  readonly onLeave: () => void;
}

/** What the filters leave. */
function Found(props: FoundProps): ReactElement {
  const {
    address,
    tab,
    list,
    page,
    table,
    columns: shownColumns,
    user,
    now,
    chosen,
    listRef,
    findRef,
    onGo,
    onChoose,
  } = props;
  const { t } = useTranslation('errors');
  const { shown } = page;
  return (
    <>
      {(page.total > 0 || isFiltered(address)) && (
        <FilterBar
          address={address}
          page={page}
          table={table}
          findRef={findRef}
          onChange={(next) => onGo({ ...next, no: null })}
          onLeave={props.onLeave}
        />
      )}
      {list.hasFresh && (
        <button type="button" className={styles.fresh} onClick={() => list.showFresh()}>
          <span>{t('fresh')}</span>
          <b>{t('show')}</b>
        </button>
      )}
      {shown > 0 && (
        <ErrorList
          key={JSON.stringify([tab, address.type, address.table, address.text, address.order])}
          list={list}
          columns={shownColumns}
          order={address.order}
          user={user}
          now={now}
          open={address.no}
          chosen={chosen}
          listRef={listRef}
          onOrder={(order) => onGo({ order })}
          onOpen={(no) => onGo({ no })}
          onChoose={onChoose}
        />
      )}
      {shown === 0 && page.total > 0 && (
        <NoneMatch total={page.total} onClear={() => onGo({ type: null, table: null, text: '' })} />
      )}
      {shown === 0 && page.total === 0 && <Empty tab={tab} />}
    </>
  );
}

function withCurrent(list: ListHandle | null, work: (line: { readonly no: number }) => void): void {
  const line = list?.current();
  if (line) work(line);
}
