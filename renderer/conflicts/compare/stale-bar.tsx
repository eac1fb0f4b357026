// What came in while somebody looked: said once, marked in the table, and nothing is decided before it was seen (RS-25).

import { Button } from '@fluentui/react-components';
import { Info16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { columnTitle } from '../../format/names.ts';
import { listRich, richText, sentences, span, type Rich } from '../../format/rich.ts';
import { timeText } from '../../format/times.ts';
import { KeyHint } from '../../parts/key-hint.tsx';
import { useKeyLabels } from '../../parts/own-keys.ts';
import { RichText } from '../../parts/rich-text.tsx';
import { capital, type Them } from '../people.ts';
import { useCompareScope } from './context.ts';
import type { Detail } from './detail.ts';
import type { News } from './news.ts';
import styles from './pane.module.css';

/** The bar. */
export function StaleBar({ news, onSeen }: { readonly news: News; readonly onSeen: () => void }): ReactElement {
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const { prepared, them } = useCompareScope();
  const text = sentences([
    ...newsSentences(t, { news, them, detail: prepared.detail }),
    richText(t, news.turned ? 'stale.reset' : 'stale.kept'),
  ]);
  return (
    <div className={styles.stale} role="alert">
      <Info16Regular />
      <p>
        <RichText text={text} />
      </p>
      <Button size="small" onClick={onSeen}>
        {t('stale.seen')} <KeyHint keys={keys('decide')} />
      </Button>
    </div>
  );
}

function newsSentences(
  t: TFunction,
  { news, them, detail }: { news: News; them: Them; detail: Detail },
): readonly Rich[] {
  const columns = (names: readonly string[]): Rich =>
    listRich(
      t,
      names.map((name) => span(columnTitle(name), 'strong')),
    );
  const mineAt = timeText(detail.history.at(-1)?.at ?? detail.changedAt);
  if (news.turned) {
    const isTheirs = news.theirs.length > 0;
    const now = isTheirs ? detail.theirs : detail.mine;
    return [richText(t, `stale.${isTheirs ? 'theirs' : 'mine'}${now ? 'Back' : 'Deleted'}`)];
  }
  const told = them.name === null ? 'theirsUntold' : 'theirs';
  const theirs = { columns: columns(news.theirs), Name: capital(them.short), time: timeText(them.at) };
  return [
    ...(news.theirs.length > 0 ? [richText(t, `stale.${told}`, theirs)] : []),
    ...(news.mine.length > 0 ? [richText(t, 'stale.mine', { columns: columns(news.mine), time: mineAt })] : []),
  ];
}
