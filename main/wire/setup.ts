// Setups between the wire and the domain (§6, W-64, W-209). Filters travel as they came.

import type { Setup } from '../sync/schema.ts';
import { directionFromWire, directionToWire } from './enums.ts';
import { plainJson, type JsonValue } from './json-value.ts';
import type { SyncSetup } from './messages/sync-setup.ts';

const affixNames = ['spp', 'sps', 'tf', 'ts', 'ttp', 'tts'] as const;

/** A setup from SyncSetup. */
export function setupFromWire(setup: SyncSetup): Setup {
  return {
    tables: (setup.tbls ?? []).map((table) => ({
      name: table.tn,
      schema: table.sn ?? '',
      columns: table.cols ?? [],
      direction: directionFromWire(table.sd ?? 0),
    })),
    filters: (setup.fils ?? []).map(plainJson),
    affixes: pick((name) => setup[name]),
  };
}

/** A setup as SyncSetup. */
export function setupToWire(setup: Setup): SyncSetup {
  return {
    tbls: setup.tables.map((table) => ({
      tn: table.name,
      sn: table.schema,
      cols: table.columns,
      sd: directionToWire(table.direction),
    })),
    fils: setup.filters as readonly JsonValue[],
    ...pick((name) => setup.affixes[name]),
  };
}

/** The affixes that are given, by wire name; an empty one is given too (W-34). */
function pick(valueOf: (name: (typeof affixNames)[number]) => string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    affixNames.flatMap((name) => {
      const value = valueOf(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
