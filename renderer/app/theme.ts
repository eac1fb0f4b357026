// Light, dark or as the system says: Fluent's themes, and the class that switches our own roles (DESIGN, Colour roles).

import { webDarkTheme, webLightTheme, type Theme } from '@fluentui/react-components';
import { useEffect, useSyncExternalStore } from 'react';

/** What the user chose; `system` follows the computer. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const storageKey = 'concord.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

const fonts = {
  fontFamilyBase: '"Segoe UI", system-ui, "Noto Sans", sans-serif',
  fontSizeBase300: '13px',
  lineHeightBase300: '18px',
};
const light: Theme = { ...webLightTheme, ...fonts };
/** DESIGN's own dark accent: lighter than Fluent's, with dark words on it. */
const night: Theme = {
  ...webDarkTheme,
  ...fonts,
  colorNeutralBackground1: '#1f1f1f',
  colorNeutralBackground1Hover: '#2b2b2b',
  colorNeutralBackground1Pressed: '#333333',
  colorBrandBackground: '#62abf5',
  colorBrandBackgroundHover: '#77b7f7',
  colorBrandBackgroundPressed: '#479ef5',
  colorBrandBackgroundSelected: '#62abf5',
  colorNeutralForegroundOnBrand: '#0a1e30',
  colorCompoundBrandBackground: '#62abf5',
  colorCompoundBrandStroke: '#62abf5',
  colorBrandForegroundLink: '#77b7f7',
};

/** The theme in force, and how to choose another. */
export function useTheme(): { fluent: Theme; isDark: boolean; choice: ThemeChoice; choose(choice: ThemeChoice): void } {
  const choice = useSyncExternalStore(subscribe, readChoice);
  const systemDark = useSyncExternalStore(subscribe, () => dark.matches);
  const isDark = choice === 'dark' || (choice === 'system' && systemDark);
  useEffect(() => void document.documentElement.classList.toggle('dark', isDark), [isDark]);
  return { fluent: isDark ? night : light, isDark, choice, choose };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  dark.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    dark.removeEventListener('change', listener);
  };
}

function readChoice(): ThemeChoice {
  const saved = localStorage.getItem(storageKey);
  return saved === 'light' || saved === 'dark' ? saved : 'system';
}

function choose(choice: ThemeChoice): void {
  localStorage.setItem(storageKey, choice);
  for (const listener of listeners) listener();
}
