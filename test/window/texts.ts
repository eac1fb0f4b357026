// What can be read on a page as it stands: words that come from no catalogue, and texts that are cut off (AX-02, AX-05).

import type { Page } from 'playwright';
import type { HubDb } from '../support/postgres.ts';

/** Not of any language: signs of units, names of keys, our own name, and what this browser says of times. */
const neutral = `Concord Ctrl Enter Esc Escape Shift ms min KB MB GB http https concord GMT UTC CEST CET
  January February March April May June July August September October November December
  Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun
  Monday Tuesday Wednesday Thursday Friday Saturday Sunday at Central European Summer Standard Time`;

/** Words that are the office's own: what stands in these files, and what else the story has named. */
export function officeWords(databases: readonly HubDb[], ...more: readonly string[]): ReadonlySet<string> {
  const texts = databases.flatMap((db) => [...cellsOf(db)]);
  return new Set([...texts, ...more, neutral].flatMap(wordsOf));
}

function* cellsOf(db: HubDb): Generator<string> {
  const names = db
    .prepare(
      `select name from sqlite_schema where type = 'table' and name not like '\\_concord%' escape '\\'
       and name not like 'sqlite%' and name not like '%tracking%'`,
    )
    .pluck()
    .all() as string[];
  for (const name of names) {
    yield name;
    for (const column of db.prepare('select name from pragma_table_info(?)').pluck().all(name) as string[]) {
      yield column;
      const cells = db.prepare(`select "${column}" from "${name}" limit 100`).pluck().all();
      for (const cell of cells) if (typeof cell === 'string') yield cell;
    }
  }
}

/** Switches the open page to the language that nobody speaks, without moving anything. */
export async function speakPseudo(page: Page, isOn: boolean): Promise<void> {
  await page.evaluate((on) => {
    if (on) localStorage.setItem('concord.language', 'en-XA');
    else localStorage.removeItem('concord.language');
    window.dispatchEvent(new StorageEvent('storage', { key: 'concord.language' }));
  }, isOn);
  const rail = page.locator('nav').first();
  await rail
    .getByText(isOn ? 'Šţááţüüš' : 'Status')
    .first()
    .waitFor({ state: 'attached' });
}

/** Words that stand on the page without an accent and are not the office's own. */
export async function bareWords(page: Page, own: ReadonlySet<string>): Promise<readonly string[]> {
  const texts = await page.evaluate(readTexts);
  const known = [...own];
  const isOwn = (word: string): boolean => {
    const stem = word.replace(/(ies|es|s)$/, '');
    return own.has(word) || known.some((item) => item === stem || (stem.length > 3 && item.startsWith(stem)));
  };
  return [
    ...new Set(
      texts.flatMap((text) =>
        wordsOf(text)
          .filter((word) => /^[a-z]{2,}$/.test(word) && !isOwn(word))
          .map((word) => `${word}: ${text.slice(0, 80)}`),
      ),
    ),
  ];
}

function wordsOf(text: string): string[] {
  return (text.match(/[\p{L}\p{M}]+/gu) ?? []).map((word) => word.toLowerCase());
}

function readTexts(): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isSeen = node.parentElement?.checkVisibility({ visibilityProperty: true }) ?? false;
    if (isSeen && node.parentElement?.closest('script, style, noscript') === null) texts.push(node.textContent ?? '');
  }
  const spoken = [
    'aria-label',
    'title',
    'placeholder',
    'alt',
    'aria-valuetext',
    'aria-roledescription',
    'aria-description',
  ];
  for (const name of spoken)
    for (const element of document.querySelectorAll(`[${name}]`)) texts.push(element.getAttribute(name) ?? '');
  return texts.filter((text) => text.trim() !== '');
}

/**
 * Heads, buttons, tabs and states whose text does not fit and is told in no tooltip (DESIGN, Wide and narrow); the layout is given
 * time to find its places.
 */
export async function cutTexts(page: Page): Promise<readonly string[]> {
  const deadline = Date.now() + 3000;
  for (;;) {
    const cut = await cutNow(page);
    if (cut.length === 0 || Date.now() > deadline) return cut;
  }
}

function cutNow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const never =
      'button, h1, h2, h3, [role="tab"], [role="status"], [role="alert"], label, legend, header > *, nav span';
    // What lies behind a question is not read now.
    const question = document.querySelector('[aria-modal="true"], dialog[open]');
    const isTold = (element: Element): boolean => element.closest('[title], [aria-description]') !== null;
    return [...document.querySelectorAll<HTMLElement>(never)]
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        if (width <= 1 || height <= 1 || !element.checkVisibility({ visibilityProperty: true })) return false;
        if (element.textContent.trim() === '' || isTold(element)) return false;
        if (question && !question.contains(element)) return false;
        if (['auto', 'scroll'].includes(getComputedStyle(element).overflowX)) return false;
        const isWide = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
        const isTall = element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 4;
        return isWide || (isTall && getComputedStyle(element).overflowY !== 'visible');
      })
      .map((element) => `${element.tagName.toLowerCase()}: ${element.textContent.slice(0, 60)}`);
  });
}
