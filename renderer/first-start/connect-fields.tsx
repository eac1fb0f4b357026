// The fields of a connection, each with its hint or its fault in the same place.

import { Combobox, Field, Input, Option } from '@fluentui/react-components';
import { useEffect, useEffectEvent, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import { FieldFault } from '../parts/field-fault.tsx';
import type { ReplyProblem } from '../../main/window/contract.ts';
import { testInput, type FieldName, type SetupForm, type SetupState } from './form.ts';

interface ConnectFieldsProps {
  readonly state: SetupState;
  readonly form: SetupForm;
  readonly faults: Partial<Record<FieldName, ReplyProblem>>;
  /** Fields that may not be empty, and were when the test was asked for. */
  readonly missing: readonly string[];
  onChange(part: Partial<SetupForm>): void;
}

/** The four fields. */
export function ConnectFields({ state, form, faults, missing, onChange }: ConnectFieldsProps): ReactElement {
  const { t } = useTranslation('setup');
  const [asked, setAsked] = useState(form.hub);
  const note = (
    name: FieldName,
    hint: string,
  ): Pick<Parameters<typeof Field>[0], 'hint' | 'validationMessage' | 'validationState'> => {
    const fault = faults[name];
    if (fault) return { validationState: 'error', validationMessage: { children: <FieldFault problem={fault} /> } };
    if (missing.includes(name)) return { validationState: 'error', validationMessage: t(`connect.empty.${name}`) };
    return { hint };
  };
  const tokenHint = state.given.hasToken ? 'tokenKnown' : 'tokenNone';
  return (
    <>
      <Field label={t('connect.hub')} required {...note('hub', t('connect.hubHint'))}>
        <Input
          type="url"
          value={form.hub}
          autoComplete="off"
          spellCheck={false}
          onChange={(_, { value }) => onChange({ hub: value })}
          onBlur={() => setAsked(form.hub)}
        />
      </Field>
      <Field
        label={t('connect.token')}
        {...note(
          'token',
          `${t(`connect.${tokenHint}`)} ${t(state.keepsTokens ? 'connect.tokenKept' : 'connect.tokenRun')}`,
        )}
      >
        <Input
          type="password"
          value={form.token}
          autoComplete="off"
          onChange={(_, { value }) => onChange({ token: value })}
          onBlur={() => setAsked(form.hub)}
        />
      </Field>
      <ScopeField form={form} asked={asked} note={note} onChange={onChange} />
      <Field label={t('connect.file')} required {...note('file', t('connect.fileHint'))}>
        <Input
          value={form.file}
          autoComplete="off"
          spellCheck={false}
          onChange={(_, { value }) => onChange({ file: value })}
        />
      </Field>
    </>
  );
}

interface ScopeFieldProps extends Pick<ConnectFieldsProps, 'form' | 'onChange'> {
  /** The hub that was typed to its end. */
  readonly asked: string;
  note(
    name: FieldName,
    hint: string,
  ): Pick<Parameters<typeof Field>[0], 'hint' | 'validationMessage' | 'validationState'>;
}

/** A hub that lists its scopes is chosen from; any other is told by name. */
function ScopeField({ form, asked, note, onChange }: ScopeFieldProps): ReactElement {
  const { t } = useTranslation('setup');
  const isAddress = /^https?:\/\/./.test(asked) && URL.canParse(asked);
  const { token } = testInput(form);
  const list = useRead('setup.scopes', isAddress ? { hub: asked, token } : null, []).value?.scopes ?? [];
  const only = list.length === 1 ? list[0]?.name : undefined;
  const fill = useEffectEvent((name: string) => {
    if (form.scope === '') onChange({ scope: name });
  });
  useEffect(() => {
    if (only !== undefined) fill(only);
  }, [only]);
  const hint = list.length > 0 ? t('connect.scopes', { count: list.length }) : t('connect.scopeHint');
  return (
    <Field label={t('connect.scope')} required {...note('scope', hint)}>
      <Combobox
        freeform
        value={form.scope}
        selectedOptions={[form.scope]}
        expandIcon={list.length > 0 ? { tabIndex: -1, 'aria-label': t('connect.scopeList') } : null}
        onInput={(event) => onChange({ scope: event.currentTarget.value })}
        onOptionSelect={(_, { optionValue }) => optionValue !== undefined && onChange({ scope: optionValue })}
      >
        {list.map(({ name, tables }) => (
          <Option key={name} value={name} text={name}>
            {t('connect.scopeOption', { name, count: tables })}
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}
