// A list of facts: a word, and what it stands for.

import type { ReactElement, ReactNode } from 'react';
import styles from './settings.module.css';

/** The list. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [word: string, fact: ReactNode])[];
}): ReactElement {
  return (
    <dl className={styles.facts}>
      {facts.map(([word, fact]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
