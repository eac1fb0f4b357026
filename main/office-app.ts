// The main job: your replica of the sample office, with its hub and a colleague, kept in one folder (issue: "Main job").

import { startEngine, type Engine } from './engine-thread.ts';
import { officeFiles } from './office.ts';
import { startOffice } from './office-thread.ts';

/** What the office app is made of. */
export interface OfficeAppOptions {
  readonly folder: string;
  readonly user: string;
  readonly device: string;
  /** One line for people, while the office is being made or something is started again. */
  say(text: string): void;
}

/** The running office: an engine for windows, with everything behind it. */
export interface OfficeApp {
  readonly engine: Engine;
  close(): Promise<void>;
}

const scope = 'FieldWork';
/** Short, so that a visitor sees sessions come and go; an office's own interval is set in its settings. */
const minutes = 0.75;

/** Opens the office; its first start makes the data. */
export async function openOfficeApp(options: OfficeAppOptions): Promise<OfficeApp> {
  let told = -1;
  const office = await startOffice(
    { folder: options.folder, scope },
    {
      making({ written, total }) {
        const percent = Math.floor((written / total) * 4) * 25;
        if (percent > told) options.say(`Making the sample office: ${percent} %`);
        told = Math.max(told, percent);
      },
      lost: (reason) => options.say(`concord: the sample office’s hub has stopped: ${reason}`),
    },
  );
  try {
    const engine = await startEngine(
      {
        file: officeFiles(options.folder).replica,
        create: true,
        hub: office.hub,
        scope,
        user: options.user,
        device: options.device,
        title: 'Brunner Field Service',
        isDemo: true,
        lives: true,
        intervalMinutes: minutes,
        startAtOnce: true,
      },
      (reason) => options.say(`concord: ${reason}`),
    );
    return {
      engine,
      async close() {
        await engine.close();
        await office.close();
      },
    };
  } catch (thrown) {
    await office.close();
    throw thrown;
  }
}
