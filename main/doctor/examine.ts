// `concord doctor`: a replica's file beside its hub, and what is found, worst first (SF-10). The file is only read; the hub
// notes one more client, as whom everything was read.

import { tableKey } from '../sync/schema.ts';
import { ConcordError } from '../sync/problem.ts';
import { compareTable, type TableComparison } from './compare.ts';
import { finding, type Finding, type Severity } from './finding.ts';
import { askHub, type HubSide } from './hub-side.ts';
import { columnFindings, dateTextFindings, trackingFindings, watermarkFindings } from './look.ts';
import { openPatient, type Patient } from './patient.ts';

/** What is to be examined. */
export interface Examination {
  readonly file: string;
  /** Null: the hub that a Concord replica remembers. */
  readonly hub: string | null;
  readonly scope: string;
  readonly token: string | null;
  readonly signal: AbortSignal;
  now(): Date;
}

/** What came of it. */
export interface Report {
  readonly replica: Patient['kind'];
  readonly hub: 'concord' | 'stock';
  readonly tables: number;
  /** Rows of the hub that were compared. */
  readonly rows: number;
  readonly findings: readonly Finding[];
}

/** Examines a replica and its hub. */
export async function examine(examination: Examination): Promise<Report> {
  const patient = openPatient(examination.file, examination.scope);
  try {
    const url = examination.hub ?? patient.hub;
    if (url === null) throw new ConcordError('replica-not-connected');
    const { client } = patient;
    const { token, signal } = examination;
    const hub = await askHub({ url, scope: client.scopeName, token, client, signal });
    try {
      return await report(patient, hub, examination.now());
    } finally {
      await hub.close();
    }
  } finally {
    patient.close();
  }
}

const order: readonly Severity[] = ['loss', 'risk', 'note'];

async function report(patient: Patient, hub: HubSide, now: Date): Promise<Report> {
  const { scope, isConcord } = hub;
  const hasStock = !isConcord || patient.kind === 'stock';
  const found = watermarkFindings(patient.client, scope, hub.hubTime, patient.kind === 'stock', now);
  if (hub.policy === 'client-wins') found.push(finding('client-wins'));
  const comparisons = new Map<string, TableComparison>();
  for (const table of scope.schema.tables) {
    if (hasStock) found.push(...columnFindings(table, scope.schema.relations, !isConcord));
    const own = patient.table(table);
    if (!own) {
      found.push(finding('other-table', { table: table.name }));
      continue;
    }
    found.push(...trackingFindings(table.name, own, now));
    if (!isConcord) found.push(...dateTextFindings(patient.db, table, own));
    const key = tableKey(table);
    const direction = scope.setup.tables.find((item) => tableKey(item) === key)?.direction ?? 'both';
    if (direction === 'upload-only' || direction === 'none') continue;
    comparisons.set(key, compareTable(patient.db, table, own, direction === 'download-only'));
  }
  const rows = await compareAll(hub, comparisons);
  for (const [key, comparison] of comparisons) {
    const waiting = hub.waiting.find((item) => tableKey(item.table) === key);
    const count = (waiting?.upserts ?? 0) + (waiting?.deletes ?? 0);
    if (waiting && count > 0) found.push(finding('waiting-there', { table: waiting.table.name, count }));
    found.push(...comparison.findings(count));
  }
  return {
    replica: patient.kind,
    hub: isConcord ? 'concord' : 'stock',
    tables: scope.schema.tables.length,
    rows,
    findings: found.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity)),
  };
}

async function compareAll(hub: HubSide, comparisons: ReadonlyMap<string, TableComparison>): Promise<number> {
  let rows = 0;
  for await (const batch of hub.rows()) {
    comparisons.get(tableKey(batch.table))?.take(batch);
    rows += batch.rows.length;
  }
  return rows;
}
