// A value in the card: null and empty told apart, records by name, long texts folded, files by type and size (CF-09).

import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { cellText, type WindowColumn } from '../../format/cells.ts';
import { bytesText } from '../../format/numbers.ts';
import { describeBlob } from '../../format/blob.ts';
import type { JsonCell } from '../data-table.ts';
import { FileView } from './file-view.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import styles from './card.module.css';

interface ValueWordsProps {
  readonly column: WindowColumn;
  readonly cell: JsonCell | undefined;
  /** What the cell points to is called. */
  readonly name: string | null;
  /** A few words are enough. */
  readonly short?: boolean;
}

const foldedAt = 600;
const shortLength = 60;

/** The value. */
export function ValueWords({ column, cell, name, short }: ValueWordsProps): ReactElement {
  const { t } = useTranslation('data');
  const [isOpen, setOpen] = useState(false);
  if (cell === null || cell === undefined) return <i className="quiet">{t('value.none')}</i>;
  if (cell === '') return <i className="quiet">{t('value.empty')}</i>;
  if (typeof cell === 'object') {
    if (!short) return <FileView base64={cell.base64} column={column.name} />;
    const { type, size } = describeBlob(cell.base64);
    return <span>{t('file.facts', { type: type ?? t('file.file'), size: bytesText(size) })}</span>;
  }
  if (name !== null) return <span>{name}</span>;
  const { text } = cellText(column, cell, t);
  if (short) return <span>{text.length > shortLength ? `${text.slice(0, shortLength)}…` : text}</span>;
  if (text.length <= foldedAt) return <span className={styles.text}>{text}</span>;
  return (
    <span className={styles.text}>
      {isOpen ? text : `${text.slice(0, foldedAt)}… `}
      {!isOpen && <LinkButton onClick={() => setOpen(true)}>{t('value.whole')}</LinkButton>}
    </span>
  );
}
