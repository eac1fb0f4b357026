// What a hub counts while it works, as Prometheus reads it (HB-09): never a value, never a client's name.

import type { HubEvent } from './events.ts';
import { steps } from '../wire/steps.ts';

/** One answered call. */
export interface AnsweredCall {
  /** Number of the protocol's step; null for any other call. */
  readonly step: number | null;
  readonly status: number;
  readonly ms: number;
}

/** What is measured only when somebody asks. */
export interface Gauges {
  readonly version: string;
  readonly sessionsOpen: number;
  readonly clients: number;
}

/** The counters of one process. */
export interface Metrics {
  event(event: HubEvent): void;
  answered(call: AnsweredCall): void;
  /** All of it in the text format 0.0.4. */
  text(gauges: Gauges): string;
}

const bounds = [0.005, 0.025, 0.1, 0.5, 2.5, 10];

/** Counts from zero. */
export function createMetrics(startedAt: Date): Metrics {
  const counters = new Map<string, number>();
  const count = (name: string, labels: Labels = {}, by = 1): void => {
    const line = `${name}${labelText(labels)}`;
    counters.set(line, (counters.get(line) ?? 0) + by);
  };
  return {
    event: (event) => countEvent(event, count),
    answered({ step, status, ms }) {
      const labels = { step: stepName(step) };
      const seconds = ms / 1000;
      count('concord_hub_requests_total', { ...labels, status: String(status) });
      for (const le of bounds)
        count('concord_hub_request_seconds_bucket', { ...labels, le: String(le) }, seconds <= le ? 1 : 0);
      count('concord_hub_request_seconds_bucket', { ...labels, le: '+Inf' });
      count('concord_hub_request_seconds_sum', labels, seconds);
      count('concord_hub_request_seconds_count', labels);
    },
    text: ({ version, sessionsOpen, clients }) =>
      [
        ...described([[`concord_hub_info${labelText({ version })}`, 1]]),
        ...described([['concord_hub_sessions_open', sessionsOpen]]),
        ...described([['concord_hub_clients', clients]]),
        ...described([['process_start_time_seconds', startedAt.getTime() / 1000]]),
        ...described([['process_resident_memory_bytes', process.memoryUsage.rss()]]),
        ...described([...counters]),
        '',
      ].join('\n'),
  };
}

type Labels = Readonly<Record<string, string>>;
type Count = (name: string, labels?: Labels, by?: number) => void;

function countEvent(event: HubEvent, count: Count): void {
  if (event.kind === 'opened') count('concord_hub_sessions_total', { result: 'opened' });
  if (event.kind === 'ended') count('concord_hub_sessions_total', { result: event.error === null ? 'done' : 'failed' });
  if (event.kind === 'lost') count('concord_hub_sessions_total', { result: 'lost' });
  if (event.kind === 'failed') count('concord_hub_failures_total', { code: codeOf(event.thrown) });
  if (event.kind !== 'exchanged') return;
  for (const { table, applied, resolved, failed } of event.applied) {
    const labels = { table: tableLabel(table) };
    count('concord_hub_rows_applied_total', labels, applied);
    count('concord_hub_conflicts_total', labels, resolved);
    count('concord_hub_rows_refused_total', labels, failed);
  }
  for (const { table, upserts, deletes } of event.selected)
    count('concord_hub_rows_sent_total', { table: tableLabel(table) }, upserts + deletes);
}

/** A failure's code; any foreign error is one kind. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unexpected';
}

function tableLabel({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === '' ? name : `${schema}.${name}`;
}

const stepNames = new Map<number, string>(Object.entries(steps).map(([name, number]) => [number, name]));

function stepName(step: number | null): string {
  return step === null ? 'none' : (stepNames.get(step) ?? 'unknown');
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

const about: Readonly<Record<string, readonly [type: string, help: string]>> = {
  concord_hub_info: ['gauge', 'The version that runs.'],
  concord_hub_sessions_open: ['gauge', 'Sessions that are open in this process.'],
  concord_hub_clients: ['gauge', 'Clients that the hub knows, one a scope and parameter set.'],
  process_start_time_seconds: ['gauge', 'When this process was started.'],
  process_resident_memory_bytes: ['gauge', 'Memory of this process.'],
  concord_hub_sessions_total: ['counter', 'Sessions by what became of them.'],
  concord_hub_failures_total: ['counter', 'Failed calls by code.'],
  concord_hub_rows_applied_total: ['counter', 'Rows of clients that were written.'],
  concord_hub_conflicts_total: ['counter', 'Rows of clients that met a change of somebody else.'],
  concord_hub_rows_refused_total: ['counter', 'Rows of clients that were not taken.'],
  concord_hub_rows_sent_total: ['counter', 'Rows that were prepared for clients.'],
  concord_hub_requests_total: ['counter', 'Answered calls by step and status.'],
  concord_hub_request_seconds: ['histogram', 'Time that a call took, by step.'],
};

/** Lines in the order of their families, each family with its head once. */
function described(lines: readonly (readonly [line: string, value: number])[]): string[] {
  const families = Map.groupBy(lines, ([line]) => familyOf(line));
  return [...families].flatMap(([family, members]) => {
    const [type = 'untyped', help = ''] = about[family] ?? [];
    return [
      `# HELP ${family} ${help}`,
      `# TYPE ${family} ${type}`,
      ...members.map(([line, value]) => `${line} ${value}`),
    ];
  });
}

function familyOf(line: string): string {
  const [name = line] = line.split('{');
  return name.startsWith('concord_hub_request_seconds') ? 'concord_hub_request_seconds' : name;
}
