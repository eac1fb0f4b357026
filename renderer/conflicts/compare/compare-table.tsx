// The comparison by column: what collides first, then what one side changed, then what is equal, folded (CF-09).

import {
  BranchFork16Regular,
  Checkmark16Regular,
  ChevronDown16Regular,
  ChevronRight16Regular,
} from '@fluentui/react-icons';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { richText, type Rich } from '../../format/rich.ts';
import { RichText } from '../../parts/rich-text.tsx';
import { CompareHead } from './compare-head.tsx';
import type { Row } from './comparison.ts';
import { CompareRow } from './compare-row.tsx';
import { useCompareScope } from './context.ts';
import { sectionsOf } from './sections.ts';
import styles from './compare.module.css';
import section from './section.module.css';

interface CompareTableProps {
  readonly title: string;
  readonly isUnfolded: boolean;
  readonly onFold: (unfolded: boolean) => void;
}

/** The table. */
export function CompareTable({ title, isUnfolded, onFold }: CompareTableProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const { prepared, comparison, missing, isEditable, isBaseShown } = useCompareScope();
  const { collided, oneSide, equal } = sectionsOf(prepared, comparison, missing);
  const isMerge = prepared.shape === 'both-changed' || prepared.shape === 'both-added';
  const count = comparison.open.length;
  const start = prepared.shape === 'both-added' ? 'added' : 'collided';
  const collidedText =
    isEditable && count > 0 ? richText(t, `section.${start}`, { count }) : richText(t, 'section.collidedDone');
  return (
    <div
      className={`${styles.table} ${isBaseShown ? '' : styles.noBase}`}
      role="table"
      aria-label={`${t('compare')} ${title}`}
    >
      <CompareHead />
      {collided.length > 0 && <Section icon={<BranchFork16Regular />} text={collidedText} />}
      {collided.map((row) => (
        <CompareRow key={row.column.name} row={row} kind="collided" />
      ))}
      {oneSide.length > 0 && isMerge && (
        <Section
          icon={<Checkmark16Regular />}
          text={richText(t, isEditable ? 'section.oneSide' : 'section.oneSideDone')}
        />
      )}
      {oneSide.map((row) => (
        <CompareRow key={row.column.name} row={row} kind="one-side" />
      ))}
      {equal.length > 0 && (
        <div className={`${section.section} ${isUnfolded ? '' : section.last}`} role="row">
          <div role="cell">
            <button
              type="button"
              className={section.fold}
              aria-expanded={isUnfolded}
              onClick={() => onFold(!isUnfolded)}
            >
              {isUnfolded ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
              {foldText(t, equal, isMerge)}
            </button>
          </div>
        </div>
      )}
      {isUnfolded && equal.map((row) => <CompareRow key={row.column.name} row={row} kind="equal" />)}
    </div>
  );
}

/** "14 equal columns, 1 that does not count". */
function foldText(t: TFunction, rows: readonly Row[], isMerge: boolean): string {
  const noise = rows.filter((row) => row.state === 'noise').length;
  const same = rows.length - noise;
  const parts = [
    ...(same > 0 ? [t(isMerge ? 'section.equal' : 'section.unchanged', { count: same, n: same })] : []),
    ...(noise > 0 ? [t(same > 0 ? 'section.noise' : 'section.noiseOnly', { count: noise, n: noise })] : []),
  ];
  return parts.join(', ');
}

function Section({ icon, text }: { readonly icon: ReactElement; readonly text: Rich }): ReactElement {
  return (
    <div className={section.section} role="row">
      <div role="cell">
        {icon}
        <span>
          <RichText text={text} />
        </span>
      </div>
    </div>
  );
}
