// What a person sees, awaited: Playwright's own assertions, with time for a busy machine.

import { expect } from 'playwright/test';

/** Asserts of a locator or page, tried again until it holds. */
export const seen = expect.configure({ timeout: 15_000 });
