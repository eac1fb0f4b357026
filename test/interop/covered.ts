// After a whole run with real peers: which scenarios of CONFORMANCE have passed, and whether that is what conformance.ts says.

import type { Reporter, TestModule } from 'vitest/node';
import { held, idsIn } from './conformance.ts';

const places = [
  ['s', 'Concord on SQLite'],
  ['p', 'Concord on PostgreSQL'],
  ['a', 'stock server'],
] as const;

/** Told by vitest when all tests have run; a scenario that is promised and has not passed makes the run fail. */
// oxlint-disable-next-line import/no-default-export -- vitest takes a reporter so.
export default function createCovered(): Reporter {
  return { onTestRunEnd: tell };
}

function tell(modules: readonly TestModule[]): void {
  const passed = new Set(modules.flatMap(passedIn));
  if (passed.size === 0) return;
  const missing = held.flatMap(({ id, at }) =>
    [...at].filter((letter) => !passed.has(`${letter} ${id}`)).map((letter) => `${id} (${letter})`),
  );
  const count = (letter: string): number => held.filter(({ at }) => at.includes(letter)).length;
  const told = places.map(([letter, name]) => `${count(letter)} at ${name}`).join(', ');
  process.stdout.write(`Of ${held.length} scenarios of CONFORMANCE real peers are held to ${told}.\n`);
  if (missing.length === 0) return;
  process.stdout.write(`Not passed in this run: ${missing.join(', ')}.\n`);
  process.exitCode = 1;
}

function passedIn(module: TestModule): string[] {
  return [...module.children.allTests('passed')].flatMap(({ fullName }) => {
    const at = places.filter(([, name]) => fullName.includes(name));
    return idsIn(fullName).flatMap((id) => at.map(([letter]) => `${letter} ${id}`));
  });
}
