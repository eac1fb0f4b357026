// The price list: families of articles; each combination of their variants is one article.

/** One family of articles. */
export interface Family {
  /** Start of the article number. */
  readonly prefix: string;
  /** Name with `{0}`, `{1}`, `{2}` for the variants. */
  readonly name: string;
  readonly category: string;
  readonly unit: string;
  /** Price of the smallest, and the factor to the largest. */
  readonly price: number;
  readonly growth: number;
  readonly weight: number;
  /** Variants as `code=word`, or just a word that is its own code. */
  readonly variants: readonly (readonly string[])[];
}

const dn = ['10', '15', '20', '25', '32', '40', '50', '65', '80', '100'];
const tube = ['12', '15', '18', '22', '28', '35', '42', '54'];
const thread = ['12=½″', '34=¾″', '10=1″', '14=1¼″', '15=1½″', '20=2″'];
const lengths = ['400', '500', '600', '700', '800', '900', '1000', '1200', '1400', '1600', '1800', '2000'];
const metal = ['CU=copper', 'VA=stainless steel', 'ST=zinc-plated steel', 'RG=gunmetal'];
const gallons = ['040=0.40', '045=0.45', '050=0.50', '055=0.55', '060=0.60', '065=0.65', '075=0.75', '085=0.85'];

type Figures = readonly [price: number, growth: number, weight: number];

function family(head: string, [category, unit]: readonly string[], figures: Figures, ...variants: string[][]): Family {
  const [prefix = '', name = ''] = head.split(': ');
  const [price, growth, weight] = figures;
  return { prefix, name, category: category ?? '', unit: unit ?? 'pcs', price, growth, weight, variants };
}

