// The shell's own words, from the same catalogues as the window's (AX-05).

import { createInstance, type TFunction } from 'i18next';
import app from '../../resources/messages/en/app.json' with { type: 'json' };
import tray from '../../resources/messages/en/tray.json' with { type: 'json' };

/** Texts of `tray`, and with `app:` those that the window has too. */
export function shellWords(): TFunction {
  const instance = createInstance();
  void instance.init({
    lng: 'en',
    fallbackLng: false,
    initAsync: false,
    resources: { en: { app, tray } },
    defaultNS: 'tray',
    interpolation: { escapeValue: false },
  });
  return instance.t;
}
