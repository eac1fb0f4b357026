// A field for each parameter of a scope's filter; the hub says whether a value fits its type (HB-04, HB-06).

import { Field, Input } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { HubState } from './state.ts';

/** A parameter of a scope. */
export type ScopeParameter = HubState['scopes'][number]['parameters'][number];

/** What was typed, by the names of parameters. */
export type TypedValues = Readonly<Record<string, string>>;

interface ParameterFieldsProps {
  readonly parameters: readonly ScopeParameter[];
  readonly values: TypedValues;
  readonly label: (name: string) => string;
  readonly hint: string;
  onChange(values: TypedValues): void;
}

/** The fields. */
export function ParameterFields({ parameters, values, label, hint, onChange }: ParameterFieldsProps): ReactElement {
  return (
    <>
      {parameters.map(({ name }) => (
        <Field key={name} label={label(name)} hint={hint}>
          <Input value={values[name] ?? ''} onChange={(_, { value }) => onChange({ ...values, [name]: value })} />
        </Field>
      ))}
    </>
  );
}

/** The parameters of some scopes, each once. */
export function parametersOf(scopes: HubState['scopes']): readonly ScopeParameter[] {
  const byName = new Map(
    scopes.flatMap(({ parameters }) => parameters.map((item) => [item.name.toLowerCase(), item] as const)),
  );
  return [...byName.values()];
}

/** Those that were filled in; null = none. */
export function given(parameters: readonly ScopeParameter[], values: TypedValues): Record<string, string> | null {
  const filled = parameters.flatMap(({ name }) => (values[name] ? [[name, values[name]] as const] : []));
  return filled.length === 0 ? null : Object.fromEntries(filled);
}
