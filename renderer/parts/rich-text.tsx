// A sentence with weight, on the screen.

import type { ReactElement } from 'react';
import type { Rich } from '../format/rich.ts';

/** Strong pieces as `b`, soft ones as `i`. */
export function RichText({ text }: { readonly text: Rich }): ReactElement {
  return (
    <>
      {text.map((item, at) => {
        if (item.tone === 'strong') return <b key={at}>{item.text}</b>;
        if (item.tone === 'soft') return <i key={at}>{item.text}</i>;
        return <span key={at}>{item.text}</span>;
      })}
    </>
  );
}
