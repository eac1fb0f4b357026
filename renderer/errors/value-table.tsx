// The columns of a refused change, on both sides; corrected in place (ER-05).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { ValueWords } from '../data/card/value-words.tsx';
import { Control } from '../data/edit/control.tsx';
import { columnTitle } from '../format/names.ts';
import { SideShape } from '../parts/side-shape.tsx';
import type { Detail } from './use-errors.ts';
import type { Correction } from './use-correction.ts';
import styles from './detail.module.css';

/** The table. */
export function ValueTable({
  detail,
  correction,
}: {
  readonly detail: Detail;
  readonly correction: Correction;
}): ReactElement | null {
  const { t } = useTranslation('errors');
  const { wanted, standing, side } = detail;
  if (wanted === null && standing === null) return null;
  const rows = detail.tableColumns.filter(({ name }) =>
    correction.isOpen ? correction.columns.includes(name) : shown(detail).includes(name),
  );
  if (rows.length === 0) return null;
  const left = side === 'hub' ? 'theirs' : 'mine';
  const right = side === 'hub' ? 'mine' : 'theirs';
  return (
    <div className={styles.values}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('values.column')}</th>
            <th scope="col">
              <SideShape side={left} /> {t(`values.${left}`)}
            </th>
            <th scope="col">
              <SideShape side={right} /> {t(`values.${right}Wanted`)}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((column) => {
            const field = correction.isOpen ? correction.field(column.name) : null;
            const isFaulty = column.name === detail.column;
            return (
              <tr key={column.name} data-fault={isFaulty || undefined}>
                <th scope="row">{columnTitle(column.name)}</th>
                <td>
                  {standing === null ? (
                    <span className="quiet">–</span>
                  ) : (
                    <ValueWords column={column} cell={standing[column.name]} name={null} short />
                  )}
                </td>
                <td>
                  {field ? (
                    <>
                      <Control
                        column={column}
                        value={field.value}
                        id={`error-${column.name}`}
                        label={columnTitle(column.name)}
                        name={detail.wantedNames[column.name] ?? null}
                        isFaulty={field.fault !== null || (isFaulty && !field.isChanged)}
                        describedBy={`error-${column.name}-fault`}
                        onChange={(value) => correction.type(column.name, value)}
                      />
                      <p id={`error-${column.name}-fault`} className={styles.wrong} role="alert">
                        {field.fault}
                      </p>
                    </>
                  ) : wanted === null ? (
                    <i className="quiet">{t('values.deleted')}</i>
                  ) : (
                    <span className={isFaulty ? styles.fault : ''}>
                      <ValueWords
                        column={column}
                        cell={wanted[column.name]}
                        name={detail.wantedNames[column.name] ?? null}
                        short
                      />
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Of an update what it changed, of a new record what it has, of a delete what goes. */
function shown({ wanted, standing, changed, column, action }: Detail): readonly string[] {
  const own = action === 'delete' ? Object.keys(standing ?? {}) : changed;
  const names = own.filter((name) => action !== 'insert' || (wanted?.[name] ?? null) !== null);
  return column === null || names.includes(column) ? names : [column, ...names];
}
