// What clients are told for their next session: each order with what it does and what they lose by it (HB-05).

import { Dropdown, Field, Option, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { allOrders, type OrderOperation } from '../../main/window/hub-orders.ts';
import page from '../parts/page.module.css';
import styles from './orders.module.css';

interface ChooseOrderProps {
  readonly operation: OrderOperation | null;
  /** Names of the hub's scopes. */
  readonly scopes: readonly string[];
  /** Null = in all scopes of the clients. */
  readonly scope: string | null;
  onOperation(operation: OrderOperation): void;
  onScope(scope: string | null): void;
}

/** The card. */
export function ChooseOrder({ operation, scopes, scope, onOperation, onScope }: ChooseOrderProps): ReactElement {
  const { t } = useTranslation('hub');
  return (
    <section className={`${page.card} ${styles.choice}`} aria-label={t('orders.what')}>
      <h2>{t('orders.what')}</h2>
      <RadioGroup
        aria-label={t('orders.what')}
        value={operation ?? ''}
        onChange={(_, { value }) => {
          const found = allOrders.find((item) => item === value);
          if (found) onOperation(found);
        }}
      >
        {allOrders.map((item) => (
          <Radio
            key={item}
            value={item}
            label={
              <span className={styles.words}>
                <span>{t(`order.name.${item}`)}</span>
                <span className="caption">
                  {t(`order.about.${item}`)} {t(`order.loss.${item}`)}
                </span>
              </span>
            }
          />
        ))}
      </RadioGroup>
      {scopes.length > 1 && (
        <Field label={t('orders.scope')} orientation="horizontal">
          <Dropdown
            clearButton={null}
            value={scope ?? t('orders.everyScope')}
            selectedOptions={[scope ?? '']}
            onOptionSelect={(_, { optionValue }) => onScope(optionValue || null)}
          >
            <Option value="">{t('orders.everyScope')}</Option>
            {scopes.map((name) => (
              <Option key={name} value={name}>
                {name}
              </Option>
            ))}
          </Dropdown>
        </Field>
      )}
    </section>
  );
}
