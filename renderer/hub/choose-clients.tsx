// Whom an order is for: one, several or all clients, looked for by name (HB-05).

import { Checkbox, Input } from '@fluentui/react-components';
import { Search16Regular } from '@fluentui/react-icons';
import { useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { timeText } from '../format/times.ts';
import { useRows } from '../parts/use-rows.ts';
import type { Peer } from './people.ts';
import page from '../parts/page.module.css';
import styles from './orders.module.css';

interface ChooseClientsProps {
  /** Those that the search leaves. */
  readonly peers: readonly Peer[];
  readonly chosen: ReadonlySet<string>;
  readonly find: string;
  onFind(text: string): void;
  onChoose(ids: ReadonlySet<string>): void;
}

/** The card. */
export function ChooseClients({ peers, chosen, find, onFind, onChoose }: ChooseClientsProps): ReactElement {
  const { t } = useTranslation('hub');
  const all = peers.length > 0 && peers.every(({ id }) => chosen.has(id));
  const some = peers.some(({ id }) => chosen.has(id));
  const ids = peers.map(({ id }) => id);
  const toggleAll = (): void =>
    onChoose(new Set(all ? [...chosen].filter((id) => !ids.includes(id)) : [...chosen, ...ids]));
  return (
    <section className={`${page.card} ${styles.choice}`} aria-label={t('orders.whom')}>
      <h2>{t('orders.whom')}</h2>
      <Input
        type="search"
        aria-label={t('orders.find')}
        placeholder={t('orders.find')}
        value={find}
        contentBefore={<Search16Regular />}
        onChange={(_, { value }) => onFind(value)}
      />
      <div className={styles.everybody}>
        <Checkbox
          label={t('orders.all')}
          checked={all ? true : some ? 'mixed' : false}
          disabled={peers.length === 0}
          onChange={toggleAll}
        />
        <span className="caption figure" role="status">
          {t('orders.chosen', { count: chosen.size })}
        </span>
      </div>
      {peers.length === 0 ? (
        <p className="quiet">{t(find === '' ? 'orders.none' : 'orders.hidden')}</p>
      ) : (
        <PeerList
          peers={peers}
          chosen={chosen}
          onToggle={(id) =>
            onChoose(new Set(chosen.has(id) ? [...chosen].filter((item) => item !== id) : [...chosen, id]))
          }
        />
      )}
    </section>
  );
}

interface PeerListProps extends Pick<ChooseClientsProps, 'peers' | 'chosen'> {
  onToggle(id: string): void;
}

function PeerList({ peers, chosen, onToggle }: PeerListProps): ReactElement {
  const { t } = useTranslation('hub');
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRows({
    count: peers.length,
    scroller: () => scroller.current,
    height: () => 44,
    keyOf: (at) => peers[at]?.id ?? at,
  });
  return (
    <div ref={scroller} className={styles.peers} role="group" aria-label={t('tab.clients')}>
      <div className={styles.inner} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const peer = peers[item.index];
          return (
            peer && (
              <div key={item.key} className={styles.peer} style={{ transform: `translateY(${item.start}px)` }}>
                <Checkbox
                  checked={chosen.has(peer.id)}
                  onChange={() => onToggle(peer.id)}
                  label={<PeerWords peer={peer} />}
                />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function PeerWords({ peer }: { readonly peer: Peer }): ReactElement {
  const { t } = useTranslation('hub');
  const { name, device, program, scopes, lastSession } = peer;
  const time = lastSession === null ? t('clients.never') : timeText(lastSession);
  const more = [device, program, scopes.join(', '), t('orders.last', { time })].filter(Boolean).join(' · ');
  return (
    <span className={styles.words} title={`${name} · ${more}`}>
      <span className="cut">{name}</span>
      <span className="cut caption">{more}</span>
    </span>
  );
}
