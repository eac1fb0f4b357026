// The settings: a list of pages, and the open one; every page is an address of its own (AX-04).

import type { ComponentType, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { routeAddress, useRoute } from '../app/routes.ts';
import { AboutPage } from './about-page.tsx';
import { AppearancePage } from './appearance-page.tsx';
import { ConflictsPage } from './conflicts-page.tsx';
import { ConnectionPage } from './connection-page.tsx';
import { KeyboardPage } from './keyboard-page.tsx';
import { RetentionPage } from './retention-page.tsx';
import { StoragePage } from './storage-page.tsx';
import { SyncPage } from './sync-page.tsx';
import styles from './settings.module.css';

const pages = {
  appearance: AppearancePage,
  sync: SyncPage,
  conflicts: ConflictsPage,
  retention: RetentionPage,
  storage: StoragePage,
  connection: ConnectionPage,
  keyboard: KeyboardPage,
  about: AboutPage,
} as const satisfies Readonly<Record<string, ComponentType>>;

const names = Object.keys(pages) as readonly (keyof typeof pages)[];

/** The screen; `#/settings/retention` opens a page. */
export function SettingsScreen(): ReactElement {
  const { t } = useTranslation('settings');
  const { path } = useRoute();
  const open = names.find((name) => name === path[0]) ?? 'appearance';
  const Page = pages[open];
  return (
    <div className={styles.screen}>
      <nav className={styles.pages} aria-label={t('pages')}>
        <h1>{t('title')}</h1>
        {names.map((name) => (
          <a
            key={name}
            href={routeAddress({ screen: 'settings', path: [name] })}
            className={name === open ? styles.open : undefined}
            aria-current={name === open ? 'page' : undefined}
          >
            {t(`page.${name}`)}
          </a>
        ))}
      </nav>
      <section className={styles.page} aria-labelledby="settings-page">
        <header>
          <h2 id="settings-page">{t(`page.${open}`)}</h2>
          <p className="quiet">{t(`about_.${open}`)}</p>
        </header>
        <Page />
      </section>
    </div>
  );
}
