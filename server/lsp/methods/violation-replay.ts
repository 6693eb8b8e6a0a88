// Plays the rule of a violation against the workspace: what else it hits here.
import type { Rule } from '../../core/rulelang/rule.ts';
import {
  type ReplayedRule,
  type ReplayViolationParams,
  replayViolationRequest,
} from '../../protocol/violations.ts';
import { failingInWords } from '../failing-in-words.ts';
import type { Method } from '../method.ts';
import { playRule } from '../rule-files/last-replay.ts';
import type { Session } from '../session.ts';
import { ruleOf } from '../violations/places.ts';
import { shownViolations } from '../violations/shown.ts';

export const violationReplay: Method = {
  register(connection, session) {
    connection.onRequest(replayViolationRequest, (params: ReplayViolationParams, token) =>
      failingInWords(async (): Promise<ReplayedRule> => {
        const { path, rule } = await meant(params, session);
        const { newlyBlocked, files, events } = await playRule(
          path,
          rule,
          session,
          () => token.isCancellationRequested,
        );
        return { rule: rule.id, blocked: newlyBlocked.length, files, events };
      }),
    );
  },
};

/** Throws with words for a person where the rule is not of this workspace. */
async function meant(
  params: ReplayViolationParams,
  session: Session,
): Promise<{ readonly path: string; readonly rule: Rule }> {
  const all = shownViolations(session)?.violations ?? [];
  const violation =
    'id' in params
      ? all.find(({ id }) => id === params.id)
      : (all.find(
          ({ kind, rule, function: name }) =>
            kind === params.kind &&
            rule === params.rule &&
            (params.function === undefined || name === params.function),
        ) ?? { ...params, function: params.function ?? '' });
  if (!violation) throw new Error('the violation is not among those that were read last');
  const found = await ruleOf(violation, session);
  if (!found) throw new Error(`no rule file of this workspace has ${violation.rule}`);
  return found;
}
