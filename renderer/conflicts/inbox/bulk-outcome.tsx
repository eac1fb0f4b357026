// What a step for many means, counted exactly: per table, and per kind of conflict with its outcome.

import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine } from '../../bridge/engine.tsx';
import type { Client } from '../../../main/window/client.ts';
import { recordNoun, tableTitle, type TableName } from '../../format/names.ts';
import { numberText } from '../../format/numbers.ts';
import { listRich, richText, span } from '../../format/rich.ts';
import { RichText } from '../../parts/rich-text.tsx';
import { types, type InboxFilter } from './address.ts';
import styles from './bulk-outcome.module.css';

interface Counted {
  readonly tables: readonly { readonly table: TableName; readonly count: number }[];
  readonly types: readonly { readonly type: string; readonly count: number }[];
}

/** The outcome in sentences, as soon as it is counted. */
export function BulkOutcome({
  filter,
  keep,
}: {
  readonly filter: InboxFilter;
  readonly keep: 'mine' | 'theirs';
}): ReactElement {
  const { t } = useTranslation('conflicts');
  const counted = useCounted(filter);
  if (!counted) return <p className="quiet">{t('bulk.counting')}</p>;
  const tables = counted.tables.map(({ table, count }) =>
    span(`${numberText(count)} ${count === 1 ? recordNoun(table) : tableTitle(table).toLowerCase()}`),
  );
  return (
    <div className={styles.outcome}>
      <p>
        <RichText text={richText(t, 'bulk.tables', { tables: listRich(t, tables) })} />
      </p>
      <ul>
        {counted.types.map(({ type, count }) => (
          <li key={type}>
            <RichText text={richText(t, `bulk.${keep}.${type}`, { count })} />
          </li>
        ))}
      </ul>
      <p className="quiet">{t(`bulk.${keep}.end`)}</p>
    </div>
  );
}

function useCounted(filter: InboxFilter): Counted | null {
  const { client } = useEngine();
  const [counted, setCounted] = useState<Counted | null>(null);
  const key = JSON.stringify(filter);
  useEffect(() => {
    if (!client) return;
    let ended = false;
    count(client, JSON.parse(key) as InboxFilter).then(
      (value) => !ended && setCounted(value),
      () => undefined,
    );
    return () => {
      ended = true;
    };
  }, [client, key]);
  return counted;
}

async function count(client: Client, filter: InboxFilter): Promise<Counted> {
  const shown = async (more: InboxFilter): Promise<number> =>
    (await client.call('conflicts.list', { ...filter, ...more, limit: 1, offset: 0 })).shown;
  const named = filter.table ? [filter.table] : (await client.call('status.read', {})).tables.map((item) => item.table);
  const tables = await Promise.all(named.map(async (table) => ({ table, count: await shown({ table }) })));
  const wanted = types.filter((type) => filter.type === undefined || filter.type === type);
  const byType = await Promise.all(wanted.map(async (type) => ({ type, count: await shown({ type }) })));
  return { tables: tables.filter((item) => item.count > 0), types: byType.filter((item) => item.count > 0) };
}
