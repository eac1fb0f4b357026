// Whether this window may change anything (CL-06).

import { useRead } from '../bridge/use-read.ts';

/** False in a read-only window, and before the engine has said so. */
export function useMayChange(): boolean {
  return useRead('app.describe', {}, []).value?.readOnly === false;
}
