// Words that terminal and window say alike of a hub, from the window's catalogue (HB-03, HB-05, AX-05).

import { createInstance, type TFunction } from 'i18next';
import hub from '../../resources/messages/en/hub.json' with { type: 'json' };

/** Texts of `hub`. */
export function hubWords(): TFunction {
  const instance = createInstance();
  void instance.init({
    lng: 'en',
    fallbackLng: false,
    initAsync: false,
    resources: { en: { hub } },
    defaultNS: 'hub',
    interpolation: { escapeValue: false },
  });
  return instance.t;
}
