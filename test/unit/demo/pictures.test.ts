// The pictures of the sample office are PNG files that any viewer reads.

import { describe, expect, it } from 'vitest';
import { createDice, createRandom } from '../../../main/demo/dice.ts';
import { pictureKinds } from '../../../main/demo/office/pictures.ts';
import { createCanvas, encodePng } from '../../../main/demo/office/png.ts';
import { readPng } from './read-png.ts';

describe('encodePng', () => {
  it('keeps every pixel', () => {
    const canvas = createCanvas(5, 3, [10, 20, 30]);
    canvas.pixels.set([200, 100, 0], 21);
    const read = readPng(encodePng(canvas));
    expect(read).toMatchObject({ width: 5, height: 3 });
    expect([...read.pixels]).toEqual([...canvas.pixels]);
  });
});

describe.each(pictureKinds)('$title', ({ draw }) => {
  it('is a picture of 2 to 20 KB, and another one each time', () => {
    const sizes = Array.from({ length: 20 }, (_, seed) => {
      const canvas = draw(createDice(createRandom(seed)));
      const file = encodePng(canvas);
      expect(readPng(file)).toMatchObject({ width: canvas.width, height: canvas.height });
      expect(new Set(canvas.pixels).size).toBeGreaterThan(20);
      return file.length;
    });
    expect(Math.min(...sizes)).toBeGreaterThan(2_000);
    expect(Math.max(...sizes)).toBeLessThan(20_000);
    expect(new Set(sizes).size).toBeGreaterThan(5);
  });
});
