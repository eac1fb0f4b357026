// A screen in one state, and how it is looked at: in all colours, wide and narrow, and in a language that nobody speaks
// (AX-02, AX-03, AX-05).

import type { Page } from 'playwright';
import { expect } from 'vitest';
import { fillOffice } from './busy-office.ts';
import { look, setDesk, type Desk } from './desk.ts';
import { faultless, looked, narrow, picture, wear } from './looks.ts';
import { moreCustomers } from './office.ts';
import { seen } from './seen.ts';
import { bareWords, cutTexts, officeWords, speakPseudo } from './texts.ts';

/** A screen in one state: where it is, how one gets there, and what is seen then. */
export interface State {
  readonly name: string;
  readonly at: string;
  readonly shows: string | RegExp;
  readonly reach?: (page: Page) => Promise<void>;
  /** A menu is open. */
  readonly isMenu?: boolean;
}

/** Presses the first button of that name. */
export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).first().click();

/** A desk where every screen has something to show. */
export async function busyDesk(): Promise<Desk> {
  const desk = await setDesk({ more: moreCustomers(5000) });
  await fillOffice(desk);
  return desk;
}

/** Looks at each state; `ONE`, `DELETED` and `ADDED` in an address stand for conflicts. */
export async function expectFaultless(states: readonly State[]): Promise<void> {
  const desk = await busyDesk();
  const { page } = desk;
  const own = officeWords([desk.stage.hubDb, desk.db], ...named, ...(await heldWords(desk)));
  const found: Record<string, unknown> = {};
  for (const state of await addressed(desk, states)) {
    await wear(page, look.viewport, 'light');
    await visit(page, state);
    found[state.name] = { ...(await looked(page, state)), pseudo: await pseudoFaults(page, state, own) };
  }
  expect(found).toEqual(Object.fromEntries(states.map(({ name }) => [name, { ...faultless, pseudo: [] }])));
}

/** What stays in plain English, and what does not fit, when every text is two fifths longer. */
async function pseudoFaults(page: Page, { name }: State, own: ReturnType<typeof officeWords>): Promise<string[]> {
  await speakPseudo(page, true);
  const faults = [...(await bareWords(page, own))];
  for (const viewport of [look.viewport, narrow[2]]) {
    await wear(page, viewport, 'light');
    const cuts = await cutTexts(page);
    for (const cut of cuts) faults.push(`cut at ${viewport.width}: ${cut}`);
    if (cuts.length > 0) await picture(page, `${name}-pseudo-${viewport.width}`);
  }
  await speakPseudo(page, false);
  return faults;
}

/** The states as addresses of this desk. */
async function addressed({ client, page }: Desk, states: readonly State[]): Promise<readonly State[]> {
  const { entries } = await client.call('conflicts.list', { limit: 20, offset: 0 });
  const no = (name: string): string => String(entries.find(({ key }) => Object.values(key).includes(name))?.no);
  const added = String(entries.find(({ type }) => type === 'local-insert/hub-insert')?.no);
  const origin = new URL(page.url()).origin;
  return states.map((state) => ({
    ...state,
    at: `${origin}/#${state.at.replace('ONE', no('WO-10482')).replace('DELETED', no('S-0418')).replace('ADDED', added)}`,
  }));
}

/** Goes there as a new visitor would. */
async function visit(page: Page, { at, shows, reach }: State): Promise<void> {
  await page.goto('about:blank');
  await page.goto(at);
  await seen(page.getByRole('banner')).toContainText('1 error, 6 conflicts');
  await seen(page.getByRole('main')).not.toContainText('Opening …');
  await reach?.(page);
  await seen(page.getByText(shows).first()).toBeVisible();
}

/** Whom and what the story names beside its tables, and what the engine says of cells and errors in its own sentences. */
const named = [
  'Brunner Field Service, Maya Lindqvist, Anna Berger, Laptop-07, DefaultScope, eth lo, zzz, a lot',
  'a number with a point is expected, such as 12.50',
];

/** What the conflicts and errors hold. */
async function heldWords({ client }: Desk): Promise<string[]> {
  const { entries } = await client.call('conflicts.list', { limit: 20, offset: 0 });
  const details = await Promise.all(entries.map(({ no }) => client.call('conflicts.get', { no })));
  const errors = await client.call('errors.list', { limit: 1000, offset: 0 });
  // What support is told stands there as it was sent.
  const whole = await Promise.all(errors.errors.map(({ no }) => client.call('errors.get', { no })));
  const raw = whole.flatMap(({ requestData, actionData, failureType }) => [requestData, actionData, failureType]);
  const cells = details.flatMap(({ base, mine, theirs }) =>
    [base, mine, theirs].flatMap((row) => Object.values(row ?? {})),
  );
  return [...cells.map(String), ...errors.errors.flatMap(({ message, code }) => [message, code]), ...raw];
}
