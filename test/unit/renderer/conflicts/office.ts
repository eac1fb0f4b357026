// Conflicts of the sample office, as the window is given them, and the words of the catalogue.

import { createInstance, type TFunction } from 'i18next';
import catalogue from '../../../../resources/messages/en/conflicts.json';
import type { Detail, JsonRecord } from '../../../../renderer/conflicts/compare/detail.ts';
import { themOf, type Them } from '../../../../renderer/conflicts/people.ts';
import type { Rich } from '../../../../renderer/format/rich.ts';

type WindowColumn = Detail['tableColumns'][number];

const column = (name: string, type: string, more: Partial<WindowColumn> = {}): WindowColumn => ({
  name,
  type,
  nullable: true,
  maxLength: 0,
  precisionSpecified: false,
  precision: 0,
  scaleSpecified: false,
  scale: 0,
  isKey: false,
  pointsTo: null,
  ...more,
});

/** The columns of a work order. */
export const orderColumns: readonly WindowColumn[] = [
  column('number', 'text', { isKey: true, nullable: false }),
  column('status', 'text', { nullable: false, maxLength: 20 }),
  column('notes', 'text'),
  column('amount', 'decimal', { precisionSpecified: true, precision: 10, scaleSpecified: true, scale: 2 }),
  column('start', 'datetime'),
  column('site_phone', 'text'),
  column('photo', 'bytes'),
];

/** The order that both sides agreed on. */
export const baseOrder: JsonRecord = {
  number: 'WO-1',
  status: 'Open',
  notes: 'Burner cleaned. Gasket to follow.',
  amount: '100.00',
  start: '2026-06-16T09:00:00',
  site_phone: '040 1',
  photo: null,
};

/** A conflict about it. `mine` and `theirs` are the base with changes; null = deleted. */
export function conflict(mine: JsonRecord | null, theirs: JsonRecord | null, more: Partial<Detail> = {}): Detail {
  const version = (changes: JsonRecord | null): Record<string, JsonRecord[string]> | null =>
    changes && { ...baseOrder, ...changes };
  return {
    no: 1,
    table: { name: 'work_orders', schema: '' },
    key: { number: 'WO-1' },
    type: mine && theirs ? 'local-update/hub-update' : mine ? 'local-update/hub-delete' : 'local-delete/hub-update',
    state: 'undecided',
    columns: [],
    collisions: [],
    noise: [],
    base: { ...baseOrder },
    mine: version(mine),
    theirs: version(theirs),
    theirsKnown: true,
    theirsBy: { user: 'Anna Berger', device: 'Desk-02', at: '2026-06-15T09:40:00.000Z' },
    agreedAt: null,
    mineAt: '2026-06-15T08:15:00.000Z',
    raisedAt: '2026-06-15T09:44:00.000Z',
    changedAt: '2026-06-15T09:44:00.000Z',
    keep: null,
    session: 8,
    revision: 1,
    previous: null,
    decision: null,
    tableColumns: [...orderColumns],
    links: [],
    history: [{ at: '2026-06-15T09:44:00.000Z', state: 'undecided', who: null, why: 'raised', session: 8 }],
    behind: 0,
    place: { at: 1, of: 1, listed: true, previous: null, next: null },
    ...more,
  };
}

/** The texts of the catalogue. */
export function texts(): TFunction {
  const instance = createInstance();
  void instance.init({
    lng: 'en',
    fallbackLng: false,
    resources: { en: { conflicts: catalogue } },
    defaultNS: 'conflicts',
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance.t;
}

/** Anna, or whoever the conflict names. */
export function them(t: TFunction, detail: Detail): Them {
  return themOf(t, detail);
}

/** A sentence with **strong** and *soft* pieces. */
export function marked(rich: Rich): string {
  return rich
    .map(({ text, tone }) => (tone === 'strong' ? `**${text}**` : tone === 'soft' ? `*${text}*` : text))
    .join('');
}
