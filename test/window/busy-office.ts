// An office with something of everything to show: conflicts of each type, waiting changes, errors, sessions.

import type { Desk } from './desk.ts';

const onOrder = (set: string, number: string): string => `update work_orders set ${set} where number = '${number}'`;

const mine: readonly string[] = [
  onOrder(
    `status = 'Done', site_phone = '040 555 0177',
    notes = 'Burner cleaned and nozzle replaced. Gasket fitted.'`,
    'WO-10482',
  ),
  onOrder(`status = 'Done', amount = 260`, 'WO-10453'),
  onOrder(`start = '2026-06-16 13:00:00'`, 'WO-10491'),
  `update sites set access_code = '7725#', contact = 'Ole Brandt, night porter' where number = 'S-0418'`,
  `delete from sites where number = 'S-0419'`,
  `insert into products (id, article_no, name, category, unit, price, stock, discontinued)
    values (77, 'PX-77', 'Circulation pump, small', 'Pumps', 'pc', 120, 1, 0)`,
  `update customers set phone = '040 555 0191 ext. 22 (Ina)' where number = 'C-0231'`,
];

const annas: readonly string[] = [
  onOrder(
    `status = 'On hold', technician = 'priya.raman', start = '2026-06-16 14:30:00',
    notes = 'Burner cleaned. Gasket to follow. Call Ms Vogel before the visit.'`,
    'WO-10482',
  ),
  onOrder(`status = 'Invoiced', amount = 300`, 'WO-10453'),
  onOrder(`start = '2026-06-17 08:00:00'`, 'WO-10491'),
  `delete from sites where number = 'S-0418'`,
  `update sites set access_code = '9999#' where number = 'S-0419'`,
  `insert into products (id, article_no, name, category, unit, price, stock, discontinued)
    values (77, 'PX-77', 'Circulation pump', 'Pumps', 'pc', 135, 4, 0)`,
];

/** Six conflicts, an error, two waiting changes; the conflict of WO-10482 is number one. */
export async function fillOffice({ db, anna, sync }: Pick<Desk, 'db' | 'anna' | 'sync'>): Promise<void> {
  for (const sql of mine) db.exec(sql);
  await anna(...annas);
  await sync();
  db.exec(onOrder(`status = 'In progress', start = '2026-06-15 07:30:00'`, 'WO-10497'));
  db.exec(`insert into bookings (id, number, work_order, technician, start, finish, confirmed) values
    ('7f9619ff-8b86-4011-b42d-00c04fc964ff', 'B-7764', 'WO-10488', 'priya.raman',
     '2026-06-17 13:00:00', '2026-06-17 15:00:00', 0)`);
}
