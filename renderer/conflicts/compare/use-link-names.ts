// Names of the records that a value points to: "Priya Raman" beside the number 2.

import { useEffect, useMemo, useState } from 'react';
import { useEngine } from '../../bridge/engine.tsx';
import { useRead } from '../../bridge/use-read.ts';
import type { Client } from '../../../main/window/client.ts';
import { recordTitle, type TableName } from '../../format/names.ts';
import type { Detail, JsonCell } from './detail.ts';
import { linkKey, type LinkNames } from './value-words.ts';

interface Wanted {
  readonly column: string;
  readonly cell: string | number;
  readonly table: TableName;
  readonly key: string;
}

/** More links than these are shown by their values. */
const most = 24;

/** The names known so far. */
export function useLinkNames(detail: Detail): LinkNames {
  const { client } = useEngine();
  const tables = useRead('data.tables', {}, []).value;
  const [names, setNames] = useState<LinkNames>(new Map());
  const wanted = useMemo(() => {
    const keyOf = (name: TableName): string | undefined =>
      tables?.find(({ table }) => table.name === name.name && table.schema === name.schema)?.key[0];
    return JSON.stringify(wantedOf(detail, keyOf));
  }, [detail, tables]);
  useEffect(() => {
    if (!client) return;
    let ended = false;
    const found = (JSON.parse(wanted) as Wanted[]).map((item) => nameOf(client, item));
    void Promise.all(found).then((entries) => {
      if (!ended && entries.length > 0) setNames(new Map(entries.filter((entry) => entry !== null)));
    });
    return () => {
      ended = true;
    };
  }, [client, wanted]);
  return names;
}

function wantedOf(detail: Detail, keyOf: (table: TableName) => string | undefined): readonly Wanted[] {
  const versions = [detail.base, detail.mine, detail.theirs, detail.decision?.row ?? null];
  const all = detail.tableColumns.flatMap(({ name, pointsTo }) => {
    const key = pointsTo ? keyOf(pointsTo) : undefined;
    if (!pointsTo || key === undefined) return [];
    const cells = new Set(versions.map((version) => version?.[name]).filter(isScalar));
    return [...cells].map((cell) => ({ column: name, cell, table: pointsTo, key }));
  });
  return all.slice(0, most);
}

function isScalar(cell: JsonCell | undefined): cell is string | number {
  return typeof cell === 'string' || typeof cell === 'number';
}

/** Null where the record is not here or has no name. */
async function nameOf(client: Client, { column, cell, table, key }: Wanted): Promise<readonly [string, string] | null> {
  try {
    const { row } = await client.call('data.record', { table, key: { [key]: cell } });
    const { name } = recordTitle({ [key]: cell }, row ?? {});
    return name === '' ? null : [linkKey(column, cell), name];
  } catch {
    return null;
  }
}
