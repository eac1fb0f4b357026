import { describe, expect, it } from 'vitest';
import { describeBlob } from '../../../../renderer/format/blob.ts';

const base64 = (bytes: readonly number[], size = bytes.length): string =>
  Buffer.from([...bytes, ...Array.from({ length: size - bytes.length }, () => 0)]).toString('base64');

describe('files by type and size (CF-09)', () => {
  it('knows pictures by their first bytes', () => {
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
    expect(describeBlob(base64(png, 100))).toMatchObject({ type: 'PNG', size: 100 });
    expect(describeBlob(base64(png, 100)).picture).toMatch(/^data:image\/png;base64,/);
    expect(describeBlob(base64([0xff, 0xd8, 0xff], 99))).toMatchObject({ type: 'JPEG', size: 99 });
    expect(describeBlob(base64([...Buffer.from('GIF89a')], 98)).type).toBe('GIF');
    expect(describeBlob(base64([...Buffer.from('RIFF1234WEBP')], 97)).type).toBe('WebP');
  });

  it('shows no picture of a header alone, of other files, or of nothing', () => {
    expect(describeBlob(base64([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])).picture).toBeNull();
    expect(describeBlob(base64([...Buffer.from('%PDF-1.7')], 200))).toMatchObject({ type: 'PDF', picture: null });
    expect(describeBlob('')).toEqual({ type: null, size: 0, picture: null });
  });
});
