// Every row of a table for a Concord peer's first session: PostgreSQL joins the rows of a few pages to one text, so that the hub
// need not touch each (Speed).

import type { Querying } from './connection.ts';
import { hasMisfit, readyRow } from './ready-rows.ts';
import type { ScopedTable } from './registry.ts';
import type { Source } from './select-sql.ts';

/** A part goes beyond its size by a sixteenth at most. */
const textsPerPart = 16;
const pageBytes = 8192;

/** What is read, and how large a part may be. */
export interface WholeRead {
  readonly source: Source;
  readonly limitBytes: number;
}

/**
 * The statement that yields the table's rows page by page: how many, and their texts with commas between them. Null where rows go
 * one by one: chosen ones, small parts, values beside the pages (a text would have no bound), PostgreSQL before 14, which does
 * not find rows by their pages.
 */
export async function wholeText(
  db: Querying,
  table: ScopedTable,
  { source, limitBytes }: WholeRead,
): Promise<string | null> {
  const pages = Math.floor(limitBytes / textsPerPart / pageBytes);
  if (source.tracked || source.where !== 'true' || source.order !== '' || pages === 0) return null;
  const fits = await db.value(
    `select current_setting('server_version_num')::int >= 140000 and coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0) = 0
     from pg_class where oid = $1::regclass`,
    [table.base],
  );
  if (fits !== 't') return null;
  const misfit = hasMisfit(table);
  const size = `pg_relation_size('${table.base.replaceAll("'", "''")}'::regclass) / current_setting('block_size')::int`;
  return `select rows.count, rows.text from generate_series(0, ${size}, ${pages}) as page(no), lateral (
      select count(*) as count, string_agg(${readyRow(table)}, ',') as text from ${source.from}
      where present.ctid >= format('(%s,0)', page.no)::tid and present.ctid < format('(%s,0)', page.no + ${pages})::tid
      ${misfit === null ? '' : `and not ${misfit}`}) as rows
    where rows.count > 0`;
}
