// All keys by screen, from the table that the screens listen by; each can be changed but those of lists and forms (AX-01).

import { Button } from '@fluentui/react-components';
import type { TFunction } from 'i18next';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { screens } from '../../main/window/screens.ts';
import {
  givenKey,
  keyLabel,
  keyLines,
  keyPlaces,
  refusalOf,
  withKey,
  type KeyPlace,
  type KeyRefusal,
} from '../parts/keys.ts';
import { keepOwnKeys, useOwnKeys } from '../parts/own-keys.ts';
import { KeyRow } from './key-row.tsx';
import styles from './settings.module.css';

/** What was said of the last key: where, and whether it was refused. */
interface Told {
  readonly place: KeyPlace | null;
  readonly step: string;
  readonly text: string;
  readonly isRefused: boolean;
}

/** The page. */
export function KeyboardPage(): ReactElement {
  const { t } = useTranslation(['settings', 'app']);
  const own = useOwnKeys();
  const [told, setTold] = useState<Told | null>(null);
  const choose = (place: KeyPlace, step: string, key: string): void => {
    const refusal = refusalOf({ place, step, key, own });
    if (!refusal) keepOwnKeys(withKey(own, place, step, key));
    const text = refusal
      ? refusalText(t, { place, key, refusal })
      : t('keyboard.done', { step: stepName(t, place, step), key: keyLabel(key) });
    setTold({ place, step, text, isRefused: refusal !== null });
  };
  return (
    <>
      <div className={styles.keyTools}>
        <p className="quiet">{t('keyboard.hint')}</p>
        <Button
          disabledFocusable={Object.keys(own).length === 0}
          onClick={() => {
            keepOwnKeys({});
            setTold({ place: null, step: '', text: t('keyboard.asGiven'), isRefused: false });
          }}
        >
          {t('keyboard.resetAll')}
        </Button>
      </div>
      <p className="spoken" role="status">
        {told?.text}
      </p>
      <div className={styles.keys}>
        {keyPlaces.map((place) => (
          <section key={place} aria-label={placeName(t, place)}>
            <h3>{placeName(t, place)}</h3>
            <dl>
              {keyLines(place, own).map((line) => (
                <KeyRow
                  key={line.step}
                  line={line}
                  name={stepName(t, place, line.step)}
                  given={`${place}.${line.step}` in own ? givenKey(place, line.step) : null}
                  refused={told?.isRefused && told.place === place && told.step === line.step ? told.text : null}
                  onChoose={(key) => choose(place, line.step, key)}
                  onStart={() => setTold(null)}
                />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}

function placeName(t: TFunction, place: KeyPlace): string {
  return place === 'frame' ? t('keyboard.everywhere') : t(`app:screen.${place}`);
}

function stepName(t: TFunction, place: KeyPlace, step: string): string {
  const screen = place === 'frame' && screens.find((name) => name === step);
  return screen ? t('keyboard.open', { screen: t(`app:screen.${screen}`) }) : t(`app:keys.${place}.${step}`);
}

function refusalText(
  t: TFunction,
  { place, key, refusal }: { readonly place: KeyPlace; readonly key: string; readonly refusal: KeyRefusal },
): string {
  const other = refusal.why === 'clash' ? stepName(t, place, refusal.step) : '';
  return t(`keyboard.${refusal.why}`, { key: keyLabel(key), other });
}
