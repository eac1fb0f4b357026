// `concord hub config`: what a hub would do with the configuration that it is given, and nothing done.

import { flatFields } from '../hub/config/flat.ts';
import { hubConfig } from './hub-config.ts';
import { exits, type Terminal } from './terminal.ts';

/** Prints every setting with where it was said, or only checks. A password in an address is not shown. */
export async function configCommand(terminal: Terminal, options: Readonly<Record<string, unknown>>): Promise<number> {
  const { config, origins } = hubConfig(options);
  if (options['check'] === true) {
    terminal.result({ right: true }, 'The configuration is right.');
    return exits.done;
  }
  const fields = flatFields(config).map(({ path, value }) => ({ path, value, from: origins.get(path) ?? 'default' }));
  const width = Math.max(...fields.map(({ path }) => path.length));
  const lines = fields.map(({ path, value, from }) => `${path.padEnd(width)}  ${shown(value)}  (${from})`);
  terminal.result(Object.fromEntries(fields.map(({ path, ...field }) => [path, field])), lines.join('\n'));
  return exits.done;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
