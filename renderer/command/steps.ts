// The steps that can be taken from the command box: one entry a step; a screen with a step of its own adds it here. The words
// are `step.<id>` in the catalogue, the reasons `why.<reason>`.

import {
  ArrowDownload20Regular,
  ArrowSync20Regular,
  ArrowUpload20Regular,
  CloudArrowUp20Regular,
  CloudOff20Regular,
  Copy20Regular,
  DarkTheme20Regular,
  Dismiss20Regular,
  PlugConnected20Regular,
  WeatherMoon20Regular,
  WeatherSunny20Regular,
} from '@fluentui/react-icons';
import type { ComponentType } from 'react';
import type { Client } from '../../main/window/client.ts';
import { concordAddress } from '../../main/window/address.ts';
import { exportAddress } from '../app/addresses.ts';
import type { ThemeChoice } from '../app/theme.ts';
import type { Status } from '../bridge/use-status.ts';

/** What steps look at and act on. */
export interface Scene {
  readonly client: Client;
  readonly status: Status;
  readonly theme: ThemeChoice;
  chooseTheme(choice: ThemeChoice): void;
  /** The open place, `#/feed/8`. */
  readonly place: string;
}

/** A step that is taken at a place of its own: one is led there. */
export interface WayStep {
  readonly id: string;
  readonly Icon: ComponentType;
  /** `#/telemetry/export`. */
  readonly place: string;
}

/** A step that is taken at once. */
export interface ActStep {
  readonly id: string;
  readonly Icon: ComponentType;
  /** It changes something in the office: a window that only looks on does not offer it (CL-06). */
  readonly isWriting: boolean;
  /** Left out where its opposite is offered. */
  isShown?(scene: Scene): boolean;
  /** The reason's name in the catalogue; null = it can be taken now. */
  whyNot(scene: Scene): string | null;
  run(scene: Scene): Promise<unknown>;
}

const now = (): null => null;

const startReason = ({ status }: Scene): string | null => {
  if (status.offlineSince !== null) return 'offline';
  return status.progress === null ? null : 'running';
};

const start = ({ client }: Scene): Promise<unknown> => client.call('sync.start', {});

const themeStep = (choice: ThemeChoice, Icon: ComponentType): ActStep => ({
  id: `theme-${choice}`,
  Icon,
  isWriting: false,
  whyNot: ({ theme }) => (theme === choice ? 'already' : null),
  run({ chooseTheme }) {
    chooseTheme(choice);
    return Promise.resolve();
  },
});

/** All steps, in order. */
export const steps: readonly (ActStep | WayStep)[] = [
  { id: 'sync', Icon: ArrowSync20Regular, isWriting: true, whyNot: startReason, run: start },
  {
    id: 'send',
    Icon: ArrowUpload20Regular,
    isWriting: true,
    whyNot: (scene) => (scene.status.waiting.records === 0 ? 'nothingWaits' : startReason(scene)),
    run: start,
  },
  {
    id: 'cancel',
    Icon: Dismiss20Regular,
    isWriting: true,
    whyNot: ({ status }) => (status.progress === null ? 'notRunning' : null),
    run: ({ client }) => client.call('sync.cancel', {}),
  },
  {
    id: 'offline',
    Icon: CloudOff20Regular,
    isWriting: true,
    isShown: ({ status }) => status.offlineSince === null,
    whyNot: now,
    run: ({ client }) => client.call('agent.configure', { offline: true }),
  },
  {
    id: 'online',
    Icon: CloudArrowUp20Regular,
    isWriting: true,
    isShown: ({ status }) => status.offlineSince !== null,
    whyNot: now,
    run: ({ client }) => client.call('agent.configure', { offline: false }),
  },
  {
    id: 'check',
    Icon: PlugConnected20Regular,
    isWriting: true,
    whyNot: (scene) => (scene.status.connectivity === 'connected' ? 'answers' : startReason(scene)),
    run: start,
  },
  themeStep('light', WeatherSunny20Regular),
  themeStep('dark', WeatherMoon20Regular),
  themeStep('system', DarkTheme20Regular),
  { id: 'export', Icon: ArrowDownload20Regular, place: exportAddress() },
  {
    id: 'copy',
    Icon: Copy20Regular,
    isWriting: false,
    whyNot: now,
    run: ({ place }) => navigator.clipboard.writeText(concordAddress(place)),
  },
];
