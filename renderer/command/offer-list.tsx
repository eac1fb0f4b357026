// The list of the command box in its groups; the chosen line stays in sight.

import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../parts/key-hint.tsx';
import { groups, isOpen, type Group, type Offer } from './offer.ts';
import styles from './command.module.css';

interface OfferListProps {
  readonly id: string;
  readonly offers: readonly Offer[];
  readonly active: Offer | null;
  readonly idOf: (offer: Offer) => string;
  readonly onTake: (offer: Offer) => void;
  readonly onPoint: (offer: Offer) => void;
}

/** The list. */
export function OfferList({ id, offers, active, idOf, onTake, onPoint }: OfferListProps): ReactElement {
  const { t } = useTranslation('command');
  const list = useRef<HTMLDivElement>(null);
  const activeId = active && idOf(active);
  useEffect(() => {
    if (activeId !== null) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
  const isFilled = (group: Group): boolean => offers.some((offer) => offer.group === group);
  return (
    <div ref={list} id={id} role="listbox" aria-label={t('results')} className={styles.list}>
      {groups.filter(isFilled).map((group) => (
        <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
          <div id={`${id}-${group}`} className={styles.group} role="presentation">
            {t(`group.${group}`)}
          </div>
          {offers
            .filter((offer) => offer.group === group)
            .map((offer) => (
              <OfferLine
                key={offer.id}
                id={idOf(offer)}
                offer={offer}
                isActive={offer === active}
                onTake={() => onTake(offer)}
                onPoint={() => onPoint(offer)}
              />
            ))}
        </div>
      ))}
    </div>
  );
}

interface OfferLineProps {
  readonly id: string;
  readonly offer: Offer;
  readonly isActive: boolean;
  readonly onTake: () => void;
  readonly onPoint: () => void;
}

function OfferLine({ id, offer, isActive, onTake, onPoint }: OfferLineProps): ReactElement {
  const { Icon, name, about, keys } = offer;
  const open = isOpen(offer);
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      aria-disabled={!open}
      className={`${styles.line} ${isActive ? styles.active : ''} ${open ? '' : styles.off}`}
      onPointerMove={() => open && !isActive && onPoint()}
      // The field keeps the focus.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <Icon />
      <bdi className={styles.name}>{name}</bdi>
      <bdi className={styles.about}>{about}</bdi>
      {keys !== undefined && <KeyHint keys={keys} />}
    </div>
  );
}
