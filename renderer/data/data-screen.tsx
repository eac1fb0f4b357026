// The data screen: which table is open, by the address, and what can be done in it (PD-04…PD-06).

import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { tableParam } from '../app/addresses.ts';
import { goTo, useRoute } from '../app/routes.ts';
import { useRead } from '../bridge/use-read.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { readAddress, wholeTable, writeAddress } from './address.ts';
import { lockOf, type DataTable } from './data-table.ts';
import { NoTables, UnknownTable } from './empty.tsx';
import { RemovedScreen } from './removed/removed-screen.tsx';
import { TableView } from './table-view.tsx';
import styles from './data.module.css';

const lastTable = 'concord.data.table';

/** The screen. */
export function DataScreen(): ReactElement {
  const { t } = useTranslation('data');
  const route = useRoute();
  const read = useRead('data.tables', {}, ['data']);
  const readOnly = useRead('app.describe', {}, []).value?.readOnly ?? false;
  const address = readAddress(route);
  const removed = route.query['removed'];
  const tables = read.value;
  const table = tables && tableOf(tables, address.table);
  const first = tables && (tableOf(tables, localStorage.getItem(lastTable)) ?? tables[0]);
  const isOpen = route.screen === 'data';
  const named = table && tableParam(table.table);
  const wanted = first && address.table === null && removed === undefined ? tableParam(first.table) : null;
  useEffect(() => {
    if (isOpen && wanted !== null) goTo(writeAddress(wholeTable(wanted)), true);
  }, [isOpen, wanted]);
  useEffect(() => {
    if (named != null) localStorage.setItem(lastTable, named);
  }, [named]);
  if (removed !== undefined) {
    const session = /^\d+$/.test(removed) ? Number(removed) : null;
    return <RemovedScreen key={removed} session={session} />;
  }
  if (read.problem) return <div className={styles.left}>{<ProblemNote problem={read.problem} />}</div>;
  if (!tables) return <p className={styles.wait}>{t('opening')}</p>;
  if (tables.length === 0) return <NoTables />;
  if (table) {
    const lock = lockOf(table);
    const locked = readOnly ? t('table.window') : lock === null ? null : t(`table.${lock}`);
    return (
      <TableView key={JSON.stringify(table.table)} tables={tables} table={table} address={address} locked={locked} />
    );
  }
  if (address.table === null || !first) return <p className={styles.wait}>{t('opening')}</p>;
  return <UnknownTable name={address.table} onFirst={() => goTo(writeAddress(wholeTable(tableParam(first.table))))} />;
}

function tableOf(tables: readonly DataTable[], param: string | null): DataTable | undefined {
  return tables.find((item) => tableParam(item.table) === param);
}
