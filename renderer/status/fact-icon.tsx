// The icon and the tone of a fact (DESIGN, Colour roles): red for errors, amber for a person, grey for what is no fault.

import {
  ArrowSync20Regular,
  ArrowUpload20Regular,
  CheckmarkCircle20Filled,
  Circle20Regular,
  CloudOff20Regular,
  ErrorCircle20Filled,
  History20Regular,
  Pause20Regular,
  PersonAlert20Filled,
  PlugDisconnected20Regular,
  Warning20Filled,
  WifiOff20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { Fact, Hold } from './facts.ts';

/** How a fact looks. */
export interface FactLook {
  readonly icon: ReactElement;
  readonly tone: 'toneRed' | 'toneAmber' | 'toneAccent' | 'toneGreen' | 'toneGrey';
}

const held: Readonly<Record<Hold, ReactElement | null>> = {
  next: null,
  'by-hand': null,
  'working-offline': <CloudOff20Regular />,
  'no-network': <WifiOff20Regular />,
  'hub-not-answering': <PlugDisconnected20Regular />,
};

/** The look of a fact. */
export function factIcon(fact: Fact): FactLook {
  switch (fact.kind) {
    case 'errors':
    case 'failed':
      return { icon: <ErrorCircle20Filled />, tone: 'toneRed' };
    case 'needs-you':
      return { icon: <PersonAlert20Filled />, tone: 'toneAmber' };
    case 'parked':
      return { icon: <Pause20Regular />, tone: 'toneAmber' };
    case 'storage':
      return { icon: <Warning20Filled />, tone: 'toneAmber' };
    case 'syncing':
      return { icon: <ArrowSync20Regular />, tone: 'toneAccent' };
    case 'waiting':
      return { icon: held[fact.hold] ?? <ArrowUpload20Regular />, tone: 'toneGrey' };
    case 'never':
      return { icon: <Circle20Regular />, tone: 'toneGrey' };
    case 'stale':
      return { icon: <History20Regular />, tone: 'toneGrey' };
    case 'up-to-date':
      return held[fact.hold]
        ? { icon: held[fact.hold] ?? <CheckmarkCircle20Filled />, tone: 'toneGrey' }
        : { icon: <CheckmarkCircle20Filled />, tone: 'toneGreen' };
  }
}
