// A blob to look at: its type and size, a picture where it is one, and a way to save it (CF-09).

import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesFromBase64 } from '../../../main/sync/base64.ts';
import { describeBlob } from '../../format/blob.ts';
import { columnTitle } from '../../format/names.ts';
import { bytesText } from '../../format/numbers.ts';
import { LinkButton } from '../../parts/link-button.tsx';
import styles from './card.module.css';

/** The blob. */
export function FileView({ base64, column }: { readonly base64: string; readonly column: string }): ReactElement {
  const { t } = useTranslation('data');
  const [broken, setBroken] = useState<string | null>(null);
  const { type, size, picture } = describeBlob(base64);
  const title = columnTitle(column);
  return (
    <span className={styles.file}>
      {picture !== null && broken !== picture && (
        <img src={picture} alt={t('file.picture', { column: title })} onError={() => setBroken(picture)} />
      )}
      <span>
        {t('file.facts', { type: type ?? t('file.file'), size: bytesText(size) })}{' '}
        <LinkButton onClick={() => saveFile(base64, `${column}.${extension(type)}`)}>{t('file.save')}</LinkButton>
      </span>
    </span>
  );
}

function extension(type: string | null): string {
  return (type ?? 'bin').toLowerCase();
}

function saveFile(base64: string, name: string): void {
  const address = URL.createObjectURL(new Blob([Uint8Array.from(bytesFromBase64(base64))]));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
