// What is recorded and how long it is kept (TL-09, TL-10). The settings live with the replica's; they are handed in.

/** Settings of telemetry. */
export interface TelemetrySettings {
  readonly recording: boolean;
  /** ISO instant since when it is as it is; null = from the first start on. */
  readonly since: string | null;
  /** Days and events that are kept whole, whichever is first. */
  readonly keepDays: number;
  readonly keepEvents: number;
}

/** As they are until somebody changes them. */
export const defaultSettings: TelemetrySettings = {
  recording: true,
  since: null,
  keepDays: 30,
  keepEvents: 1_000_000,
};

/** Days that day totals are kept. */
export const keepTotalDays = 400;
