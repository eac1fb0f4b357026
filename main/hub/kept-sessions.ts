// The open sessions of a hub that is being restarted, kept in a file beside its spool until it runs again: each goes on where
// it was (HB-09). Where the store keeps sessions itself there is nothing to do.

import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { pipeline } from 'node:stream/promises';
import { createSpool } from '../spool/spool.ts';
import { openRound } from './round.ts';
import type { HubSession } from './sessions.ts';
import { partFromText, partToText } from './shared-round.ts';
import { authorsAt, type HubScope } from './stores/store.ts';
import { finishedFromText, finishedToText } from './summary-text.ts';

/** A line of the file: a session, then its parts. */
type Line =
  | { readonly session: KeptSession }
  | { readonly upload: number; readonly text: string }
  | { readonly download: number; readonly text: string }
  /** The session before it could not be read whole. */
  | { readonly lost: true };

interface KeptSession extends Pick<HubSession, 'id' | 'identity' | 'clientId' | 'lastUsed'> {
  readonly scopeName: string;
  readonly since: string;
  readonly round: number;
  readonly applied: boolean;
  /** The finished exchange; null as long as parts are coming. */
  readonly finished: string | null;
}

/** Where sessions are kept between two runs of a hub with that spool. */
function keptFile(spoolFolder: string): string {
  return `${spoolFolder}-sessions`;
}

/** Writes sessions; no call of theirs runs any more. One that cannot be read whole is left out: it begins anew. */
export async function keepSessions(spoolFolder: string, sessions: readonly HubSession[]): Promise<void> {
  if (sessions.length === 0) return;
  const path = keptFile(spoolFolder);
  try {
    await pipeline(linesOf(sessions), createWriteStream(path, { mode: 0o600 }));
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  }
}

async function* linesOf(sessions: readonly HubSession[]): AsyncGenerator<string> {
  for (const session of sessions) {
    yield text({ session: keptSession(session) });
    try {
      for await (const line of partLines(session)) yield text(line);
    } catch {
      yield text({ lost: true });
    }
  }
}

/** One line, also for whoever takes these two for the end of one. */
function text(line: Line): string {
  const json = JSON.stringify(line).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return `${json}\n`;
}

function keptSession({ id, identity, clientId, lastUsed, scope, since, round }: HubSession): KeptSession {
  const { summary, note } = round;
  const finished = summary && finishedToText({ summary, note, selection: '' });
  const of = { id, identity, clientId, lastUsed, scopeName: scope.name, since: since.toISOString() };
  return { ...of, round: round.no, applied: round.applied, finished };
}

async function* partLines({ round }: HubSession): AsyncGenerator<Line> {
  const { summary, spool, parts } = round;
  for await (const part of parts.all()) yield { upload: part.index, text: partToText(part) };
  for (const { index } of summary?.parts ?? [])
    for (const place of [index, authorsAt(index)])
      if (spool?.has(place)) yield { download: place, text: await spool.get(place) };
}

/** What the sessions are brought back into. */
export interface TakingBack {
  readonly spoolFolder: string;
  scopeNamed(name: string): HubScope | undefined;
}

/** Reads the sessions that were kept; the file is gone afterwards, whatever was in it. */
export async function takeSessions({ spoolFolder, scopeNamed }: TakingBack): Promise<readonly HubSession[]> {
  const path = keptFile(spoolFolder);
  if (!existsSync(path)) return [];
  const sessions: HubSession[] = [];
  let current: HubSession | null = null;
  try {
    for await (const read of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      const line = JSON.parse(read) as Line;
      if ('session' in line) {
        current = sessionOf(line.session, { spoolFolder, scopeNamed });
        if (current) sessions.push(current);
      } else if ('lost' in line) {
        if (current) sessions.pop();
        current = null;
      } else if (current && 'upload' in line) await putUpload(current, { index: line.upload, text: line.text });
      else if (current && 'download' in line) await current.round.spool?.put(line.download, line.text);
    }
    return sessions;
  } finally {
    await rm(path, { force: true });
  }
}

function sessionOf(kept: KeptSession, { spoolFolder, scopeNamed }: TakingBack): HubSession | null {
  const { scopeName, since, round: no, applied, finished, ...session } = kept;
  const scope = scopeNamed(scopeName);
  if (!scope) return null;
  const round = openRound(spoolFolder, no);
  round.applied = applied;
  if (finished !== null) {
    const { summary, note } = finishedFromText(scope, finished);
    Object.assign(round, { summary, note, spool: createSpool(spoolFolder) });
  }
  const fresh = { isShared: false, hasSnapshot: null, earlier: [], activeMs: 0, running: 0 };
  return { ...session, ...fresh, scope, since: new Date(since), round };
}

/** Large parts go to disk again, as they did when they came. */
async function putUpload(
  { scope, round }: HubSession,
  part: { readonly index: number; readonly text: string },
): Promise<void> {
  const read = (text: string): ReturnType<typeof partFromText>['batch'] =>
    partFromText(scope, { index: part.index, text }).batch;
  await round.parts.put({ ...partFromText(scope, part), source: { text: part.text, read } });
}
