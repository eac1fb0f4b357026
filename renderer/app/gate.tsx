// What the window shows first: the frame with its screens, or the first start where the engine has no replica yet (AX-07).

import type { ReactElement } from 'react';
import { useEngine } from '../bridge/engine.tsx';
import { useRead } from '../bridge/use-read.ts';
import { Frame } from './frame.tsx';
import { latePage } from './late-page.tsx';

const firstStart = latePage(async () => (await import('../first-start/first-start.tsx')).FirstStart);

/** The frame, or the first start. */
export function Gate(): ReactElement | null {
  const { lost } = useEngine();
  const about = useRead('app.describe', {}, ['setup']).value;
  if (about?.phase !== 'set-up') return about || lost ? <Frame /> : null;
  return <firstStart.Page waiting={null} />;
}
