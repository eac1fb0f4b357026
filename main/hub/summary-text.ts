// What a session's exchange came to, as one text that any process of the hub can go on from (W-101, W-102).

import type { SelectedCount } from '../sync/counters.ts';
import type { PartInfo } from '../sync/orchestrator.ts';
import type { Policy, Scope } from '../sync/scope.ts';
import type { Parameter } from '../sync/scope.ts';
import { outcomeFromJson, outcomeToJson } from './stores/outcome.ts';
import type { ClientNote, Sender, SessionNote } from './stores/store.ts';
import type { Summary } from './summary.ts';

/** A finished exchange. */
export interface Finished {
  readonly summary: Summary;
  readonly note: ClientNote | null;
  /** Name of the prepared download. */
  readonly selection: string;
}

interface StoredNote {
  readonly sender: Sender;
  readonly lastSync: string;
  readonly lastHubSync: string;
  readonly heardUpTo: string | null;
  readonly session: SessionNote;
  readonly left?: readonly string[];
}

interface Stored {
  readonly hubTime: string;
  readonly policy: Policy;
  readonly selected: readonly SelectedCount[];
  /** See `outcomeToJson`. */
  readonly outcome: string;
  readonly parts: readonly PartInfo[];
  readonly isNarrowed?: boolean;
  readonly seal?: string | null;
  readonly selection: string;
  readonly note: StoredNote | null;
}

/** The text. */
export function finishedToText({ summary, note, selection }: Finished): string {
  const { hubTime, policy, selected, applied, refused, kept, parts, isNarrowed, seal } = summary;
  const stored: Stored = {
    hubTime: String(hubTime),
    policy,
    selected,
    outcome: outcomeToJson({ counts: applied, refused, kept }),
    parts,
    isNarrowed,
    seal,
    selection,
    note: note && {
      sender: note.sender,
      lastSync: String(note.lastSync),
      lastHubSync: String(note.lastHubSync),
      heardUpTo: note.heardUpTo === null ? null : String(note.heardUpTo),
      session: note.session,
      ...(note.left && { left: note.left }),
    },
  };
  return JSON.stringify(stored, (_, value: unknown) => (typeof value === 'bigint' ? { big: String(value) } : value));
}

/** The exchange as it was. */
export function finishedFromText(scope: Scope, text: string): Finished {
  const stored = JSON.parse(text) as Stored;
  const { counts: applied, refused, kept } = outcomeFromJson(scope.schema, stored.outcome);
  const { policy, selected, parts, selection, note, isNarrowed = false, seal = null } = stored;
  return {
    summary: { hubTime: BigInt(stored.hubTime), policy, selected, applied, refused, kept, parts, isNarrowed, seal },
    selection,
    note: note && {
      scope,
      sender: { ...note.sender, parameters: note.sender.parameters.map(parameterOf) },
      lastSync: BigInt(note.lastSync),
      lastHubSync: BigInt(note.lastHubSync),
      heardUpTo: note.heardUpTo === null ? null : BigInt(note.heardUpTo),
      session: note.session,
      ...(note.left && { left: note.left }),
    },
  };
}

function parameterOf({ name, value }: { readonly name: string; readonly value: unknown }): Parameter {
  if (typeof value === 'object' && value !== null && 'big' in value) return { name, value: BigInt(String(value.big)) };
  return { name, value: value as Parameter['value'] };
}
