// GuardDuty's findings as they were last read, what of them the view shows, and what was gathered around single ones.
import type { Threat, ThreatWatch, Weakness } from '../core/model/threat.ts';
import type { PartialEvidence, ThreatEvidence } from '../core/remedy/evidence.ts';
import { peerWords } from '../core/report/threat-words.ts';
import { showAllThreats, type ThreatFilter } from '../protocol/threats.ts';
import type { TextPlace } from '../protocol/trees.ts';

/** What is being gathered around a finding, or was. */
export interface Gathering {
  /** Grows while it goes on. */
  readonly parts: PartialEvidence;
  /** Undefined: it goes on, or failed. */
  readonly evidence: ThreatEvidence | undefined;
  /** In words; undefined: it did not fail. */
  readonly failure: string | undefined;
  /** Rejects with words for a person. */
  readonly done: Promise<ThreatEvidence>;
}

export interface ThreatState {
  /** Undefined: nobody has read them yet. */
  readonly watches: readonly ThreatWatch[] | undefined;
  readonly filter: ThreatFilter;
  /** New since the first reading, and not opened yet. */
  readonly fresh: ReadonlySet<string>;
  all(): readonly Threat[];
  /** Those that the filter lets through; `now`: milliseconds since 1970. */
  shown(now: number): readonly Threat[];
  /** Open findings of Inspector, of every Region that was read. */
  weaknesses(): readonly Weakness[];
  /** By ARN: where the workspace has it. */
  weaknessPlaces: ReadonlyMap<string, TextPlace>;
  find(id: string): { readonly threat: Threat; readonly via: string } | undefined;
  /** How many nodes of a group are shown. */
  limitOf(group: string): number;
  showMore(group: string): void;
  /** Gives how many are new. */
  take(watches: readonly ThreatWatch[]): number;
  /** A person opened it: it is no longer new. */
  seen(id: string): void;
  setFilter(filter: ThreatFilter): void;
  gathering(id: string): Gathering | undefined;
  /** Takes the place of what was gathered before. */
  putGathering(id: string, gathering: Gathering): void;
  /**
   * Starts gathering around a finding, or gives what is there; set by whoever can. `via`: how its account was entered, of
   * a finding that may be gone.
   */
  gather(threat: Threat, via?: string): Gathering;
  gatherWith(start: (threat: Threat, via: string | undefined) => Gathering): void;
  /** More was gathered, or it ended. */
  evidenceGrew(id: string): void;
  onChange(listener: () => void): void;
  /** With the id of the finding. */
  onEvidence(listener: (id: string) => void): void;
}

const pageSize = 200;

export function createThreatState(): ThreatState {
  const listeners: (() => void)[] = [];
  const evidenceListeners: ((id: string) => void)[] = [];
  const gatherings = new Map<string, Gathering>();
  const limits = new Map<string, number>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  let watches: readonly ThreatWatch[] | undefined;
  let all: readonly Threat[] = [];
  let byId: ReadonlyMap<string, { readonly threat: Threat; readonly via: string }> = new Map();
  let filter = showAllThreats;
  let fresh: ReadonlySet<string> = new Set();
  /** A Region that could not be read for a while makes nothing new of what was there before. */
  const everSeen = new Set<string>();
  let start: ((threat: Threat, via: string | undefined) => Gathering) | undefined;
  const state: ThreatState = {
    get watches() {
      return watches;
    },
    get filter() {
      return filter;
    },
    get fresh() {
      return fresh;
    },
    all: () => all,
    shown: (now) => all.filter((threat) => passes(threat, filter, now)),
    weaknesses: () => (watches ?? []).flatMap(({ weaknesses }) => (weaknesses.known ? weaknesses.value : [])),
    weaknessPlaces: new Map(),
    find: (id) => byId.get(id),
    limitOf: (group) => limits.get(group) ?? pageSize,
    showMore(group) {
      limits.set(group, state.limitOf(group) + pageSize);
      tell();
    },
    take(next) {
      const isFirst = watches === undefined;
      const found = new Map<string, { readonly threat: Threat; readonly via: string }>();
      for (const { threats, via } of next)
        for (const threat of threats.known ? threats.value : []) found.set(threat.id, { threat, via });
      const isNew = (id: string) => !isFirst && !everSeen.has(id);
      const isOpen = ({ threat }: { readonly threat: Threat }) => !threat.isArchived;
      const news = [...found].filter(([id, one]) => isNew(id) && isOpen(one)).map(([id]) => id);
      fresh = new Set([...[...fresh].filter((id) => found.has(id)), ...news]);
      for (const id of found.keys()) everSeen.add(id);
      watches = next;
      byId = found;
      all = [...found.values()].map(({ threat }) => threat);
      for (const id of gatherings.keys()) if (!found.has(id)) gatherings.delete(id);
      limits.clear();
      tell();
      return news.length;
    },
    seen(id) {
      if (!fresh.has(id)) return;
      fresh = new Set([...fresh].filter((one) => one !== id));
      tell();
    },
    setFilter(next) {
      filter = next;
      limits.clear();
      tell();
    },
    gathering: (id) => gatherings.get(id),
    putGathering: (id, gathering) => void gatherings.set(id, gathering),
    gather(threat, via) {
      const existing = gatherings.get(threat.id);
      if (existing !== undefined && existing.failure === undefined) return existing;
      if (start === undefined) throw new Error('nothing can be gathered yet');
      return start(threat, via);
    },
    gatherWith(next) {
      start = next;
    },
    evidenceGrew(id) {
      for (const listener of evidenceListeners) listener(id);
    },
    onChange: (listener) => void listeners.push(listener),
    onEvidence: (listener) => void evidenceListeners.push(listener),
  };
  return state;
}

const dayMs = 86_400_000;

function passes(threat: Threat, filter: ThreatFilter, now: number): boolean {
  if (threat.severity < filter.leastSeverity || (threat.isSample && !filter.samples)) return false;
  if (threat.isArchived && !filter.archived) return false;
  if (filter.function !== '' && threat.function.name !== filter.function) return false;
  if (filter.withinDays > 0 && !(now - Date.parse(threat.lastSeen) <= filter.withinDays * dayMs))
    return false;
  const wanted = filter.text.trim().toLowerCase();
  if (wanted === '') return true;
  const { contact } = threat;
  const words = [threat.type, threat.function.name, contact === undefined ? '' : peerWords(contact)];
  return words.join(' ').toLowerCase().includes(wanted);
}
