// The list of what waits: groups that fold, any number of records, only those in view are drawn; one stop of the Tab key,
// walked by the arrows or J and K (PD-01, AX-01, AX-04).

import { Checkbox, Tooltip } from '@fluentui/react-components';
import {
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../bridge/use-status.ts';
import { placeByKey } from '../parts/key-place.ts';
import { useMedia } from '../parts/use-media.ts';
import { useNow } from '../parts/use-now.ts';
import { useRows } from '../parts/use-rows.ts';
import { useStable } from '../parts/use-stable.ts';
import type { Reason } from './address.ts';
import { GroupRow } from './group-row.tsx';
import type { Tables } from './line-words.ts';
import { RecordRow } from './record-row.tsx';
import { rowName, rowsOf, type Row } from './rows.ts';
import { idOf, type Changes, type Counts, type Line } from './use-changes.ts';
import type { Selection } from './use-selection.ts';
import { useStillView, useWalk } from './use-walk.ts';
import styles from './list.module.css';

/** What the keys of the screen do in the list. */
export interface ListHandle {
  step(by: number): void;
  /** The record that the keys stand on. */
  current(): Line | null;
  focus(): void;
}

interface ChangeListProps {
  readonly changes: Changes;
  readonly counts: Counts;
  readonly tables: Tables;
  readonly status: Status | null;
  readonly selection: Selection;
  readonly user: string;
  readonly canChoose: boolean;
  /** Why not all can be chosen; null = they can. */
  readonly allBlocked: string | null;
  readonly listRef: Ref<ListHandle>;
  readonly onAll: () => void;
  readonly onOpen: (line: Line) => void;
}

const lineHeight = 32;
const headHeight = 31;
const heads = ['table', 'record', 'operation', 'column', 'old', 'new', 'at', 'by', 'tries'] as const;

/** The list. */
export function ChangeList(props: ChangeListProps): ReactElement {
  const { changes, counts, tables, status, selection, user, canChoose, listRef, onOpen } = props;
  const { t } = useTranslation('changes');
  const now = useNow(60_000);
  const isNarrow = useMedia('(width < 1180px)');
  const scroller = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<Reason>>(new Set());
  const list = useMemo(() => rowsOf(counts, folded), [counts, folded]);
  const heightOf = (row: Row | null): number => {
    const line = row?.kind === 'record' ? changes.line(row.at) : undefined;
    return lineHeight * (line?.operation === 'update' ? Math.max(1, line.columns.length) : 1);
  };
  const drawn = useRows({
    count: list.count,
    height: (at) => heightOf(list.row(at)),
    keyOf: (at) => rowName(changes, list.row(at)),
    scroller: () => scroller.current,
    overscan: 8,
    head: isNarrow ? 0 : headHeight,
  });
  const items = drawn.getVirtualItems();
  const walk = useWalk(changes, list, drawn, scroller);
  useStillView(changes, list, drawn, scroller);
  const firstRow = list.row(items[0]?.index ?? 0);
  const firstRecord = firstRow?.kind === 'record' ? firstRow.at : startOf(counts, firstRow);
  const { see } = changes;
  useEffect(() => see(firstRecord), [see, firstRecord]);
  const current = (): Line | null => {
    const row = list.row(walk.at);
    return (row?.kind === 'record' ? changes.line(row.at) : null) ?? null;
  };
  useImperativeHandle(listRef, () => ({
    step: (by) => walk.goTo(walk.at + by),
    current,
    focus: () => walk.goTo(walk.at),
  }));
  const toggle = useStable((line: Line) => selection.toggle(line));
  const toggleColumn = useStable((line: Line, column: string) => selection.toggleColumn(line, column));
  const open = useStable(onOpen);
  const stand = useStable((at: number) => walk.stand(at));
  const fold = (reason: Reason): void => {
    const next = new Set(folded);
    if (!next.delete(reason)) next.add(reason);
    setFolded(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = placeByKey(event.key, walk.at, { count: list.count, page: Math.max(1, items.length - 10) });
    if (to === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    walk.goTo(to);
  };
  const isDrawn = items.some(({ index }) => index === walk.at);
  return (
    <div className={styles.list} data-part="list">
      <div
        ref={scroller}
        role="grid"
        aria-label={t('list.label')}
        aria-rowcount={list.count + 1}
        aria-colcount={10}
        className={`${styles.scroller} ${changes.isOld ? styles.stale : ''}`}
        tabIndex={isDrawn ? -1 : 0}
        onFocus={(event) => event.target === event.currentTarget && !isDrawn && walk.goTo(walk.at)}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" className={styles.all} style={{ height: drawn.getTotalSize() }}>
          {!isNarrow && <ListHead {...props} />}
          {items.map(({ key, index, start }) => {
            const row = list.row(index);
            const line = row?.kind === 'record' ? changes.line(row.at) : undefined;
            const common = { at: index, top: start, isActive: index === walk.at, rowRef: drawn.measureElement };
            if (row?.kind === 'group') {
              const { reason } = row.group;
              return (
                <GroupRow
                  key={key}
                  {...common}
                  group={row.group}
                  status={status}
                  isOpen={!folded.has(reason)}
                  onToggle={() => fold(reason)}
                  onFocus={() => stand(index)}
                />
              );
            }
            if (!line) return <div key={key} data-index={index} className={styles.blank} style={{ top: start }} />;
            return (
              <RecordRow
                key={key}
                {...common}
                line={line}
                tables={tables}
                user={user}
                now={now}
                chosen={selection.chosen.get(idOf(line))}
                canChoose={canChoose}
                onToggle={toggle}
                onToggleColumn={toggleColumn}
                onOpen={open}
                onFocus={stand}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function ListHead({ canChoose, allBlocked, selection, counts, onAll }: ChangeListProps): ReactElement {
  const { t } = useTranslation('changes');
  const some = selection.chosen.size > 0;
  const all = selection.chosen.size >= counts.shown.records;
  return (
    <div role="row" aria-rowindex={1} className={`${styles.cells} ${styles.head}`}>
      <div role="columnheader" aria-colindex={1} className={styles.check}>
        {canChoose ? (
          <Tooltip content={allBlocked ?? t('row.allTip')} relationship="description" showDelay={600}>
            <Checkbox
              aria-label={t('row.all')}
              checked={some ? (all ? true : 'mixed') : false}
              disabled={allBlocked !== null}
              onChange={() => (some ? selection.clear() : onAll())}
            />
          </Tooltip>
        ) : (
          <span className="spoken">{t('row.all')}</span>
        )}
      </div>
      {heads.map((name, at) => (
        <div key={name} role="columnheader" aria-colindex={at + 2} className={styles[name]}>
          {t(`head.${name}`)}
        </div>
      ))}
    </div>
  );
}

function startOf(counts: Counts, row: Row | null): number {
  let start = 0;
  for (const group of counts.groups) {
    if (row?.kind === 'group' && group.reason === row.group.reason) return start;
    start += group.records;
  }
  return 0;
}
