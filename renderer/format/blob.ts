// What a blob is, told by its first bytes, and a picture's address (CF-09).

/** A blob as the window tells it. */
export interface BlobFacts {
  /** "PNG", "PDF" …; null where the first bytes tell nothing. */
  readonly type: string | null;
  readonly size: number;
  /** Address of the picture; null for anything else. */
  readonly picture: string | null;
}

const magics: readonly {
  readonly type: string;
  readonly mime?: string;
  readonly starts: string;
  readonly follows?: string;
}[] = [
  { type: 'PNG', mime: 'image/png', starts: '\x89PNG\r\n\x1a\n' },
  { type: 'JPEG', mime: 'image/jpeg', starts: '\xff\xd8\xff' },
  { type: 'GIF', mime: 'image/gif', starts: 'GIF8' },
  { type: 'WebP', mime: 'image/webp', starts: 'RIFF', follows: 'WEBP' },
  { type: 'PDF', starts: '%PDF-' },
  { type: 'ZIP', starts: 'PK\x03\x04' },
];

/** Tells a blob by its base64 text. */
export function describeBlob(base64: string): BlobFacts {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const size = (base64.length / 4) * 3 - padding;
  const head = atob(base64.slice(0, 24));
  const known = magics.find(({ starts, follows = '' }) => head.startsWith(starts) && head.startsWith(follows, 8));
  return {
    type: known?.type ?? null,
    size,
    // A header alone is no picture.
    picture: known?.mime !== undefined && size > 40 ? `data:${known.mime};base64,${base64}` : null,
  };
}
