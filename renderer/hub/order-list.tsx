// What was ordered of clients, newest first, with what came of it; what is not carried out can be taken back (HB-05).

import { Button } from '@fluentui/react-components';
import {
  ArrowUndo16Regular,
  Checkmark16Regular,
  Clock16Regular,
  Send16Regular,
  type FluentIcon,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput, ReplyProblem } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import { fullTime, timeText } from '../format/times.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { valuesText } from './state.ts';
import page from '../parts/page.module.css';
import hub from './hub.module.css';
import styles from './orders.module.css';

type Order = CallOutput<'hub.orders'>['orders'][number];

const heads = ['client', 'scope', 'order', 'given', 'by', 'state'] as const;

const icons: Readonly<Record<Order['state'], FluentIcon>> = {
  waiting: Clock16Regular,
  told: Send16Regular,
  done: Checkmark16Regular,
  withdrawn: ArrowUndo16Regular,
};

interface OrderListProps {
  readonly orders: readonly Order[];
  readonly problem: ReplyProblem | null;
  readonly mayChange: boolean;
  onChanged(): void;
}

/** The card. */
export function OrderList({ orders, problem, mayChange, onChanged }: OrderListProps): ReactElement {
  const { t } = useTranslation('hub');
  const withdraw = useAct('hub.withdrawOrder');
  const back = async (no: number): Promise<void> => {
    if (await withdraw.run({ no })) onChanged();
  };
  return (
    <section className={`${page.card} ${styles.list}`} aria-label={t('orders.list')} tabIndex={0}>
      <h2>{t('orders.list')}</h2>
      {(problem ?? withdraw.problem) && <ProblemNote problem={problem ?? (withdraw.problem as ReplyProblem)} />}
      {orders.length === 0 ? (
        <p className="quiet">{t('orders.nothing')}</p>
      ) : (
        <table className={`${page.grid} ${styles.orders}`}>
          <thead>
            <tr>
              {heads.map((name) => (
                <th key={name}>{t(`orders.head.${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {orders.map((order) => (
              <OrderRow key={order.no} order={order} onBack={mayChange ? () => void back(order.no) : null} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function OrderRow({ order, onBack }: { readonly order: Order; readonly onBack: (() => void) | null }): ReactElement {
  const { t } = useTranslation('hub');
  const { person, device, client, scope, parameters, operation, orderedAt, by, state, outcome } = order;
  const who = [person ?? client.slice(0, 8), device].filter(Boolean).join(', ');
  const what = t(`order.name.${operation}`);
  const Icon = icons[state];
  const isOpen = state === 'waiting' || state === 'told';
  const said = isOpen && outcome !== null ? outcome : null;
  const where = [scope, valuesText(parameters, t('clients.noValue'))].filter(Boolean).join(', ');
  return (
    <tr className={isOpen ? undefined : hub.over}>
      <td title={who}>{who}</td>
      <td title={where}>{where}</td>
      <td title={what}>{what}</td>
      <td title={fullTime(orderedAt)}>{timeText(orderedAt)}</td>
      <td title={by ?? undefined}>{by ?? '–'}</td>
      <td>
        <span className={hub.end}>
          <span className={page.words} title={said ?? undefined}>
            <Icon />
            <span className="cut">{said ?? t(`order.state.${state}`)}</span>
          </span>
          {isOpen && onBack && (
            <Button size="small" aria-label={t('orders.backOf', { name: who })} onClick={onBack}>
              {t('orders.back')}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}
