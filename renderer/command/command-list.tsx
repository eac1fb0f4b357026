// The open command box: what is typed, and the list of what fits, all by keyboard (AX-01).

import { Search20Regular } from '@fluentui/react-icons';
import { useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyProblem } from '../../main/window/contract.ts';
import { useTheme } from '../app/theme.ts';
import { useEngine } from '../bridge/engine.tsx';
import { problemOf, useRead } from '../bridge/use-read.ts';
import type { Status } from '../bridge/use-status.ts';
import { KeyHint } from '../parts/key-hint.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { isOpen, type Offer } from './offer.ts';
import { OfferList } from './offer-list.tsx';
import { addRecent } from './recent.ts';
import type { Scene } from './steps.ts';
import { useOffers } from './use-offers.ts';
import styles from './command.module.css';

interface CommandListProps {
  readonly status: Status | null;
  readonly readOnly: boolean;
  readonly onClose: () => void;
}

/** Field, list and keys. */
export function CommandList({ status, readOnly, onClose }: CommandListProps): ReactElement {
  const { t } = useTranslation('command');
  const listId = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [isWanted, setWanted] = useState(false);
  const [problem, setProblem] = useState<ReplyProblem | null>(null);
  const tables = useRead('data.tables', {}, []).value;
  const scene = useScene(status);
  const onStep = (run: () => Promise<unknown>): Promise<boolean> =>
    run().then(
      () => true,
      (thrown: unknown) => {
        setProblem(problemOf(thrown));
        return false;
      },
    );
  const { offers, isSearching } = useOffers({ text, tables, scene, readOnly, onStep });
  const ready = offers.filter(isOpen);
  const active = ready.find(({ id }) => id === chosen) ?? ready[0];
  const take = async (offer: Offer): Promise<void> => {
    if (!isOpen(offer)) return;
    setProblem(null);
    if (offer.kind === 'step' && !(await offer.run())) return;
    addRecent(localStorage, recentOf(offer));
    onClose();
    if (offer.kind === 'place') goThere(offer.place);
  };
  if (isWanted && active) {
    setWanted(false);
    queueMicrotask(() => void take(active));
  }
  const move = (by: number): void => {
    const at = ready.findIndex(({ id }) => id === active?.id);
    setChosen(ready[(at + by + ready.length) % ready.length]?.id ?? null);
  };
  const press = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (!act || event.nativeEvent.isComposing) return;
    event.preventDefault();
    act();
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    // Whoever is faster than the search gets its first answer.
    Enter: () => (active ? void take(active) : setWanted(isSearching && offers.length === 0)),
  };
  return (
    <>
      <div className={styles.head}>
        <Search20Regular />
        <input
          // The box is opened to type in.
          autoFocus
          role="combobox"
          aria-label={t('label')}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active ? idOf(listId, active) : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={t('placeholder')}
          maxLength={2000}
          value={text}
          onKeyDown={press}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(null);
            setWanted(false);
          }}
        />
      </div>
      {problem && <ProblemNote problem={problem} onDismiss={() => setProblem(null)} />}
      <OfferList
        id={listId}
        offers={offers}
        active={active ?? null}
        idOf={(offer) => idOf(listId, offer)}
        onTake={(offer) => void take(offer)}
        onPoint={(offer) => setChosen(offer.id)}
      />
      <Foot text={text.trim()} count={offers.length} isSearching={isSearching} />
    </>
  );
}

/** What the list amounts to, said aloud, and the keys. */
function Foot({ text, count, isSearching }: { text: string; count: number; isSearching: boolean }): ReactElement {
  const { t } = useTranslation('command');
  const isEmpty = count === 0 && !isSearching;
  const told = isSearching ? t('searching') : t('found', { count });
  return (
    <>
      {isEmpty && (
        <p className={styles.none}>
          <span>{t('none', { text: `\u2068${text}\u2069` })}</span>
          <span className="caption">{t('noneMore')}</span>
        </p>
      )}
      <div className={styles.foot}>
        <span role="status" className="caption figure">
          {text === '' ? '' : told}
        </span>
        <span className={styles.hints} aria-hidden="true">
          <KeyHint keys="↑" /> <KeyHint keys="↓" /> {t('hint.choose')}
          <KeyHint keys="Enter" /> {t('hint.open')}
          <KeyHint keys="Esc" /> {t('hint.close')}
        </span>
      </div>
    </>
  );
}

function useScene(status: Status | null): Scene | null {
  const { client } = useEngine();
  const { choice, choose } = useTheme();
  if (!client || !status) return null;
  return { client, status, theme: choice, chooseTheme: choose, place: window.location.hash };
}

function recentOf(offer: Offer): Parameters<typeof addRecent>[1] {
  const { id, name, about } = offer;
  if (offer.kind === 'step') return { id, icon: 'step', place: null, name, about: '' };
  return { id, icon: offer.icon, place: offer.place, name, about };
}

/** The focus goes to the place, where what had it before is gone with its screen. */
function goThere(place: string): void {
  window.location.hash = place;
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('main')?.focus();
  });
}

function idOf(listId: string, offer: Offer): string {
  return `${listId}-${offer.id.replaceAll(/[^\w-]/g, (sign) => `_${sign.charCodeAt(0)}`)}`;
}
