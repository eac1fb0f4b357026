// The checks of *Test connection*, one line each with its result (PR-01): in the first start and in the settings.

import {
  ArrowSync16Regular,
  CheckmarkCircle16Filled,
  Circle16Regular,
  ErrorCircle16Filled,
  SubtractCircle16Regular,
  Warning16Filled,
} from '@fluentui/react-icons';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { checkNames } from '../../main/window/calls/setup-calls.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import { numberText } from '../format/numbers.ts';
import styles from './check-list.module.css';

type Check = CallOutput<'setup.checks'>['checks'][number];

const icons: Readonly<Record<Check['state'], ReactElement>> = {
  ahead: <Circle16Regular className={styles.quiet} />,
  running: <ArrowSync16Regular className={styles.running} />,
  passed: <CheckmarkCircle16Filled className={styles.passed} />,
  warned: <Warning16Filled className={styles.warned} />,
  failed: <ErrorCircle16Filled className={styles.failed} />,
  unknown: <SubtractCircle16Regular className={styles.quiet} />,
};

interface CheckListProps {
  /** None = not run yet. */
  readonly checks: readonly Check[];
  /** What was tested is not what stands in the fields any more. */
  readonly isStale: boolean;
  /** Whether a place for a new replica is among the checks. */
  readonly hasFile: boolean;
}

/** The list. */
export function CheckList({ checks, isStale, hasFile }: CheckListProps): ReactElement {
  const { t } = useTranslation('setup');
  const ahead = checkNames
    .filter((name) => hasFile || name !== 'file')
    .map((name): Check => ({ name, state: 'ahead', problem: null, facts: {} }));
  const isDoorClosed = checks.some(({ name, state }) => name === 'token' && state === 'failed');
  return (
    <section className={`${styles.card} ${isStale ? styles.stale : ''}`} aria-label={t('checks.title')}>
      <h3>{t('checks.title')}</h3>
      <ol>
        {(checks.length > 0 ? checks : ahead).map((check) => (
          <li key={check.name} data-state={check.state}>
            {icons[check.state]}
            <span>
              <b>{t(`checks.name.${check.name}`)}</b>
              <span className="spoken"> {t(`checks.${check.state}`)}</span>
              <span className={styles.found}>{foundText(t, check, isDoorClosed)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function foundText(t: TFunction, { name, state, problem, facts }: Check, isDoorClosed: boolean): string {
  if (problem) return problem.message;
  if (state === 'unknown') return t(name === 'hub' && isDoorClosed ? 'checks.unknownHub' : 'checks.unknown_');
  if (state !== 'passed') return t(`checks.ahead_.${name}`);
  const count = Number(facts['tables'] ?? 0);
  const ms = numberText(Math.max(1, Math.round(Number(facts['ms'] ?? 0))));
  return t(`checks.found.${foundKey(name, facts)}`, { ...facts, ms, count });
}

function foundKey(name: Check['name'], facts: Check['facts']): string {
  if (name === 'name') return facts['host'] === facts['address'] ? 'nameSame' : name;
  if (name === 'answer') return facts['secure'] === 1 ? name : 'answerPlain';
  if (name === 'hub') return `hub${facts['kind']}`;
  if (name === 'token') return facts['given'] === 1 ? name : 'tokenNone';
  return name;
}
