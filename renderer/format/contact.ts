// Why the hub cannot be used now, as one of the causes that the window has a sentence for (ST-05).

import type { CallOutput } from '../../main/window/contract.ts';

/** An answer that took longer counts as slow. */
export const slowMs = 5000;

const causes = ['hub-name-unknown', 'hub-no-answer', 'hub-busy'] as const;

/** The cause; `hub-unreachable` where the network says no more than that, `slow` also while the hub is connected. */
export function unreachableCause({
  connectivity,
  contact,
}: Pick<CallOutput<'status.read'>, 'connectivity' | 'contact'>):
  'no-network' | 'slow' | 'hub-unreachable' | (typeof causes)[number] {
  if (connectivity === 'no-network') return 'no-network';
  if (contact?.ok && (contact.ms ?? 0) > slowMs) return 'slow';
  return causes.find((code) => code === contact?.code) ?? 'hub-unreachable';
}
