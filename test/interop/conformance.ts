// Every scenario of CONFORMANCE, and where it is held with real peers: by a stock client at Concord's hub on SQLite (s) and on
// PostgreSQL (p), by Concord's agent at a stock server (a). Where a letter is missing, `why` says what a stock peer cannot do, or
// where the same is held. The titles of the tests name the scenarios; covered.ts holds this table against what has passed.

/** Scenarios that are held in the same places. */
interface Group {
  readonly at: string;
  /** Ids, `C1-34` for a range. */
  readonly ids: string;
  readonly why?: string;
}

const everywhere: readonly Group[] = [
  { at: 'spa', ids: 'C1-11 C13-16 C19-34' },
  { at: 'spa', ids: 'CG-a CG-b2 CG-c1 CG-d CG-e1 CG-f CG-g1 CG-g2 CG-h CG-i1 CG-i2 CG-k CG-p' },
  { at: 'spa', ids: 'E1-5 E7-11 EG-a EG-b EG-c1 EG-c2 EG-c3 EG-c4 EG-d EG-g EG-h' },
  { at: 'spa', ids: 'H1 H7-14 H16-25 H36-41 H43 F1-7 FG-a FG-b SN1 SN2 M2 M3' },
  { at: 'spa', ids: 'O1 O6-12 OG-a OG-c V7 L1 L6 L9-12 L14 L18 L20 L24 L26 L31' },
];

const clientOnly: readonly Group[] = [
  {
    at: 'sp',
    ids: 'C12',
    why: 'the agent edits no incoming row: it parks, and the decision goes with the next session (CG-d)',
  },
  {
    at: 'sp',
    ids: 'C17 C18 O4 SN10',
    why: 'the agent is outdated at a stock server in O1; what a stock server forgets is L10',
  },
  { at: 'sp', ids: 'CG-b1 CG-e2', why: 'a stock server’s handler answers every conflict alike: MergeRow is C11' },
  { at: 'sp', ids: 'CG-c2', why: 'the agent’s decision is an ordinary delete: CG-d with another change' },
  { at: 'sp', ids: 'CG-l', why: 'a replica of Concord’s has no policy of its own' },
  { at: 'sp', ids: 'CG-q L23', why: 'with clients that win a stock server takes the older row, whoever sends it' },
  { at: 'sp', ids: 'H15', why: 'the agent’s own file; with a change of the hub beside it, it is L18' },
  { at: 'sp', ids: 'H4 M1 MG-a', why: 'one stock server serves one scope here; the agent meets two of them in M2' },
  { at: 'sp', ids: 'H32-35 F10', why: 'the agent asks for an estimate by a session without an apply: test/suites' },
  { at: 'sp', ids: 'FG-c FG-d FG-e', why: 'a stock server checks no parameter and keeps what is outside (FG-a, L31)' },
  { at: 'sp', ids: 'SN3 SN9 L15', why: 'a stock server has one folder for both values' },
  { at: 'sp', ids: 'SN6 H48', why: 'for the agent it is SN2 and H36: the server says no more of it' },
  { at: 'sp', ids: 'M4-6', why: 'who stays on the old scope, or has another set-up, is the stock client' },
  { at: 'sp', ids: 'V9', why: 'for the agent it is OG-c, which changes such a row at a stock server' },
  { at: 'sp', ids: 'L35', why: 'the product skips no conflict' },
];

const agentOnly: readonly Group[] = [
  { at: 'a', ids: 'CG-c3 E6 E12', why: 'a hook inside the replica, which a stock client’s program has not' },
  {
    at: 'a',
    ids: 'CG-m CG-n CG-o L16 L17 L19',
    why: 'stamps of the replica’s own file: a stock client’s are lost before any hub sees them',
  },
  { at: 'a', ids: 'E18-22 EG-f L5', why: 'locks of the replica’s own file: a stock client’s own affair' },
  { at: 'a', ids: 'EG-e EG-k L7', why: 'what a stock client does to its own file no hub can mend' },
  { at: 'a', ids: 'L4 L27', why: 'the stock client’s own loss: no hub can prevent it' },
  { at: 'a', ids: 'S12 L34', why: 'a stock client shows no more of it than H24 and H25' },
  { at: 'a', ids: 'OG-b OG-d', why: 'a stock client loses the row by itself (OG-d); the mark is compared there (O1)' },
  { at: 'p', ids: 'L2 L3', why: 'only PostgreSQL has several writers; a stock server loses them to every client' },
  { at: 'pa', ids: 'L28', why: 'only PostgreSQL truncates' },
];

