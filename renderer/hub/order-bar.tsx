// What an order will do, before it is given; one that may cost what was not sent needs the client's name typed (HB-05, DESIGN,
// Sentences).

import { Button, Input, Tooltip } from '@fluentui/react-components';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyProblem } from '../../main/window/contract.ts';
import { lossyOrders, nameToType, type OrderOperation } from '../../main/window/hub-orders.ts';
import { richText, span } from '../format/rich.ts';
import { ProblemText } from '../parts/problem-note.tsx';
import { RichText } from '../parts/rich-text.tsx';
import type { Peer } from './people.ts';
import styles from './orders.module.css';

interface OrderBarProps {
  readonly peers: readonly Peer[];
  readonly operation: OrderOperation;
  readonly problem: ReplyProblem | null;
  readonly isBusy: boolean;
  onGive(): void;
}

/** The bar; it belongs to one choice: another one is typed for anew. */
export function OrderBar({ peers, operation, problem, isBusy, onGive }: OrderBarProps): ReactElement {
  const { t } = useTranslation('hub');
  const [typed, setTyped] = useState('');
  const id = useId();
  const count = peers.length;
  const needed = lossyOrders.has(operation) ? (nameToType(peers) ?? t('orders.clients', { count })) : null;
  const isMeant = needed === null || typed.trim() === needed;
  const isBack = operation === 'normal';
  const sentence = richText(t, isBack ? 'orders.undo' : 'orders.forecast', {
    count,
    who: span(count === 1 ? (peers[0]?.name ?? '') : t('orders.clients', { count })),
    what: span(t(`order.name.${operation}`)),
    loss: span(t(`order.loss.${operation}`)),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isMeant && !isBusy) onGive();
  };
  const button = (
    <Button type="submit" appearance="primary" disabledFocusable={!isMeant || isBusy}>
      {t(isBack ? 'orders.withdraw' : 'orders.give', { count })}
    </Button>
  );
  return (
    <form className={styles.bar} aria-label={t('tab.orders')} onSubmit={submit}>
      <div className={styles.sentence} aria-live="polite">
        {problem ? <ProblemText problem={problem} /> : <p>{<RichText text={sentence} />}</p>}
      </div>
      <div className={styles.steps}>
        {needed !== null && (
          <label className={styles.type} htmlFor={id}>
            {t('orders.type', { name: needed })}
            <Input id={id} value={typed} autoComplete="off" onChange={(_, { value }) => setTyped(value)} />
          </label>
        )}
        {isMeant ? (
          button
        ) : (
          <Tooltip content={t('orders.typeFirst', { name: needed })} relationship="description">
            {button}
          </Tooltip>
        )}
      </div>
    </form>
  );
}
