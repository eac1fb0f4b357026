// A configuration as a list of its fields, safe to be shown.

import { groups, type HubConfig } from './schema.ts';

/** Every field by its path; a password in the database's address is left out. */
export function flatFields(config: HubConfig): { readonly path: string; readonly value: unknown }[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const group = groups.find((name) => name === key);
    if (group)
      return Object.entries(config[group]).map(([name, field]: [string, unknown]) => ({
        path: `${group}.${name}`,
        value: field,
      }));
    return [{ path: key, value: key === 'database' ? shownDatabase(config.database) : value }];
  });
}

/** Without a password, in either place that an address may have one. */
function shownDatabase(database: string): string {
  if (!URL.canParse(database) || !database.includes('://')) return database;
  const url = new URL(database);
  if (url.password !== '') url.password = '***';
  if (url.searchParams.has('password')) url.searchParams.set('password', '***');
  return url.href;
}
