// The hub refused the record's change: that is said, with the way to mend it (ER-11).

import { Button } from '@fluentui/react-components';
import { ErrorCircle16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { errorAddress } from '../../app/addresses.ts';
import { whatHappened } from '../../errors/words.ts';
import { RichText } from '../../parts/rich-text.tsx';
import type { Refusal } from '../data-table.ts';
import styles from './card.module.css';

interface RefusedBarProps {
  readonly refusal: Refusal;
  /** The hub holds an earlier version of the record. */
  readonly hubHas: boolean;
  /** There is such a record here. */
  readonly isHere: boolean;
}

/** The bar. */
export function RefusedBar({ refusal, hubHas, isHere }: RefusedBarProps): ReactElement {
  const { t } = useTranslation('data');
  const { t: errorText } = useTranslation('errors');
  const then = refusal.takenBack ? (isHere ? 'takenBack' : 'takenBackNew') : hubHas ? 'hubHas' : 'hubHasNot';
  return (
    <div className={`${styles.bar} ${styles.refused}`} data-part="refused">
      <ErrorCircle16Regular />
      <p>
        <RichText text={whatHappened(errorText, { ...refusal, side: 'hub' })} /> {t(`refused.${then}`)}
      </p>
      <Button as="a" size="small" href={errorAddress(refusal.no)}>
        {t('refused.mend')}
      </Button>
    </div>
  );
}
