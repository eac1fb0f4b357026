// What can be seen without comparing rows: watermarks, the hub's policy, columns that a stock peer cannot carry.

import type { Relation, Table } from '../sync/schema.ts';
import { syncColumns, tableKey } from '../sync/schema.ts';
import type { Scope, ScopeClient } from '../sync/scope.ts';
import { isOutdated } from '../sync/scope.ts';
import { isInteger } from '../sync/cell.ts';
import type { Reader } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';
import { finding, type Finding } from './finding.ts';
import type { PatientTable } from './patient.ts';

/** Clocks further apart than this are told. */
const clockMs = 5 * 60_000;

/** A moment as a stock SQLite client counts it: `yyyyMMddHHmmssfff` in UTC. */
export function clientTime(moment: Date): bigint {
  return BigInt(moment.toISOString().replace(/\D/g, '').slice(0, 17));
}

/** Watermarks that cannot be right (L9, L10, L17, L22). `ahead` = now and a little, in the client's clock. */
export function watermarkFindings(
  client: ScopeClient,
  scope: Scope,
  hubTime: bigint,
  isStock: boolean,
  now: Date,
): Finding[] {
  const { lastSync, lastHubSync } = client;
  const found: Finding[] = [];
  if (lastHubSync !== null && lastHubSync > hubTime)
    found.push(finding('hub-older', { what: `${hubTime} after ${lastHubSync}` }));
  if (isStock && lastSync !== null && lastSync > clientTime(new Date(now.getTime() + clockMs)))
    found.push(finding('clock-ahead', { what: String(lastSync) }));
  const mark = scope.cleanedUpTo ?? null;
  if (mark !== null && mark > hubTime) return [...found, finding('mark-of-another-clock', { what: String(mark) })];
  return isOutdated(client, scope) ? [...found, finding('outdated')] : found;
}

/** Changes from a clock that was ahead, and triggers that are gone (L11, L16). */
export function trackingFindings(table: string, own: PatientTable, now: Date): Finding[] {
  const ahead = own.stampsAfter(clientTime(new Date(now.getTime() + clockMs)));
  return [
    ...(ahead > 0 ? [finding('stamps-ahead', { table, count: ahead })] : []),
    ...(own.triggers !== null && own.triggers < 3 ? [finding('triggers-missing', { table, count: own.triggers })] : []),
    ...(own.waiting > 0 ? [finding('waiting', { table, count: own.waiting })] : []),
  ];
}

/** Columns and keys that a stock end does not carry well (L24, L33; CONFORMANCE 21, "stuck"). */
export function columnFindings(table: Table, relations: readonly Relation[], isHubStock: boolean): Finding[] {
  const own = table.name;
  const found: Finding[] = [];
  for (const column of syncColumns(table)) {
    const { name, type, precision, precisionSpecified, maxLength } = column;
    const declared = (column.originalTypeName ?? '').toLowerCase();
    const what = name;
    if (type === 'decimal' && (!precisionSpecified || precision === 0 || precision > 15))
      found.push(finding('long-decimals', { table: own, what }));
    if (
      isHubStock &&
      (type === 'chars' || type === 'char' || /^(character|bpchar|char)$/.test(declared)) &&
      maxLength !== 1
    )
      found.push(finding('fixed-text', { table: own, what }));
    if (isHubStock && /^(jsonb?|money|interval|xml)$/.test(declared))
      found.push(finding('stuck-type', { table: own, what: `${name} (${declared})` }));
  }
  if (
    isHubStock &&
    relations.some(({ parent, child }) => tableKey(parent) === tableKey(child) && tableKey(child) === tableKey(table))
  )
    found.push(finding('refers-to-itself', { table: own }));
  const [only, ...more] = table.columns.filter((column) => table.key.includes(column.name));
  if (only && more.length === 0 && isInteger(only.type)) found.push(finding('counted-keys', { table: own }));
  return found;
}

/** W-76: texts that a stock server takes for dates, as they stand in the file. */
export function dateTextFindings(db: Reader, table: Table, own: PatientTable): Finding[] {
  const day = '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]';
  return syncColumns(table)
    .filter(({ type }) => type === 'text')
    .flatMap(({ name }) => {
      const cell = quote(name);
      const count = Number(
        db.value(`select count(*) from ${quote(own.physical)} where ${cell} glob ? or ${cell} glob ?`, day, `${day}T*`),
      );
      return count > 0 ? [finding('date-texts', { table: table.name, count, what: name })] : [];
    });
}
