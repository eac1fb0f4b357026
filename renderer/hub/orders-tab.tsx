// Orders to clients for their next session: whom, what, what they lose by it; what was ordered and what came of it (HB-05).

import { CheckmarkCircle16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderOperation } from '../../main/window/hub-orders.ts';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { ChooseClients } from './choose-clients.tsx';
import { ChooseOrder } from './choose-order.tsx';
import { OrderBar } from './order-bar.tsx';
import { OrderList } from './order-list.tsx';
import { peersOf } from './people.ts';
import type { HubState } from './state.ts';
import { useAgain } from './use-again.ts';
import page from '../parts/page.module.css';
import styles from './orders.module.css';

/** The tab. */
export function OrdersTab({ state }: { readonly state: HubState }): ReactElement | null {
  const clients = useRead('hub.clients', {}, []);
  const orders = useRead('hub.orders', {}, []);
  const mayChange = useRead('app.describe', {}, []).value?.readOnly === false;
  useAgain(orders.reload);
  if (clients.problem) return <ProblemNote problem={clients.problem} />;
  if (!clients.value || !orders.value) return null;
  const list = (
    <OrderList orders={orders.value.orders} problem={orders.problem} mayChange={mayChange} onChanged={orders.reload} />
  );
  if (!mayChange) return list;
  return (
    <Giving clients={clients.value.clients} scopes={state.scopes.map(({ name }) => name)} onGiven={orders.reload}>
      {list}
    </Giving>
  );
}

interface GivingProps {
  readonly clients: Parameters<typeof peersOf>[0];
  readonly scopes: readonly string[];
  readonly children: ReactElement;
  onGiven(): void;
}

function Giving({ clients, scopes, children, onGiven }: GivingProps): ReactElement {
  const { t } = useTranslation('hub');
  const [find, setFind] = useState('');
  const [scope, setScope] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [operation, setOperation] = useState<OrderOperation | null>(null);
  const [given, setGiven] = useState<{ readonly operation: OrderOperation; readonly count: number } | null>(null);
  const order = useAct('hub.order');
  const meant = peersOf(clients, '', scope).filter(({ id }) => chosen.has(id));
  const change = (work: () => void): void => {
    setGiven(null);
    order.clear();
    work();
  };
  const give = async (): Promise<void> => {
    if (!operation) return;
    const done = await order.run({ operation, clients: meant.map(({ id }) => id), scope });
    if (!done) return;
    setGiven({ operation, count: done.clients });
    setChosen(new Set());
    onGiven();
  };
  return (
    <>
      <div className={styles.choices}>
        <ChooseClients
          peers={peersOf(clients, find, scope)}
          chosen={new Set(meant.map(({ id }) => id))}
          find={find}
          onFind={setFind}
          onChoose={(ids) => change(() => setChosen(ids))}
        />
        <ChooseOrder
          operation={operation}
          scopes={scopes}
          scope={scope}
          onOperation={(value) => change(() => setOperation(value))}
          onScope={(value) => change(() => setScope(value))}
        />
      </div>
      {children}
      {given && (
        <p role="status" className={`${styles.bar} ${page.words}`}>
          <CheckmarkCircle16Regular className={page.ok} />
          {t('orders.given', { count: given.count, what: t(`order.name.${given.operation}`) })}
        </p>
      )}
      {!given && operation && meant.length > 0 && (
        <OrderBar
          key={`${operation} ${scope} ${meant.map(({ id }) => id).join(' ')}`}
          peers={meant}
          operation={operation}
          problem={order.problem}
          isBusy={order.busy}
          onGive={() => void give()}
        />
      )}
      {!given && (!operation || meant.length === 0) && <p className={`${styles.bar} quiet`}>{t('orders.first')}</p>}
    </>
  );
}
