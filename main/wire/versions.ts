// The protocol version that Concord announces, and the one it refuses (W-01…W-03, W-254).

/** What Concord announces: four parts, always (W-01). */
export const protocolVersion = '1.3.0.0';

/** True for 0.9.x, which differs in structure; anything else, also no version at all, is accepted (W-03, W-254). */
export function isTooOld(version: string | null): boolean {
  return version !== null && /^\s*0\.9(\.|$)/.test(version);
}
