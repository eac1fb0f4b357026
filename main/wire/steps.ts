// The steps of the protocol (W-48): one number in a header says which message a body is.

/** The steps that are somebody's request (W-48, §4); the others are only values in answers, or nobody's. */
export const steps = {
  ensureSchema: 1,
  ensureScopes: 2,
  sendChanges: 4,
  estimate: 6,
  moreChanges: 7,
  snapshotLegacy: 9,
  summary: 10,
  endDownload: 11,
  timestamp: 12,
  operation: 13,
  endSession: 14,
} as const;

/** The number of a step that can be requested. */
export type Step = (typeof steps)[keyof typeof steps];

/** Step values that only answers carry: another part than the last one (`ss`), an intermediate upload part (`step`). */
export const answerSteps = { partBeforeLast: 8, uploadPart: 4 } as const;

const known: ReadonlySet<number> = new Set(Object.values(steps));

/** True for a step that somebody may request; any other is answered with a typed 400 (W-49). */
export function isStep(number: number): number is Step {
  return known.has(number);
}

/** True for the steps that open a session or a new round; all others need one (W-26, W-143). */
export function opensSession(step: Step): boolean {
  return step === steps.ensureSchema || step === steps.ensureScopes || step === steps.timestamp;
}
