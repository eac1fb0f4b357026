// The filtered history as a file: all of it, not only what the list has loaded (FD-07).

import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ArrowExportLtr20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Client } from '../../main/window/client.ts';
import type { CallInput, ReplyProblem } from '../../main/window/contract.ts';
import { useEngine } from '../bridge/engine.tsx';
import { problemOf } from '../bridge/use-read.ts';
import { ProblemNote } from '../parts/problem-note.tsx';

type Filter = NonNullable<CallInput<'feed.exportPart'>['filter']>;
type Format = CallInput<'feed.exportPart'>['format'];

const formats: readonly Format[] = ['csv', 'ndjson'];

interface ExportMenuProps {
  readonly filter: Filter;
  /** How many sessions the file will hold. */
  readonly sessions: number;
}

/** The menu: a format writes the file. */
export function ExportMenu({ filter, sessions }: ExportMenuProps): ReactElement {
  const { t } = useTranslation('feed');
  const { client } = useEngine();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReplyProblem | null>(null);
  const write = async (format: Format): Promise<void> => {
    if (!client) return;
    setBusy(true);
    setProblem(null);
    try {
      save(await readAll(client, { filter, format }), `sessions.${format}`);
    } catch (thrown) {
      setProblem(problemOf(thrown));
    }
    setBusy(false);
  };
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            size="small"
            icon={<ArrowExportLtr20Regular />}
            disabledFocusable={busy || sessions === 0}
          >
            {t('export.name')}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {formats.map((format) => (
              <MenuItem key={format} onClick={() => void write(format)}>
                {t(`export.${format}`, { count: sessions })}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {problem && <ProblemNote problem={problem} onDismiss={() => setProblem(null)} />}
    </>
  );
}

async function readAll(
  client: Client,
  choice: { readonly filter: Filter; readonly format: Format },
): Promise<string[]> {
  const parts: string[] = [];
  for (let before: number | null = null, done = false; !done;) {
    const part: { text: string; last: number | null; done: boolean } = await client.call('feed.exportPart', {
      ...choice,
      ...(before !== null && { before }),
    });
    parts.push(part.text);
    before = part.last;
    done = part.done || part.last === null;
  }
  return parts;
}

function save(parts: string[], name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
