// Words for what telemetry records: events, modes, kinds of failure, codes (TL-03…TL-05, AX-05).

import type { TFunction } from 'i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import type { ErrorNumber, EventName, FailureType } from '../../main/sync/telemetry.ts';

/** A recorded event as the list is given it. */
export type TelemetryEvent = CallOutput<'telemetry.list'>['events'][number];

/** "Session", "Download of a table". */
export function eventTitle(t: TFunction<'telemetry'>, name: EventName): string {
  return t(`event.${name.replace('concord.', '').replace('.', '-')}`);
}

/** "2005 · The hub": number and meaning of a code (TL-05). */
export function codeText(t: TFunction<'telemetry'>, code: number): string {
  return `${code} · ${codeMeaning(t, code)}`;
}

/** "The hub": what a code means (TL-05). */
export function codeMeaning(t: TFunction<'telemetry'>, code: number): string {
  return t(`code.${code as ErrorNumber}`, { defaultValue: t('code.0') });
}

/** "Hub", "Sign-in": a kind of failure. */
export function typeText(t: TFunction<'telemetry'>, type: FailureType): string {
  return t(`type.${type}`);
}

/** What became of an event: success, failure, an expected interruption, or nothing of the kind. */
export function outcomeOf({ success, failureType }: TelemetryEvent): 'success' | 'failure' | 'expected' | 'none' {
  if (success === null)
    return failureType === null ? 'none' : failureType === 'EXPECTED_ERROR' ? 'expected' : 'failure';
  if (success) return 'success';
  return failureType === 'EXPECTED_ERROR' ? 'expected' : 'failure';
}
