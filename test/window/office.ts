// The office of the stories: the tables of the sample office with the few records that a story speaks of.

import { officeSchema, officeTables } from '../../main/demo/schema.ts';
import type { Direction } from '../../main/sync/schema.ts';

/** The tables, parents before children. */
export const tables = officeTables;

/** Which way they go where it is not both. */
export const directions: Readonly<Record<string, Direction>> = {
  technicians: 'download-only',
  technician_skills: 'download-only',
  stock_movements: 'upload-only',
};

const created = `'2026-05-04 09:00:00'`;

const order = (
  number: string,
  title: string,
  status: string,
  start: string | null,
  amount: number | null,
  notes = '',
): string =>
  `('${number}', '${title}', 'S-0198', 'C-0142', 'jonas.weiss', '${status}', 2, 'Heating',
    ${start === null ? 'null' : `'${start}'`}, null, 2.5, ${amount ?? 'null'}, ${notes === '' ? 'null' : `'${notes}'`},
    'Ms Vogel, ward 3', '040 555 0142', null, 0, ${created}, ${created})`;

const rows = `
insert into customers (number, name, kind, contact, phone, address, country, active) values
  ('C-0142', 'Lindenhof Clinic', 'Health', 'Ms Vogel', '040 555 0142', 'Lindenallee 12, 22391 Hamburg', 'DE', 1),
  ('C-0231', 'Harbour View Hotel', 'Hotel', 'Dana Holm', '040 555 0190', 'Quay 7, 20457 Hamburg', 'DE', 1);
insert into sites (number, name, customer, address, contact, phone, access_code) values
  ('S-0198', 'Lindenhof Clinic', 'C-0142', 'Lindenallee 12, 22391 Hamburg', 'Ms Vogel, ward 3', '040 555 0142', null),
  ('S-0418', 'Harbour View Hotel, boiler house', 'C-0231', 'Quay 7, 20457 Hamburg', 'Dana Holm, reception', null, '4410#'),
  ('S-0419', 'Harbour View Hotel, laundry', 'C-0231', 'Quay 9, 20457 Hamburg', 'Dana Holm, reception', null, '4411#');
insert into technicians (login, personnel_number, name, trade, active) values
  ('jonas.weiss', 1, 'Jonas Weiss', 'Heating', 1),
  ('priya.raman', 2, 'Priya Raman', 'Heating', 1);
insert into products (id, article_no, name, category, unit, price, stock, discontinued) values
  (1, 'BN-055', 'Burner nozzle 0.55 gal', 'Burners', 'pc', 38.2, 12, 0),
  (2, 'GS-80', 'Gasket set DN 80', 'Seals', 'pc', 21.9, 30, 0);
insert into work_orders (number, title, site, customer, technician, status, priority, trade, start, due, hours_planned,
  amount, notes, contact, site_phone, access_code, signed, created, updated) values
  ${order('WO-10453', 'Burner inspection', 'In progress', '2026-06-15 11:00:00', 220)},
  ${order('WO-10482', 'Boiler service', 'In progress', '2026-06-16 09:00:00', 1240, 'Burner cleaned. Gasket to follow.')},
  ${order('WO-10488', 'Hot water too cold', 'In progress', '2026-06-12 10:30:00', 120)},
  ${order('WO-10491', 'Thermostat exchange', 'Scheduled', '2026-06-16 10:00:00', 265)},
  ${order('WO-10497', 'Heat pump start-up', 'Scheduled', '2026-06-15 08:00:00', 2960)},
  ${order('WO-10505', 'Radiator noise', 'New', null, null)};
insert into bookings (id, number, work_order, technician, start, finish, confirmed) values
  ('6f9619ff-8b86-4011-b42d-00c04fc964ff', 'B-7731', 'WO-10482', 'jonas.weiss',
   '2026-06-16 09:00:00', '2026-06-16 11:00:00', 1);`;

/** The hub's tables with their rows. */
export const office = `${officeSchema};\n${rows}`;

/** SQL that adds so many customers more, for a long list. */
export function moreCustomers(count: number): string {
  return `with recursive n (no) as (select 1 union all select no + 1 from n where no < ${count})
    insert into customers (number, name, kind, country, active, credit_limit)
    select printf('K-%05d', no), 'Customer ' || no, iif(no % 2, 'Private', 'Office'), 'DE', 1, no * 10.5 from n`;
}
