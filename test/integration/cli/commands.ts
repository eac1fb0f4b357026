// Commands of the terminal run to their end, and hubs that run until told otherwise: every one a process of its own.

import { join } from 'node:path';
import { startProgram, type Program } from '../../support/program.ts';
import { edit } from '../../support/replica-app.ts';
import { temporaryFolder } from '../../support/files.ts';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** What it printed with `--json`, a line an item. */
  readonly lines: unknown[];
}

/** `concord …`, to its end. */
export async function concord(...args: readonly string[]): Promise<Ended> {
  const ended = await startProgram(...args).ended();
  const isJson = args.includes('--json');
  return { ...ended, lines: isJson ? linesOf(ended.out) : [] };
}

/** `concord … --json`, to its end: its one object, after a look at its exit code. */
export async function object(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, lines, err } = await concord(...args, '--json');
  if (code !== 0 || lines.length !== 1) throw new Error(`${args.join(' ')}: ${code}, ${lines.length} lines, ${err}`);
  return lines[0] as Record<string, unknown>;
}

/** A hub process and the folder in which it and its replicas live. */
export interface Desk {
  readonly hub: Program;
  readonly hubFile: string;
  readonly url: string;
  /** What the hub wrote first. */
  readonly ready: Record<string, unknown>;
  /** A path in the folder. */
  file(name: string): string;
}

/** Makes a database with `schema` and serves `tables` of it; more options as typed. */
export async function setDesk(schema: string, tables: string, ...options: readonly string[]): Promise<Desk> {
  const folder = temporaryFolder();
  const hubFile = join(folder, 'hub.db');
  edit(hubFile, schema);
  const hub = startProgram('hub', '--database', hubFile, '--tables', tables, '--json', ...options);
  const ready = JSON.parse(await hub.firstLine()) as Record<string, unknown>;
  if (typeof ready['url'] !== 'string') throw new Error(JSON.stringify(ready));
  return { hub, hubFile, url: ready['url'], ready, file: (name) => join(folder, name) };
}

function linesOf(out: string): unknown[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
