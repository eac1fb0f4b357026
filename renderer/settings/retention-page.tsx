// How long history is kept, and what each number frees now, before it is kept (AD-03).

import { Button, Field, Input } from '@fluentui/react-components';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { bytesText } from '../format/numbers.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import type { CallOutput } from '../../main/window/contract.ts';
import { useMayChange } from './use-may-change.ts';
import styles from './settings.module.css';

type Kept = CallOutput<'settings.read'>['retention'];
type Kind = keyof Kept | 'telemetry';
type Typed = Readonly<Record<Kind, string>>;

const kinds: readonly (keyof Kept)[] = ['sessions', 'conflicts', 'errors'];

/** The page. */
export function RetentionPage(): ReactElement | null {
  const kept = useRead('settings.read', {}, ['setup']).value?.retention;
  const telemetry = useRead('telemetry.state', {}, ['setup']).value;
  if (!kept || !telemetry) return null;
  const days = { ...kept, telemetry: telemetry.keepDays };
  // What another window keeps begins the form anew.
  return <RetentionForm key={JSON.stringify(days)} kept={days} telemetry={telemetry} />;
}

interface RetentionFormProps {
  readonly kept: Readonly<Record<Kind, number>>;
  readonly telemetry: Pick<CallOutput<'telemetry.state'>, 'events' | 'bytes'>;
}

function RetentionForm({ kept, telemetry }: RetentionFormProps): ReactElement {
  const { t } = useTranslation('settings');
  const mayChange = useMayChange();
  const before: Typed = mapped(kept, String);
  const [typed, setTyped] = useState<Typed>(before);
  const save = useAct('settings.save');
  const configure = useAct('telemetry.configure');
  const days = mapped(typed, daysOf);
  const { sessions, conflicts, errors } = days;
  const whole = sessions && conflicts && errors ? { sessions, conflicts, errors } : null;
  const frees = useRead('settings.frees', whole, ['setup']).value;
  const isSame = (Object.keys(kept) as Kind[]).every((kind) => days[kind] === kept[kind]);
  const mayKeep = mayChange && whole !== null && days.telemetry !== null && !isSame;
  const keep = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!mayKeep) return;
    if (days.telemetry !== kept.telemetry) await configure.run({ keepDays: days.telemetry ?? kept.telemetry });
    await save.run({ retention: whole });
  };
  const line = (kind: Kind, hint: string): ReactElement => (
    <div key={kind} className={styles.line}>
      <Field
        label={t(`retention.${kind}`)}
        orientation="horizontal"
        {...(days[kind] === null && { validationState: 'error', validationMessage: t('retention.wrong') })}
      >
        <Input
          inputMode="numeric"
          value={typed[kind]}
          disabled={!mayChange}
          contentAfter={<span className="quiet">{t('retention.days')}</span>}
          onChange={(_, { value }) => setTyped((now) => ({ ...now, [kind]: value }))}
        />
      </Field>
      <span className="caption figure">{days[kind] === null ? '' : hint}</span>
    </div>
  );
  return (
    <form className={styles.form} noValidate onSubmit={(event) => void keep(event)}>
      {kinds.map((kind) => {
        const { entries: count = 0, bytes = 0 } = frees?.[kind] ?? {};
        return line(
          kind,
          t(count === 0 ? 'retention.freesNone' : 'retention.frees', { count, size: bytesText(bytes) }),
        );
      })}
      {line('telemetry', t('retention.telemetryHint', { count: telemetry.events, size: bytesText(telemetry.bytes) }))}
      {[save, configure].map(
        ({ problem, clear }, at) => problem && <ProblemNote key={at} problem={problem} onDismiss={clear} />,
      )}
      {mayChange && (
        <div className={styles.buttons}>
          <Button type="submit" appearance="primary" disabledFocusable={!mayKeep || save.busy}>
            {t('retention.save')}
          </Button>
          {!isSame && <Button onClick={() => setTyped(before)}>{t('retention.back')}</Button>}
        </div>
      )}
    </form>
  );
}

/** Whole days within AD-03; null for anything else. */
function daysOf(text: string): number | null {
  const days = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  return days >= 1 && days <= 3650 ? days : null;
}

function mapped<A, B>(record: Readonly<Record<Kind, A>>, map: (value: A) => B): Record<Kind, B> {
  const { sessions, conflicts, errors, telemetry } = record;
  return { sessions: map(sessions), conflicts: map(conflicts), errors: map(errors), telemetry: map(telemetry) };
}
