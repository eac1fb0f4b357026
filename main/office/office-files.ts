// What the threads of a sample office and the app over it know of each other: its files, its scope.

import { join } from 'node:path';
import type { AppConfig } from '../config.ts';

/** The hub's database, Anna's replica and the user's. */
export function officeFiles(folder: string): { hub: string; anna: string; replica: string } {
  return { hub: join(folder, 'hub.db'), anna: join(folder, 'anna.db'), replica: join(folder, 'office.db') };
}

/** The scope of the sample office. */
export const officeScope = 'FieldWork';
/** Short, so that a visitor sees sessions come and go; an office's own interval is set in its settings. */
const minutes = 0.75;

/** Your replica of an office whose hub is at this address. */
export function officeConfig({
  folder,
  hub,
  user,
  device,
  client,
}: {
  readonly folder: string;
  readonly hub: string;
  readonly user: string;
  readonly device: string;
  /** Where the app is used, as telemetry tells it. */
  readonly client: NonNullable<AppConfig['client']>;
}): AppConfig {
  return {
    file: officeFiles(folder).replica,
    create: true,
    hub,
    scope: officeScope,
    user,
    device,
    client,
    title: 'Brunner Field Service',
    isDemo: true,
    lives: true,
    intervalMinutes: minutes,
    startAtOnce: true,
  };
}
