// Concord's own version, as package.json has it; a test holds the two together.

/** The version that the app, its log and its hub tell. */
export const version = '0.1.0';
