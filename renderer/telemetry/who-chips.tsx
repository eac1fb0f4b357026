// What all of Telemetry narrows by: one person, one table (TL-06).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import { tableTitle } from '../format/names.ts';
import { ChoiceChip } from '../parts/choice-chip.tsx';
import type { TelemetryAddress } from './address.ts';
import { useSource } from './source.ts';

interface WhoProps {
  readonly address: TelemetryAddress;
  readonly onChange: (address: TelemetryAddress) => void;
}

/** The two chips. */
export function WhoChips({ address, onChange }: WhoProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const source = useSource();
  const choices = useRead(source.choices, {}, source.topics).value;
  return (
    <>
      <ChoiceChip
        name={t('filter.person')}
        any={t('filter.anyPerson')}
        value={address.user}
        items={(choices?.people ?? []).map((user) => ({ value: user, text: user }))}
        onChange={(user) => onChange({ ...address, user })}
      />
      <ChoiceChip
        name={t('filter.table')}
        any={t('filter.anyTable')}
        value={address.table}
        items={(choices?.tables ?? []).map((table) => ({ value: table, text: tableWords(table) }))}
        onChange={(table) => onChange({ ...address, table })}
      />
    </>
  );
}

/** A table as telemetry names it: `work_orders` or `dbo.work_orders`. */
export function tableWords(table: string): string {
  return tableTitle({ name: table, schema: '' });
}
