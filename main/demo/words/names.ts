// People of the sample office. All invented: first and last names are combined by chance.

import { list } from './list.ts';

/** First names. */
export const firstNames = list(`
  Anke; Björn; Dörte; Elif; Finn; Grażyna; Hélène; Ingrid; Jürgen; Karin; Lasse; Łukasz; Maren; Niamh; Ole;
  Pernille; Ragnhild; Søren; Thea; Uwe; Vera; Wiebke; Yusuf; Zoë; Åsa; Aoife; Bente; Clara; Dana; Emil;
  Friederike; Gert; Hanne; Imke; Jörg; Käthe; Leonie; Mehmet; Nils; Oskar; Paweł; René; Sabine; Torsten;
  Ulrike; Viggo; Walter; Agnieszka; Brigitte; Connor; Dieter; Eva; Frauke; Günter; Henrik; Ilse; Jannik;
  Kirsten; Lena; Márta; Natascha; Oliver; Petra; Rosalind; Stefan; Tove; Ursula; Volker; Wenche
`);

/** Last names. */
export const lastNames = list(`
  Ahlers; Bergström; Claussen; Dührkop; Eggers; Fröhlich; Göttsche; Hinrichs; Ibsen; Jäger; Köhler; Lindqvist;
  Möller; Nørgaard; Öztürk; Petersen; Quast; Rønning; Schröder; Thomsen; Uhlig; Vogel; Wójcik; Ziegler;
  Åkesson; Behrens; Carstensen; Dahl; Engström; Farrell; Grünewald; Holmstrøm; Iversen; Jessen; Krüger; Lüders;
  Mazur; Nowicki; O’Brien; Prigge; Rademacher; Sönksen; Tietjen; Ulrich; van Dijk; Wächter; Yılmaz; Zaremba;
  Brodersen; Delacroix; Ehlers; Feddersen; Gallagher; Harms; Jürgensen; Kaźmierczak; Löwe; Mohr; Nielsen;
  Oldenburg; Pohlmann; Reimers; Stöver; Teichmann; Voß; Wulf; Bülow; Cordes; Dreyer; Fähnrich; Hauschild
`);

/** What a contact does at the site; added to some names. */
export const contactRoles = list(`
  reception; caretaker; kitchen; night porter; facility office; secretary; workshop; ward 3; warden; owner;
  plant engineer; front desk; property manager; boiler house
`);

/** A name as part of a mail address or login: ASCII letters, dots and hyphens. */
export function mailName(name: string): string {
  const spelt = name.toLowerCase().replaceAll(/[äöüßøåłæı]/g, (letter) => spelling[letter] ?? letter);
  const plain = spelt.normalize('NFD').replaceAll(/[^a-z0-9 -]/g, '');
  return plain.trim().replaceAll(/ +/g, '.');
}

const spelling: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'oe',
  å: 'aa',
  ł: 'l',
  æ: 'ae',
  ı: 'i',
};
