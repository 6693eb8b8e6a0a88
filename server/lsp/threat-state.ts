// GuardDuty's findings as they were last read, what of them the view shows, and what was gathered around single ones.
import type { Threat, ThreatEvidence, ThreatWatch } from '../core/model/threat.ts';
import { peerWords } from '../core/report/threat-page.ts';
import type { ThreatFilter } from '../protocol/threats.ts';

export interface ThreatState {
  /** Undefined: nobody has read them yet. */
  readonly watches: readonly ThreatWatch[] | undefined;
  readonly filter: ThreatFilter;
  /** New since a person last looked at the view. */
  readonly fresh: ReadonlySet<string>;
  /** By the finding's id. */
  readonly evidence: Map<string, Promise<ThreatEvidence>>;
  all(): readonly Threat[];
  /** Those that the filter lets through. */
  shown(): readonly Threat[];
  find(id: string): { readonly threat: Threat; readonly via: string } | undefined;
  /** Gives how many are new. */
  take(watches: readonly ThreatWatch[]): number;
  setFilter(filter: ThreatFilter): void;
  onChange(listener: () => void): void;
}

export const showAll: ThreatFilter = { text: '', leastSeverity: 0, samples: true };

export function createThreatState(): ThreatState {
  const listeners: (() => void)[] = [];
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const evidence = new Map<string, Promise<ThreatEvidence>>();
  let watches: readonly ThreatWatch[] | undefined;
  let filter = showAll;
  let fresh: ReadonlySet<string> = new Set();
  const allOf = (these: readonly ThreatWatch[] | undefined) =>
    (these ?? []).flatMap(({ threats }) => (threats.known ? threats.value : []));
  return {
    evidence,
    get watches() {
      return watches;
    },
    get filter() {
      return filter;
    },
    get fresh() {
      return fresh;
    },
    all: () => allOf(watches),
    shown: () => allOf(watches).filter((threat) => passes(threat, filter)),
    find(id) {
      for (const { threats, via } of watches ?? []) {
        const threat = threats.known ? threats.value.find((one) => one.id === id) : undefined;
        if (threat !== undefined) return { threat, via };
      }
      return undefined;
    },
    take(next) {
      const before = watches === undefined ? undefined : new Set(allOf(watches).map(({ id }) => id));
      fresh = new Set(
        allOf(next)
          .map(({ id }) => id)
          .filter((id) => before !== undefined && !before.has(id)),
      );
      watches = next;
      evidence.clear();
      tell();
      return fresh.size;
    },
    setFilter(next) {
      filter = next;
      tell();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function passes(threat: Threat, { text, leastSeverity, samples }: ThreatFilter): boolean {
  if (threat.severity < leastSeverity || (threat.isSample && !samples)) return false;
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  const { contact } = threat;
  const words = [threat.type, threat.function.name, contact === undefined ? '' : peerWords(contact)];
  return words.join(' ').toLowerCase().includes(wanted);
}
