// The open conflict, live; while another one is read, the last one stays.

import { useState } from 'react';
import { useRead } from '../bridge/use-read.ts';
import type { ReplyProblem } from '../../main/window/contract.ts';
import type { Detail } from './compare/detail.ts';
import type { InboxFilter } from './inbox/address.ts';

/** The conflict of a number, with its place under the filter. */
export function useEntry(
  no: number | null,
  filter: InboxFilter | null,
): { readonly detail: Detail | null; readonly problem: ReplyProblem | null } {
  const { value, problem } = useRead('conflicts.get', no === null ? null : { no, filter: filter ?? {} }, ['conflicts']);
  const [held, setHeld] = useState<Detail | null>(null);
  if (value && value !== held) setHeld(value);
  if (no === null && held) setHeld(null);
  return { detail: problem || no === null ? null : (value ?? held), problem };
}
