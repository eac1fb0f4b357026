// A coded problem at the field it belongs to: what is wrong, what to do, and the code (SF-07).

import type { ReactElement } from 'react';
import type { ReplyProblem } from '../../main/window/contract.ts';
import styles from './problem-note.module.css';

/** The words under a field. */
export function FieldFault({ problem }: { readonly problem: ReplyProblem }): ReactElement {
  return (
    <>
      {problem.message} {problem.cure} <span className={styles.code}>{problem.code}</span>
    </>
  );
}
