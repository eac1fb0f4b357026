// The records that our pictures, pages and walkthroughs speak of. They lie over the generated ones.

import type { OrderStatus } from '../schema.ts';
import type { Trade } from '../words/trades.ts';
import type { Customer, Site } from './rows.ts';

type Known<T, K extends keyof T> = Pick<T, K> & Partial<T>;

/** Customers with fixed numbers. */
export const knownCustomers: readonly Known<Customer, 'number' | 'name' | 'kind'>[] = [
  { number: 'C-0142', name: 'Lindenhof Clinic', kind: 'Health', address: 'Lindenallee 12, 22391 Hamburg' },
  { number: 'C-0168', name: 'Riverside Swim Hall', kind: 'Education', address: 'Uferweg 3, 21335 Lüneburg' },
  { number: 'C-0209', name: 'Kessler Bakery', kind: 'Food', address: 'Bäckergang 8, 20459 Hamburg' },
  { number: 'C-0217', name: 'Northgate School', kind: 'Education', address: 'Nordkanal 40, 22848 Norderstedt' },
  { number: 'C-0231', name: 'Harbour View Hotel', kind: 'Hotel', address: 'Quay 7, 20457 Hamburg' },
  { number: 'C-0305', name: 'Ostermann Logistics', kind: 'Industry', address: 'Speicherweg 14, 20457 Hamburg' },
  { number: 'C-0388', name: 'Alder & Finch Architects', kind: 'Office', address: 'Holzdamm 21, 20099 Hamburg' },
  { number: 'C-0412', name: 'St Clare’s Care Home', kind: 'Health', address: 'Obstgasse 5, 21614 Buxtehude' },
  {
    number: 'C-1187',
    name: 'Dr Hansen, dental practice',
    kind: 'Health',
    contact: 'Dr Hansen',
    phone: '040 555 0190',
    address: 'Marktplatz 3, 22926 Ahrensburg',
  },
];

/** Sites with fixed numbers. Where no address is given it is the customer's. */
export const knownSites: readonly Known<Site, 'number' | 'name' | 'customer'>[] = [
  {
    number: 'S-0198',
    name: 'Lindenhof Clinic',
    customer: 'C-0142',
    contact: 'Ms Vogel, ward 3',
    phone: '040 555 0142',
  },
  { number: 'S-0301', name: 'Riverside Swim Hall', customer: 'C-0168' },
  { number: 'S-0302', name: 'Riverside Swim Hall, east', customer: 'C-0168', parent_site: 'S-0301' },
  { number: 'S-0376', name: 'Kessler Bakery, shop 1', customer: 'C-0209' },
  { number: 'S-0377', name: 'Kessler Bakery, shop 2', customer: 'C-0209', address: 'Mühlenkamp 31, 22303 Hamburg' },
  { number: 'S-0390', name: 'Northgate School', customer: 'C-0217' },
  { number: 'S-0391', name: 'Northgate School, annex', customer: 'C-0217', parent_site: 'S-0390' },
  { number: 'S-0417', name: 'Harbour View Hotel', customer: 'C-0231', contact: 'Dana Holm, reception' },
  {
    number: 'S-0418',
    name: 'Harbour View Hotel, boiler house',
    customer: 'C-0231',
    parent_site: 'S-0417',
    contact: 'Dana Holm, reception',
    access_code: '4410#',
  },
  { number: 'S-0512', name: 'Ostermann Logistics', customer: 'C-0305' },
  { number: 'S-0513', name: 'Ostermann, hall A', customer: 'C-0305', parent_site: 'S-0512' },
  {
    number: 'S-0514',
    name: 'Ostermann, hall B',
    customer: 'C-0305',
    parent_site: 'S-0512',
    address: 'Hall B, Speicherweg 14, 20457 Hamburg',
  },
  { number: 'S-0611', name: 'Alder & Finch Architects', customer: 'C-0388' },
  { number: 'S-0640', name: 'St Clare’s Care Home', customer: 'C-0412' },
  { number: 'S-1432', name: 'Hansen, Marktplatz 3', customer: 'C-1187', contact: 'Dr Hansen', phone: '040 555 0190' },
];

/** Technicians that come first; the others are generated. */
export const knownTechnicians: readonly (readonly [string, Trade])[] = [
  ['Jonas Weiss', 'Heating'],
  ['Priya Raman', 'Heating'],
  ['Tomasz Nowak', 'Water'],
];

