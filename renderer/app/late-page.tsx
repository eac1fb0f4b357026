// A page whose code comes when it is opened, or ahead. React's own `lazy` shows its fallback first even where the code is
// here, and then keeps it for 300 ms: a screen that was loaded when the pointer came would still be late (Speed).

import { useEffect, useState, type ComponentType, type ReactElement, type ReactNode } from 'react';

/** A page and how to have its code ahead. */
export interface LatePage {
  /** Shows `waiting` until the code is here. */
  readonly Page: ComponentType<{ readonly waiting: ReactNode }>;
  /** Loads the code, once; rejects where that fails, the next call tries again. */
  load(): Promise<unknown>;
}

const retryMs = 1000;

/** The page that `bring` imports. */
export function latePage(bring: () => Promise<ComponentType>): LatePage {
  let here: ComponentType | null = null;
  let coming: Promise<ComponentType> | null = null;
  const load = async (): Promise<ComponentType> => {
    coming ??= bring();
    try {
      here = await coming;
      return here;
    } catch (thrown) {
      coming = null;
      throw thrown;
    }
  };
  const Page = ({ waiting }: { readonly waiting: ReactNode }): ReactElement => {
    const [Part, setPart] = useState(() => here);
    const [tries, setTries] = useState(0);
    useEffect(() => {
      if (Part) return;
      let [timer, isGone]: [ReturnType<typeof setTimeout> | undefined, boolean] = [undefined, false];
      load().then(
        (part) => isGone || setPart(() => part),
        () => isGone || (timer = setTimeout(() => setTries((now) => now + 1), retryMs)),
      );
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    }, [Part, tries]);
    return Part ? <Part /> : <>{waiting}</>;
  };
  return { Page, load };
}
