// The header by which Concord's client shows itself and, to a Concord hub, who works there (W-286).

/** Who makes the changes of a session; null = not told. */
export interface AgentName {
  readonly user: string | null;
  readonly device: string | null;
  /** Version of the program; null = not told. */
  readonly app: string | null;
  /** Hashes of all parameter sets that the replica keeps in step (W-58); absent = not told. */
  readonly sets?: readonly string[];
}

/** A client that understands Concord's extras, of this version. */
export interface ConcordAgent extends AgentName {
  readonly version: number;
  /** What the hub called the time up to which the client has heard of it; absent = not told. */
  readonly seal?: string;
}

/**
 * Value of `concord-agent`: `1; user=…; device=…; app=…; sets=…,…; seal=…`, percent-encoded; without names as long as the hub is a
 * stranger.
 */
export function concordAgentHeader({
  user,
  device,
  app = null,
  sets,
  seal = null,
}: Omit<AgentName, 'app'> & { readonly app?: string | null; readonly seal?: string | null }): string {
  return [
    '1',
    ...part('user', user),
    ...part('device', device),
    ...part('app', app),
    ...part('sets', sets?.join(',') ?? null),
    ...part('seal', seal),
  ].join('; ');
}

/** Reads `concord-agent` (W-286); null where there is none or its version is no number. Names that do not decode are left out. */
export function readConcordAgent(value: string | undefined): ConcordAgent | null {
  const [version = '', ...parts] = (value ?? '').split(';').map((part) => part.trim());
  if (!/^\d{1,6}$/.test(version)) return null;
  const [sets, seal] = [find(parts, 'sets'), find(parts, 'seal')];
  return {
    version: Number(version),
    user: find(parts, 'user'),
    device: find(parts, 'device'),
    app: find(parts, 'app'),
    ...(sets !== null && { sets: sets.split(',') }),
    ...(seal !== null && { seal }),
  };
}

function part(name: string, value: string | null): string[] {
  return value === null ? [] : [`${name}=${encodeURIComponent(value.toWellFormed())}`];
}

function find(parts: readonly string[], name: string): string | null {
  const found = parts.find((item) => item.toLowerCase().startsWith(`${name}=`));
  if (found === undefined) return null;
  try {
    return decodeURIComponent(found.slice(name.length + 1));
  } catch {
    return null;
  }
}
