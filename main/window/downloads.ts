// Files that a window saves: a name, the call that plans the file and the call that gives its parts. Browser and desktop
// stream them alike, so that a file of any size needs no memory (TL-08). A new kind of file is one line here.

import type { Client } from './client.ts';
import type { CallInput, CallName, CallOutput } from './contract.ts';

/** The calls behind each kind of file. A plan names the file and the newest entry of it; a part follows the entry `after`. */
export const downloads = {
  feed: { plan: 'feed.exportPlan', part: 'feed.exportPart' },
  telemetry: { plan: 'telemetry.exportPlan', part: 'telemetry.exportPart' },
  'hub-telemetry': { plan: 'hub.telemetryExport', part: 'hub.telemetryPart' },
} as const satisfies Readonly<Record<string, { readonly plan: PlanCall; readonly part: PartCall }>>;

/** A kind of file. */
export type DownloadName = keyof typeof downloads;

interface Plan {
  readonly file: string;
  readonly upTo: number;
}

interface Part {
  readonly text: string;
  readonly last: number;
  readonly done: boolean;
}

type PlanCall = { [N in CallName]: CallOutput<N> extends Plan ? N : never }[CallName];
type PartCall = { [N in CallName]: CallOutput<N> extends Part ? N : never }[CallName];

/** A file that is ready to be written. */
export interface Download {
  readonly headers: Readonly<Record<string, string>>;
  /** Made as they are asked for, one ahead. Throws what a call answers with. */
  parts(): AsyncGenerator<string, void, undefined>;
}

/** Where every download lies. */
const folder = '/download/';

/** The address of a file within the window's own origin. With `after` in the choice it goes on behind that entry. */
export function downloadAddress<N extends DownloadName>(
  name: N,
  choice: CallInput<(typeof downloads)[N]['part']>,
): string {
  return `${folder}${name}?choice=${encodeURIComponent(JSON.stringify(choice))}`;
}

/** True for the path of a download. */
export function isDownload(path: string): boolean {
  return path.startsWith(folder);
}

/** The file at an address (path and query); null where there is none. Throws a CallError for a choice that the calls refuse. */
export async function openDownload(client: Pick<Client, 'call'>, address: string): Promise<Download | null> {
  const [path = '', query = ''] = address.split('?');
  const name = path.slice(folder.length);
  if (!isDownload(path) || !Object.hasOwn(downloads, name)) return null;
  const { plan, part } = downloads[name as DownloadName];
  const choice = readChoice(query);
  if (choice === null) return null;
  // The calls check it: what comes through an address is as little trusted as what comes through a line.
  const { after, limit, ...rest } = choice;
  const { file, upTo } = await client.call(plan, rest as CallInput<typeof plan>);
  const partAfter = (last: unknown): Promise<Part> =>
    client.call(part, { ...rest, upTo, after: last, ...(limit !== undefined && { limit }) } as CallInput<typeof part>);
  return { headers: headersOf(file), parts: () => partsOf(partAfter, after ?? 0) };
}

function readChoice(query: string): Record<string, unknown> | null {
  const text = query.split('&').find((pair) => pair.startsWith('choice='));
  try {
    const choice: unknown = JSON.parse(decodeURIComponent((text ?? '').slice('choice='.length).replaceAll('+', ' ')));
    return typeof choice === 'object' && choice !== null && !Array.isArray(choice) ? { ...choice } : null;
  } catch {
    return null;
  }
}

async function* partsOf(partAfter: (last: unknown) => Promise<Part>, after: unknown): AsyncGenerator<string, void> {
  let next = partAfter(after);
  for (;;) {
    const { text, last, done } = await next;
    if (!done) {
      next = partAfter(last);
      // Where the file is given up, nobody waits for this one any more.
      next.catch(() => undefined);
    }
    if (text !== '') yield text;
    if (done) return;
  }
}

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/jsonl',
};

function headersOf(file: string): Record<string, string> {
  return {
    'content-type': `${types[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream'}; charset=utf-8`,
    'content-disposition': `attachment; filename="${file.replace(/[^\w .-]/g, '_')}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
}
