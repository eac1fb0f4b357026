// Why nothing is shown, what comes here, and one step (DESIGN, Empty).

import type { ReactElement, ReactNode } from 'react';
import page from './page.module.css';
import styles from './empty-state.module.css';

interface EmptyStateProps {
  readonly icon: ReactElement;
  readonly title: string;
  readonly text?: string;
  /** The way on. */
  readonly children?: ReactNode;
  /** It stands as a card among cards. */
  readonly isCard?: boolean;
  /** Which part of a split screen it stands for. */
  readonly part?: 'list';
}

/** An empty place in words. */
export function EmptyState({ icon, title, text, children, isCard = false, part }: EmptyStateProps): ReactElement {
  return (
    <section className={isCard ? `${page.card} ${styles.empty} ${styles.card}` : styles.empty} data-part={part}>
      {icon}
      <h2>{title}</h2>
      {text !== undefined && <p>{text}</p>}
      {children}
    </section>
  );
}
