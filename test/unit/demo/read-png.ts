// A strict reader for PNG files of 8-bit colour: signature, chunks with their check sums, filters 0 and 1.

import { crc32, inflateSync } from 'node:zlib';

/** Reads a PNG file; throws if anything is wrong with it. */
export function readPng(file: Uint8Array): { width: number; height: number; pixels: Uint8Array } {
  const bytes = Buffer.from(file);
  if (bytes.subarray(0, 8).toString('hex') !== '89504e470d0a1a0a') throw new Error('no PNG signature');
  const chunks = chunksOf(bytes);
  const header = chunks[0];
  if (header?.type !== 'IHDR' || chunks.at(-1)?.type !== 'IEND') throw new Error('chunks in the wrong order');
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  if (header.data.subarray(8).toString('hex') !== '0802000000') throw new Error('not 8-bit colour');
  const rows = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const stride = width * 3;
  if (rows.length !== (stride + 1) * height) throw new Error('wrong number of pixels');
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)];
    if (filter !== 0 && filter !== 1) throw new Error('unexpected filter');
    for (let x = 0; x < stride; x++) {
      const left = filter === 1 && x >= 3 ? (pixels[y * stride + x - 3] ?? 0) : 0;
      pixels[y * stride + x] = (rows[y * (stride + 1) + 1 + x] ?? 0) + left;
    }
  }
  return { width, height, pixels };
}

function chunksOf(bytes: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== bytes.readUInt32BE(at + 8 + length)) throw new Error('wrong check sum');
    chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) });
    at += length + 12;
  }
  return chunks;
}
