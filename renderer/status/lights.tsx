// Two lights, so that "internet works, the hub does not" can be told from "no network" (ST-04).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../bridge/use-status.ts';
import { numberText } from '../format/numbers.ts';
import { clockText, fullTime } from '../format/times.ts';
import { hubLight, type Light } from './hub-light.ts';
import styles from './hero.module.css';

/** Network and hub. */
export function Lights({ status }: { readonly status: Status }): ReactElement {
  const { t } = useTranslation('status');
  const { network, contact } = status;
  const hub = hubLight(status);
  return (
    <dl className={styles.lights}>
      <Lamp light={network ? 'on' : 'unknown'} name={t('light.network')} />
      <dd>
        {t(network ? 'light.connected' : 'light.noAdapter')}
        <span className="caption">{network ? `${network.adapter} · ${network.address}` : t('light.noAddress')}</span>
      </dd>
      <Lamp light={hub.light} name={t('light.hub')} />
      <dd>
        {t(`light.${hub.says}`, { ms: numberText(Math.round(contact?.ms ?? 0)) })}
        {contact && (
          <span className="caption figure" title={fullTime(contact.at)}>
            {[clockText(contact.at), hub.status].filter((item) => item !== null).join(' · ')}
          </span>
        )}
        {hub.code !== null && <span className="caption">{hub.code}</span>}
        {status.hub !== null && <span className={`caption ${styles.address}`}>{status.hub}</span>}
      </dd>
    </dl>
  );
}

function Lamp({ light, name }: { readonly light: Light; readonly name: string }): ReactElement {
  return (
    <dt>
      <span className={`${styles.lamp} ${styles[light]}`} />
      <b>{name}</b>
    </dt>
  );
}
