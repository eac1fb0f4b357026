// Requests in the form in which a run is compared with a recording (test/vectors/README): ids and times under names, free
// members left out, rows and counters as sets.

import { bodyHash } from '../../main/wire/hash.ts';
import { parseJson, writeJson } from '../../main/wire/json.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../main/wire/json-value.ts';
import { textOf } from './sync-call.ts';

/** The two parts of a request that are compared. */
export interface ComparedCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request to be compared: its headers' content and its message. */
export interface Comparable {
  readonly step: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly message: JsonValue;
}

/** Requests of one or more sessions, those of step 7 in the order of their parts. */
export function comparable(calls: readonly ComparedCall[]): Comparable[] {
  const names = new Map<string, string>();
  const order = (call: Comparable): number => (call.step === 7 ? Number((call.message as JsonObject)['bireq']) : 0);
  return groups(calls).flatMap((group) => {
    const compared = group.map((call) => compare(call, names));
    return compared.toSorted((a, b) => order(a) - order(b));
  });
}

/** Runs of equal steps: only those of a download may change their order among themselves. */
function groups(calls: readonly ComparedCall[]): ComparedCall[][] {
  const found: ComparedCall[][] = [];
  for (const call of calls) {
    const last = found.at(-1);
    if (last && stepOf(call) === 7 && last[0] && stepOf(last[0]) === 7) last.push(call);
    else found.push([call]);
  }
  return found;
}

function stepOf(call: ComparedCall): number {
  return Number(call.headers['dotmim-sync-step']);
}

function compare(call: ComparedCall, names: Map<string, string>): Comparable {
  const { headers } = call;
  const name = (kind: string, value: string): string => {
    const known = names.get(`${kind} ${value}`);
    if (known !== undefined) return known;
    const fresh = `${kind} ${[...names.keys()].filter((item) => item.startsWith(`${kind} `)).length + 1}`;
    names.set(`${kind} ${value}`, fresh);
    return fresh;
  };
  const format = JSON.parse(headers['dotmim-sync-serialization-format'] ?? '') as Record<string, unknown>;
  return {
    step: stepOf(call),
    headers: {
      session: name('session', headers['dotmim-sync-session-id'] ?? ''),
      client: headers['dotmim-sync-scope-id'] && name('client', headers['dotmim-sync-scope-id']),
      scope: headers['dotmim-sync-scope-name'],
      version: headers['dotmim-sync-version'],
      serializer: String(format['serializerKey']),
      batchSize: format['clientBatchSize'] === 0 ? 'none' : 'some',
      hash: headers['dotmim-sync-hash'] === bodyHash(call.body) ? 'of the body' : 'wrong',
      cookie: headers['cookie'],
      type: headers['content-type'],
    },
    message: members(parseJson(call.body), name),
  };
}

type Naming = (kind: string, value: string) => string;

function members(message: JsonValue, name: Naming): JsonObject {
  if (!isJsonObject(message)) throw new Error('a request is no object');
  return Object.fromEntries(Object.entries(message).map(([member, value]) => [member, one(member, value, name)]));
}

/** What a member is compared as. */
function one(member: string, value: JsonValue, name: Naming): JsonValue {
  switch (member) {
    case 'sc':
      return context(value, name);
    case 'scopeclient':
      return isJsonObject(value) ? client(value, name) : value;
    case 'scope':
      // Its time is that of the replica's own clean-up, which a hub does not use.
      return isJsonObject(value) ? without(value, 'lst') : value;
    case 'clst':
      return time(value, name);
    case 'changes':
      return rowsAsSet(value);
    case 'st':
    case 'ct':
      return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(textOf(value)) ? 'an instant' : value;
    case 'exc':
      return 'a text';
    default:
      return counters(value);
  }
}

function context(value: JsonValue, name: Naming): JsonValue {
  const { id = null, csid = null, ...rest } = without(value, 'stage', 'pp');
  return { id: name('session', textOf(id)), csid: csid === null ? null : name('client', textOf(csid)), ...rest };
}

function client(value: JsonObject, name: Naming): JsonValue {
  return { ...value, id: name('client', textOf(value['id'])), lst: time(value['lst'] ?? null, name) };
}

function time(value: JsonValue, name: Naming): JsonValue {
  if (value === null || value === 0) return value;
  return name('time', textOf(value));
}

function rowsAsSet(value: JsonValue): JsonValue {
  if (!isJsonObject(value) || !Array.isArray(value['t'])) return value;
  return {
    t: value['t'].map((table) =>
      isJsonObject(table) && Array.isArray(table['r']) ? { ...table, r: sorted(table['r']) } : table,
    ),
  };
}

/** `tac` depends on the order of the entries, which is free. */
function counters(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const list = value['tcs'] ?? value['tca'];
  return Array.isArray(list) ? sorted(list.map((entry) => without(entry, 'tac'))) : value;
}

function sorted(items: readonly JsonValue[]): JsonValue[] {
  return items.toSorted((a, b) => (writeJson(a) < writeJson(b) ? -1 : 1));
}

function without(value: JsonValue, ...names: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw new Error('no object');
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
