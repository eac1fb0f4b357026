// A filter as a chip: what it opens or turns is its owner's; its greatest width too, by `--chip-width` (DESIGN, Density).

import type { ComponentProps, ReactElement } from 'react';
import styles from './chip.module.css';

/** The button; `isOn` = the filter narrows. Menus and popovers hand it what a trigger needs. */
export function Chip({ isOn = false, ...rest }: ComponentProps<'button'> & { readonly isOn?: boolean }): ReactElement {
  return <button type="button" {...rest} className={`${styles.chip} ${isOn ? styles.on : ''}`} />;
}
