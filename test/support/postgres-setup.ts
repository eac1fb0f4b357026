// Before the integration tests: one PostgreSQL for all of them, or a word on why there is none. Vitest calls what it returns
// at the end.

import type { TestProject } from 'vitest/node';
import { startCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the tests' PostgreSQL is; null where there is none. */
    postgres: string | null;
  }
}

/** Starts the cluster and tells the tests where it is. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide('postgres', typeof cluster === 'string' ? null : cluster.url);
  if (typeof cluster !== 'string') return () => cluster.close();
  process.stdout.write(`The tests of the PostgreSQL store are skipped: ${cluster}.\n`);
  return () => Promise.resolve();
}
