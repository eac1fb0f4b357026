// Everything that the command box can list for a text, in groups and in order.

import {
  BranchFork20Regular,
  DocumentOnePage20Regular,
  ErrorCircle20Regular,
  Link20Regular,
  Pulse20Regular,
  Table20Regular,
} from '@fluentui/react-icons';
import type { TFunction } from 'i18next';
import { useMemo, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { placeOf } from '../../main/window/address.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import type { Screen } from '../../main/window/screens.ts';
import { dataAddress } from '../app/addresses.ts';
import { routeAddress } from '../app/routes.ts';
import { screenParts } from '../app/screens.tsx';
import { useScreens } from '../bridge/use-hub.ts';
import { tableTitle } from '../format/names.ts';
import { useKeyLabels } from '../parts/own-keys.ts';
import { fit } from './match.ts';
import { groups, type Offer, type OfferIcon, type PlaceOffer } from './offer.ts';
import { readRecent, type Recent } from './recent.ts';
import type { SearchWords } from './search.ts';
import { steps, type Scene } from './steps.ts';
import { useFound } from './use-found.ts';

const icons: Readonly<Record<OfferIcon, ComponentType>> = {
  screen: ErrorCircle20Regular,
  table: Table20Regular,
  record: DocumentOnePage20Regular,
  conflict: BranchFork20Regular,
  session: Pulse20Regular,
  step: Link20Regular,
};

/** The offers for a text, and whether more may come. */
export interface Offers {
  readonly offers: readonly Offer[];
  readonly isSearching: boolean;
}

interface Asked {
  readonly text: string;
  readonly tables: CallOutput<'data.tables'> | null;
  /** Null until the engine has answered: then there are no steps yet. */
  readonly scene: Scene | null;
  readonly readOnly: boolean;
  readonly onStep: (run: () => Promise<unknown>) => Promise<boolean>;
}

/** The offers. */
export function useOffers({ text, tables, scene, readOnly, onStep }: Asked): Offers {
  const { t } = useTranslation('command');
  const keys = useKeyLabels('frame');
  const words = useMemo((): SearchWords => wordsOf(t), [t]);
  const typed = text.trim();
  const address = placeOf(typed);
  const { found, isSearching } = useFound(address === null ? typed : '', tables, words);
  const screens = useScreens();
  const places = [...screenOffers(screens, t, keys), ...tableOffers(t, tables)];
  const acts = scene ? stepOffers({ t, scene, readOnly, onStep }) : [];
  const finds = found.map((item): Offer => ({
    ...item,
    kind: 'place',
    id: `place ${item.place}`,
    Icon: icons[item.icon],
  }));
  if (address !== null) return { offers: [addressOffer(t, address)], isSearching };
  if (typed === '') {
    const all = [...places.filter(({ group }) => group === 'screens'), ...acts];
    const recent = recentOffers([...places, ...acts]);
    return { offers: [...recent, ...all.filter(({ id }) => !recent.some((item) => item.id === id))], isSearching };
  }
  return { offers: inGroups([...ranked([...places, ...acts], typed), ...finds]), isSearching };
}

/** In the order of the groups; within one as they come. */
function inGroups(offers: readonly Offer[]): Offer[] {
  const shown = new Map(offers.map((offer) => [offer.id, offer]));
  return groups.flatMap((group) => [...shown.values()].filter((offer) => offer.group === group));
}

function ranked(offers: readonly Offer[], text: string): Offer[] {
  return offers
    .flatMap((offer) => {
      const points = fit(offer.name, text);
      return points === null ? [] : [{ offer, points }];
    })
    .toSorted((a, b) => b.points - a.points)
    .map(({ offer }) => offer);
}

function screenOffers(screens: readonly Screen[], t: TFunction, keyOf: (step: Screen) => string): PlaceOffer[] {
  const line = { kind: 'place', group: 'screens', icon: 'screen', about: '' } as const;
  return screens.map((screen): PlaceOffer => {
    const place = routeAddress({ screen });
    const keys = keyOf(screen);
    const [Icon] = screenParts[screen].icons;
    return { ...line, id: `place ${place}`, place, keys, Icon, name: t(`app:screen.${screen}`) };
  });
}

function tableOffers(t: TFunction, tables: CallOutput<'data.tables'> | null): PlaceOffer[] {
  return (tables ?? []).map(({ table, rows }) => {
    const place = dataAddress(table);
    const about = t('rows', { count: rows });
    const line = { kind: 'place', group: 'tables', icon: 'table', Icon: icons.table } as const;
    return { ...line, id: `place ${place}`, place, name: tableTitle(table), about };
  });
}

function addressOffer(t: TFunction, place: string): PlaceOffer {
  const line = { kind: 'place', group: 'exact', icon: 'step', Icon: icons.step } as const;
  return { ...line, id: `place ${place}`, place, name: t('address'), about: place.slice(2) };
}

function stepOffers({
  t,
  scene,
  readOnly,
  onStep,
}: Pick<Asked, 'readOnly' | 'onStep'> & { readonly t: TFunction; readonly scene: Scene }): Offer[] {
  return steps
    .filter((step) => 'place' in step || (!(readOnly && step.isWriting) && (step.isShown?.(scene) ?? true)))
    .map((step): Offer => {
      const { id, Icon } = step;
      const name = t(`step.${id}`);
      if ('place' in step)
        return {
          kind: 'place',
          group: 'steps',
          id: `place ${step.place}`,
          place: step.place,
          icon: 'step',
          Icon,
          name,
          about: '',
        };
      const reason = step.whyNot(scene);
      return {
        kind: 'step',
        group: 'steps',
        id: `step ${id}`,
        Icon,
        name,
        about: reason === null ? '' : t(`why.${reason}`),
        whyNot: reason,
        run: () => onStep(() => step.run(scene)),
      };
    });
}

/** What was used last; steps and screens only as far as they are offered now. */
function recentOffers(known: readonly Offer[]): Offer[] {
  return readRecent(localStorage).flatMap((recent): Offer[] => {
    const now = known.find(({ id }) => id === recent.id);
    if (now) return now.kind === 'step' && now.whyNot !== null ? [] : [{ ...now, group: 'recent' }];
    return recent.place === null ? [] : [recentPlace(recent, recent.place)];
  });
}

function recentPlace({ id, icon, name, about }: Recent, place: string): PlaceOffer {
  const known = icon === 'conflict' || icon === 'session' || icon === 'table' ? icon : 'record';
  return { kind: 'place', group: 'recent', id, place, icon: known, Icon: icons[known], name, about };
}

function wordsOf(t: TFunction): SearchWords {
  return { conflict: (no) => t('conflictNo', { no }), session: (no) => t('sessionNo', { no }) };
}
