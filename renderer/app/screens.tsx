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
import type { ComponentType } from 'react';
import type { Screen } from '../../main/window/screens.ts';
import { latePage, type LatePage } from './late-page.tsx';

/** The page's code is loaded ahead when the pointer or the focus comes to its link. */
interface ScreenParts extends LatePage {
  /** At rest, and while it is open. */
  readonly icons: readonly [ComponentType, ComponentType];
}

/** Icons and page of every screen. */
export const screenParts: Readonly<Record<Screen, ScreenParts>> = {
  status: {
    icons: [Board20Regular, Board20Filled],
    ...latePage(async () => (await import('../status/status-screen.tsx')).StatusScreen),
  },
  feed: {
    icons: [Pulse20Regular, Pulse20Filled],
    ...latePage(async () => (await import('../feed/feed-screen.tsx')).FeedScreen),
  },
  conflicts: {
    icons: [BranchFork20Regular, BranchFork20Filled],
    ...latePage(async () => (await import('../conflicts/conflicts-screen.tsx')).ConflictsScreen),
  },
  errors: {
    icons: [ErrorCircle20Regular, ErrorCircle20Filled],
    ...latePage(async () => (await import('../errors/errors-screen.tsx')).ErrorsScreen),
  },
  changes: {
    icons: [ArrowUpload20Regular, ArrowUpload20Filled],
    ...latePage(async () => (await import('../changes/changes-screen.tsx')).ChangesScreen),
  },
  data: {
    icons: [Table20Regular, Table20Filled],
    ...latePage(async () => (await import('../data/data-screen.tsx')).DataScreen),
  },
  telemetry: {
    icons: [DataTrending20Regular, DataTrending20Filled],
    ...latePage(async () => (await import('../telemetry/telemetry-screen.tsx')).TelemetryScreen),
  },
  hub: {
    icons: [Server20Regular, Server20Filled],
    ...latePage(async () => (await import('../hub/hub-screen.tsx')).HubScreen),
  },
  settings: {
    icons: [Settings20Regular, Settings20Filled],
    ...latePage(async () => (await import('../settings/settings-screen.tsx')).SettingsScreen),
  },
};
