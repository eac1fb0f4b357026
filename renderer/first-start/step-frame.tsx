// A step of the first start: its heading, which takes the focus, what is to do, and the bar with the way on.

import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import styles from './first-start.module.css';

interface StepFrameProps {
  readonly title: string;
  readonly about: string;
  /** The sentence of the bar. */
  readonly foot: string;
  readonly buttons: ReactNode;
  readonly children: ReactNode;
}

/** The frame. */
export function StepFrame({ title, about, foot, buttons, children }: StepFrameProps): ReactElement {
  const head = useRef<HTMLHeadingElement>(null);
  // Whoever goes on by keyboard or hears the page starts at the top of the step.
  useEffect(() => head.current?.focus(), []);
  return (
    <>
      <div className={styles.body}>
        <header>
          <h2 ref={head} tabIndex={-1}>
            {title}
          </h2>
          <p>{about}</p>
        </header>
        {children}
      </div>
      <footer className={styles.foot}>
        <span className="caption" role="status">
          {foot}
        </span>
        {buttons}
      </footer>
    </>
  );
}
