// The head of Telemetry: the switch with its words, the period, and what both tabs narrow by (TL-06, TL-09).

import { Switch } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import { fullTime, timeText } from '../format/times.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import type { TelemetryAddress } from './address.ts';
import { PeriodChoice } from './period-choice.tsx';
import { WhoChips } from './who-chips.tsx';
import page from '../parts/page.module.css';
import styles from './telemetry.module.css';

/** The switch and what is kept. */
export type TelemetryState = CallOutput<'telemetry.state'>;

interface HeadProps {
  readonly address: TelemetryAddress;
  readonly state: TelemetryState | null;
  readonly readOnly: boolean;
  readonly onChange: (address: TelemetryAddress) => void;
}

/** The head. */
export function TelemetryHead({ address, state, readOnly, onChange }: HeadProps): ReactElement {
  const { t } = useTranslation('telemetry');
  return (
    <>
      <div className={page.head}>
        <h1>{t('title')}</h1>
        {state && <RecordingSwitch state={state} readOnly={readOnly} />}
        <span className={page.grow} />
        <PeriodChoice address={address} onChange={onChange} />
        <WhoChips address={address} onChange={onChange} />
      </div>
      {state && !state.recording && (
        <p className={styles.off} role="note" title={fullTime(state.since)}>
          <b>{t('recording.offSince', { time: timeText(state.since) })}</b> {t('recording.offMeans')}
        </p>
      )}
    </>
  );
}

function RecordingSwitch({
  state,
  readOnly,
}: {
  readonly state: TelemetryState;
  readonly readOnly: boolean;
}): ReactElement {
  const { t } = useTranslation('telemetry');
  const configure = useAct('telemetry.configure');
  const words = t(state.recording ? 'recording.on' : 'recording.off');
  return (
    <>
      <Switch
        className={styles.switch ?? ''}
        checked={state.recording}
        disabled={readOnly || configure.busy}
        aria-label={t('recording.label')}
        title={t(readOnly ? 'recording.readOnly' : state.recording ? 'recording.tipOn' : 'recording.tipOff')}
        onChange={(_, data) => void configure.run({ recording: data.checked })}
      />
      <span role="status">{words}</span>
      {configure.problem && <ProblemNote problem={configure.problem} onDismiss={configure.clear} />}
    </>
  );
}
