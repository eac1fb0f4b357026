// Before the tests with real peers: the peers and a PostgreSQL for them, or a line on what is missing.

import type { TestProject } from 'vitest/node';
import { startCluster } from '../support/postgres-cluster.ts';
import { findPeers, type Peers } from './peers.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The stock .NET programs; null where there are none. */
    peers: Peers | null;
  }
}

/** Finds the peers, starts the cluster, and tells the tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const peers = findPeers();
  if (typeof peers === 'string') return skip(project, peers);
  const cluster = await startCluster();
  if (typeof cluster === 'string') return skip(project, cluster);
  project.provide('peers', peers);
  project.provide('postgres', cluster.url);
  return () => cluster.close();
}

function skip(project: TestProject, reason: string): () => Promise<void> {
  project.provide('peers', null);
  project.provide('postgres', null);
  process.stdout.write(`The tests with real Dotmim.Sync peers are skipped: ${reason}.\n`);
  return () => Promise.resolve();
}
