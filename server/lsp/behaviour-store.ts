// What a person calls normal, and what was learned, in the store of the user's data folder. Each step is one step of the
// store, so that two windows at once lose nothing of each other.
import { joinAcknowledgements, toAcknowledgement } from '../core/monitor/acknowledge.ts';
import { dataFolder } from '../platform/cache-folder.ts';
import {
  acknowledgedTopic,
  learnedTopic,
  parseAcknowledgement,
  seenTopic,
} from '../platform/monitor-store.ts';
import type { Acknowledged, ForgetParams, LearnedSummary, UndoParams } from '../protocol/behaviour.ts';
import type { BehaviourState } from './behaviour-state.ts';

export async function acknowledge(key: string, state: BehaviourState): Promise<Acknowledged> {
  const one = (await state.readingOrKept())?.observations.find((other) => other.key === key);
  if (!one) throw new Error('the observation is not in what was read last');
  const { mark, title, source } = one;
  let before: string | null = null;
  let after = '';
  state.withStore((store) =>
    store.update(acknowledgedTopic, mark, (old) => {
      before = old ?? null;
      after = JSON.stringify(joinAcknowledgements(parseAcknowledgement(old ?? ''), toAcknowledgement(one)));
      return after;
    }),
  );
  return { mark, words: `${source}: ${title}`, before, after };
}

/** Throws where another window changed it since; with the mark alone, all that was acknowledged under it goes. */
export function undoAcknowledgement(params: UndoParams, state: BehaviourState): null {
  const { mark } = params;
  state.withStore((store) =>
    store.update(acknowledgedTopic, mark, (now) => {
      if (!('after' in params)) return undefined;
      if (now === undefined) return undefined;
      if (now !== params.after)
        throw new Error('it was acknowledged again since; take that back in the view Observations');
      return params.before ?? undefined;
    }),
  );
  return null;
}

export function learned(state: BehaviourState): LearnedSummary {
  return state.withStore((store) => ({
    trails: store.list(learnedTopic).length,
    acknowledged: store.list(acknowledgedTopic).length,
    folder: dataFolder('monitor'),
  }));
}

export function forget({ trails, acknowledged }: ForgetParams, state: BehaviourState): null {
  const topics = [...(trails ? [learnedTopic] : []), ...(acknowledged ? [acknowledgedTopic, seenTopic] : [])];
  state.withStore((store) => {
    for (const topic of topics)
      for (const { key } of store.list(topic)) store.update(topic, key, () => undefined);
  });
  return null;
}
