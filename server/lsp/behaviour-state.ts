// The behaviour that was read last, what of it the view shows, and what a person called normal: acknowledgements lie in
// the store that the command line has too.
import { type Acknowledgement, withoutAcknowledged } from '../core/monitor/acknowledge.ts';
import {
  type BehaviourReading,
  everything,
  type ObservationFilter,
  type ReadObservation,
} from '../core/monitor/reading.ts';
import type { BaselineStore } from '../platform/baseline-store.ts';
import { listAcknowledgements, openMonitorStore } from '../platform/monitor-store.ts';
import { keptBehaviour } from './kept-behaviour.ts';
import type { Session } from './session.ts';

export interface BehaviourState {
  readonly reading: BehaviourReading | undefined;
  /** Keys of observations that were not in the reading before, until a person opens them. */
  readonly fresh: ReadonlySet<string>;
  readonly filter: ObservationFilter;
  readonly grouping: 'function' | 'type';
  readonly showsAcknowledged: boolean;
  /** The reading; where there was none since the start, the one that was kept before it. */
  readingOrKept(): Promise<BehaviourReading | undefined>;
  /** `isAsked`: a person reads it; what the clock reads adds to what is new. */
  show(reading: BehaviourReading, isAsked: boolean): Promise<void>;
  choose(next: Partial<Pick<BehaviourState, 'filter' | 'grouping' | 'showsAcknowledged'>>): void;
  /** A person has seen it. */
  opened(key: string): void;
  isAcknowledged(one: ReadObservation): boolean;
  /** Opens the store for one step, and looks afterwards what is acknowledged now. */
  withStore<T>(work: (store: BaselineStore) => T): T;
  /** Looks into the store again: another window may have changed it. */
  look(): void;
  onChange(listener: () => void): void;
}

const states = new WeakMap<Session, BehaviourState>();

export function behaviourOf(session: Session): BehaviourState {
  const known = states.get(session);
  if (known) return known;
  const fresh = createState(session);
  states.set(session, fresh);
  return fresh;
}

function createState(session: Session): BehaviourState {
  const listeners: (() => void)[] = [];
  let reading: BehaviourReading | undefined;
  let reopening: Promise<void> | undefined;
  let fresh: ReadonlySet<string> = new Set();
  let chosen: Pick<BehaviourState, 'filter' | 'grouping' | 'showsAcknowledged'> = {
    filter: everything,
    grouping: 'function',
    showsAcknowledged: false,
  };
  /** As text, to see whether it changed. */
  let acknowledgedText: string | undefined;
  let live: ReadonlySet<ReadObservation> = new Set();

  const tell = () => {
    for (const listener of listeners) listener();
  };

  function openStore(): BaselineStore {
    return openMonitorStore(() => {}, { retentionDays: session.settings.baselineRetentionDays });
  }

  function take(acknowledged: readonly Acknowledgement[]): boolean {
    const text = JSON.stringify(acknowledged);
    const isOther = text !== acknowledgedText;
    acknowledgedText = text;
    live = new Set(
      withoutAcknowledged(reading?.observations ?? [], acknowledged).filter(
        // What comes out are members of what went in.
        (one): one is ReadObservation => 'key' in one,
      ),
    );
    return isOther;
  }

  /** A store that cannot be used hides nothing. */
  function look(): boolean {
    try {
      const store = openStore();
      try {
        return take(listAcknowledgements(store));
      } finally {
        store.close();
      }
    } catch {
      return take([]);
    }
  }

  const state: BehaviourState = {
    get reading() {
      return reading;
    },
    get fresh() {
      return fresh;
    },
    get filter() {
      return chosen.filter;
    },
    get grouping() {
      return chosen.grouping;
    },
    get showsAcknowledged() {
      return chosen.showsAcknowledged;
    },
    async readingOrKept() {
      if (reading) return reading;
      reopening ??= keptBehaviour(session.options.storageFolder).then((kept) => {
        // A person may have read meanwhile.
        if (!kept || reading) return;
        reading = kept;
        look();
        tell();
      });
      await reopening;
      return reading;
    },
    async show(next, isAsked) {
      const before = (await state.readingOrKept())?.origin === next.origin ? reading : undefined;
      const known = before && new Set(before.observations.map(({ key }) => key));
      const unseen = isAsked ? new Set<string>() : fresh;
      fresh = new Set(
        known
          ? next.observations.map(({ key }) => key).filter((key) => !known.has(key) || unseen.has(key))
          : [],
      );
      reading = next;
      look();
      tell();
    },
    choose(next) {
      chosen = { ...chosen, ...next };
      tell();
    },
    opened(key) {
      if (!fresh.has(key)) return;
      fresh = new Set([...fresh].filter((one) => one !== key));
      tell();
    },
    isAcknowledged: (one) => !live.has(one),
    withStore(work) {
      const store = openStore();
      try {
        return work(store);
      } finally {
        store.close();
        if (look()) tell();
      }
    },
    look() {
      if (reading && look()) tell();
    },
    onChange: (listener) => void listeners.push(listener),
  };
  return state;
}
