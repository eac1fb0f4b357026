// One worked example of a rule: what you did, what Anna did, and what comes of it.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConflictRule } from '../../main/sync/rule.ts';
import { richText } from '../format/rich.ts';
import { RichText } from './rich-text.tsx';
import { SideShape } from './side-shape.tsx';
import styles from './rule-choice.module.css';

/** What Anna did in the example of each rule. */
const theirs: Readonly<Record<ConflictRule, string>> = {
  ask: 'theirs',
  merge: 'theirsNotes',
  'last-column': 'theirs',
  device: 'theirs',
  hub: 'theirs',
  updates: 'theirsDeletes',
};

/** The card. */
export function RuleExample({ rule }: { readonly rule: ConflictRule }): ReactElement {
  const { t } = useTranslation('setup');
  const words = (key: string): ReactElement => (
    <RichText text={richText(t, `rule.example.${key}`, { rule: t(`rule.${rule}.name`) })} />
  );
  return (
    <section className={styles.example} aria-label={t('rule.example.label')}>
      <h3>{words('title')}</h3>
      <div className={`${styles.side} ${styles.mine}`}>
        <SideShape side="mine" />
        <span>{words('mine')}</span>
        <span className="caption">{t('rule.example.mineAt')}</span>
      </div>
      <div className={`${styles.side} ${styles.theirs}`}>
        <SideShape side="theirs" />
        <span>{words(theirs[rule])}</span>
        <span className="caption">{t('rule.example.theirsAt')}</span>
      </div>
      <p className={styles.outcome} aria-live="polite">
        {words(rule)}
      </p>
      <p className="caption">{t('rule.example.foot')}</p>
    </section>
  );
}
