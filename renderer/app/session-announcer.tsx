// Says politely what happens to a running session (AX-03).

import type { TFunction } from 'i18next';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../bridge/use-status.ts';
import { percentText } from '../format/numbers.ts';
import { hear, type Heard, type Saying } from './session-voice.ts';

/** The place that screen readers listen to; nothing is seen of it. */
export function SessionAnnouncer({ status }: { readonly status: Status | null }): ReactElement {
  const { t } = useTranslation();
  const heard = useRef<Heard | null>(null);
  const [say, setSay] = useState<Saying | null>(null);
  useEffect(() => {
    if (!status) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listen = (): void => {
      const next = hear(heard.current, status, Date.now());
      heard.current = next.heard;
      if (next.say) setSay(next.say);
      if (next.again !== null) timer = setTimeout(listen, next.again);
    };
    listen();
    return () => clearTimeout(timer);
  }, [status]);
  return (
    <p className="spoken" aria-live="polite" data-part="session-voice">
      {say && sayingText(t, say)}
    </p>
  );
}

function sayingText(t: TFunction, say: Saying): string {
  const { no } = say;
  if (say.kind === 'start') return t('voice.start', { no });
  if (say.kind === 'end') return t('voice.end', { no, result: t(`feed:result.${say.result}`).toLowerCase() });
  return t('voice.quarter', { no, phase: t(`feed:phase.${say.phase}`), percent: percentText(say.part, 1) });
}
