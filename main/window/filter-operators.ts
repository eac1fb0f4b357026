// The operators of a grid's filters, for the contract and the window alike (PD-04).

/** All of them, in the order a person is offered them. */
export const filterOperators = [
  'is',
  'is-not',
  'less',
  'greater',
  'at-least',
  'at-most',
  'contains',
  'begins',
  'is-empty',
  'is-not-empty',
  'one-of',
] as const;
