// Observations that a person called normal, in the store of the user's folder; the latest ones are kept there so that
// they can be called so by their marks.
import { join } from 'node:path';
import {
  type Acknowledgement,
  markOf,
  toAcknowledgement,
  withoutAcknowledged,
} from '../core/monitor/acknowledge.ts';
import type { Observation } from '../core/monitor/observation.ts';
import { type BaselineStore, openBaselineStore } from '../platform/baseline-store.ts';
import { dataFolder } from '../platform/cache-folder.ts';
import type { Shell } from './command.ts';

/** Topics of the store. */
export const acknowledgedTopic = 'acknowledged';
export const seenTopic = 'seen';

export function openMonitorStore(shell: Shell): BaselineStore {
  return openBaselineStore(join(dataFolder('monitor'), 'baselines.db'), {
    onProblem: (reason) => shell.complain(reason),
  });
}

export function parseAcknowledgement(text: string): Acknowledgement | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // Written by these commands only.
    return typeof value === 'object' && value !== null && 'mark' in value
      ? (value as Acknowledgement)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Without what is acknowledged; the rest is remembered. A store that fails is said and hides nothing. */
export function untold(observations: readonly Observation[], shell: Shell): readonly Observation[] {
  if (observations.length === 0) return observations;
  try {
    const store = openMonitorStore(shell);
    try {
      const known = store.list(acknowledgedTopic).flatMap(({ value }) => parseAcknowledgement(value) ?? []);
      const rest = withoutAcknowledged(observations, known);
      const hidden = observations.length - rest.length;
      if (hidden > 0) shell.progress(`${hidden} observations are acknowledged as normal`);
      for (const one of rest.slice(-200))
        store.update(seenTopic, markOf(one), () => JSON.stringify(toAcknowledgement(one)));
      return rest;
    } finally {
      store.close();
    }
  } catch (error) {
    shell.complain(
      `the store of baselines cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
    return observations;
  }
}