/** All families. The combinations come to about 2,300 articles. */
export const families: readonly Family[] = [
  family('BN: Burner nozzle {0} gal', ['Burner parts'], [34.6, 1.4, 0.05], gallons),
  family('BH: Burner nozzle {0} gal, hollow cone {1}', ['Burner parts'], [36.4, 1.6, 0.05], gallons, [
    '45=45°',
    '60=60°',
    '80=80°',
  ]),
  family(
    'IE: Ignition electrode, model {0}',
    ['Burner parts'],
    [18.9, 2.4, 0.1],
    ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'],
  ),
  family(
    'FS: Flame sensor {0}, {1}',
    ['Burner parts'],
    [41, 1.8, 0.1],
    ['UV', 'IR', 'ION=ionisation'],
    ['2=2 m', '5=5 m'],
  ),
  family('GS: Gasket set DN {0}', ['Gaskets'], [4.2, 7, 0.1], dn),
  family('GF: Flange gasket DN {0}, {1}', ['Gaskets'], [2.1, 9, 0.1], dn, ['P=paper', 'G=graphite', 'E=EPDM']),
  family('OR: O-ring {0} × {1}', ['Gaskets'], [0.35, 9, 0.01], tube, ['2', '3', '4']),
  family('BV: Ball valve {0}, {1}', ['Valves'], [9.8, 7, 0.3], thread, [
    'F=female',
    'M=male',
    'P=press',
    'D=with drain',
  ]),
  family('TV: Thermostatic valve {0}, {1}', ['Valves'], [14.2, 2.2, 0.25], thread.slice(0, 3), [
    'A=angle',
    'S=straight',
    'X=axial',
  ]),
  family('SV: Safety valve {0}, {1} bar', ['Valves'], [16.5, 6, 0.4], thread, ['25=2.5', '30=3', '60=6', '100=10']),
  family('BL: Balancing valve DN {0}, {1}', ['Valves'], [58, 9, 1.1], dn, ['T=threaded', 'F=flanged']),
  family('CV: Check valve DN {0}, {1}', ['Valves'], [12.4, 8, 0.4], dn, ['B=brass', 'S=steel']),
  family(
    'RAD: Radiator type {0}, {1} × {2} mm',
    ['Radiators'],
    [74, 9, 11],
    ['11', '21', '22', '33'],
    ['300', '400', '500', '600', '900'],
    lengths,
  ),
  family(
    'TR: Towel radiator {0} × {1}, {2}',
    ['Radiators'],
    [96, 4, 9],
    ['800', '1200', '1600', '1800'],
    ['500', '600', '750'],
    ['W=white', 'A=anthracite', 'C=chrome'],
  ),
  family('EL: Elbow {0} mm, {1}, {2}', ['Fittings'], [1.9, 14, 0.06], tube, metal, ['45=45°', '90=90°']),
  family('TE: Tee {0} mm, {1}', ['Fittings'], [2.8, 14, 0.1], tube, metal),
  family('CP: Coupling {0} mm, {1}', ['Fittings'], [1.4, 12, 0.05], tube, metal),
  family(
    'RD: Reducer {0} to {1} mm',
    ['Fittings'],
    [2.2, 9, 0.08],
    ['15', '18', '22', '28', '35', '42', '54'],
    ['10', '12'],
  ),
  family('UN: Union {0} × {1} mm', ['Fittings'], [5.9, 8, 0.15], thread, tube),
  family('PI: Pipe {0} mm, {1}', ['Pipes', 'm'], [4.8, 11, 0.6], tube, metal),
  family(
    'PX: Composite pipe {0} mm, coil {1} m',
    ['Pipes', 'coil'],
    [61, 9, 6],
    ['16', '20', '26', '32'],
    ['25', '50', '100', '200'],
  ),
  family(
    'DR: Drain pipe DN {0}, {1} mm',
    ['Pipes'],
    [3.4, 9, 0.9],
    ['40', '50', '75', '90', '110', '125'],
    ['250', '500', '1000', '2000', '3000'],
  ),
  family('IN: Pipe lagging {0} mm, {1} mm thick', ['Insulation', 'm'], [1.6, 8, 0.15], tube, ['9', '13', '20', '30']),
  family('IM: Insulating shell DN {0}, {1}', ['Insulation'], [7.5, 5, 0.3], dn, ['R=mineral wool', 'E=elastomer']),
  family(
    'PU: Circulating pump {0}-{1}, {2} mm',
    ['Pumps'],
    [138, 7, 2.6],
    ['15', '25', '32', '40', '50'],
    ['40', '60', '80', '100'],
    ['130', '180', '220'],
  ),
  family(
    'SP: Submersible pump {0} m³/h, lift {1} m',
    ['Pumps'],
    [119, 6, 5.4],
    ['5', '8', '12', '16', '24'],
    ['6', '9', '12'],
  ),
  family(
    'PS: Shaft seal {0} mm, {1}',
    ['Pumps'],
    [22, 4, 0.08],
    ['12', '14', '16', '18', '20', '24', '28', '32'],
    ['C=carbon', 'S=silicon carbide'],
  ),
  family(
    'EV: Expansion vessel {0} l, {1}',
    ['Vessels'],
    [39, 16, 4.2],
    ['8', '12', '18', '25', '35', '50', '80', '140', '200'],
    ['H=heating', 'S=solar', 'W=drinking water'],
  ),
  family(
    'BT: Hot water tank {0} l, {1}',
    ['Vessels'],
    [610, 4, 58],
    ['150', '200', '300', '400', '500'],
    ['E=enamelled', 'V=stainless steel', 'D=double coil'],
  ),
  family(
    'TH: Room thermostat {0}, {1}',
    ['Controls'],
    [32, 4, 0.2],
    ['D=digital', 'A=analogue', 'W=wireless', 'B=with bus'],
    ['230=230 V', '24=24 V', 'BT=battery'],
  ),
  family('AC: Actuator {0} V, {1} N', ['Controls'], [28, 5, 0.25], ['24', '230'], ['90', '110', '140', '500', '800']),
  family(
    'CT: Heating controller, {0} circuits, {1}',
    ['Controls'],
    [240, 4, 0.9],
    ['1', '2', '3', '4'],
    ['L=local', 'N=with network', 'G=with radio'],
  ),
  family(
    'SE: Immersion sensor {0}, {1} mm',
    ['Sensors'],
    [14, 3, 0.1],
    ['PT1000', 'NTC10', 'NTC5', 'KTY'],
    ['50', '100', '150', '200'],
  ),
  family(
    'PG: Pressure gauge 0–{0} bar, {1} mm',
    ['Sensors'],
    [8.9, 3, 0.15],
    ['4', '6', '10', '16', '25'],
    ['50', '63', '80', '100'],
  ),
  family(
    'FL: Flue pipe {0} mm, {1}',
    ['Flue'],
    [18, 7, 1.2],
    ['60', '80', '100', '110', '125', '160', '200'],
    ['250=250 mm', '500=500 mm', '1000=1 m', 'B45=bend 45°', 'B87=bend 87°', 'T=tee'],
  ),
  family(
    'BO: Condensing boiler {0} kW, {1}',
    ['Boilers'],
    [2190, 5, 42],
    ['11', '15', '19', '25', '32', '45', '60', '80'],
    ['G=gas', 'O=oil', 'C=gas, combined'],
  ),
  family(
    'HP: Heat pump {0} kW, {1}',
    ['Heat pumps'],
    [5480, 3, 96],
    ['5', '7', '9', '11', '14', '17'],
    ['M=monobloc', 'S=split', 'B=brine'],
  ),
  family(
    'FI: Bag filter {0} × {1}, {2}',
    ['Filters'],
    [11.8, 4, 0.7],
    ['287', '490', '592'],
    ['287', '490', '592', '892'],
    ['M5', 'F7', 'F8', 'F9'],
  ),
  family('WF: Water filter {0}, {1} µm', ['Filters'], [24, 5, 0.9], thread, ['50', '90', '100', '200']),
  family(
    'VB: V-belt {0} × {1}',
    ['Ventilation'],
    [7.4, 3, 0.15],
    ['SPZ', 'SPA', 'SPB'],
    ['800', '900', '1000', '1120', '1250', '1400', '1600', '1800', '2000'],
  ),
  family(
    'FM: Fan motor {0} kW, {1} poles',
    ['Ventilation'],
    [118, 6, 7.5],
    ['025=0.25', '037=0.37', '055=0.55', '075=0.75', '110=1.1', '150=1.5', '220=2.2'],
    ['2', '4', '6'],
  ),
  family(
    'DF: Supply air outlet {0} mm, {1}',
    ['Ventilation'],
    [13, 4, 0.6],
    ['100', '125', '160', '200', '250', '315'],
    ['W=wall', 'C=ceiling', 'N=nozzle'],
  ),
  family(
    'RF: Refrigerant {0}, bottle {1} kg',
    ['Refrigeration', 'bottle'],
    [86, 8, 7],
    ['R32', 'R290', 'R410A', 'R134a', 'R449A'],
    ['5', '10', '12'],
  ),
  family(
    'EX: Expansion valve {0} kW, {1}',
    ['Refrigeration'],
    [44, 4, 0.35],
    ['1', '2', '4', '6', '9', '13'],
    ['T=thermostatic', 'E=electronic'],
  ),
  family(
    'CO: Compressor {0} hp, {1}',
    ['Refrigeration'],
    [390, 5, 28],
    ['1', '2', '3', '5', '7', '10'],
    ['S=scroll', 'P=piston'],
  ),
  family(
    'FD: Filter dryer {0} mm, {1}',
    ['Refrigeration'],
    [12, 3, 0.3],
    ['6', '10', '12', '16', '18', '22'],
    ['S=solder', 'F=flare'],
  ),
  family(
    'LAB: Labour, {0}',
    ['Labour', 'h'],
    [54, 1.7, 0],
    ['APP=apprentice', 'TEC=technician', 'MAS=master', 'NGT=night and weekend'],
  ),
  family('TRV: Travel, zone {0}', ['Labour', 'trip'], [24, 4, 0], ['1', '2', '3', '4', '5']),
];
