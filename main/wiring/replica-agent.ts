// The agent of one replica: what it remembers, how it asks the hub, and whom it tells.

import { createAgent, type Agent, type AgentSettings, type Contact } from '../agent/agent.ts';
import type { AppConfig } from '../config.ts';
import { hubIsLocal } from './known-hub.ts';
import type { Recording } from './recording.ts';
import { newestChange } from '../replica/newest-change.ts';
import type { Replica } from '../replica/replica.ts';
import { listSessions } from '../replica/sessions.ts';
import { readSetting, saveSetting } from '../replica/settings.ts';
import { askHub, sessionParts, type Wiring } from './session-parts.ts';
import { problemTable, type ProblemCode } from '../sync/problem.ts';

/** An agent over an open replica; it starts nothing by itself until `begin`. */
export function openAgent(wiring: Wiring & { readonly recording: Pick<Recording, 'connectivity'> }): Agent {
  const { config, token, replica, recording, bell, now } = wiring;
  const agent: Agent = createAgent({
    ...sessionParts(wiring),
    settings: readSettings(replica, config),
    saveSettings: (settings) => replica.write(() => saveSetting(replica.db, 'agent', settings)),
    hubIsLocal: hubIsLocal({ replica, config }),
    ask: (signal) => askHub({ replica, config, token, now }, signal),
    ...(config.silentAfterMs !== undefined && { silentAfterMs: config.silentAfterMs }),
    contact: missedContact(replica),
    newestChange: () => newestChange(replica.reader, replica.tables()),
    changed() {
      recording.connectivity(agent.state().connectivity);
      bell.ring('status', 'feed');
    },
    random: Math.random,
  });
  return agent;
}

/** A session that did not reach the hub is told by the next program too, until one does (ST-02). */
function missedContact({ reader }: Replica): Contact | null {
  const last = listSessions(reader, { limit: 2 }).find((session) => session.result !== 'running');
  if (!last?.code || !last.ended || last.result === 'cancelled' || !isCode(last.code)) return null;
  return { at: last.ended, ok: false, ms: null, status: null, code: last.code };
}

function isCode(text: string): text is ProblemCode {
  return Object.hasOwn(problemTable, text);
}

function readSettings(replica: Replica, config: AppConfig): AgentSettings {
  const minutes = config.intervalMinutes === undefined ? 15 : config.intervalMinutes;
  return {
    offlineSince: null,
    interval: minutes === null ? null : minutes * 60_000,
    onChange: false,
    ...readSetting<Partial<AgentSettings>>(replica.reader, 'agent'),
  };
}
