// Names of the protocol's headers (§2.2, §2.3), in lower case as HTTP/2 wants them (W-11).

/** Every header that the protocol gives a meaning to (W-10, W-15). */
export const headerNames = {
  sessionId: 'dotmim-sync-session-id',
  scopeName: 'dotmim-sync-scope-name',
  step: 'dotmim-sync-step',
  scopeId: 'dotmim-sync-scope-id',
  format: 'dotmim-sync-serialization-format',
  version: 'dotmim-sync-version',
  hash: 'dotmim-sync-hash',
  converter: 'dotmim-sync-converter',
  identifier: 'dotmim-sync-identifier',
  error: 'dotmim-sync-error',
  concordAgent: 'concord-agent',
  concordHub: 'concord-hub',
  concordHubId: 'concord-hub-id',
  contentType: 'content-type',
  acceptEncoding: 'accept-encoding',
} as const;
