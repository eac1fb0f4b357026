// The log of a replica with what is told to it: the feed's events, telemetry, and whoever follows the rooms (TL-01, TL-09).

import type { ConflictInbox } from '../conflicts/inbox.ts';
import type { AppConfig } from '../config.ts';
import type { HubToken } from './hub-token.ts';
import { createRecording, type Recording } from './recording.ts';
import type { Replica } from '../replica/replica.ts';
import { readSetting, saveSetting } from '../replica/settings.ts';
import type { Bell } from './rings.ts';
import { createEventLog, openEventFile, type EventLog } from '../telemetry/event-log.ts';
import { defaultSettings, type TelemetrySettings } from '../telemetry/settings.ts';
import { createTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import { version } from '../version.ts';

/** What is wired together. */
export interface LogWiring {
  readonly config: AppConfig;
  readonly token: HubToken;
  readonly replica: Replica;
  readonly inbox: ConflictInbox;
  readonly bell: Bell;
  now(): Date;
}

/** An open log. */
export interface Log {
  readonly log: EventLog;
  readonly telemetry: Telemetry;
  readonly recording: Recording;
}

/** Opens the log beside a replica. */
export function openLog({ config, token, replica, inbox, bell, now }: LogWiring): Log {
  const file = openEventFile(replica.file, now);
  try {
    const telemetry = createTelemetry({
      file,
      now,
      key: () => readSetting<string>(replica.reader, 'pseudonyms') ?? '',
      identity: { user: config.user, device: config.device, client: config.client ?? 'cli', version },
      settings: { ...defaultSettings, ...readSetting<Partial<TelemetrySettings>>(replica.reader, 'telemetry') },
      saveSettings: (settings) => replica.write(() => saveSetting(replica.db, 'telemetry', settings)),
      secrets: secretsIn({ config, token, remembered: readSetting<string>(replica.reader, 'hub') }),
      changed: () => bell.ring('telemetry'),
    });
    return {
      telemetry,
      log: { ...createEventLog(file, now), close: () => file.close() },
      recording: createRecording({ telemetry, inbox, reader: replica.reader, now }),
    };
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

/** Whatever opens a hub: the tokens, and what an address carries (TL-11, W-268). */
function secretsIn({
  config,
  token,
  remembered,
}: Pick<LogWiring, 'config' | 'token'> & { readonly remembered: string | null }): () => readonly string[] {
  const addresses = [config.hub, remembered].flatMap((address) =>
    address !== undefined && address !== null && URL.canParse(address) ? [new URL(address)] : [],
  );
  const carried = addresses.flatMap((url) => [url.username, url.password, ...url.searchParams.values()]).map(decoded);
  return () => [...token.all(), ...carried];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
