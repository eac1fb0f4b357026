// When a tile of Status changes its colour (ST-08).

/** The defaults; ages in milliseconds. */
export const thresholds = {
  conflicts: { amberFrom: 1, redWhenOldestOver: 7 * 86_400_000 },
  errors: { redFromOpen: 1, amberFromParked: 1 },
} as const;
