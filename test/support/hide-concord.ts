// A Concord replica that shows itself as a stock client, and takes its hub for a stock one.

import type { Transport } from '../../main/remote/transport.ts';

/** A stock client sends no `concord-agent` and knows no `concord-hub`. */
export function hideConcord(transport: Transport): Transport {
  return {
    ...transport,
    async post(body, { 'concord-agent': _, ...headers }, ...more) {
      const answer = await transport.post(body, headers, ...more);
      return { ...answer, headers: { ...answer.headers, concordHub: null } };
    },
  };
}
