// What was found out from the data is kept. When the data have moved, small things are made anew before the answer; large
// ones aside: the answer comes from the old, and whoever listens is told when the new differs (law 6, Speed).

/** How one thing is made from the data, and how two of them compare. */
export interface Way<T> {
  make(): T | Promise<T>;
  /** True where making it again takes no time worth a wait. */
  isSmall(value: T): boolean;
  isSame(before: T, after: T): boolean;
}

/** Things by name. */
export interface Keeper {
  /** The thing as of now; a large one may be that of a moment ago. Throws what `make` throws, also where an earlier one stood. */
  get<T>(name: string, way: Way<T>): Promise<T>;
  /** True where a thing is kept, or being made. */
  has(name: string): boolean;
}

/** What a keeper stands on. */
export interface KeeperParts {
  /** Changes with the data. */
  version(): number;
  /** Told when a large thing that was given out differs from what the data yield by now. */
  renewed(): void;
  /** Things kept at a time; those asked for longest ago go first. */
  readonly most: number;
}

interface Made<T> {
  readonly value: T;
  /** The count of moves when its making began. */
  readonly age: number;
}

interface Slot {
  made: Promise<Made<unknown>>;
  isRenewing: boolean;
  /** The newest age that was answered from an older thing. */
  owed: number;
  /** When it may be made aside again. */
  restUntil: number;
}

/** A large thing is made at most once in so many ms, and in ten times the time that making it takes. */
const pauseMs = 1000;

interface Desk extends Pick<KeeperParts, 'renewed'> {
  readonly slots: Map<string, Slot>;
  /** How often the data have moved. */
  age(): number;
}

/** A keeper without anything. */
export function createKeeper({ version, renewed, most }: KeeperParts): Keeper {
  const slots = new Map<string, Slot>();
  const desk: Desk = { slots, renewed, age: createAge(version) };
  return {
    has: (name) => slots.has(name),
    async get<T>(name: string, way: Way<T>) {
      const asked = desk.age();
      for (;;) {
        const slot = slots.get(name) ?? start(desk, name, way);
        slots.delete(name);
        slots.set(name, slot);
        for (const old of [...slots.keys()].slice(0, -most)) slots.delete(old);
        const { made } = slot;
        const { age, value } = (await made) as Made<T>;
        if (age >= asked) return value;
        if (!way.isSmall(value)) {
          slot.owed = asked;
          renewAside(desk, { name, slot, way });
          return value;
        }
        if (slots.get(name) === slot && slot.made === made) slots.set(name, start(desk, name, way));
      }
    },
  };
}

function createAge(version: () => number): () => number {
  let seen = { version: version(), age: 0 };
  return () => {
    const now = version();
    if (now !== seen.version) seen = { version: now, age: seen.age + 1 };
    return seen.age;
  };
}

async function make<T>({ age }: Desk, way: Way<T>): Promise<Made<T>> {
  const began = age();
  return { age: began, value: await way.make() };
}

function start<T>(desk: Desk, name: string, way: Way<T>): Slot {
  const slot: Slot = { made: make(desk, way), isRenewing: false, owed: 0, restUntil: 0 };
  slot.made.catch(() => forget(desk, name, slot));
  return slot;
}

/** Without it the next one who asks makes it, and hears why it fails. */
function forget({ slots }: Desk, name: string, slot: Slot): void {
  if (slots.get(name) === slot) slots.delete(name);
}

interface Renewal<T> {
  readonly name: string;
  readonly slot: Slot;
  readonly way: Way<T>;
}

function renewAside<T>(desk: Desk, renewal: Renewal<T>): void {
  const { name, slot } = renewal;
  if (slot.isRenewing) return;
  slot.isRenewing = true;
  const wait = Math.max(0, slot.restUntil - performance.now());
  setTimeout(() => void renew(desk, renewal).catch(() => forget(desk, name, slot)), wait).unref();
}

async function renew<T>(desk: Desk, renewal: Renewal<T>): Promise<void> {
  const { name, slot, way } = renewal;
  const before = (await slot.made) as Made<T>;
  const began = performance.now();
  const made = await make(desk, way);
  const ended = performance.now();
  slot.made = Promise.resolve(made);
  slot.isRenewing = false;
  slot.restUntil = ended + Math.max(pauseMs, (ended - began) * 10);
  if (desk.slots.get(name) !== slot) return;
  if (!way.isSame(before.value, made.value)) desk.renewed();
  // Who was answered from the old meanwhile is owed one that is newer still.
  if (made.age < slot.owed) renewAside(desk, renewal);
}
