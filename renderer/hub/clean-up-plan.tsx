// What a clean-up would forget, for whom the rest is kept, and who would be left behind, by name (HB-07).

import { Checkmark16Regular, Clock16Regular, Delete16Regular, Warning16Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { numberText } from '../format/numbers.ts';
import { fullTime, timeText } from '../format/times.ts';
import page from '../parts/page.module.css';
import styles from './orders.module.css';

/** A plan. */
export type Plan = CallOutput<'hub.planCleanUp'>;

interface CleanUpPlanProps {
  readonly plan: Plan;
  readonly days: number;
  /** Whether silent clients are given up at all. */
  readonly drops: boolean;
}

/** The lines of the plan. */
export function CleanUpPlan({ plan, days, drops }: CleanUpPlanProps): ReactElement {
  const { t } = useTranslation('hub');
  const { entries, holding, outdated } = plan;
  return (
    <div className={styles.plan} role="status">
      <p className={page.words}>
        <Delete16Regular />
        {entries.upTo === 0
          ? t('cleanUp.nothing')
          : t('cleanUp.forgets', { count: entries.all, old: numberText(entries.upTo) })}
      </p>
      {holding && entries.all > entries.upTo && (
        <p className={page.words}>
          <Clock16Regular />
          <span>
            {t('cleanUp.holding', { name: nameOf(holding) })} <Last client={holding} />
          </span>
        </p>
      )}
      {outdated.length === 0 ? (
        drops && (
          <p className={page.words}>
            <Checkmark16Regular />
            {t('cleanUp.nobody')}
          </p>
        )
      ) : (
        <>
          <p className={page.words}>
            <Warning16Filled className={page.amber} />
            <b>{t('cleanUp.silent', { count: days })}</b>
          </p>
          <ul className={styles.left}>
            {outdated.map((client) => (
              <li key={`${client.id} ${client.scope}`}>
                <b>{nameOf(client)}</b> <Last client={client} />
              </li>
            ))}
          </ul>
          <p className="quiet">{t('cleanUp.outdated')}</p>
        </>
      )}
    </div>
  );
}

function Last({ client }: { readonly client: Plan['outdated'][number] }): ReactElement {
  const { t } = useTranslation('hub');
  const { scope, lastSession } = client;
  const last = lastSession === null ? t('cleanUp.never') : t('cleanUp.last', { time: timeText(lastSession) });
  return (
    <span className="caption" title={lastSession === null ? undefined : fullTime(lastSession)}>
      {[scope, last].join(' · ')}
    </span>
  );
}

function nameOf({ id, person, device }: Plan['outdated'][number]): string {
  return [person ?? id.slice(0, 8), device].filter(Boolean).join(', ');
}
