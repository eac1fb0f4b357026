// Towns, streets and kinds of customer of the sample office. Telephone numbers are built on 555 0….

import { list } from './list.ts';

/** One town: postal codes from and to, the area code, and where it lies. */
export interface Town {
  readonly name: string;
  readonly country: 'DE' | 'DK';
  readonly codes: readonly [number, number];
  readonly area: string;
  readonly latitude: number;
  readonly longitude: number;
}

const town = (name: string, codes: readonly [number, number], area: string, at: readonly [number, number]): Town => ({
  name,
  country: area.startsWith('+45') ? 'DK' : 'DE',
  codes,
  area,
  latitude: at[0],
  longitude: at[1],
});

/** Towns with how often they occur. */
export const towns: readonly (readonly [Town, number])[] = [
  [town('Hamburg', [20095, 20539], '040', [53.55, 9.99]), 20],
  [town('Hamburg', [22041, 22769], '040', [53.57, 10.02]), 26],
  [town('Lübeck', [23552, 23570], '0451', [53.87, 10.69]), 8],
  [town('Kiel', [24103, 24159], '0431', [54.32, 10.13]), 8],
  [town('Lüneburg', [21335, 21407], '04131', [53.25, 10.41]), 6],
  [town('Norderstedt', [22844, 22851], '040', [53.7, 10.01]), 6],
  [town('Ahrensburg', [22926, 22926], '04102', [53.67, 10.24]), 4],
  [town('Stade', [21680, 21684], '04141', [53.6, 9.47]), 4],
  [town('Buxtehude', [21614, 21614], '04161', [53.47, 9.69]), 3],
  [town('Elmshorn', [25335, 25337], '04121', [53.75, 9.65]), 3],
  [town('Itzehoe', [25524, 25524], '04821', [53.92, 9.51]), 3],
  [town('Flensburg', [24937, 24944], '0461', [54.79, 9.44]), 4],
  [town('Aabenraa', [6200, 6200], '+45 74', [55.04, 9.42]), 2],
  [town('Sønderborg', [6400, 6400], '+45 74', [54.91, 9.79]), 2],
];

/** Streets of German towns. */
export const streets = list(`
  Speicherweg; Marktplatz; Möwenstieg; Kastanienallee; Am Fleet; Fährdamm; Große Gasse; Deichtor; Mühlenkamp;
  Lindenstraße; Hafenstraße; Königsweg; Bei der Schleuse; Kirchhofstwiete; Bäckergang; Werftstraße; Holzdamm;
  Am Güterbahnhof; Süderende; Ostpreußenring; Birkenhain; Schützenwall; Zum Alten Zoll; Gärtnerstraße;
  Obstgasse; Nordkanal; Rübenkamp; Theodor-Storm-Straße; Elbblick; Heideweg; Ziegelei; Klosterhof;
  Brückenstraße; Reeperstieg; Am Wasserturm; Grüner Jäger; Quay
`);

/** Streets of Danish towns. */
export const danishStreets = list(`
  Havnegade; Østergade; Møllevej; Søndergade; Kirkevej; Ågade
`);

/** How a kind of customer is named: `{last}`, `{first}`, `{street}` and `{town}` are filled in. */
export interface CustomerKind {
  readonly kind: string;
  readonly names: readonly string[];
  /** How often. */
  readonly weight: number;
  /** Sites: at least and at most. */
  readonly sites: readonly [number, number];
  /** What a part of a site is called. */
  readonly parts: readonly string[];
}

/** The kinds of customer. */
export const customerKinds: readonly CustomerKind[] = [
  {
    kind: 'Private',
    names: ['{first} {last}', '{first} {last}', '{last} family'],
    weight: 26,
    sites: [1, 1],
    parts: ['annex flat', 'garden house'],
  },
  {
    kind: 'Housing',
    names: [
      'Housing cooperative {street}',
      '{last} Property',
      'Wohnhof {street}',
      '{last} & {other} Estates',
      '{first} {last}, landlord',
    ],
    weight: 16,
    sites: [1, 4],
    parts: ['stair A', 'stair B', 'stair C', 'underground garage', 'boiler house'],
  },
  {
    kind: 'Hotel',
    names: ['{last} Hotel', 'Hotel {street}', '{town} Lodge', 'Pension {last}', 'Hotel zur Möwe, {town}'],
    weight: 10,
    sites: [1, 2],
    parts: ['boiler house', 'kitchen', 'spa', 'roof plant'],
  },
  {
    kind: 'Food',
    names: ['{last} Bakery', '{last} Dairy', 'Brewery {last}', '{last} Fish Smokery', 'Café {first}'],
    weight: 10,
    sites: [1, 3],
    parts: ['cold store', 'shop 1', 'shop 2', 'bakehouse', 'yard'],
  },
  {
    kind: 'Health',
    names: ['Dr {last}, practice', '{street} Clinic', '{last} Care Home', 'Pharmacy {last}', 'Praxis Dr. {last}'],
    weight: 10,
    sites: [1, 2],
    parts: ['east wing', 'west wing', 'laundry', 'laboratory'],
  },
  {
    kind: 'Education',
    names: ['{town} School {street}', 'Kindergarten {street}', '{last} Music School', 'Grundschule {street}'],
    weight: 7,
    sites: [1, 2],
    parts: ['gym', 'annex', 'canteen'],
  },
  {
    kind: 'Industry',
    names: [
      '{last} Logistics',
      '{last} & {other} Metalworks',
      '{last} Shipyard',
      '{last} Printing',
      'Lagerhaus {town}',
    ],
    weight: 12,
    sites: [1, 4],
    parts: ['hall A', 'hall B', 'hall C', 'gatehouse', 'office wing'],
  },
  {
    kind: 'Office',
    names: ['{last} & {other} Architects', '{last} & {other}, tax advisers', '{last} Consulting', 'Kanzlei {last}'],
    weight: 9,
    sites: [1, 2],
    parts: ['2nd floor', 'server room', 'roof plant'],
  },
];

/** Opening hours as people write them. */
export const openingHours = list(`
  Mon–Fri 07:30–16:00; Mon–Fri 08:00–17:00; daily 06:00–22:00; always open; Mon–Sat 05:00–13:00;
  by arrangement; Mon–Thu 07:00–15:30, Fri to 13:00; Tue–Sun 10:00–20:00
`);
