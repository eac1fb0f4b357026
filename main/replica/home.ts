// A file knows where it lives: a copy at another place goes on as a replica of its own, also where the hub would not notice that two
// files use one id (L21).

import { realpathSync, statSync } from 'node:fs';
import type { Writer } from '../sqlite/database.ts';
import { meta, renewClientId } from './layout.ts';
import { tellWitness, wasPutBack } from './witness.ts';

interface Home {
  readonly path: string;
  /** Device and number of the file there: a file that is moved within a disk keeps them, a copy has its own. */
  readonly node: string;
}

/**
 * a copy takes a new id, and so does an older copy that was put back at its place (then true); a file that was moved, or put back
 * as it was, keeps its own. Notes where it lives now.
 */
export async function settleIn(db: Writer, write: (work: () => void) => Promise<void>): Promise<boolean> {
  const here = homeOf(db.file);
  const known = meta(db, 'home');
  const isOlder = wasPutBack(db);
  if (isOlder || known !== JSON.stringify(here))
    await write(() => {
      const before = known === null ? null : (JSON.parse(known) as Home);
      if (isOlder || (before && before.path !== here.path && before.node !== here.node)) renewClientId(db);
      db.run(`insert or replace into _concord_meta values ('home', ?)`, JSON.stringify(here));
    });
  tellWitness(db);
  return isOlder;
}

function homeOf(file: string): Home {
  const { dev, ino } = statSync(file, { bigint: true });
  return { path: realpathSync(file), node: `${dev}:${ino}` };
}
