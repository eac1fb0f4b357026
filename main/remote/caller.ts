// Calls of one hub session: headers, context, and bounded repeats with growing pauses (W-99…W-106, W-285).

import { isLoopback } from './address.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConcordError } from '../sync/problem.ts';
import { concordAgentHeader } from '../wire/agent-header.ts';
import { requestHeaders } from '../wire/headers.ts';
import type { Step } from '../wire/steps.ts';
import { CallFailure } from './failure.ts';
import type { Answer, Transport } from './transport.ts';

/** A repeat about to happen. */
export interface Repeat {
  readonly step: Step;
  readonly attempt: number;
  readonly waitMs: number;
  readonly problem: ConcordError;
}

/** What a caller is told once. */
export interface CallerOptions {
  readonly transport: Transport;
  readonly scopeName: string;
  readonly batchSizeKb: number;
  readonly acceptGzip: boolean;
  /** Who works here; told to a Concord hub only (W-286). */
  readonly user: string | null;
  readonly device: string | null;
  /** Version of this program, told likewise (HB-03). */
  readonly app?: string;
  /** Hashes of the parameter sets that the replica keeps in step. */
  readonly sets?: readonly string[];
  readonly signal: AbortSignal;
  onRepeat(repeat: Repeat): void;
  /** Told once which Concord hub answers; throws if it is not to be spoken to. */
  onHub?(id: string): void;
}

/** One call. `read` turns the text into a message; an unreadable answer is repeated like a lost one (W-98). */
export interface Call<T> {
  readonly step: Step;
  readonly sessionId: string;
  readonly clientId: string | null;
  readonly body: string;
  read(text: string): T;
  /** Told to a Concord hub with this call. */
  readonly seal?: string | null;
  /** False where a repeat could lose rows (W-285). Default true. */
  readonly mayRepeat?: boolean;
  /** Ends this call alone. */
  readonly signal?: AbortSignal;
  /** True for what is still said after the session was cancelled (step 14). */
  readonly outlivesSession?: boolean;
}

/** Makes calls and remembers what the hub showed of itself. */
export interface Caller {
  call<T>(call: Call<T>): Promise<T>;
  isConcord(): boolean;
  /** True if any call since the last question had to be repeated. */
  wasRepeated(): boolean;
}

/** A caller that only looks: it names nobody to the hub and tells nobody of repeats. */
export function createLooker({
  transport,
  scopeName,
  url,
  batchSizeKb = 500,
  signal,
}: Pick<CallerOptions, 'transport' | 'scopeName' | 'signal'> & {
  readonly url: URL;
  readonly batchSizeKb?: number;
}): Caller {
  return createCaller({
    transport,
    scopeName,
    batchSizeKb,
    acceptGzip: !isLoopback(url),
    user: null,
    device: null,
    signal,
    onRepeat: () => undefined,
  });
}

const pauses = [300, 900];

/** A caller for one replica and hub. */
export function createCaller(options: CallerOptions): Caller {
  let concord = false;
  let older = false;
  let met = false;
  let repeated = false;

  const once = async <T>(call: Call<T>): Promise<T> => {
    const names = concord ? { ...options, seal: call.seal ?? null } : { user: null, device: null };
    const headers = requestHeaders({
      sessionId: call.sessionId,
      scopeName: options.scopeName,
      step: call.step,
      clientScopeId: call.clientId,
      batchSizeKb: options.batchSizeKb,
      body: call.body,
      concordAgent: concordAgentHeader(names),
      acceptGzip: options.acceptGzip,
      olderFormat: older,
    });
    const answer = await options.transport.post(call.body, headers, signalOf(call));
    concord ||= answer.headers.concordHub !== null;
    const { hubId } = answer.headers;
    if (hubId !== null && !met) {
      met = true;
      options.onHub?.(hubId);
    }
    return readAnswer(call, answer, options.transport);
  };
  const signalOf = (call: Call<unknown>): AbortSignal => {
    const session = call.outlivesSession ? [] : [options.signal];
    return AbortSignal.any([...session, ...(call.signal ? [call.signal] : [])]);
  };

  const pause = async (call: Call<unknown>, failure: CallFailure, attempt: number): Promise<void> => {
    repeated = true;
    const waitMs = failure.waitMs ?? pauses[attempt] ?? 0;
    options.onRepeat({ step: call.step, attempt: attempt + 1, waitMs, problem: failure.problem });
    await sleep(waitMs, undefined, { signal: signalOf(call) }).catch(() => {
      throw new ConcordError('cancelled');
    });
  };

  return {
    isConcord: () => concord,
    wasRepeated() {
      const was = repeated;
      repeated = false;
      return was;
    },
    async call(call) {
      for (let attempt = 0; ; attempt++) {
        try {
          return await once(call);
        } catch (thrown) {
          if (!(thrown instanceof CallFailure)) throw thrown;
          if (asksForOlderFormat(thrown) && !older) older = true;
          else if (!thrown.repeatable || call.mayRepeat === false || attempt >= pauses.length) throw thrown.problem;
          else await pause(call, thrown, attempt);
        }
      }
    },
  };
}

function readAnswer<T>(call: Call<T>, answer: Answer, { url, conceal }: Transport): T {
  if (answer.text === '') throw new CallFailure(new ConcordError('hub-answer-broken', {}, 'the answer is empty'), true);
  try {
    return call.read(answer.text);
  } catch (thrown) {
    if (!(thrown instanceof ConcordError) || thrown.code !== 'hub-answer-broken') throw thrown;
    if (/^\s*</.test(answer.text)) {
      throw new CallFailure(new ConcordError('hub-is-no-hub', { url }, conceal(answer.text.slice(0, 500))), false);
    }
    throw new CallFailure(thrown, true);
  }
}

/** W-106: a 1.0.x server that does not know the header's present form says so once. */
function asksForOlderFormat(failure: CallFailure): boolean {
  return failure.problem.code === 'hub-refused' && /serializ/i.test(failure.problem.details ?? '');
}
