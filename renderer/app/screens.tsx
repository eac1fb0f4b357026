// What a screen looks like in the rail and where its code is: one line a screen, beside its line in main/window/screens.ts.

import {
  ArrowUpload20Filled,
  ArrowUpload20Regular,
  Board20Filled,
  Board20Regular,
  BranchFork20Filled,
  BranchFork20Regular,
  ErrorCircle20Filled,
  ErrorCircle20Regular,
  DataTrending20Filled,
  DataTrending20Regular,
  Pulse20Filled,
  Pulse20Regular,
  Server20Filled,
  Server20Regular,
  Settings20Filled,
  Settings20Regular,
  Table20Filled,
  Table20Regular,
} from '@fluentui/react-icons';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Screen } from '../../main/window/screens.ts';

interface ScreenParts {
  /** At rest, and while it is open. */
  readonly icons: readonly [ComponentType, ComponentType];
  readonly Page: LazyExoticComponent<ComponentType>;
  /** Loads the page's code ahead: when the pointer or the focus comes to its link. */
  load(): Promise<unknown>;
}

function page(load: () => Promise<ComponentType>): Pick<ScreenParts, 'Page' | 'load'> {
  return { load, Page: lazy(async () => ({ default: await load() })) };
}

/** Icons and page of every screen. */
export const screenParts: Readonly<Record<Screen, ScreenParts>> = {
  status: {
    icons: [Board20Regular, Board20Filled],
    ...page(async () => (await import('../status/status-screen.tsx')).StatusScreen),
  },
  feed: {
    icons: [Pulse20Regular, Pulse20Filled],
    ...page(async () => (await import('../feed/feed-screen.tsx')).FeedScreen),
  },
  conflicts: {
    icons: [BranchFork20Regular, BranchFork20Filled],
    ...page(async () => (await import('../conflicts/conflicts-screen.tsx')).ConflictsScreen),
  },
  errors: {
    icons: [ErrorCircle20Regular, ErrorCircle20Filled],
    ...page(async () => (await import('../errors/errors-screen.tsx')).ErrorsScreen),
  },
  changes: {
    icons: [ArrowUpload20Regular, ArrowUpload20Filled],
    ...page(async () => (await import('../changes/changes-screen.tsx')).ChangesScreen),
  },
  data: {
    icons: [Table20Regular, Table20Filled],
    ...page(async () => (await import('../data/data-screen.tsx')).DataScreen),
  },
  telemetry: {
    icons: [DataTrending20Regular, DataTrending20Filled],
    ...page(async () => (await import('../telemetry/telemetry-screen.tsx')).TelemetryScreen),
  },
  hub: {
    icons: [Server20Regular, Server20Filled],
    ...page(async () => (await import('../hub/hub-screen.tsx')).HubScreen),
  },
  settings: {
    icons: [Settings20Regular, Settings20Filled],
    ...page(async () => (await import('../settings/settings-screen.tsx')).SettingsScreen),
  },
};
