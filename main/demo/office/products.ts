// The price list: each combination of a family's variants is one article.

import type { Dice } from '../dice.ts';
import { families, type Family } from '../words/catalogue.ts';
import { fill, type OfficeContext } from './context.ts';
import { knownPrices } from './known.ts';
import type { Product } from './rows.ts';

interface Article {
  readonly family: Family;
  readonly codes: readonly string[];
  readonly words: readonly string[];
  /** 0 for the smallest of the family, 1 for the largest. */
  readonly size: number;
}

/** All articles, numbered from 1. */
export function makeProducts(context: OfficeContext): Product[] {
  const dice = context.dice('products');
  return families.flatMap(articlesOf).map((article, place) => makeProduct(context, dice, article, place + 1));
}

function articlesOf(family: Family): Article[] {
  let made: Omit<Article, 'size'>[] = [{ family, codes: [], words: [] }];
  for (const variants of family.variants) {
    made = made.flatMap((article) =>
      variants.map((variant) => {
        const [code = '', word = code] = variant.split('=');
        return { family, codes: [...article.codes, code], words: [...article.words, word] };
      }),
    );
  }
  return made.map((article, place) => ({ ...article, size: place / Math.max(1, made.length - 1) }));
}

function makeProduct(context: OfficeContext, dice: Dice, { family, ...article }: Article, id: number): Product {
  const articleNo = [family.prefix, ...article.codes].join('-');
  const price = knownPrices[articleNo] ?? roundPrice(family.price * family.growth ** article.size);
  const isService = family.category === 'Labour';
  return {
    id,
    article_no: articleNo,
    ean: isService ? null : eanOf(id),
    name: fill(family.name, Object.fromEntries(article.words.entries())),
    category: family.category,
    unit: family.unit,
    price,
    cost: isService ? null : Math.round(price * dice.int(54, 76)) / 100,
    weight_kg: isService ? null : Math.round(family.weight * (1 + article.size * 4) * 100) / 100,
    stock: isService || dice.chance(0.3) ? 0 : dice.int(1, price > 300 ? 4 : 80),
    min_stock: isService || price > 300 ? null : dice.pick([0, 2, 5, 10, 20]),
    shelf: isService ? null : `${dice.pick(['A', 'B', 'C', 'D', 'E'])}${dice.int(1, 24)}-${dice.int(1, 6)}`,
    discontinued: !(articleNo in knownPrices) && !isService && dice.chance(0.03) ? 1 : 0,
    updated: context.dateTime(-dice.int(1, 260), dice.int(450, 1020)),
  };
}

/** Prices end in 0 or 5 cents; those above 200 in whole units. */
function roundPrice(price: number): number {
  return price > 200 ? Math.round(price) : Math.round(price * 20) / 20;
}

/** A barcode number of 13 digits whose last digit checks the others; 20… is for use within one company. */
function eanOf(id: number): number {
  const digits = `2040555${String(id).padStart(5, '0')}`;
  const sum = Array.from(digits).reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return Number(digits) * 10 + ((10 - (sum % 10)) % 10);
}
