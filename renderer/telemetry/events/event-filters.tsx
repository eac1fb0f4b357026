// What narrows the list of events, and how much of it is shown (FD-08, TL-13).

import type { ReactElement, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { levels } from '../../../main/sync/telemetry.ts';
import { useRead } from '../../bridge/use-read.ts';
import { numberText } from '../../format/numbers.ts';
import { ChoiceChip } from '../../parts/choice-chip.tsx';
import { FindBox } from '../../parts/find-box.tsx';
import { isNarrowed, withoutFilters, type TelemetryAddress } from '../address.ts';
import { useSource } from '../source.ts';
import { codeText, eventTitle } from '../words.ts';
import type { EventsView } from './event-pages.ts';
import { LinkButton } from '../../parts/link-button.tsx';
import styles from './events.module.css';

interface FiltersProps {
  readonly address: TelemetryAddress;
  readonly view: EventsView;
  readonly findRef: Ref<HTMLInputElement>;
  readonly onChange: (address: TelemetryAddress) => void;
  readonly onLeave: () => void;
}

/** The row of tools above the list. */
export function EventFilters({ address, view, findRef, onChange, onLeave }: FiltersProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const source = useSource();
  const choices = useRead(source.choices, {}, source.topics).value;
  return (
    <div className={styles.filters}>
      <FindBox
        place="telemetry"
        className={styles.find ?? ''}
        text={address.text}
        label={t('filter.text')}
        findRef={findRef}
        onChange={(text) => onChange({ ...address, text })}
        onLeave={onLeave}
      />
      <ChoiceChip
        name={t('filter.level')}
        any={t('filter.anyLevel')}
        value={address.level}
        items={levels.map((level) => ({ value: level, text: t(`level.${level}`) }))}
        onChange={(level) => onChange({ ...address, level })}
      />
      <ChoiceChip
        name={t('filter.event')}
        any={t('filter.anyEvent')}
        value={address.event}
        items={(choices?.names ?? []).map((name) => ({ value: name, text: eventTitle(t, name) }))}
        onChange={(event) => onChange({ ...address, event })}
      />
      <ChoiceChip
        name={t('filter.mode')}
        any={t('filter.anyMode')}
        value={address.mode}
        items={(choices?.modes ?? []).map((mode) => ({ value: mode, text: t(`mode.${mode}`) }))}
        onChange={(mode) => onChange({ ...address, mode })}
      />
      <ChoiceChip
        name={t('filter.result')}
        any={t('filter.anyResult')}
        value={address.result}
        items={(['success', 'failure'] as const).map((result) => ({ value: result, text: t(`filter.${result}`) }))}
        onChange={(result) => onChange({ ...address, result })}
      />
      <ChoiceChip
        name={t('filter.code')}
        any={t('filter.anyCode')}
        value={address.code === null ? '' : String(address.code)}
        items={(choices?.errorCodes ?? []).map(({ errorCode }) => ({
          value: String(errorCode),
          text: codeText(t, errorCode),
        }))}
        onChange={(code) => onChange({ ...address, code: code === '' ? null : Number(code) })}
      />
      <p className={`caption ${styles.total}`} role="status">
        {view.isReady && (
          <span className="figure">{t('shown', { shown: numberText(view.shown), total: numberText(view.total) })}</span>
        )}
        {isNarrowed(address) && (
          <>
            <span aria-hidden="true">·</span>
            <LinkButton onClick={() => onChange({ ...withoutFilters(address), user: '', table: '' })}>
              {t('filter.clear')}
            </LinkButton>
          </>
        )}
      </p>
    </div>
  );
}
