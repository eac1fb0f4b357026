// One table: head, tools, grid, and the open record beside it (PD-04, PD-05, PD-06).

import { Button, Tooltip } from '@fluentui/react-components';
import { Add16Regular, LockClosed16Regular } from '@fluentui/react-icons';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { tableParam } from '../app/addresses.ts';
import { goTo } from '../app/routes.ts';
import { useStatus } from '../bridge/use-status.ts';
import { recordNoun, tableTitle } from '../format/names.ts';
import { ColumnsMenu } from '../parts/columns/columns-menu.tsx';
import { afterStep, useLayOut, type ColumnStep } from '../parts/columns/lay-out.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useKeyLabels } from '../parts/own-keys.ts';
import { useKeys } from '../parts/use-keys.ts';
import { wholeTable, writeAddress, type DataAddress } from './address.ts';
import { titleOf, type DataTable, type GridRow, type JsonRecord } from './data-table.ts';
import { EmptyTable } from './empty-table.tsx';
import { draftId } from './edit/drafts.ts';
import { useTouched } from './edit/use-drafts.ts';
import { FilterBar } from './filters/filter-bar.tsx';
import { queryFilters } from './filters/filter-kinds.ts';
import { Grid, type Opening } from './grid/grid.tsx';
import { usePages, type GridQuery } from './grid/use-pages.ts';
import type { Wish } from './grid/use-spot.ts';
import { useLooks } from './grid/use-looks.ts';
import { laidOut } from './grid/widths.ts';
import { OpenRecord } from './open-record.tsx';
import { keyText, readKeyText } from './record-key.ts';
import { SaidBar, type Said } from './said-bar.tsx';
import { TableMenu } from './table-menu.tsx';
import styles from './data.module.css';

interface TableViewProps {
  readonly tables: readonly DataTable[];
  readonly table: DataTable;
  readonly address: DataAddress;
  /** Why nothing can be written here; null = it can. */
  readonly locked: string | null;
}

/** The table. */
export function TableView({ tables, table, address, locked }: TableViewProps): ReactElement {
  const { t } = useTranslation('data');
  const keys = useKeyLabels('data');
  const status = useStatus();
  const touched = useTouched();
  const pages = usePages(queryOf(table, address));
  const { tracks, columns } = useLooks(table, pages);
  const [layOut, setLayOut] = useLayOut(`concord.columns.${tableParam(table.table)}`);
  const allTracks = useMemo(() => laidOut(tracks, layOut), [tracks, layOut]);
  // The key is always shown: it tells the records apart.
  const shownTracks = useMemo(
    () => allTracks.filter(({ column }) => column.isKey || !layOut.hidden.includes(column.name)),
    [allTracks, layOut],
  );
  const selected = address.record === null ? null : readKeyText(table, address.record);
  const [wish, setWish] = useState<Wish | null>(null);
  const show = (key: JsonRecord): void => setWish({ key, no: (wish?.no ?? 0) + 1 });
  const [known, setKnown] = useState<string | null>(null);
  if (known !== address.record) {
    // Opened by a link, a bookmark or a step back: the row may be far away.
    setKnown(address.record);
    if (selected) show(selected);
  }
  const [focusNo, setFocusNo] = useState(0);
  const [said, setSaid] = useState<Said | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const find = useRef<HTMLInputElement>(null);
  const { view } = pages;

  const change = (next: DataAddress): void => goTo(writeAddress(next), true);
  const open = (row: GridRow, how: Opening): void => {
    const isOpen = address.record !== null || address.isNew;
    if (how === 'walk' && (address.record === null || address.isNew)) return;
    setKnown(keyText(row.key));
    goTo(writeAddress({ ...address, record: keyText(row.key), points: [], isNew: false }), isOpen);
    if (how === 'key') setFocusNo((no) => no + 1);
  };
  const layColumn = (column: string, step: ColumnStep): void => {
    const all = allTracks.map((track) => track.column.name);
    setLayOut(afterStep(layOut, all, column, step));
  };
  const close = (): void => {
    change({ ...address, record: null, points: [], isNew: false });
    grid.current?.focus();
  };
  const startNew = (): void => goTo(writeAddress({ ...address, record: null, points: [], isNew: true }));
  useKeys('data', {
    find: () => find.current?.focus(),
    new: () => locked === null && startNew(),
    escape: () => (address.record !== null || address.isNew) && close(),
  });
  const isEditing = address.isNew || (selected !== null && touched.has(draftId(table.table, selected)));
  const noun = recordNoun(table.table);
  return (
    <div className={styles.screen}>
      <section className={styles.left} aria-label={tableTitle(table.table)}>
        <header className={styles.head}>
          <TableMenu tables={tables} open={table} onChoose={(name) => goTo(writeAddress(wholeTable(name)))} />
          <ColumnsMenu columns={hideable(table)} layOut={layOut} onChange={setLayOut} />
          <Tooltip content={locked ?? keys('new')} relationship="description">
            <Button
              appearance={isEditing || locked !== null ? 'secondary' : 'primary'}
              icon={<Add16Regular />}
              disabledFocusable={locked !== null}
              onClick={startNew}
            >
              {t(noun.length > longestNoun ? 'new.plain' : 'new.button', { noun })}
            </Button>
          </Tooltip>
        </header>
        {(locked !== null || table.direction === 'upload-only') && (
          <p className={styles.lock}>
            {locked !== null && <LockClosed16Regular />}
            {locked ?? t('table.uploadOnly')}
          </p>
        )}
        <FilterBar
          table={table}
          address={address}
          view={view}
          findRef={find}
          onChange={change}
          onLeave={() => grid.current?.focus()}
        />
        {view.problem && <ProblemNote problem={view.problem} />}
        <Grid
          key={JSON.stringify(table.table)}
          label={tableTitle(table.table)}
          tracks={shownTracks}
          pages={pages}
          sort={address.sort}
          selected={selected}
          wish={wish}
          gridRef={grid}
          draftOf={(row) => (touched.has(draftId(table.table, row.key)) ? t('grid.draft') : null)}
          onSort={(sort) => change({ ...address, sort })}
          onColumn={layColumn}
          onOpen={open}
        />
        {view.isReady && view.shown === 0 && (
          <EmptyTable table={table} address={address} total={view.total} onChange={change} />
        )}
        {said && <SaidBar key={said.text} said={said} onClose={() => setSaid(null)} />}
      </section>
      <OpenRecord
        table={table}
        shownColumns={columns}
        address={address}
        recordKey={selected}
        status={status}
        locked={locked}
        focusNo={focusNo}
        onSaid={setSaid}
        onWritten={pages.refresh}
        onShow={show}
        onChange={change}
        onClose={close}
      />
    </div>
  );
}

/** A longer one leaves no room for the name of the table. */
const longestNoun = 28;

/** All columns but the key's. */
function hideable({ columns }: DataTable): readonly { readonly name: string; readonly title: string }[] {
  return columns.filter((column) => !column.isKey).map((column) => ({ name: column.name, title: titleOf(column) }));
}

function queryOf(table: DataTable, { sort, filters, text, only }: DataAddress): GridQuery {
  const known = sort.filter((step) => table.columns.some((column) => column.name === step.column));
  return {
    table: { ...table.table },
    filters: queryFilters(table, filters),
    text: text.trim(),
    only,
    sort: known.slice(0, 5).map((step) => ({ ...step })),
  };
}
