// Small settings that belong to one replica and live in its file, as JSON by name.

import type { Reader, Writer } from '../sqlite/database.ts';
import { meta } from './layout.ts';

/** The value saved under a name; null if there is none. */
export function readSetting<T>(db: Reader, name: string): T | null {
  const text = meta(db, `setting.${name}`);
  return text === null ? null : (JSON.parse(text) as T);
}

/** Saves a value under a name. The caller holds a write transaction. */
export function saveSetting(db: Writer, name: string, value: unknown): void {
  db.run(
    `insert into _concord_meta values (?, ?) on conflict (name) do update set value = excluded.value`,
    `setting.${name}`,
    JSON.stringify(value),
  );
}
