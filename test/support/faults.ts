// What a test's hub does instead of answering well: at one step, before or after the hub has worked.

import { bodyHash } from '../../main/wire/hash.ts';
import type { Reply } from './http-server.ts';
import { reply, type WholeReply } from './replies.ts';
import type { Intercept } from './stock-hub.ts';

/** Answers one step in this way, every time it is asked; the hub does not see it. */
export function atStep(step: number, answer: Reply): Intercept {
  return (call) => (call.step === step ? answer : null);
}

/** Lets the hub work, and then answers one step with something made of its good answer. */
export function spoil(step: number, spoiled: (good: WholeReply) => Reply): Intercept {
  return (call, work) => (call.step === step ? spoiled(work()) : null);
}

/** The message of one step with a change to it; its hash is right. */
export function rewrite(step: number, change: (message: string) => string): Intercept {
  return spoil(step, (good) => {
    const body = change(String(good.body));
    return reply({ ...good, headers: { ...good.headers, 'dotmim-sync-hash': bodyHash(body) }, body });
  });
}
