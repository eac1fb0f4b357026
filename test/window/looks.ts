// What every picture story looks at: access by axe, what does not fit a narrow window, and the picture itself, kept in
// test-output/pictures (AX-02, AX-03).

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page, ViewportSize } from 'playwright';
import { look } from './desk.ts';

const pictures = fileURLToPath(new URL('../../test-output/pictures', import.meta.url));

/** Keeps the page as it looks. A state is kept in light, dark and narrow, and wherever it does not fit. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}

/** What axe has to say of the page as it stands. */
async function axe(page: Page, isMenu = false): Promise<readonly string[]> {
  // Tabster's helpers are focusable on purpose and never seen. An open menu is a layer of its own, in no landmark.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).exclude('[data-tabster-dummy]');
  return faultsOf(await builder.disableRules(isMenu ? ['region'] : []).analyze());
}

/** What a change of colours alone can break. */
async function contrast(page: Page): Promise<readonly string[]> {
  return faultsOf(await new AxeBuilder({ page }).setLegacyMode(true).withRules(['color-contrast']).analyze());
}

function faultsOf({ violations }: Awaited<ReturnType<AxeBuilder['analyze']>>): readonly string[] {
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' ')}`);
}

/** Narrow windows; the last is 1280 × 800 at 200 %. */
export const narrow = [
  { width: 1000, height: 700 },
  { width: 760, height: 700 },
  { width: 640, height: 400 },
] as const;

/** What a window can wear; *forced* are the system's own colours of high contrast. */
type Colours = 'light' | 'dark' | 'forced';

/** Changes the size of the window and its colours. */
export async function wear(page: Page, viewport: ViewportSize, colours: Colours): Promise<void> {
  await page.setViewportSize(viewport);
  const forcedColors = colours === 'forced' ? 'active' : 'none';
  const colorScheme = colours === 'dark' ? 'dark' : 'light';
  await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
}

/** How far the page can be scrolled sideways, in CSS pixels; its layers are given time to find their places. */
async function sideways(page: Page): Promise<number> {
  const deadline = Date.now() + 3000;
  for (;;) {
    const beyond = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    if (beyond === 0 || Date.now() > deadline) return beyond;
  }
}

/** One state, light, dark and in forced colours, wide and narrow: what axe finds, and how far it can be scrolled sideways. */
export async function looked(
  page: Page,
  { name, isMenu = false }: { readonly name: string; readonly isMenu?: boolean },
): Promise<typeof faultless> {
  await wear(page, look.viewport, 'light');
  const light = await axe(page, isMenu);
  await picture(page, name);
  await wear(page, look.viewport, 'dark');
  const dark = await contrast(page);
  await picture(page, `${name}-dark`);
  await wear(page, look.viewport, 'forced');
  const forced = await contrast(page);
  const wide = [];
  for (const viewport of narrow) {
    await wear(page, viewport, 'light');
    const beyond = await sideways(page);
    wide.push(beyond);
    if (beyond > 0 || viewport === narrow[1]) await picture(page, `${name}-${viewport.width}`);
  }
  await wear(page, look.viewport, 'light');
  return { light, dark, forced, wide };
}

/** What `looked` tells of a state that is as it should be. */
export const faultless: {
  readonly light: readonly string[];
  readonly dark: readonly string[];
  readonly forced: readonly string[];
  readonly wide: readonly number[];
} = { light: [], dark: [], forced: [], wide: narrow.map(() => 0) };
