// An office beyond the ordinary: thirty tables, names as long as a database allows, at a hub that decides conflicts by itself.
// Every screen still fits, and says so (AX-02, AX-05, D8).

import { expect } from 'vitest';
import { look, setDesk, story } from './desk.ts';
import { faultless, looked, picture, wear } from './looks.ts';
import { seen } from './seen.ts';

const long = 'maintenance_contract_special_conditions_and_supplementary_agreements';
const names = Array.from({ length: 30 }, (_, no) => (no === 0 ? long : `register_${String(no + 1).padStart(2, '0')}`));
const column = 'remarks_of_the_responsible_technician_after_the_first_inspection_visit';

const schema = names
  .map(
    (name) =>
      `create table ${name} (id integer primary key, title varchar(200), ${column} varchar(400), amount numeric(18, 4));`,
  )
  .join('\n');
const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const rows = `insert into ${long} values (1, '${word}', '${word} ${word}', '12345678901234.5678'),
  (2, 'Second', 'short', 1), (3, 'Third', 'short', 2);
  insert into register_02 values (1, 'One', null, null);`;

/** Those that hold the most are looked at in all colours and widths, of the others a picture is kept. */
const places: readonly (readonly [name: string, at: string, shows: string])[] = [
  ['status', '/status', 'Register 30'],
  ['feed', '/feed/1', 'Balance 0'],
  ['changes', '/changes', 'Remarks of the responsible technician'],
  ['data', `/data/${long}`, 'Second'],
  ['record', `/data/${long}?record=1`, 'Timeline'],
  ['conflicts', '/conflicts', 'No conflict waits for you'],
  ['settings', '/settings/conflicts', 'This hub overwrites conflicts by itself'],
];

const full: ReadonlySet<string> = new Set(['status', 'feed', 'record']);

story(
  'thirty tables, very long names and a hub that decides by itself: every screen fits (AX-02, AX-05, D8)',
  async () => {
    const desk = await setDesk({
      hub: { schema: `${schema}\n${rows}`, tables: names, directions: {}, policy: 'client-wins' },
    });
    const { page, db } = desk;
    await desk.sync();
    db.exec(`update ${long} set ${column} = '${word} changed', title = '${word} here' where id = 1`);
    const origin = new URL(page.url()).origin;
    const found: Record<string, unknown> = {};
    for (const [name, at, shows] of places) {
      await wear(page, look.viewport, 'light');
      await page.goto(`${origin}/#${at}`);
      await seen(page.getByRole('main').getByText(shows).first()).toBeVisible();
      if (full.has(name)) found[name] = await looked(page, { name: `wide-office-${name}` });
      else await picture(page, `wide-office-${name}`);
    }
    expect(found).toEqual(Object.fromEntries([...full].map((name) => [name, faultless])));
  },
);
