// A new token: for whom, what for, where, until when; its secret is shown this once (HB-04).

import { Button, Dropdown, Field, Input, Option } from '@fluentui/react-components';
import { Checkmark16Regular, Copy16Regular } from '@fluentui/react-icons';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { given, ParameterFields, parametersOf, type TypedValues } from './parameter-fields.tsx';
import type { HubState } from './state.ts';
import page from '../parts/page.module.css';
import styles from './hub.module.css';

type Kind = 'client' | 'monitor' | 'admin';
type Made = CallOutput<'hub.makeToken'>;

const kinds: readonly Kind[] = ['client', 'monitor', 'admin'];
const spans = ['never', '30', '90', '365'] as const;
const dayMs = 86_400_000;

interface NewTokenProps {
  /** The scopes that there are. */
  readonly scopes: HubState['scopes'];
  onMade(): void;
}

/** The card: a button, the form behind it, and then the secret. */
export function NewToken({ scopes, onMade }: NewTokenProps): ReactElement {
  const { t } = useTranslation('hub');
  const [step, setStep] = useState<'rest' | 'form' | Made>('rest');
  if (step === 'rest')
    return (
      <div className={styles.tools}>
        <Button onClick={() => setStep('form')}>{t('new.open')}</Button>
        <span className="caption">{t('new.about')}</span>
      </div>
    );
  if (step !== 'form') return <Secret made={step} onClose={() => setStep('rest')} />;
  return (
    <TokenForm
      scopes={scopes}
      onClose={() => setStep('rest')}
      onMade={(made) => {
        setStep(made);
        onMade();
      }}
    />
  );
}

interface TokenFormProps {
  readonly scopes: HubState['scopes'];
  onClose(): void;
  onMade(made: Made): void;
}

function TokenForm({ scopes, onClose, onMade }: TokenFormProps): ReactElement {
  const { t } = useTranslation('hub');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>('client');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [span, setSpan] = useState<(typeof spans)[number]>('90');
  const [bound, setBound] = useState<TypedValues>({});
  const make = useAct('hub.makeToken');
  const parameters = parametersOf(scopes.filter((scope) => chosen.length === 0 || chosen.includes(scope.name)));
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (name.trim() === '') return;
    const made = await make.run({
      name: name.trim(),
      kind,
      scopes: chosen.length === 0 ? null : [...chosen],
      expiresAt: span === 'never' ? null : new Date(Date.now() + Number(span) * dayMs).toISOString(),
      pinned: given(parameters, bound),
    });
    if (made) onMade(made);
  };
  const spanText = (value: (typeof spans)[number]): string =>
    value === 'never' ? t('tokens.never') : t('new.days', { count: Number(value) });
  return (
    <form className={`${page.card} ${styles.form}`} noValidate onSubmit={(event) => void submit(event)}>
      <div className={styles.fields}>
        <Field label={t('new.name')} hint={t('new.nameHint')}>
          <Input autoFocus value={name} maxLength={64} onChange={(_, { value }) => setName(value)} />
        </Field>
        <Field label={t('tokens.head.kind')} hint={t(`new.kindHint.${kind}`)}>
          <Dropdown
            clearButton={null}
            value={t(`tokens.kind.${kind}`)}
            selectedOptions={[kind]}
            onOptionSelect={(_, { optionValue }) => setKind(kinds.find((item) => item === optionValue) ?? 'client')}
          >
            {kinds.map((item) => (
              <Option key={item} value={item}>
                {t(`tokens.kind.${item}`)}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <Field label={t('tokens.head.scopes')} hint={t('new.scopesHint')}>
          <Dropdown
            clearButton={null}
            multiselect
            value={chosen.length === 0 ? t('tokens.all') : chosen.join(', ')}
            selectedOptions={[...chosen]}
            onOptionSelect={(_, { selectedOptions }) => setChosen(selectedOptions)}
          >
            {scopes.map(({ name: scope }) => (
              <Option key={scope} value={scope}>
                {scope}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <Field label={t('new.until')}>
          <Dropdown
            clearButton={null}
            value={spanText(span)}
            selectedOptions={[span]}
            onOptionSelect={(_, { optionValue }) => setSpan(spans.find((item) => item === optionValue) ?? '90')}
          >
            {spans.map((item) => (
              <Option key={item} value={item}>
                {spanText(item)}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <ParameterFields
          parameters={parameters}
          values={bound}
          label={(parameter) => t('new.bind', { name: parameter })}
          hint={t('new.bindHint')}
          onChange={setBound}
        />
      </div>
      {make.problem && <ProblemNote problem={make.problem} onDismiss={make.clear} />}
      <div className={styles.tools}>
        <Button type="submit" appearance="primary" disabledFocusable={name.trim() === '' || make.busy}>
          {t('new.make')}
        </Button>
        <Button onClick={onClose}>{t('new.leave')}</Button>
      </div>
    </form>
  );
}

function Secret({ made, onClose }: { readonly made: Made; onClose(): void }): ReactElement {
  const { t } = useTranslation('hub');
  const [copied, setCopied] = useState(false);
  const copy = (): void => void navigator.clipboard.writeText(made.token).then(() => setCopied(true));
  return (
    <section className={`${page.card} ${styles.form}`} aria-label={t('new.secret')}>
      <p role="status">{t('new.once', { name: made.name })}</p>
      <code className={styles.secret}>{made.token}</code>
      <div className={styles.tools}>
        <Button
          icon={copied ? <Checkmark16Regular /> : <Copy16Regular />}
          appearance="primary"
          autoFocus
          onClick={copy}
        >
          {t(copied ? 'new.copied' : 'new.copy')}
        </Button>
        <Button onClick={onClose}>{t('new.close')}</Button>
      </div>
    </section>
  );
}
