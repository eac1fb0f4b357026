// One table of the scope, as a line.

import {
  ArrowDownload16Regular,
  ArrowSwap16Regular,
  ArrowSync16Regular,
  ArrowUpload16Regular,
  CheckmarkCircle16Regular,
  ErrorCircle16Regular,
  Prohibited16Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { changesAddress, conflictsAddress, dataAddress, errorsAddress } from '../app/addresses.ts';
import type { Status } from '../bridge/use-status.ts';
import { tableTitle } from '../format/names.ts';
import { numberText, percentText } from '../format/numbers.ts';
import { phasePart } from '../format/progress.ts';
import { fullTime, timeText } from '../format/times.ts';
import type { TableLine } from './table-order.ts';
import page from '../parts/page.module.css';
import styles from './tables.module.css';

interface TableRowProps {
  readonly line: TableLine;
  readonly status: Status;
  readonly now: Date;
}

const directions: Readonly<Record<TableLine['direction'], ReactElement>> = {
  both: <ArrowSwap16Regular />,
  'download-only': <ArrowDownload16Regular />,
  'upload-only': <ArrowUpload16Regular />,
  none: <Prohibited16Regular />,
};

/** The line. */
export function TableRow({ line, status, now }: TableRowProps): ReactElement {
  const { t } = useTranslation('status');
  const { table, waiting, lastChange } = line;
  const title = tableTitle(table);
  return (
    <tr>
      <th scope="row" className={styles.tableName}>
        <a href={dataAddress(table)} title={table.name}>
          {title}
        </a>
      </th>
      <td>
        <StatusCell line={line} status={status} />
      </td>
      <td>
        <span className={page.words}>
          {directions[line.direction]}
          {t(`direction.${line.direction}`)}
        </span>
      </td>
      <td className={page.right}>{numberText(line.rows)}</td>
      <Count
        count={waiting.records}
        address={changesAddress({ table })}
        label={t('table.waitingIn', { count: waiting.records, table: title })}
      />
      <Count
        count={line.conflicts}
        address={conflictsAddress({ table })}
        label={t('table.conflictsIn', { count: line.conflicts, table: title })}
      />
      <Count
        count={line.errors}
        address={errorsAddress(table)}
        label={t('table.errorsIn', { count: line.errors, table: title })}
      />
      <td className={styles.gap}>
        <Time at={line.lastSync} now={now} />
      </td>
      <td>
        <Time at={lastChange?.at ?? null} now={now} />
        {lastChange && <span className="quiet">{t('table.rowsReceived', { count: lastChange.rows })}</span>}
      </td>
      <td>
        <Time at={line.direction === 'none' ? null : status.next.at} now={now} />
      </td>
    </tr>
  );
}

function StatusCell({ line, status }: Pick<TableRowProps, 'line' | 'status'>): ReactElement {
  const { t } = useTranslation('status');
  const { progress } = status;
  const part = line.status === 'initializing' && progress?.table === line.table.name ? phasePart(progress) : null;
  const icons = {
    available: <CheckmarkCircle16Regular className={page.ok} />,
    initializing: <ArrowSync16Regular className={page.busy} />,
    'not-available': <ErrorCircle16Regular className={page.bad} />,
  };
  return (
    <span className={page.words}>
      {icons[line.status]}
      {part === null
        ? t(`tableStatus.${line.status}`)
        : t('tableStatus.part', { percent: percentText(part, 1), status: t(`tableStatus.${line.status}`) })}
    </span>
  );
}

function Count({
  count,
  address,
  label,
}: {
  readonly count: number;
  readonly address: string;
  readonly label: string;
}): ReactElement {
  return (
    <td className={`${page.right} ${count === 0 ? page.zero : ''}`}>
      {count === 0 ? (
        '0'
      ) : (
        <a href={address} aria-label={label}>
          {numberText(count)}
        </a>
      )}
    </td>
  );
}

function Time({ at, now }: { readonly at: string | null; readonly now: Date }): ReactElement {
  return at === null ? <span className="quiet">–</span> : <span title={fullTime(at)}>{timeText(at, now)}</span>;
}
