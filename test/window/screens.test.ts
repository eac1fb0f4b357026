// Status, Errors, Feed and Conflicts in every state (AX-02, AX-03, AX-05); pictures are kept in test-output/pictures.

import { story } from './desk.ts';
import { expectFaultless, press, type State } from './states.ts';

const states: readonly State[] = [
  { name: 'status', at: '/status', shows: 'Needs you: 6 conflicts are undecided' },
  {
    name: 'status-ways',
    at: '/status',
    shows: 'Send, then read everything anew …',
    isMenu: true,
    reach: (page) => press(page, 'More ways to synchronise'),
  },
  { name: 'errors', at: '/errors', shows: 'Harbour View Hotel' },
  { name: 'error', at: '/errors/1', shows: 'Details for support' },
  {
    name: 'error-edit',
    at: '/errors/1',
    shows: 'Save and retry',
    reach: (page) => press(page, 'Edit and retry'),
  },
  {
    name: 'errors-clean',
    at: '/errors/1?tab=parked',
    shows: 'my change in it will not be sent',
    async reach(page) {
      await press(page, 'Clean up');
      await page.getByRole('menuitem', { name: 'Delete all entries …' }).click();
    },
  },
  { name: 'errors-none', at: '/errors?tab=resolved', shows: 'Nothing was resolved yet' },
  { name: 'feed', at: '/feed/2', shows: 'Balance 0' },
  {
    name: 'feed-filters',
    at: '/feed/1?mode=first&period=7d',
    shows: 'Bytes down',
    isMenu: true,
    reach: (page) => press(page, 'Columns'),
  },
  { name: 'feed-none', at: '/feed/1?text=nothing+of+that+name', shows: 'No session matches' },
  { name: 'conflict', at: '/conflicts/ONE', shows: 'Status and Notes still need you.' },
  {
    name: 'conflict-typing',
    at: '/conflicts/ONE',
    shows: '1 of 2 decided',
    async reach(page) {
      await page.getByRole('radio', { name: 'Status, Mine: Done' }).click();
      await press(page, 'Type a value for Notes');
    },
  },
  { name: 'conflict-deleted', at: '/conflicts/DELETED', shows: 'Restore the site' },
  { name: 'conflict-added', at: '/conflicts/ADDED', shows: 'both added a product with this key' },
  {
    name: 'conflicts-all',
    at: '/conflicts',
    shows: 'Keep theirs for 6 records?',
    reach: (page) => press(page, 'Keep theirs for all 6'),
  },
  { name: 'conflicts-none', at: '/conflicts?tab=confirmed', shows: 'Nothing is confirmed yet' },
  {
    name: 'command',
    at: '/status',
    shows: 'The hub answers.',
    reach: (page) => page.keyboard.press('Control+k'),
  },
  { name: 'conflicts-keys', at: '/conflicts', shows: 'Next conflict', reach: (page) => page.keyboard.press('?') },
];

story(
  'Status, Errors, Feed, Conflicts: axe finds nothing, nothing is cut or scrolled sideways, in any colours, size or language (AX-02, AX-03, AX-05)',
  () => expectFaultless(states),
);
