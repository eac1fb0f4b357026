// The window as a whole: theme, language, engine, frame and the open screen.

import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { EngineProvider } from '../bridge/engine.tsx';
import { Gate } from './gate.tsx';
import { useTheme } from './theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
/** Fluent's style elements carry the page's nonce; without it the policy refuses them. */
const styles = createDOMRenderer(document, { styleElementAttributes: { nonce } });

/** The whole window. */
export function App(): ReactElement {
  const { fluent } = useTheme();
  return (
    <RendererProvider renderer={styles} targetDocument={document}>
      <FluentProvider theme={fluent} className="app-root">
        <EngineProvider>
          <Gate />
        </EngineProvider>
      </FluentProvider>
    </RendererProvider>
  );
}
