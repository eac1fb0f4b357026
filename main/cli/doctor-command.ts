// `concord doctor`: looks at an existing replica and its hub and names what it finds (SF-10).

import { existsSync } from 'node:fs';
import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import { ConcordError } from '../sync/problem.ts';
import { readToken } from './open.ts';
import { exits, type Terminal } from './terminal.ts';
import { count } from './words.ts';

/** Options of `doctor`. */
export interface DoctorOptions {
  readonly replica: string;
  readonly hub?: string;
  readonly scope: string;
  readonly tokenFile?: string;
}

/** Tells what was found, worst first; exit code 4 where records differ already. */
export async function doctorCommand(terminal: Terminal, options: DoctorOptions): Promise<number> {
  if (!existsSync(options.replica)) throw new ConcordError('replica-missing', { file: options.replica });
  const { findings, ...about } = await examine({
    file: options.replica,
    hub: options.hub ?? null,
    scope: options.scope,
    token: options.tokenFile === undefined ? null : readToken(options.tokenFile),
    signal: new AbortController().signal,
    now: () => new Date(),
  });
  const losses = findings.filter(({ severity }) => severity === 'loss');
  const words = `${count(about.rows, 'row')} of ${count(about.tables, 'table')} compared: ${about.replica} replica, ${about.hub} hub.`;
  const end =
    losses.length > 0 ? `${count(losses.length, 'finding')} of a loss: records differ for good.` : 'No record is lost.';
  terminal.result({ ...about, findings }, [words, ...findings.map(line), end].join('\n'));
  return losses.length > 0 ? exits.errors : exits.done;
}

function line({ severity, table, says, repair, keys, losses }: Finding): string {
  const where = table === null ? '' : `${table}: `;
  const which =
    keys.length > 0
      ? `\n      keys ${keys.map((key) => JSON.stringify(key.length === 1 ? key[0] : key)).join(', ')}`
      : '';
  return `${severity.padEnd(5)} ${where}${says}${losses === '' ? '' : ` [${losses}]`}${which}\n      ${repair}`;
}
