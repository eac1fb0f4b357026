// A new snapshot: of which scope, under which parameters (HB-06).

import { Button, Dropdown, Field, Option } from '@fluentui/react-components';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { given, ParameterFields, type TypedValues } from './parameter-fields.tsx';
import type { HubState } from './state.ts';
import styles from './hub.module.css';

interface NewSnapshotProps {
  readonly scopes: HubState['scopes'];
  onStarted(): void;
}

/** A button, and the form behind it. */
export function NewSnapshot({ scopes, onStarted }: NewSnapshotProps): ReactElement {
  const { t } = useTranslation('hub');
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState(scopes[0]?.name ?? '');
  const [values, setValues] = useState<TypedValues>({});
  const make = useAct('hub.makeSnapshot');
  const parameters = scopes.find((scope) => scope.name === name)?.parameters ?? [];
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const started = await make.run({ scope: name, parameters: given(parameters, values) ?? {} });
    if (!started) return;
    setOpen(false);
    onStarted();
  };
  if (!isOpen)
    return (
      <div className={styles.tools}>
        <Button onClick={() => setOpen(true)}>{t('snapshots.open')}</Button>
      </div>
    );
  return (
    <form className={styles.fold} noValidate onSubmit={(event) => void submit(event)}>
      <div className={styles.fields}>
        <Field label={t('snapshots.scope')}>
          <Dropdown
            autoFocus
            clearButton={null}
            value={name}
            selectedOptions={[name]}
            onOptionSelect={(_, { optionValue }) => setName(optionValue ?? name)}
          >
            {scopes.map((scope) => (
              <Option key={scope.name} value={scope.name}>
                {scope.name}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <ParameterFields
          parameters={parameters}
          values={values}
          label={(parameter) => parameter}
          hint={t('snapshots.hint')}
          onChange={setValues}
        />
      </div>
      {make.problem && <ProblemNote problem={make.problem} onDismiss={make.clear} />}
      <div className={styles.tools}>
        <Button type="submit" appearance="primary" disabledFocusable={make.busy}>
          {t('snapshots.make')}
        </Button>
        <Button onClick={() => setOpen(false)}>{t('snapshots.leave')}</Button>
      </div>
    </form>
  );
}
