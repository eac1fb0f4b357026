// An engine without a replica: connects, tests, fills the first one, and then hands over to the app (AX-07, PR-05). Nothing
// is made on disk before the first download begins, and what a cancelled one made is taken away.

import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { createApp, type App } from '../app.ts';
import { saveRule } from '../wiring/conflict-rule.ts';
import type { AppConfig, EngineConfig, SetupPlace } from '../config.ts';
import { createConnectionTest, type ConnectionTest } from '../wiring/connection-test.ts';
import { callAddress } from '../remote/address.ts';
import { assertPlace, firstDownloadSetting, readUnfinished, removeUnfinished } from '../replica/place.ts';
import { saveSetting } from '../replica/settings.ts';
import type { Bell } from '../wiring/rings.ts';
import { conflictRules } from '../sync/rule.ts';
import { ConcordError, problemFrom, type Problem } from '../sync/problem.ts';
import type { CallOutput, CheckedInput } from '../window/contract.ts';

/** What a first start was told at its beginning. */
export type FirstStartConfig = Extract<EngineConfig, { readonly setup: SetupPlace }>;

/** What happens around a first start. */
export interface FirstStartParts {
  readonly config: FirstStartConfig;
  readonly bell: Bell;
  /** A first download begins in this file: an interrupted one is found there at the next start. */
  begun(file: string): void;
  /** The replica is whole: the app takes over. */
  filled(config: AppConfig): Promise<void>;
}

/** The first start, until the app takes over. */
export interface FirstStart {
  readonly test: ConnectionTest;
  state(): Omit<CallOutput<'setup.state'>, 'open' | 'demo'>;
  /** Begins the first download. Throws `hub-address-invalid`, or why no replica can be made there. */
  begin(input: CheckedInput<'setup.begin'>): void;
  /** Ends the download; resolves when what it made is gone. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

interface Download {
  app: App | null;
  isCancelled: boolean;
  readonly ended: Promise<void>;
}

interface Memory {
  interrupted: ReturnType<typeof readUnfinished>;
  download: Download | null;
  ended: { readonly cancelled: boolean; readonly problem: Problem | null } | null;
}

/** A first start that waits for its first step. */
export function createFirstStart(parts: FirstStartParts): FirstStart {
  const { config, bell } = parts;
  const { folder } = config.setup;
  const memory: Memory = {
    interrupted: config.file === undefined ? null : readUnfinished(config.file),
    download: null,
    ended: null,
  };
  const test = createConnectionTest({
    changed: () => bell.ring('setup'),
    now: () => config.now?.() ?? new Date(),
    placeFor: (file) => placeFor(folder, file),
  });
  const cancel = async (): Promise<void> => {
    if (!memory.download) return;
    memory.download.isCancelled = true;
    memory.download.app?.agent.cancel();
    await memory.download.ended;
  };
  return {
    test,
    state: () => ({
      given: givenOf(config, memory.interrupted),
      keepsTokens: config.setup.keepsTokens,
      interrupted: memory.interrupted !== null,
      download: memory.download && { progress: progressOf(memory.download.app) },
      ended: memory.ended,
    }),
    begin(input) {
      if (memory.download) return;
      callAddress(input.hub, []);
      const file = placeFor(folder, input.file);
      memory.ended = null;
      const ended = Promise.withResolvers<void>();
      const download: Download = (memory.download = { app: null, isCancelled: false, ended: ended.promise });
      void fill(parts, download, { ...input, file }).then((outcome) => {
        memory.download = null;
        memory.ended = outcome;
        if (outcome) memory.interrupted = null;
        bell.ring('setup');
        ended.resolve();
      });
      bell.ring('setup');
    },
    cancel,
    async close() {
      test.close();
      await cancel();
    },
  };
}

/** The whole download; null when the app has taken over. */
async function fill(
  parts: FirstStartParts,
  download: Download,
  input: CheckedInput<'setup.begin'>,
): Promise<Memory['ended']> {
  const config = appConfig(parts.config, input);
  let isWhole = false;
  try {
    mkdirSync(parts.config.setup.folder, { recursive: true });
    // One that was interrupted begins anew: what it had is not whole, and the hub may have moved on.
    removeUnfinished(config.file);
    parts.begun(config.file);
    const problem = await firstSession(parts, download, config, input);
    isWhole = problem === null && !download.isCancelled;
    if (isWhole) return await handOver(parts, config);
    removeUnfinished(config.file);
    return { cancelled: download.isCancelled, problem: download.isCancelled ? null : problem };
  } catch (thrown) {
    if (!isWhole) removeUnfinished(config.file);
    return { cancelled: download.isCancelled, problem: download.isCancelled ? null : problemFrom(thrown) };
  }
}

async function handOver({ filled }: FirstStartParts, config: AppConfig): Promise<null> {
  const { create: _, hub: __, scope: ___, ...open } = config;
  await filled({ ...open, lives: true });
  return null;
}

/** Runs the first session in a file of its own; the problem that it met, or null. */
async function firstSession(
  { bell }: FirstStartParts,
  download: Download,
  config: AppConfig,
  { rule }: CheckedInput<'setup.begin'>,
): Promise<Problem | null> {
  const app = (download.app = await createApp(config));
  const unsubscribe = app.bell.subscribe(() => bell.ring('setup'));
  try {
    await app.replica.write(() => {
      const { hub, scope } = config;
      saveSetting(app.replica.db, firstDownloadSetting, { hub, scope, rule });
      saveRule(app.replica.db, rule);
    });
    if (download.isCancelled) throw new ConcordError('cancelled');
    const { result, problem } = await app.agent.sync({ type: 'normal', trigger: 'start', outdatedAction: 'ask' });
    return result === 'done' ? null : problem;
  } finally {
    unsubscribe();
    await app.close();
  }
}

function appConfig(
  { setup: _, ...config }: FirstStartConfig,
  { hub, scope, token, file }: CheckedInput<'setup.begin'>,
): AppConfig {
  const { token: known, ...rest } = config;
  const used = token ?? known;
  return { ...rest, file, hub, scope, create: true, lives: false, ...(used !== undefined && { token: used }) };
}

function givenOf(
  { hub, scope, file, token, setup }: FirstStartConfig,
  interrupted: Memory['interrupted'],
): CallOutput<'setup.state'>['given'] {
  return {
    hub: hub ?? interrupted?.hub ?? '',
    scope: scope ?? interrupted?.scope ?? '',
    file: file ?? freeFile(setup.folder),
    rule: conflictRules.find((rule) => rule === interrupted?.rule) ?? 'ask',
    hasToken: token !== undefined,
  };
}

/** `replica.db`, or with the first number that is free. */
function freeFile(folder: string): string {
  for (let no = 1; ; no++) {
    const file = join(folder, no === 1 ? 'replica.db' : `replica-${no}.db`);
    if (!existsSync(file)) return file;
  }
}

/** Where a typed path leads; throws where no replica can be made. */
function placeFor(folder: string, typed: string): string {
  const file = placeIn(folder, typed);
  assertPlace(file, folder);
  return file;
}

/** A path as people type it: `~` is the home folder, a bare name lies in the folder for replicas. */
function placeIn(folder: string, typed: string): string {
  const path = /^~(?=[\\/])/.test(typed) ? join(homedir(), typed.slice(1)) : typed;
  return isAbsolute(path) ? path : resolve(folder, path);
}

function progressOf(app: App | null): NonNullable<CallOutput<'setup.state'>['download']>['progress'] {
  const progress = app?.agent.state().progress ?? null;
  return progress && { ...progress, phases: [...progress.phases] };
}
