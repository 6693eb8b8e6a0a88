// Waits for a query that runs in AWS.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Gap, type Known, unknown } from '../../core/model/known.ts';

const firstPollMs = 200;
const lastPollMs = 2000;
const longestMs = 15 * 60_000;

/** Asks again, ever more slowly, until there is an answer; `stop` is called where the wait is given up. */
export async function pollUntil<T>(
  action: string,
  signal: AbortSignal,
  look: () => Promise<Known<T> | undefined>,
  stop: () => Promise<unknown>,
): Promise<Known<T>> {
  const gap = (detail: string): Gap => ({ action, reason: 'not-asked', detail });
  let waited = 0;
  for (
    let pause = firstPollMs;
    waited < longestMs && !signal.aborted;
    pause = Math.min(lastPollMs, pause * 1.5)
  ) {
    const answer = await look();
    if (answer) return answer;
    await sleep(pause, undefined, { signal }).catch(() => {});
    waited += pause;
  }
  await stop().catch(() => {});
  return unknown(gap(signal.aborted ? 'cancelled' : 'did not end within a quarter of an hour'));
}
