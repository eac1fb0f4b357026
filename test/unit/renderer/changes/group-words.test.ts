// Why a group of changes waits, in the words of the catalogue (PD-02).

import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import { groupText } from '../../../../renderer/changes/group-words.ts';
import catalogue from '../../../../resources/messages/en/changes.json';

test('PD-02 ER-08 what is held names its conflicts; where there is none it waits behind a refused record', async () => {
  const t = await createInstance().init({ lng: 'en', resources: { en: { translation: catalogue } } });
  const told = (reason: 'conflict' | 'parked', count: number): string => groupText(t, reason, { status: null, count });
  expect([told('conflict', 2), told('conflict', 0), told('parked', 3)]).toEqual([
    'Behind conflicts that are undecided:',
    'Behind a record that was refused',
    'Parked: the hub refused these records',
  ]);
});