/** Prices that are spoken of. */
export const knownPrices: Readonly<Record<string, number>> = { 'BN-055': 38.2, 'GS-80': 21.9 };

/** A work order with a fixed number. Start is a workday offset with minutes since midnight. */
export interface KnownOrder {
  readonly title: string;
  readonly trade: Trade;
  readonly site: string;
  readonly status: OrderStatus;
  readonly start: readonly [offset: number, minutes: number] | null;
  readonly amount: number | null;
  readonly technician?: string;
  readonly notes?: string;
  readonly booking?: string;
}

const order = (
  [title, trade, site]: readonly [string, Trade, string],
  status: OrderStatus,
  start: readonly [offset: number, hour: number, minute: number] | null,
  amount: number | null,
  more: Pick<KnownOrder, 'technician' | 'notes' | 'booking'> = {},
): KnownOrder => {
  const at = start && ([start[0], start[1] * 60 + start[2]] as const);
  return { title, trade, site, status, start: at, amount, ...more };
};

/** Work orders by number. */
export const knownOrders: Readonly<Record<string, KnownOrder>> = {
  'WO-10377': order(['Pump exchange', 'Water', 'S-0301'], 'In progress', [-6, 8, 0], 890),
  'WO-10391': order(['Filter change', 'Cooling', 'S-0390'], 'On hold', [-5, 13, 0], 95),
  'WO-10402': order(['Valve service', 'Water', 'S-0514'], 'Done', [-7, 9, 0], 375),
  'WO-10413': order(['Pump seals', 'Water', 'S-1432'], 'Done', [-6, 10, 0], 210),
  'WO-10419': order(['Boiler exchange', 'Heating', 'S-0301'], 'Done', [-5, 7, 0], 11480),
  'WO-10428': order(['Chimney draught', 'Heating', 'S-0376'], 'Done', [-4, 13, 30], 120),
  'WO-10431': order(['Solar loop check', 'Heating', 'S-0611'], 'Done', [-3, 9, 15], 330),
  'WO-10440': order(['Filter change', 'Cooling', 'S-0391'], 'Done', [-3, 15, 0], 95),
  'WO-10451': order(['Expansion tank', 'Heating', 'S-0198'], 'Done', [-2, 8, 30], 685),
  'WO-10453': order(['Burner inspection', 'Heating', 'S-0377'], 'In progress', [0, 11, 0], 220),
  'WO-10455': order(['Burner inspection', 'Heating', 'S-0418'], 'Scheduled', [2, 10, 0], 220),
  'WO-10466': order(['Pressure loss', 'Water', 'S-1432'], 'Scheduled', [3, 11, 0], 190),
  'WO-10470': order(['Gas test, yearly', 'Heating', 'S-0513'], 'Done', [-1, 9, 0], 145),
  'WO-10479': order(['Burner fault E4', 'Heating', 'S-0377'], 'In progress', [-1, 14, 0], 280, {
    notes: 'Sensor cleaned.',
  }),
  'WO-10482': order(['Boiler service', 'Heating', 'S-0198'], 'In progress', [1, 9, 0], 1240, {
    technician: 'jonas.weiss',
    notes: 'Burner cleaned. Gasket to follow.',
    booking: 'B-7731',
  }),
  'WO-10488': order(['Hot water too cold', 'Water', 'S-0302'], 'In progress', [-1, 10, 30], 120),
  'WO-10491': order(['Thermostat exchange', 'Heating', 'S-0390'], 'Scheduled', [1, 10, 0], 265),
  'WO-10497': order(['Heat pump start-up', 'Heating', 'S-0514'], 'Scheduled', [0, 8, 0], 2960, {
    technician: 'priya.raman',
    notes: 'Refrigerant filled, 6.2 kg. Flow 45 °C reached after 20 min.',
  }),
  'WO-10502': order(['Leak at valve 3', 'Water', 'S-0417'], 'New', [2, 13, 0], 180, {
    technician: 'tomasz.nowak',
    booking: 'B-7764',
  }),
  'WO-10505': order(['Radiator noise', 'Heating', 'S-0611'], 'New', null, null),
  'WO-10506': order(['Annual boiler service', 'Heating', 'S-0640'], 'Scheduled', [2, 8, 0], 420, {
    technician: 'jonas.weiss',
    booking: 'B-7759',
  }),
};
