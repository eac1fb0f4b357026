// A blob in the card: what it is, a picture of it, another file in its place, none (CF-09, PD-05).

import { Button } from '@fluentui/react-components';
import { Attach16Regular, Dismiss16Regular } from '@fluentui/react-icons';
import { useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { base64FromBytes } from '../../../main/sync/base64.ts';
import { bytesText } from '../../format/numbers.ts';
import { FileView } from '../card/file-view.tsx';
import type { ControlProps } from './control-props.ts';
import styles from './edit.module.css';

/** What a window may send in one message, with room for the rest of the record. */
const largest = 24_000_000;

/** The control. */
export function FileControl({ column, value, id, label, describedBy, onChange }: ControlProps): ReactElement {
  const { t } = useTranslation('data');
  const chooser = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState<File | null>(null);
  const file = value !== null && typeof value === 'object' ? value : null;
  const take = async (chosen: File): Promise<void> => {
    setTooLarge(chosen.size > largest ? chosen : null);
    if (chosen.size > largest) return;
    onChange({ base64: base64FromBytes(new Uint8Array(await chosen.arrayBuffer())) });
  };
  return (
    <div className={styles.file} role="group" aria-label={label}>
      {file ? <FileView base64={file.base64} column={column.name} /> : <i className="quiet">{t('value.none')}</i>}
      <div className={styles.tools}>
        <input
          ref={chooser}
          id={id}
          type="file"
          hidden
          aria-describedby={describedBy}
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            event.target.value = '';
            if (chosen) void take(chosen);
          }}
        />
        <Button size="small" icon={<Attach16Regular />} onClick={() => chooser.current?.click()}>
          {t(file ? 'file.replace' : 'file.choose')}
        </Button>
        {file && column.nullable && (
          <Button size="small" icon={<Dismiss16Regular />} onClick={() => onChange(null)}>
            {t('file.clear')}
          </Button>
        )}
      </div>
      {tooLarge && (
        <p className={styles.fault} role="alert">
          {t('file.tooLarge', { name: tooLarge.name, size: bytesText(tooLarge.size), most: bytesText(largest) })}
        </p>
      )}
    </div>
  );
}
