// Two versions of a record by column, and the way back to the older one (PD-08).

import { Button } from '@fluentui/react-components';
import { ArrowUndo16Regular } from '@fluentui/react-icons';
import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../bridge/use-read.ts';
import type { WindowColumn } from '../../format/cells.ts';
import { plainText } from '../../format/rich.ts';
import { timeText } from '../../format/times.ts';
import { titleOf, type DataTable, type JsonCell } from '../data-table.ts';
import type { RecordFacts } from '../card/use-held-record.ts';
import { ValueWords } from '../card/value-words.tsx';
import { pointWords, type Looker } from './point-words.ts';
import { differences, isWhole, putBackSet, type Pair, type TimelinePoint } from './points.ts';
import styles from './timeline.module.css';

interface VersionPairProps {
  readonly table: DataTable;
  readonly facts: RecordFacts;
  readonly pair: Pair;
  readonly looker: Looker | null;
  readonly onPutBack: ((point: TimelinePoint) => void) | null;
}

/** The pair. */
export function VersionPair({ table, facts, pair, looker, onPutBack }: VersionPairProps): ReactElement {
  const { t } = useTranslation('data');
  const { older, newer } = pair;
  const section = useRef<HTMLElement>(null);
  // Opened by a link the timeline may be below what is seen.
  useEffect(() => {
    // Chromium answers with a promise, which is no way to end an effect.
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const after = newer ? newer.version : facts.row;
  const lines = differences(table, older.version, after);
  const title = (point: TimelinePoint): string =>
    [plainText(pointWords(t, table, point, looker)), ...(point.at === null ? [] : [timeText(point.at)])].join(', ');
  return (
    <section ref={section} className={styles.pair} aria-label={t('timeline.pair')} data-part="versions">
      <p>
        <s>{title(older)}</s> → <b>{newer ? title(newer) : t('timeline.asNow')}</b>
      </p>
      {older.version === null || after === null ? (
        <p className="caption">
          {t(
            older.version === null && after === null
              ? 'timeline.noneBoth'
              : older.version === null
                ? 'timeline.noneOlder'
                : 'timeline.noneNewer',
          )}
        </p>
      ) : lines.length === 0 ? (
        <p className="caption">{t('timeline.same')}</p>
      ) : (
        <dl>
          {lines.map(({ column, older: was, newer: is }) => (
            <div key={column.name} data-column={column.name}>
              <dt>{titleOf(column)}</dt>
              <dd>
                <s>
                  <Value column={column} cell={was} facts={facts} />
                </s>{' '}
                → <Value column={column} cell={is} facts={facts} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {onPutBack && canPutBack(table, older, facts) && (
        <Button size="small" icon={<ArrowUndo16Regular />} onClick={() => onPutBack(older)}>
          {t('timeline.putBack')}
        </Button>
      )}
    </section>
  );
}

function canPutBack(table: DataTable, { version }: TimelinePoint, { row }: RecordFacts): boolean {
  if (version === null) return false;
  return row === null ? isWhole(table, version) : Object.keys(putBackSet(table, version, row)).length > 0;
}

interface ValueProps {
  readonly column: WindowColumn;
  readonly cell: JsonCell | undefined;
  readonly facts: RecordFacts;
}

/** A value; a record that it points to by its name, also where it points there no more. */
function Value({ column, cell, facts }: ValueProps): ReactElement {
  const known = nameOf(facts, column.name, cell);
  const asked = known === null && cell !== undefined && cell !== null ? column.pointsTo : null;
  const found = useRead('data.names', asked && { table: asked, keys: [cell ?? null] }, ['data']).value;
  return <ValueWords column={column} cell={cell} name={known ?? found?.names[0] ?? null} short />;
}

/** A link's name where the record or its base shows the same cell. */
function nameOf(
  { row, base, names, baseNames }: RecordFacts,
  column: string,
  cell: JsonCell | undefined,
): string | null {
  if (cell === undefined || cell === null) return null;
  if (row?.[column] === cell) return names[column] ?? null;
  return base?.[column] === cell ? (baseNames[column] ?? null) : null;
}
