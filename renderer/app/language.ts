// The texts of the window: one catalogue a feature, in resources/messages (AX-05).

import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import app from '../../resources/messages/en/app.json';
import changes from '../../resources/messages/en/changes.json';
import command from '../../resources/messages/en/command.json';
import conflicts from '../../resources/messages/en/conflicts.json';
import data from '../../resources/messages/en/data.json';
import feed from '../../resources/messages/en/feed.json';
import setup from '../../resources/messages/en/setup.json';
import status from '../../resources/messages/en/status.json';
import telemetry from '../../resources/messages/en/telemetry.json';

/** Makes the catalogues known to every component. */
export function startLanguage(): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: false,
    resources: { en: { setup, app, status, feed, conflicts, changes, data, command, telemetry } },
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}
