// The keys of the inbox (AX-01): their list and the settings show this one table.

/** The step, as the catalogue names it, and its keys. */
export const conflictKeys: readonly (readonly [name: string, keys: readonly string[]])[] = [
  ['next', ['J']],
  ['previous', ['K']],
  ['column', ['↑', '↓']],
  ['mine', ['←']],
  ['theirs', ['→']],
  ['wholeMine', ['Shift+←']],
  ['wholeTheirs', ['Shift+→']],
  ['join', ['M']],
  ['edit', ['E']],
  ['base', ['B']],
  ['decide', ['Enter']],
  ['undo', ['Z']],
  ['select', ['X']],
  ['find', ['/']],
  ['list', ['?']],
  ['escape', ['Esc']],
];
