// The frame of a record card: head, what scrolls, and what stays below. Beside the grid, over it where there is no room.

import { Button, Tooltip } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './card.module.css';

interface CardFrameProps {
  readonly title: string;
  readonly subtitle: string;
  /** Beside the title: a badge. */
  readonly mark?: ReactNode;
  /** Grows when the card should take the focus. */
  readonly focusNo: number;
  readonly footer?: ReactNode;
  readonly onClose: () => void;
  /** What Escape does where it is not to close the card: the nearest layer goes first. */
  readonly onEscape?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** The frame. */
export function CardFrame(props: CardFrameProps): ReactElement {
  const { title, subtitle, mark, focusNo, footer, onClose, onEscape = onClose, children } = props;
  const { t } = useTranslation('data');
  const card = useRef<HTMLElement>(null);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A form in the card takes the focus itself.
    if (focusNo > 0 && !card.current?.contains(document.activeElement)) head.current?.focus();
  }, [focusNo]);
  return (
    <aside
      ref={card}
      className={styles.card}
      aria-label={t('card.label', { title })}
      data-part="record"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        onEscape();
      }}
    >
      <header className={styles.head}>
        <div className={styles.title}>
          <h2 ref={head} tabIndex={-1} className="cut" title={title}>
            {title}
          </h2>
          {mark}
          <Tooltip content={t('card.close')} relationship="label">
            <Button appearance="subtle" size="small" icon={<Dismiss20Regular />} onClick={onClose} />
          </Tooltip>
        </div>
        {subtitle !== '' && <p className={styles.subtitle}>{subtitle}</p>}
      </header>
      <div className={styles.body}>{children}</div>
      {footer && <footer className={styles.footer}>{footer}</footer>}
    </aside>
  );
}
