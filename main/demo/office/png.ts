// A small picture of coloured pixels, and its PNG file (8 bits a channel, no alpha).

import { crc32, deflateSync } from 'node:zlib';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A picture under work. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel, row by row. */
  readonly pixels: Uint8Array;
}

/** A canvas of one colour. */
export function createCanvas(width: number, height: number, colour: Colour): Canvas {
  const canvas = { width, height, pixels: new Uint8Array(width * height * 3) };
  paint(canvas, () => colour);
  return canvas;
}

/** Sets every pixel for which `shade` gives a colour. */
export function paint(canvas: Canvas, shade: (x: number, y: number) => Colour | null): void {
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const colour = shade(x, y);
      if (colour) setPixel(canvas, x, y, colour);
    }
  }
}

/** Fills a rectangle; what lies outside the canvas is left out. */
export function fillBox(
  canvas: Canvas,
  box: readonly [x: number, y: number, w: number, h: number],
  colour: Colour,
): void {
  const [left, top, w, h] = box.map(Math.round) as [number, number, number, number];
  for (let y = Math.max(0, top); y < Math.min(canvas.height, top + h); y++) {
    for (let x = Math.max(0, left); x < Math.min(canvas.width, left + w); x++) {
      setPixel(canvas, x, y, colour);
    }
  }
}

function setPixel(canvas: Canvas, x: number, y: number, [red, green, blue]: Colour): void {
  const at = (y * canvas.width + x) * 3;
  canvas.pixels[at] = red;
  canvas.pixels[at + 1] = green;
  canvas.pixels[at + 2] = blue;
}

/** Adds grain of at most `strength` to every channel, as a camera does. */
export function addGrain(canvas: Canvas, next: () => number, strength: number): void {
  for (let at = 0; at < canvas.pixels.length; at += 3) {
    const grain = Math.round((next() - 0.5) * 2 * strength);
    for (let channel = at; channel < at + 3; channel++) {
      canvas.pixels[channel] = Math.max(0, Math.min(255, (canvas.pixels[channel] ?? 0) + grain));
    }
  }
}

/** The canvas as a PNG file. */
export function encodePng(canvas: Canvas): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(canvas.width, 0);
  header.writeUInt32BE(canvas.height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(filtered(canvas), { level: 6 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** Each row with filter 1: a byte is the difference from the pixel to its left. */
function filtered({ width, height, pixels }: Canvas): Uint8Array {
  const stride = width * 3;
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const to = y * (stride + 1);
    rows[to] = 1;
    for (let x = 0; x < stride; x++) {
      const left = x < 3 ? 0 : (pixels[y * stride + x - 3] ?? 0);
      rows[to + 1 + x] = (pixels[y * stride + x] ?? 0) - left;
    }
  }
  return rows;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const made = Buffer.alloc(data.length + 12);
  made.writeUInt32BE(data.length, 0);
  made.write(type, 4, 'latin1');
  made.set(data, 8);
  made.writeUInt32BE(crc32(made.subarray(4, data.length + 8)), data.length + 8);
  return made;
}
