// The scenarios of CONFORMANCE by their ids, and on which ways to a hub each of them is proved by a test that is named after it.

/** Ways to a hub, as the suites go them: `describe.each` over these tables of test/support/stage.ts, or over some of them. */
export type Ways = 'bindings' | 'httpBindings' | 'hubBindings';

/** Ids that a test in test/suites names, on every one of these ways. `C1…C34` are thirty-four. */
export const inSuites: Readonly<Record<Ways, string>> = {
  /** In process, over HTTP, and over HTTP on PostgreSQL. */
  bindings: `C1…C34 CM1…CM11 CG-a CG-b1 CG-b2 CG-c1 CG-c2 CG-c3 CG-d CG-e1 CG-e2 CG-f CG-g1 CG-g2 CG-h CG-i1 CG-i2 CG-k CG-l CG-m
    CG-n CG-o CG-q CG-p E1…E22 EG-a EG-b EG-c1 EG-c2 EG-c3 EG-c4 EG-d EG-e EG-f EG-g EG-h EG-i EG-k EG-m
    H4 H26 H27 H30 H32…H35 H42 F1…F11 FG-a FG-b FG-c FG-d FG-e SN1…SN11 M1…M8 M10 MG-a MG-b O1…O12 OG-a OG-b OG-c OG-d OG-e
    V1…V5 V7 V9 V11 V14 V16 V18 V19 S1…S9 S11…S18 S21 S22
    L1 L2 L3 L4 L6 L8 L9 L10 L11 L13 L14 L15 L16 L17 L19 L20 L21 L22 L23 L24 L28 L31 L32 L34 L35`,
  /** What only the wire can do. */
  httpBindings: 'CG-j H1 H5…H25 H31 H36 H37 H38 H39 H40 H41 H43…H50 S20',
  /** Each kind of hub once, as a Concord hub and as one that shows itself as stock. */
  hubBindings: 'F12 V6 L5 L7 L12 L18 L26 L27 L29 L30 L33',
};

/** Ids that a test elsewhere names, with the reason. */
export const elsewhere: Readonly<Record<string, { readonly file: string; readonly why: string }>> = {
  H28: { file: 'integration/remote/bad-status', why: 'a stock hub’s word about a converter; Concord has none to name' },
  L25: { file: 'suites/losses', why: 'a comma is refused at the replica’s own door' },
  M9: { file: 'integration/replica/from-copy', why: 'a replica can be made from a copy of a SQLite hub alone' },
  M11: { file: 'integration/remote/bad-scope', why: 'a Concord hub has no scope without tables' },
  S10: { file: 'integration/telemetry/sessions', why: 'the log lies around the session, not on the way to the hub' },
  S23: { file: 'integration/remote/bad-status', why: 'the agent names the result, not the session’s algorithm' },
};

/** Ids without a test, with the reason. */
export const without: Readonly<Record<string, string>> = {
  'EG-j': 'there is no switch that takes constraint checks off',
  'EG-l': 'error sets are rows of the replica’s and the hub’s own database, not files that can go missing',
  H2: 'the agent sends no properties of its own; members that a peer does not know are H47',
  H3: 'as H2',
  H29: 'there are no converters; a client that names one is H28',
  S19: 'that memory stays flat is a figure: npm run bench; that nothing is kept twice is CG-h',
  V8: 'as EG-j',
  V10: 'parts are not rewritten on their way to disk; they are read by their owner alone',
  V12: 'tables and columns cannot be renamed by a prefix; a new table comes by a new scope, M2',
  V13: 'a scope always has its tables, M11',
  V15: 'what waits is counted in one place for window and terminal: test/integration/agent/counts',
  V17: 'parts on disk are the spool’s, which every session over HTTP goes through',
};

/** How many scenarios each family has, or their names. */
const families: Readonly<Record<string, number | string>> = {
  C: 34,
  'CG-': 'a b1 b2 c1 c2 c3 d e1 e2 f g1 g2 h i1 i2 j k l m n o p q',
  CM: 11,
  E: 22,
  'EG-': 'a b c1 c2 c3 c4 d e f g h i j k l m',
  H: 50,
  F: 12,
  'FG-': 'a b c d e',
  SN: 11,
  M: 11,
  'MG-': 'a b',
  O: 12,
  'OG-': 'a b c d e',
  V: 19,
  S: 23,
  P: 14,
  L: 35,
};

/** Every id of CONFORMANCE. */
export const scenarioIds: readonly string[] = Object.entries(families).flatMap(([family, names]) =>
  typeof names === 'number'
    ? Array.from({ length: names }, (_, at) => `${family}${at + 1}`)
    : names.split(' ').map((name) => `${family}${name}`),
);
