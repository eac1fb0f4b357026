// *Look at the demonstration*: the sample office with its hub and a colleague, in a temporary folder (AX-07, CL-07).

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppConfig } from '../config.ts';
import { officeConfig, officeScope } from './office-files.ts';
import { startOffice, type OfficeThread } from './office-thread.ts';

/** A demonstration that can be begun. */
export interface Demonstration {
  /** How far the making of its data is; null while it is not being made. */
  state(): { written: number; total: number } | null;
  begin(): void;
  /** Ends hub and colleague; the folder is the shell's to delete once the engine has ended. */
  close(): Promise<void>;
}

/** What happens around a demonstration. */
export interface DemonstrationParts {
  readonly user: string;
  readonly device: string;
  readonly client: NonNullable<AppConfig['client']>;
  /** Told of the folder before anything lies in it. */
  made(folder: string): void;
  changed(): void;
  opened(config: AppConfig): Promise<void>;
  failed(thrown: unknown): void;
}

/** A demonstration that nobody has asked for yet. */
export function createDemonstration(parts: DemonstrationParts): Demonstration {
  let progress: { written: number; total: number } | null = null;
  let office: Promise<OfficeThread> | null = null;
  const begin = async (): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'concord-demo-'));
    parts.made(folder);
    const making = ({ written, total }: { written: number; total: number }): void => {
      progress = { written, total };
      parts.changed();
    };
    office = startOffice({ folder, scope: officeScope }, { making, lost: (reason) => parts.failed(new Error(reason)) });
    const { hub } = await office;
    await parts.opened(officeConfig({ ...parts, folder, hub }));
  };
  return {
    state: () => progress,
    begin() {
      if (progress) return;
      progress = { written: 0, total: 0 };
      parts.changed();
      begin().catch((thrown: unknown) => {
        progress = null;
        parts.failed(thrown);
        parts.changed();
      });
    },
    async close() {
      await office?.then(
        (open) => open.close(),
        () => undefined,
      );
    },
  };
}
