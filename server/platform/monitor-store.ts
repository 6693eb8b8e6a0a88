// The store of what was learned and acknowledged in the user's data folder: one for the editor and the command line, so
// that what is normal in one is normal in the other.
import { join } from 'node:path';
import type { Acknowledgement } from '../core/monitor/acknowledge.ts';
import { type BaselineStore, openBaselineStore } from './baseline-store.ts';
import { dataFolder } from './cache-folder.ts';

/** Topics of the store. */
export const acknowledgedTopic = 'acknowledged';
export const seenTopic = 'seen';
/** What is usual in the trail of an account and some Regions. */
export const learnedTopic = 'learned';

/** Throws where the folder cannot be written, or the store is of a newer version. */
export function openMonitorStore(
  onProblem: (reason: string) => void,
  limits: { readonly retentionDays?: number } = {},
): BaselineStore {
  return openBaselineStore(join(dataFolder('monitor'), 'baselines.db'), { ...limits, onProblem });
}

export function parseAcknowledgement(text: string): Acknowledgement | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // Written by this program only.
    return typeof value === 'object' && value !== null && 'mark' in value
      ? (value as Acknowledgement)
      : undefined;
  } catch {
    return undefined;
  }
}

export function listAcknowledgements(store: BaselineStore): readonly Acknowledgement[] {
  return store.list(acknowledgedTopic).flatMap(({ value }) => parseAcknowledgement(value) ?? []);
}
