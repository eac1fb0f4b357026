// The fields of a record to read: what was changed here beside what it was, records by name as links (PD-08).

import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { routeAddress } from '../../app/routes.ts';
import { tableParam } from '../../app/addresses.ts';
import { isNumeric, type WindowColumn } from '../../format/cells.ts';
import { wholeTable, writeAddress } from '../address.ts';
import { titleOf, readingOrder, type DataTable, type JsonCell, type JsonRecord } from '../data-table.ts';
import { movedColumns } from '../edit/draft.ts';
import { keyText } from '../record-key.ts';
import type { RecordFacts } from './use-held-record.ts';
import { ValueWords } from './value-words.tsx';
import styles from './card.module.css';

interface FieldListProps {
  readonly table: DataTable;
  readonly facts: RecordFacts;
  /** Columns that the head of the card tells already. */
  readonly told: readonly string[];
  /** Columns that were written meanwhile. */
  readonly news: readonly WindowColumn[];
}

/** The fields. */
export function FieldList({ table, facts, told, news }: FieldListProps): ReactElement {
  const { row, base } = facts;
  const changed = row && base ? movedColumns(table, base, row) : [];
  const shown = readingOrder(table).filter((column) => !told.includes(column.name) || changed.includes(column));
  return (
    <dl className={styles.fields}>
      {shown.map((column) => (
        <FieldLine
          key={column.name}
          column={column}
          row={row ?? {}}
          base={changed.includes(column) ? base : null}
          names={facts.names}
          baseNames={facts.baseNames}
          hasNews={news.includes(column)}
        />
      ))}
    </dl>
  );
}

interface FieldLineProps {
  readonly column: WindowColumn;
  readonly row: JsonRecord;
  /** The base, where this column was changed here. */
  readonly base: JsonRecord | null;
  readonly names: Readonly<Record<string, string>>;
  readonly baseNames: Readonly<Record<string, string>>;
  readonly hasNews: boolean;
}

function FieldLine({ column, row, base, names, baseNames, hasNews }: FieldLineProps): ReactElement {
  const { t } = useTranslation('data');
  const cell = row[column.name];
  const name = names[column.name] ?? null;
  const look = `${base ? styles.edited : ''} ${hasNews ? styles.news : ''} ${isNumeric(column) ? 'figure' : ''}`;
  return (
    <>
      <dt title={column.name}>{titleOf(column)}</dt>
      <dd className={look} data-column={column.name}>
        <Linked column={column} cell={cell}>
          <ValueWords column={column} cell={cell} name={name} />
        </Linked>
        {base && (
          <span className="caption">
            {' '}
            {t('card.was')}{' '}
            <s>
              <ValueWords column={column} cell={base[column.name]} name={baseNames[column.name] ?? null} short />
            </s>
          </span>
        )}
      </dd>
    </>
  );
}

/** A link to the record that a cell points to. */
function Linked({
  column,
  cell,
  children,
}: {
  readonly column: WindowColumn;
  readonly cell: JsonCell | undefined;
  readonly children: ReactNode;
}): ReactNode {
  if (column.pointsTo === null || cell === null || cell === undefined) return children;
  const address = { ...wholeTable(tableParam(column.pointsTo)), record: keyText({ key: cell }) };
  return (
    <a href={routeAddress(writeAddress(address))} title={typeof cell === 'object' ? '' : String(cell)}>
      {children}
    </a>
  );
}
