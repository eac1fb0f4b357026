// The main job: your replica of the sample office, with its hub and a colleague, kept in one folder (issue: "Main job").

import { startEngine, type Engine } from '../engine/engine-thread.ts';
import { officeConfig, officeScope } from './office-files.ts';
import { startOffice } from './office-thread.ts';

/** What the office app is made of. */
export interface OfficeAppOptions {
  readonly folder: string;
  readonly user: string;
  readonly device: string;
  readonly client: 'desktop' | 'browser';
  /** One line for people, while the office is being made or something is started again. */
  say(text: string): void;
}

/** The running office: an engine for windows, with everything behind it. */
export interface OfficeApp {
  readonly engine: Engine;
  close(): Promise<void>;
}

/** Opens the office; its first start makes the data. */
export async function openOfficeApp(options: OfficeAppOptions): Promise<OfficeApp> {
  let told = -1;
  const office = await startOffice(
    { folder: options.folder, scope: officeScope },
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
    const engine = await startEngine(officeConfig({ ...options, hub: office.hub }), {
      lost: (reason) => options.say(`concord: ${reason}`),
    });
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
