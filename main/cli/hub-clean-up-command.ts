// `concord hub clean-up`: the hub forgets what everybody has; who would be left behind is told before (HB-07, SF-06).

import { cleanUp, planCleanUp, silentDays, type CleanUpPlan } from '../hub/clean-up.ts';
import type { HubStore } from '../hub/stores/store.ts';
import { confirm } from './confirm.ts';
import { nameOf } from './hub-order-commands.ts';
import { withHubStore } from './hub-store.ts';
import { hubWords } from './hub-words.ts';
import { identity } from './open.ts';
import { tableLines } from './table-lines.ts';
import { exits, wrongUse, type Terminal } from './terminal.ts';
import { count } from './words.ts';

type Options = Readonly<Record<string, unknown>>;

/** `hub clean-up`. */
export async function cleanUpCommand(terminal: Terminal, options: Options): Promise<number> {
  const dropSilentDays = daysOf(options['dropSilent']);
  return withHubStore(options, async (store) => {
    if (options['history'] === true) return tellHistory(terminal, store);
    const plan = await planCleanUp(store, { dropSilentDays, at: new Date() });
    tellPlan(terminal, plan, dropSilentDays);
    if (options['dryRun'] === true) {
      terminal.result(wordsOf(plan, null), 'Nothing was changed.');
      return exits.done;
    }
    if (plan.outdated.length > 0 && options['yes'] !== true) {
      if (!(await confirm(`Leave ${count(plan.outdated.length, 'client')} behind? [y/N] `))) {
        terminal.say('Nothing was changed.');
        return exits.cancelled;
      }
    }
    const dropped = await cleanUp(store, plan, identity().user);
    terminal.result(wordsOf(plan, dropped), hubWords()('cleanUp.done', { count: dropped }));
    return exits.done;
  });
}

function tellPlan(terminal: Terminal, plan: CleanUpPlan, days: number | null): void {
  const t = hubWords();
  const { upTo, holding, outdated, entries } = plan;
  if (upTo === null) terminal.say(t('cleanUp.nothing'));
  else terminal.say(t('cleanUp.forgets', { count: entries.all, old: entries.upTo.toLocaleString('en') }));
  if (holding && entries.all > entries.upTo) terminal.say(t('cleanUp.holding', { name: nameOf(holding) }));
  if (outdated.length === 0) return;
  terminal.say(t('cleanUp.silent', { count: days ?? 0 }));
  for (const row of outdated) {
    const last = row.syncedAt === null ? t('cleanUp.never') : t('cleanUp.last', { time: row.syncedAt.slice(0, 10) });
    terminal.say(`  ${nameOf(row)}, ${last}`);
  }
  terminal.say(t('cleanUp.outdated'));
}

async function tellHistory(terminal: Terminal, store: HubStore): Promise<number> {
  const rows = await store.cleanUps(1000);
  if (terminal.json) for (const row of rows) terminal.result({ ...row, upTo: String(row.upTo) }, '');
  else if (rows.length === 0) terminal.say(hubWords()('cleanUp.none'));
  else {
    const heads = ['at', 'by', 'up to', 'forgotten', 'clients given up'];
    const lines = rows.map(({ at, by, upTo, entries, forgotten }) => [
      at.slice(0, 16).replace('T', ' '),
      by ?? '-',
      String(upTo),
      String(entries),
      forgotten.map((id) => id.slice(0, 8)).join(', ') || '-',
    ]);
    terminal.result(null, tableLines([heads, ...lines]));
  }
  return exits.done;
}

function wordsOf(
  { upTo, outdated, holding, clients, entries }: CleanUpPlan,
  dropped: number | null,
): Record<string, unknown> {
  return {
    upTo: upTo === null ? null : String(upTo),
    clients,
    noted: entries.all,
    forgettable: entries.upTo,
    holding: holding?.id ?? null,
    outdated: outdated.map(({ id, scopeName, syncedAt }) => ({ client: id, scope: scopeName, syncedAt })),
    ...(dropped !== null && { forgotten: dropped }),
  };
}

function daysOf(option: unknown): number | null {
  if (typeof option !== 'string') return option === true ? silentDays : null;
  if (/^\d{1,5}$/.test(option)) return Number(option);
  throw wrongUse(`--drop-silent ${option}: a number of days is expected.`);
}
