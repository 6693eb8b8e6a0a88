// Whether GuardDuty looks at functions in a Region, since when, and how long its trial runs, in words.
import type { Known } from '../model/known.ts';
import type { DetectorState } from '../model/threat.ts';
import { gapWords } from './threat-words.ts';

const paces: Readonly<Record<string, string>> = {
  FIFTEEN_MINUTES: 'every 15 minutes',
  ONE_HOUR: 'every hour',
  SIX_HOURS: 'every six hours',
};

/** One sentence without its end. */
export function watchSentence(region: string, state: Known<DetectorState | null>): string {
  if (!state.known) return `whether GuardDuty is on in ${region} is not known: ${gapWords(state)}`;
  if (state.value === null) return `GuardDuty is off in ${region}`;
  const { isEnabled, watchesFunctions } = state.value;
  if (!isEnabled) return `GuardDuty is suspended in ${region}`;
  if (!watchesFunctions) return `Lambda Protection is off in ${region}`;
  return [`Lambda Protection is on in ${region}`, sinceWords(state.value), trialWords(state.value)]
    .filter((part) => part !== '')
    .join(', ');
}

/**
 * The feature's own time is when it was last switched or changed: while it is on, it is on since then at the latest. Of
 * one that came with the detector the service gives the detector's time.
 */
export function sinceWords({ watchesFunctions, featureChangedAt, createdAt }: DetectorState): string {
  const at = featureChangedAt ?? createdAt;
  if (!watchesFunctions || at === undefined) return '';
  return `${featureChangedAt === undefined ? 'at the earliest since' : 'since'} ${at.slice(0, 10)}`;
}

/** Empty where there is no trial; a refusal is said. */
export function trialWords({ trialDaysLeft }: DetectorState): string {
  if (!trialDaysLeft.known) return `days of the trial not known: ${gapWords(trialDaysLeft)}`;
  const days = trialDaysLeft.value;
  if (days === null || days <= 0) return '';
  return days === 1 ? 'one day of the trial left' : `${days} days of the trial left`;
}

/** Such as `every 15 minutes`; empty where the service does not say. */
export function paceWords({ updatesEvery = '' }: DetectorState): string {
  return paces[updatesEvery] ?? '';
}
