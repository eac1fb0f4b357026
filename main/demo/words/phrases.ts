// Sentences for notes. `{bar}`, `{temp}`, `{cool}`, `{name}`, `{days}`, `{count}`, `{kwh}` and `{percent}` are filled in.

import type { Trade } from './trades.ts';

/** What was found or done, by trade. */
export const workPhrases: Readonly<Record<Trade, readonly string[]>> = {
  Heating: [
    'Burner cleaned.',
    'Gasket to follow.',
    'Flame sensor cleaned, reads {count} µA.',
    'Nozzle replaced, CO in the flue gas {count} ppm.',
    'Flow {temp} °C after 20 minutes, return 12 degrees lower.',
    'System filled to {bar} bar and vented on both floors.',
    'Expansion vessel had lost its charge; raised to {bar} bar.',
    'Circulating pump runs but does not modulate.',
    'Flue gas loss {percent} %, within the limit.',
    'Ignition electrode worn, replaced from the van.',
    'Night setback was off; programmed again with the caretaker.',
    'Radiator in the hall stays cold, valve pin was stuck.',
    'Meter reading {kwh} kWh.',
    'Boiler shows fault F{count} after each start, reset twice.',
    'Flue damper does not close fully.',
    'Safety valve drips; new one needed, 3 bar, ¾ inch.',
    'Brennerdichtung bestellt, Liefertermin offen.',
    'Condensate trap cleaned and refilled.',
  ],
  Cooling: [
    'Filter changed, pressure drop is back to normal.',
    'Refrigerant topped up, {count}0 g, leak test passed.',
    'Condenser was covered with flour dust; cleaned.',
    'Evaporator iced up, defrost timer set to {count} minutes.',
    'Supply air {cool} °C at the first outlet.',
    'Fan bearing runs rough; order a new motor.',
    'Drain pan flushed and disinfected.',
    'Door seal of the cold store is torn on the left.',
    'Compressor draws {percent} A, as on the plate.',
    'Alarm contact tested with the control room.',
    'Kältemittel nachgefüllt, Dichtheitsprüfung ohne Befund.',
    'Set point was changed by somebody; back to 4 °C.',
    'Belt tensioned, spare belt left on site.',
    'Air volume measured at {count} outlets, record in the folder.',
  ],
  Water: [
    'Leak at the third valve, washer replaced.',
    'Pressure {bar} bar at the meter, {percent} % less on the top floor.',
    'Hot water {temp} °C at the tap after one minute.',
    'Sample taken at {count} points, result in {days} days.',
    'Pump seal wet; ordered with the shaft.',
    'Strainer full of lime, cleaned.',
    'Circulation line balanced again.',
    'Stop valve in the cellar cannot be turned; pipe freezing needed.',
    'Softener set to {count} °dH.',
    'Shaft of the lifting station pumped out.',
    'Pipe lagged over {count} m.',
    'Wasserzähler getauscht, Stand {kwh}.',
    'Check valve knocks when the pump stops.',
    'Tested for {count} hours at {bar} bar, no loss.',
  ],
};

/** What a caller adds to a request, whatever the trade. */
export const callPhrases = [
  'Reported by {name}.',
  'Caller is at home until noon.',
  'Same fault as {days} weeks ago.',
  'Tenants have been told.',
  'Please send the technician of last time.',
  'Offer first if it costs more than {count}0 euros.',
  'Meldung kam über den Hausmeister.',
  'Contract with material.',
  'Second call today.',
  'Bring the large ladder and a wet vacuum cleaner.',
] as const;

/** Why an order waits. */
export const holdPhrases = [
  'Waiting for parts, promised within {days} days.',
  'Customer wants to think it over.',
  'On hold until the scaffold is gone.',
  'Nobody opened at the second visit.',
  'Approval by {name} is missing.',
  'Wartet auf Freigabe der Hausverwaltung.',
] as const;

/** As `sitePhrases`, at sites in Denmark. */
export const danishSitePhrases = [
  'Hoveddøren er låst efter kl. 16.',
  'Ring til {name} før besøget.',
  'Nøglen ligger hos viceværten.',
  'Parkering kun i gården.',
] as const;

/** What is to be minded on site, whatever the trade. */
export const sitePhrases = [
  'Key at reception, ask for {name}.',
  'Call {name} before the visit.',
  'Parking only in the yard, the gate closes at 18:00.',
  'Access through the cellar door at the back.',
  'Dog in the garden, ring first.',
  'Work before 9 only, guests sleep.',
  'Schlüssel liegt beim Hausmeister.',
  'The lift is out of order until next week.',
  'Ladder of 6 m needed.',
  'No work during the school break.',
  'Ask for the fire alarm to be switched off first.',
  'Sign in at the gatehouse, safety shoes required.',
] as const;

/** What comes next. */
export const nextPhrases = [
  'Customer informed.',
  'Offer for the exchange promised within {days} days.',
  'Second visit with two people.',
  '{name} approves the extra hour.',
  'Part ordered, due in {days} days.',
  'Invoice to the property manager.',
  'Photos are in the folder.',
  'Next service in twelve months.',
  'Warranty case, claim sent to the maker.',
  'To be checked again when it is colder.',
  'Report handed to {name}.',
  'Customer wants a fixed price.',
  'Nothing open.',
  'Bitte vorher telefonisch anmelden.',
] as const;

/** The steps of an acceptance record, for notes of one to two kilobytes. */
export const recordPhrases = [
  'Record of {days} rooms:',
  'Shut-off valves marked and turned once.',
  'All joints looked at under pressure, {bar} bar over 30 minutes.',
  'Flow {temp} °C, return measured on each circuit and noted on the sheet in the control panel.',
  'Circuit {days}: actuator answers late, throttle opened by a quarter turn.',
  'Room sensor in the corridor hangs behind a curtain; {name} agrees to have it moved.',
  'Consumption since the last visit {kwh} kWh, {percent} % less than in the year before.',
  'Pump on step 2, differential pressure 180 mbar, no noise on the upper floors.',
  'Water hardness {percent} °dH, filling water treated, conductivity below 100 µS/cm.',
  'Insulation missing over {days} m behind the switchboard.',
  'Smoke seal of the wall opening is complete, photo 4.',
  'Spare parts left on site: two gaskets, one fuse 6.3 A, one bottle of inhibitor.',
  'Operating hours {kwh}, starts {kwh}0; the ratio points to a boiler that is too large.',
  'Frost protection tested with cold spray, alarm came after {count} seconds.',
  'Door contact bridged by the user; bridge removed and explained.',
  'The manual was missing; a copy is now in the blue folder beside the panel.',
  'Agreed with {name}: the two old radiators go on the scrap heap in the yard.',
  'Remaining fault: the display of zone {days} is dim.',
  'Vibration dampers of the outdoor unit replaced on the wall side.',
  'Drain tested with 10 l of water, runs off in {count} seconds.',
] as const;

/** Sentences that a dispatcher adds. */
export const dispatchPhrases = [
  'Customer asked for an earlier visit.',
  'Call {name} before the visit.',
  'Moved after a call with {name}.',
  'Part has arrived, shelf in the yard.',
  '{name} has the key this week.',
  'Bring the long ladder.',
  'Customer confirms by phone.',
  'Please take two photos of the plate.',
  'Access from the harbour side only.',
  'Waiting for an order number from {name}.',
  'Price agreed with {name}.',
  'Neighbour lets us in.',
] as const;
