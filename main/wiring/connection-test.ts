// *Test connection* as the window sees it: the checks with their states, told by a ring as they go (PR-01).

import { testHub, type Finding } from '../remote/test-hub.ts';
import { problemFrom } from '../sync/problem.ts';
import { checkNames } from '../window/calls/setup-calls.ts';
import type { CallOutput, CheckedInput } from '../window/contract.ts';

type Check = CallOutput<'setup.checks'>['checks'][number];
type CheckName = Check['name'];

/** The test of one window's form; a second one ends the first. */
export interface ConnectionTest {
  checks(): Check[];
  /** Runs all checks; never throws for what they find. */
  run(input: CheckedInput<'setup.test'>): Promise<CallOutput<'setup.test'>>;
  close(): void;
}

/** What a test stands on. */
export interface ConnectionTestParts {
  changed(): void;
  now(): Date;
  /** Where a path leads, in full; throws where no replica can be made. Without it no place is tested. */
  placeFor?(file: string): string;
}

/** Long enough for a slow line, short enough to wait for. */
const seconds = 15;

/** A tester without a test yet. */
export function createConnectionTest(parts: ConnectionTestParts): ConnectionTest {
  let running: AbortController | null = null;
  let checks: Check[] = [];
  const set = (name: CheckName, change: Partial<Check>): void => {
    checks = checks.map((check) => (check.name === name ? { ...check, ...change } : check));
    parts.changed();
  };
  return {
    checks: () => checks,
    async run(input) {
      running?.abort();
      const own = (running = new AbortController());
      const names = checkNames.filter(
        (name) => name !== 'file' || (parts.placeFor !== undefined && input.file !== null),
      );
      checks = names.map((name) => ({ name, state: 'ahead', problem: null, facts: {} }));
      const tell = (name: CheckName, change: Partial<Check>): void => {
        if (running === own) set(name, change);
      };
      const isHub = await testHub({
        ...input,
        seconds,
        signal: own.signal,
        counts: true,
        now: () => parts.now(),
        begins: (name) => tell(name, { state: 'running' }),
        ends: (name, finding) => tell(name, toldOf(finding)),
      });
      const { placeFor } = parts;
      const { file } = input;
      const isPlace =
        !placeFor ||
        file === null ||
        checkPlace(
          () => placeFor(file),
          (change) => tell('file', change),
        );
      // What was not reached, or could not be seen behind a closed door, is not known.
      for (const { name, state } of checks)
        if (state === 'ahead' || state === 'running') tell(name, { state: 'unknown' });
      return { checks, passed: isHub && isPlace };
    },
    close: () => running?.abort(),
  };
}

function checkPlace(place: () => string, tell: (change: Partial<Check>) => void): boolean {
  try {
    tell({ state: 'passed', facts: { file: place() } });
    return true;
  } catch (thrown) {
    tell({ state: 'failed', problem: problemFrom(thrown) });
    return false;
  }
}

function toldOf(finding: Finding): Partial<Check> {
  if (finding.state === 'failed') return { state: 'failed', problem: problemFrom(finding.problem) };
  const problem = finding.state === 'warned' ? problemFrom(finding.problem) : null;
  return { state: finding.state, problem, facts: { ...finding.facts } };
}
