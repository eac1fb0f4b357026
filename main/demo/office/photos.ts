// Pictures for some sites: those that are spoken of, and every fortieth of the others.

import type { OfficeContext } from './context.ts';
import { knownSites } from './known.ts';
import { pictureKinds } from './pictures.ts';
import { encodePng } from './png.ts';
import type { Site, SitePhoto } from './rows.ts';

/** All pictures, one to three a site; drawn one by one, since each takes some milliseconds. */
export function* makePhotos(context: OfficeContext, sites: readonly Site[]): Generator<SitePhoto> {
  const dice = context.dice('site_photos');
  const known = new Set(knownSites.map((site) => site.number));
  const shown = sites.filter((site, place) => known.has(site.number) || place % 40 === 20);
  for (const site of shown) {
    const kinds = dice.some(pictureKinds, dice.int(1, 3));
    for (const [place, kind] of kinds.entries()) {
      const canvas = kind.draw(dice);
      yield {
        site: site.number,
        position: place + 1,
        title: `${kind.title}, ${site.name}`.slice(0, 80),
        taken: context.dateTime(-dice.int(3, 300), dice.int(450, 1000)),
        width: canvas.width,
        height: canvas.height,
        picture: encodePng(canvas),
      };
    }
  }
}