const nowhere: readonly Group[] = [
  {
    at: '',
    ids: 'CM1-11',
    why: 'one or two runs of C1-34 each; insert/insert merged is C11 with another first change',
  },
  { at: '', ids: 'CG-j', why: 'every call once lost is H38-40; with a conflict in each, test/suites/http-repeats' },
  { at: '', ids: 'E13-17', why: 'a fault raised inside the hub’s apply: no wire shows it; test/suites/errors-hub' },
  { at: '', ids: 'EG-i EG-l EG-m', why: 'EG-i is E7; the replica’s own store of errors: test/suites/errors-gaps' },
  {
    at: '',
    ids: 'EG-j V8',
    why: 'a key that is broken here alone cannot come from a database that checks it: E9 spoils it on its way',
  },
  { at: '', ids: 'H2 H3 H28 H29', why: 'properties and converters are code of a caller; Concord has neither' },
  { at: '', ids: 'H5 H6 H42 H46 V1 V2 V18 V19 L8', why: 'one end’s own file or database, before anything is sent' },
  { at: '', ids: 'H26 H27 H30 H31', why: 'SN1, SN2, O1 and H4 under another number' },
  {
    at: '',
    ids: 'H44 H45 H47 H49 H50',
    why: 'proxies, packing and spoilt bodies between the ends: test/suites/http-faults',
  },
  { at: '', ids: 'F8 F9 F11 F12', why: 'texts of statements, or F10 and V6 under another number' },
  { at: '', ids: 'SN4 SN5 SN7 SN8 SN11', why: 'a hub’s own folder, or SN2 with a filter: test/suites/snapshots' },
  { at: '', ids: 'M7-11', why: 'a replica’s own watermarks, set by hand or copied: test/suites/scopes, migration' },
  { at: '', ids: 'MG-b O2 O3 O5 OG-e', why: 'clean-up inside one end: test/suites/clean-up; O2 is C17' },
  { at: '', ids: 'V3-6 V10-17', why: 'provisioning and calls of one end; V11 is L2' },
  { at: '', ids: 'S1-11 S13-23', why: 'rules and views of one end; their six rows are C1, C15, C21, C6, EG-c1' },
  { at: '', ids: 'P1-14', why: 'the product’s inbox, lists and exports, whatever the hub is' },
  {
    at: '',
    ids: 'L13 L21 L22 L25 L29 L30 L32 L33',
    why: 'the agent’s or our hub’s own care: test/suites, test/simulation',
  },
];

/** A scenario and where it is held. */
export interface Scenario {
  readonly id: string;
  readonly at: string;
  readonly why: string;
}

/** The table, one line a scenario. */
export const held: readonly Scenario[] = [...everywhere, ...clientOnly, ...agentOnly, ...nowhere].flatMap(
  ({ at, ids, why = '' }) => idsIn(ids).map((id) => ({ id, at, why })),
);

/** Ids that a text names, ranges (`C1-34`, `O6–O12`) spelt out. */
export function idsIn(text: string): string[] {
  const found = text.matchAll(/\b(CG-|EG-|FG-|MG-|OG-|CM|SN|[CEHFMOVSPL])([a-z]?\d*)(?:[-–]\1?(\d+))?(?![\w])/g);
  return [...found].flatMap(([, family = '', first = '', last]) => {
    if (first === '') return [];
    if (last === undefined) return [`${family}${first}`];
    const from = Number(first);
    return Array.from({ length: Number(last) - from + 1 }, (_, at) => `${family}${from + at}`);
  });
}
