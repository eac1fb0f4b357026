// The records that values point to: "Priya Raman" beside the number 2, and which of them are not here.

import { useEffect, useMemo, useState } from 'react';
import { useEngine } from '../../bridge/engine.tsx';
import { useRead } from '../../bridge/use-read.ts';
import type { Client } from '../../../main/window/client.ts';
import { recordTitle, type TableName } from '../../format/names.ts';
import type { Detail, JsonCell } from './detail.ts';
import { linkKey, type Links } from './value-words.ts';

interface Wanted {
  readonly column: string;
  readonly cell: string | number;
  readonly table: TableName;
  readonly key: string;
}

const noLinks: Links = { names: new Map(), missing: new Set() };

/** More links than these are shown by their values. */
const most = 24;

/** What is known so far of the records that values point to. */
export function useLinks(detail: Detail): Links {
  const { client } = useEngine();
  const tables = useRead('data.tables', {}, []).value;
  const [links, setLinks] = useState<Links>(noLinks);
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
      if (!ended && entries.length > 0) setLinks(linksOf(entries));
    });
    return () => {
      ended = true;
    };
  }, [client, wanted]);
  return links;
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

interface Found {
  readonly key: string;
  /** Null = there is no such record; empty = it has no name. */
  readonly name: string | null;
}

async function nameOf(client: Client, { column, cell, table, key }: Wanted): Promise<Found | null> {
  try {
    const { row } = await client.call('data.record', { table, key: { [key]: cell } });
    return { key: linkKey(column, cell), name: row && recordTitle({ [key]: cell }, row).name };
  } catch {
    return null;
  }
}

function linksOf(entries: readonly (Found | null)[]): Links {
  const found = entries.filter((entry) => entry !== null);
  return {
    names: new Map(found.flatMap(({ key, name }) => (name ? [[key, name] as const] : []))),
    missing: new Set(found.filter(({ name }) => name === null).map(({ key }) => key)),
  };
}
