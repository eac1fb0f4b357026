// The token that opens the hub: the one that the app was started with, until another one is given in the settings (PR-01).

/** The token of one replica's hub. */
export interface HubToken {
  /** Undefined = the hub is asked without one. */
  now(): string | undefined;
  /** All that were given since the start: none of them may be written anywhere (TL-11). A new list with every change. */
  all(): readonly string[];
  change(token: string | undefined): void;
}

/** A token that can change; `changed` is told of the new one, so that the shell can keep it. */
export function createHubToken(begin: string | undefined, changed: (token: string | undefined) => void): HubToken {
  let token = begin;
  let all: readonly string[] = begin === undefined ? [] : [begin];
  return {
    now: () => token,
    all: () => all,
    change(next) {
      token = next;
      if (next !== undefined) all = [...all, next];
      changed(next);
    },
  };
}
