// A host over a small window and lines that a test holds the other end of.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startHost, type Host } from '../../../main/host/host.ts';
import type { EngineLine } from '../../../main/engine/engine-thread.ts';
import { temporaryFolder } from '../../support/files.ts';
import { carrierPair } from '../../support/carrier-pair.ts';
import type { Carrier } from '../../../main/window/carrier.ts';

/** A running host as a test sees it. */
export interface TestHost extends Host {
  /** The engine's ends of the lines, oldest first. */
  readonly engineEnds: readonly EngineLine[];
  /** Addresses printed since the start. */
  readonly printed: readonly string[];
}

/** The page, with its place for the nonce. */
export const page =
  '<!doctype html><meta name="style-nonce" content="__STYLE_NONCE__" /><script src="./a.js"></script>';

/** Starts a host that ends with the running test; beside its folder lies a file that is nobody's business. */
export async function openTestHost({ port = 0 } = {}): Promise<TestHost> {
  const around = temporaryFolder();
  const folder = join(around, 'window');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'concord.svg'), '<svg/>');
  writeFileSync(join(folder, 'notes.txt'), 'of no known type');
  writeFileSync(join(around, 'secret.json'), '{"token":"secret"}');
  const engineEnds: EngineLine[] = [];
  const printed: string[] = [];
  const connect = (): Carrier & { close(): void } => {
    const { near, far } = carrierPair();
    engineEnds.push(far);
    return near;
  };
  const host = await startHost({ port, folder, connect, onRenew: (address) => void printed.push(address) });
  onTestFinished(() => host.close());
  return { ...host, engineEnds, printed };
}
