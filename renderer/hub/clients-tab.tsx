// The clients of the hub: the last session of each, how far it is behind, who is silent (HB-03).

import { Input } from '@fluentui/react-components';
import { ArrowSortDown16Regular, ArrowSortUp16Regular, Search16Regular } from '@fluentui/react-icons';
import { useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo, useRoute } from '../app/routes.ts';
import { useRead } from '../bridge/use-read.ts';
import { numberText } from '../format/numbers.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useRows } from '../parts/use-rows.ts';
import { ClientLine } from './client-line.tsx';
import { fits, nextSort, readSort, sorted, sortText, type ClientColumn } from './clients.ts';
import { useAgain } from './use-again.ts';
import page from '../parts/page.module.css';
import styles from './hub.module.css';

const columns: readonly (ClientColumn | 'remarks')[] = [
  'client',
  'program',
  'scope',
  'lastSession',
  'received',
  'sent',
  'conflicts',
  'errors',
  'behind',
  'daysLeft',
  'remarks',
];

const figures: ReadonlySet<string> = new Set(['received', 'sent', 'conflicts', 'errors', 'behind', 'daysLeft']);

/** The list; `?find=` and `?sort=` stand in the address. */
export function ClientsTab(): ReactElement | null {
  const { t } = useTranslation('hub');
  const { query } = useRoute();
  const { value, problem, reload } = useRead('hub.clients', {}, []);
  useAgain(reload);
  if (problem) return <ProblemNote problem={problem} />;
  if (!value) return null;
  const find = query['find'] ?? '';
  const sort = readSort(query['sort']);
  const shown = sorted(
    value.clients.filter((client) => fits(client, find)),
    sort,
  );
  const go = (change: { find?: string; sort?: string | undefined }): void =>
    goTo({ screen: 'hub', path: ['clients'], query: { find, sort: sortText(sort), ...change } }, true);
  if (value.clients.length === 0) return <p className="quiet">{t('clients.none')}</p>;
  return (
    <>
      <div className={styles.tools}>
        <Input
          className={styles.find}
          type="search"
          aria-label={t('clients.find')}
          placeholder={t('clients.find')}
          value={find}
          contentBefore={<Search16Regular />}
          onChange={(_, { value: text }) => go({ find: text })}
        />
        <span className="caption figure" role="status">
          {t('clients.shown', { shown: numberText(shown.length), count: value.clients.length })}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="quiet">{t('clients.hidden', { count: value.clients.length })}</p>
      ) : (
        <ClientList
          clients={shown}
          head={(name) => (
            <HeadCell key={name} name={name} sort={sort} onSort={(by) => go({ sort: sortText(nextSort(sort, by)) })} />
          )}
        />
      )}
    </>
  );
}

interface ClientListProps {
  readonly clients: Parameters<typeof sorted>[0];
  readonly head: (name: (typeof columns)[number]) => ReactElement;
}

function ClientList({ clients, head }: ClientListProps): ReactElement {
  const { t } = useTranslation('hub');
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRows({
    count: clients.length,
    scroller: () => scroller.current,
    height: () => 48,
    keyOf: (at) => JSON.stringify([clients[at]?.id, clients[at]?.scope, clients[at]?.parameters]),
    head: 37,
  });
  return (
    <div
      ref={scroller}
      className={`${page.card} ${styles.clients}`}
      role="table"
      aria-label={t('tab.clients')}
      aria-rowcount={clients.length + 1}
      tabIndex={0}
    >
      <div className={styles.heads} role="row">
        {columns.map(head)}
      </div>
      <div className={styles.inner} role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const client = clients[item.index];
          return client && <ClientLine key={item.key} client={client} at={item.index} top={item.start} />;
        })}
      </div>
    </div>
  );
}

interface HeadCellProps {
  readonly name: (typeof columns)[number];
  readonly sort: ReturnType<typeof readSort>;
  onSort(by: ClientColumn): void;
}

function HeadCell({ name, sort, onSort }: HeadCellProps): ReactElement {
  const { t } = useTranslation('hub');
  const right = figures.has(name) ? styles.right : undefined;
  const text = t(`clients.head.${name}`);
  if (name === 'remarks')
    return (
      <span role="columnheader" className={right}>
        {text}
      </span>
    );
  const own = sort?.by === name ? sort : null;
  return (
    <span
      role="columnheader"
      className={right}
      aria-sort={own ? (own.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={styles.sort} onClick={() => onSort(name)}>
        {text}
        {own && (own.descending ? <ArrowSortDown16Regular /> : <ArrowSortUp16Regular />)}
      </button>
    </span>
  );
}
