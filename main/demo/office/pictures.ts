// The pictures that technicians keep of a site: a floor plan, a thermal image, a pressure gauge.

import type { Dice } from '../dice.ts';
import { addGrain, createCanvas, fillBox, paint, type Canvas, type Colour } from './png.ts';

/** A kind of picture: what it is called and how it is drawn. */
export interface PictureKind {
  readonly title: string;
  readonly draw: (dice: Dice) => Canvas;
}

/** The kinds of picture. */
export const pictureKinds: readonly PictureKind[] = [
  { title: 'Floor plan', draw: floorPlan },
  { title: 'Thermal image', draw: thermalImage },
  { title: 'Pressure gauge', draw: gauge },
];

const ink: Colour = [54, 62, 74];

/** Rooms to the left and right of a corridor, with doors, and radiators under the windows. */
function floorPlan(dice: Dice): Canvas {
  const [width, height] = [200, 140];
  const canvas = createCanvas(width, height, [246, 243, 234]);
  const corridor = dice.int(58, 72);
  fillBox(canvas, [8, 8, 184, 124], ink);
  fillBox(canvas, [11, 11, 178, 118], [252, 251, 247]);
  for (const [top, bottom] of [
    [11, corridor],
    [corridor + 14, 129],
  ] as const) {
    fillBox(canvas, [11, top === 11 ? bottom : top - 2, 178, 2], ink);
    for (let x = 11; x < 189;) {
      const wanted = dice.int(28, 62);
      const room = x + wanted > 163 ? 189 - x : wanted;
      fillBox(canvas, [x + room, top, 2, bottom - top], ink);
      fillBox(canvas, [x + room / 2 - 5, top === 11 ? bottom : top - 2, 10, 2], [252, 251, 247]);
      fillBox(canvas, [x + room / 2 - 8, top === 11 ? 13 : 124, 16, 3], [196, 74, 52]);
      if (dice.chance(0.3)) fillBox(canvas, [x + 4, top + 8, room - 10, 12], [201, 216, 230]);
      x += room + 2;
    }
  }
  addGrain(canvas, dice.next, 2);
  return canvas;
}

/** A radiator or a pipe seen by a thermal camera: the warmer, the brighter. */
function thermalImage(dice: Dice): Canvas {
  const canvas = createCanvas(80, 60, [0, 0, 0]);
  const spots = Array.from({ length: dice.int(2, 4) }, () => ({
    x: dice.int(8, 72),
    y: dice.int(8, 52),
    size: dice.int(9, 26),
    heat: 0.45 + dice.next() * 0.5,
  }));
  const fins = dice.int(7, 11);
  paint(canvas, (x, y) => {
    const heat = spots.map((spot) => spot.heat * Math.exp(-((x - spot.x) ** 2 + (y - spot.y) ** 2) / spot.size ** 2));
    return glow(Math.max(0.08 + y / 600, ...heat) * (x % fins < 2 ? 0.86 : 1));
  });
  addGrain(canvas, dice.next, 4);
  return canvas;
}

/** Black over violet and orange to white. */
function glow(heat: number): Colour {
  const at = Math.min(1, Math.max(0, heat)) * 3;
  const between = (from: Colour, to: Colour, part: number): Colour => [
    Math.round(from[0] + (to[0] - from[0]) * part),
    Math.round(from[1] + (to[1] - from[1]) * part),
    Math.round(from[2] + (to[2] - from[2]) * part),
  ];
  if (at < 1) return between([10, 8, 40], [120, 24, 120], at);
  return at < 2 ? between([120, 24, 120], [240, 130, 30], at - 1) : between([240, 130, 30], [255, 250, 220], at - 2);
}

/** The dial of a gauge with its marks and a needle. */
function gauge(dice: Dice): Canvas {
  const canvas = createCanvas(96, 96, [112, 118, 122]);
  const needle = (dice.int(-120, 100) * Math.PI) / 180;
  paint(canvas, (x, y) => {
    const [dx, dy] = [x - 47.5, y - 47.5];
    const far = Math.hypot(dx, dy);
    if (far > 44) return null;
    if (far > 40) return [38, 40, 44];
    const angle = Math.atan2(dx, -dy);
    if (far < 5) return [38, 40, 44];
    if (far < 33 && Math.abs(Math.sin(angle - needle)) * far < 1.3 && Math.cos(angle - needle) > 0)
      return [186, 28, 28];
    const marks = (angle / Math.PI) * 180;
    const isMark = far > 33 && far < 38 && Math.abs(marks) < 135 && Math.abs(marks - Math.round(marks / 27) * 27) < 2;
    const shade = Math.round(240 - (dx + dy) / 5);
    return isMark ? [38, 40, 44] : [shade, shade, shade - 6];
  });
  addGrain(canvas, dice.next, 3);
  return canvas;
}
