// Takes everything of Concord's out of a file: what starts with `_concord_` (Decisions 1). The owner's tables stay.

import type { Writer } from './database.ts';
import { quote } from './names.ts';

/** Drops Concord's triggers, tables and views. The caller holds a write transaction. */
export function dropOwn(db: Writer): void {
  // A virtual table takes the tables behind it along.
  const kinds = [
    ['trigger', `type = 'trigger'`],
    ['view', `type = 'view'`],
    ['table', `type = 'table' and sql like 'create virtual table%'`],
    ['table', `type = 'table'`],
  ] as const;
  for (const [kind, which] of kinds) {
    const names = db.column(`select name from sqlite_schema where ${which} and name glob '_concord_*'`);
    for (const name of names) db.exec(`drop ${kind} ${quote(String(name))}`);
  }
}
