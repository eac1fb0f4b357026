// What the office is called out for: titles, phrases for notes, parts that go with them.

/** The three trades of the office. */
export type Trade = 'Heating' | 'Cooling' | 'Water';

/** One kind of job. */
export interface Job {
  readonly title: string;
  readonly hours: number;
  /** Categories of products that go with it. */
  readonly needs: readonly string[];
  readonly weight: number;
  /** What is asked for before anybody has been there. */
  readonly asks: string;
}

const job = ([title, asks]: readonly [string, string], hours: number, needs: readonly string[], weight = 4): Job => ({
  title,
  asks,
  hours,
  needs,
  weight,
});

/** The jobs of each trade. */
export const jobs: Readonly<Record<Trade, readonly Job[]>> = {
  Heating: [
    job(['Boiler service', 'Service with cleaning, contract with material.'], 2.5, ['Burner parts', 'Gaskets'], 9),
    job(
      ['Annual boiler service', 'Yearly service is due, last one in the same month.'],
      2.5,
      ['Burner parts', 'Gaskets'],
      9,
    ),
    job(['Burner inspection', 'Burner starts three times before it runs.'], 1.5, ['Burner parts'], 6),
    job(['Burner fault', 'Boiler locks out at night, display shows F{count}.'], 2, ['Burner parts', 'Sensors'], 6),
    job(['Radiator noise', 'Radiators gurgle when the heating starts.'], 1, ['Valves', 'Fittings'], 5),
    job(
      ['Radiator exchange', 'Radiator in the stairwell rusts through at the bottom.'],
      4,
      ['Radiators', 'Valves', 'Fittings'],
      5,
    ),
    job(['Thermostat exchange', 'Room stays at {cool} °C whatever is set.'], 1, ['Controls'], 5),
    job(['Expansion tank', 'Pressure falls below 1 bar within {days} days.'], 3, ['Vessels', 'Fittings'], 3),
    job(['Chimney draught', 'Smell of flue gas in the boiler room when the wind is in the west.'], 1, ['Flue'], 2),
    job(
      ['Boiler exchange', 'Old boiler is to go out through the cellar window.'],
      16,
      ['Boilers', 'Flue', 'Pipes', 'Fittings'],
      1,
    ),
    job(
      ['Heat pump start-up', 'Outdoor unit is mounted and wired, filling is done.'],
      6,
      ['Heat pumps', 'Controls'],
      2,
    ),
    job(['Hydraulic balancing', 'Top floor too cold, ground floor too warm.'], 8, ['Valves', 'Controls'], 2),
    job(['Gas test, yearly', 'Test with record for the insurer.'], 1, ['Gaskets'], 4),
    job(['Solar loop check', 'Collector reaches {temp} °C but the tank stays cold.'], 2, ['Vessels', 'Sensors'], 2),
    job(
      ['Underfloor heating flush', 'Two circuits stay cold, last flushed {days} years ago.'],
      5,
      ['Valves', 'Filters'],
      2,
    ),
  ],
  Cooling: [
    job(
      ['Cold store service', 'Service before the season, cold store must not exceed 8 °C.'],
      3,
      ['Refrigeration', 'Filters'],
      5,
    ),
    job(
      ['Air conditioner service', 'Water drips from the cassette in the meeting room.'],
      1.5,
      ['Filters', 'Refrigeration'],
      7,
    ),
    job(
      ['Leak test, refrigerant', 'Yearly leak test is due, log book lies in the plant room.'],
      2,
      ['Refrigeration'],
      4,
    ),
    job(['Condenser cleaning', 'Unit switches off on warm afternoons.'], 2, ['Filters'], 3),
    job(['Fan noise', 'Fan squeals at start.'], 1.5, ['Ventilation'], 3),
    job(['Filter change', 'Filters were last changed {days} months ago.'], 1, ['Filters', 'Ventilation'], 8),
    job(['Chiller start-up', 'Chiller was idle over the winter.'], 6, ['Refrigeration', 'Controls'], 1),
    job(
      ['Server room too warm', 'Server room reaches {temp} °C in the afternoon.'],
      2,
      ['Refrigeration', 'Sensors'],
      2,
    ),
  ],
  Water: [
    job(['Pump exchange', 'Pump runs hot and trips the fuse.'], 3, ['Pumps', 'Gaskets', 'Fittings'], 5),
    job(['Pump seals', 'Puddle under the pump, about {days} litres a day.'], 2, ['Gaskets', 'Pumps'], 3),
    job(['Pressure loss', 'No pressure on the top floor in the morning.'], 2, ['Vessels', 'Valves'], 5),
    job(['Leak at valve', 'Wet spot on the cellar wall below the valve.'], 1.5, ['Valves', 'Gaskets'], 6),
    job(
      ['Hot water too cold', 'Tenant reports {temp} °C at the tap, contract says 60.'],
      1.5,
      ['Controls', 'Valves'],
      5,
    ),
    job(['Valve service', 'Valves cannot be closed by hand.'], 2, ['Valves', 'Gaskets'], 4),
    job(['Drinking water sample', 'Sampling of {days} outlets is due, laboratory is booked.'], 1, ['Filters'], 4),
    job(['Water softener service', 'Lime on all taps, salt is used up.'], 1.5, ['Filters', 'Vessels'], 3),
    job(['Pipe renewal', 'Third leak in this riser within two years.'], 12, ['Pipes', 'Fittings', 'Insulation'], 2),
    job(['Blocked drain', 'Floor drain in the laundry runs over.'], 1.5, ['Pipes'], 4),
  ],
};

/** Skills of a technician, and the trade they belong to (null: any). */
export const skills: readonly (readonly [string, Trade | null])[] = [
  ['Gas up to 300 kW', 'Heating'],
  ['Oil burners', 'Heating'],
  ['Heat pumps', 'Heating'],
  ['Flue gas measuring', 'Heating'],
  ['Refrigerants, category I', 'Cooling'],
  ['Cold stores', 'Cooling'],
  ['Ventilation hygiene', 'Cooling'],
  ['Drinking water hygiene', 'Water'],
  ['Press fitting', 'Water'],
  ['Pump overhaul', 'Water'],
  ['Electrical, limited', null],
  ['First aid', null],
  ['Working at height', null],
];
