// The texts of the window: one catalogue a feature, in resources/messages (AX-05). The language is kept on this computer, and
// all windows follow when one changes it.

import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { isolated } from '../format/isolated.ts';
import { pseudoCatalogue, type Catalogue } from './pseudo.ts';

const storageKey = 'concord.language';
/** For those who check the window, not for those who use it: nobody is offered this one. */
const pseudo = 'en-XA';
/** By the name of the feature. */
const catalogues = Object.fromEntries(
  Object.entries(
    import.meta.glob<Catalogue>('../../resources/messages/en/*.json', { eager: true, import: 'default' }),
  ).map(([path, catalogue]) => [path.replace(/^.*\/|\.json$/g, ''), catalogue]),
);

/** Makes the catalogues known to every component. */
export function startLanguage(): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: readChoice(),
    fallbackLng: false,
    resources: { en: catalogues, ...(readChoice() === pseudo && { [pseudo]: pseudoCatalogue(catalogues) }) },
    defaultNS: 'app',
    // React shows texts as texts; what is filled in is only kept from turning its neighbours around.
    interpolation: { escapeValue: true, escape: isolated },
    returnNull: false,
  });
  window.addEventListener('storage', ({ key }) => {
    if (key !== storageKey) return;
    if (readChoice() === pseudo)
      for (const [name, catalogue] of Object.entries(pseudoCatalogue(catalogues)))
        instance.addResourceBundle(pseudo, name, catalogue);
    void instance.changeLanguage(readChoice());
  });
  return instance;
}

function readChoice(): 'en' | typeof pseudo {
  return localStorage.getItem(storageKey) === pseudo ? pseudo : 'en';
}
