// The answers to each step as bodies, in the order of members that stock clients need (W-46, W-51, W-53, W-80, W-149).

import type { Schema } from '../../sync/schema.ts';
import type { HubOperation, Scope } from '../../sync/scope.ts';
import { appliedToWire, selectedToWire } from '../../wire/counters.ts';
import { kindToWire, operationToWire, policyToWire, ways } from '../../wire/enums.ts';
import { authorsToWire, summaryExtrasToWire } from '../../wire/extras.ts';
import type { BatchPartInfo } from '../../wire/messages/batch-info.ts';
import type { SyncContext } from '../../wire/messages/context.ts';
import { writeEnsureScopesRequest, writeEnsureScopesResponse } from '../../wire/messages/ensure-scopes.ts';
import { writeSendChangesResponse } from '../../wire/messages/more-changes.ts';
import { writeOperationResponse } from '../../wire/messages/operation.ts';
import { writeSummaryResponse } from '../../wire/messages/summary.ts';
import { scopeToWire } from '../../wire/schema.ts';
import { answerSteps, steps } from '../../wire/steps.ts';
import type { Caller } from '../caller.ts';
import type { DownloadPart } from '../steps.ts';
import type { Counted } from '../stores/store.ts';
import { policyFor, type Summary } from '../summary.ts';

/** Writes answers to step 2; a scope's text is made once, since it is the largest answer of an idle session. */
export function createScopeWriter(): (sc: SyncContext, scope: Scope) => string {
  const cache = new WeakMap<Scope, string>();
  return (sc, scope) => {
    const start = writeEnsureScopesRequest({ sc });
    const known = cache.get(scope);
    if (known !== undefined) return start.slice(0, -1) + known;
    const whole = writeEnsureScopesResponse({ sc, serverscope: scopeToWire(scope) });
    cache.set(scope, whole.slice(start.length - 1));
    return whole;
  };
}

/** Step 13. */
export function operationAnswer(sc: SyncContext, operation: HubOperation): string {
  return writeOperationResponse({ sc, so: operationToWire(operation) });
}

/** Step 10 without a snapshot: no `bi` (§5). */
export function noSnapshotAnswer(sc: SyncContext): string {
  return writeSummaryResponse({ sc, rct: 0n, step: steps.summary, scs: { tcs: [] }, cca: { tca: [] } });
}

/** Step 10 with a snapshot (W-122). */
export function snapshotAnswer(sc: SyncContext, summary: Summary, caller: Caller): string {
  const parts = partInfos(caller, summary);
  const count = parts.reduce((sum, part) => sum + part.rc, 0);
  return writeSummaryResponse({
    sc: { ...sc, way: ways.download },
    bi: { dirname: 'snapshot', dir: 'hub', ts: summary.hubTime, parts, count },
    rct: summary.hubTime,
    step: steps.summary,
    scs: selectedToWire(summary.selected),
    cca: { tca: [] },
    crp: policyToWire(policyFor(summary.policy, caller)),
  });
}

/** Step 4 before the last part (W-51). */
export function partTakenAnswer(sc: SyncContext): string {
  return writeSummaryResponse({ sc, rct: 0n, step: answerSteps.uploadPart });
}

/** The last step 4 (W-130, W-131, W-286). */
export function summaryAnswer(sc: SyncContext, summary: Summary, { caller, schema }: Told): string {
  const parts = partInfos(caller, summary);
  return writeSummaryResponse({
    sc: { ...sc, way: ways.download },
    bi: { dirname: 'changes', dir: 'hub', ts: 0n, parts, count: parts.reduce((sum, part) => sum + part.rc, 0) },
    rct: summary.hubTime,
    step: steps.summary,
    scs: selectedToWire(summary.selected),
    cca: appliedToWire(summary.applied),
    crp: policyToWire(policyFor(summary.policy, caller)),
    ...(caller.agent && { concord: summaryExtrasToWire(schema, summary) }),
  });
}

function partInfos(caller: Caller, summary: Summary): BatchPartInfo[] {
  return summary.parts.map((part) => ({
    file: fileName(caller, summary, part.index),
    index: part.index,
    last: part.index === summary.parts.length - 1,
    rc: part.rows,
    tn: part.table.name,
    ts: part.table.schema,
    state: kindToWire(part.kind),
  }));
}

/** Whom an answer is for. */
export interface Told {
  readonly caller: Caller;
  readonly schema: Schema;
}

/** W-131, W-256: a plain name that no other download has. */
function fileName({ sessionId }: Caller, { hubTime, parts }: Summary, index: number): string {
  const part = parts[index];
  const table = (part?.table.name ?? '').replace(/[^A-Za-z0-9]+/g, '_').slice(0, 40);
  const kind = part?.kind === 'delete' ? 'DELETED' : 'UPSERTS';
  return `${table}_${String(index).padStart(4, '0')}_${kind}_${hubTime}_${sessionId.slice(0, 8)}.json`;
}

/** Step 7. */
export function partAnswer(
  sc: SyncContext,
  { info, summary, text, by, isSnapshot }: DownloadPart,
  { caller }: Told,
): string {
  const last = info.index === summary.parts.length - 1;
  return writeSendChangesResponse({
    ss: last ? steps.moreChanges : answerSteps.partBeforeLast,
    sc,
    bi: info.index,
    bc: summary.parts.length,
    islb: last,
    rct: summary.hubTime,
    changes: text,
    scs: selectedToWire(summary.selected),
    cca: isSnapshot ? null : appliedToWire(summary.applied),
    policy: policyToWire(policyFor(summary.policy, caller)),
    ...(by && caller.agent && { concord: { by: authorsToWire(by) } }),
  });
}

/** Step 11: all at its default (§5). */
export function endDownloadAnswer(sc: SyncContext): string {
  return writeSendChangesResponse({
    ss: steps.endDownload,
    sc,
    bi: 0,
    bc: 0,
    islb: false,
    rct: 0n,
    changes: null,
    scs: null,
    cca: null,
    policy: 0,
  });
}

/** Step 6. */
export function estimateAnswer(sc: SyncContext, { hubTime, counts }: Counted): string {
  return writeSendChangesResponse({
    ss: steps.moreChanges,
    sc,
    bi: 0,
    bc: 0,
    islb: true,
    rct: hubTime,
    changes: null,
    scs: selectedToWire(counts),
    cca: { tca: [] },
    policy: 0,
  });
}
