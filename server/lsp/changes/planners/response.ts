// Plans how a function is contained: the remedies, the least harmful first, each with what it does and what stops
// working; those that a person chooses become the plan.
import { PlanError } from '../../../aws/make-plan.ts';
import { offerResponse, planResponse, type Response, responseTopic } from '../../../aws/plan-response.ts';
import { networkNote, type Offer } from '../../../core/remedy/response.ts';
import type { ChangeChoice } from '../../../protocol/changes.ts';
import type { Planner, PlannerScope } from '../planner.ts';

/** Wants `about` `function`; of a finding, also `version`, and `address`, `domain` and `direction` of the other side. */
export const response: Planner = {
  id: 'response',
  title: 'Contain Function',
  async ask(scope) {
    const { offers } = await offered(scope);
    return [
      {
        kind: 'pick',
        id: 'remedies',
        title: `${scope.about['function']}, the least harmful first`,
        placeHolder: 'What may stop, to stop the attacker; nothing is changed before you saw every call',
        many: true,
        least: 1,
        // What there is nothing to do of stands behind.
        choices: offers
          .toSorted((a, b) => Number(a.wishes.length === 0) - Number(b.wishes.length === 0))
          .map(choiceOf),
      },
    ];
  },
  async plan(scope, answers) {
    const found = await offered(scope);
    const { plan } = await planResponse(scope, found, answers['remedies'] ?? []);
    return {
      kind: 'plan',
      topic: responseTopic(found.facts.name),
      plan: {
        ...plan,
        warnings: [
          'keep evidence first: what is changed here cannot be looked at as it was afterwards',
          ...plan.warnings,
          networkNote(found.facts),
        ],
      },
    };
  },
};

async function offered(scope: PlannerScope): Promise<Response> {
  const { function: functionName, version, address = '', domain = '', direction } = scope.about;
  if (functionName === undefined) throw new PlanError('no function was named');
  scope.tell('what calls the function, its role and its versions');
  const found = await offerResponse(scope, {
    functionName,
    ...(version === undefined ? {} : { suspectVersion: version }),
    ...(address === '' && domain === ''
      ? {}
      : {
          remote: {
            address,
            domain,
            direction: direction === 'in' || direction === 'out' ? direction : 'unknown',
          },
        }),
  });
  if (!found) throw new PlanError(`no readable function of that name in ${scope.region}: ${functionName}`);
  return found;
}

/** What could not be read is said at the remedy that wanted it. */
function choiceOf({ remedy: { id, title, harm }, wishes, warnings }: Offer): ChangeChoice {
  const count = wishes.length === 1 ? '1 change' : `${wishes.length} changes`;
  return {
    id,
    label: title,
    description: wishes.length === 0 ? (warnings[0] ?? 'nothing to do') : count,
    detail: [harm, ...(wishes.length === 0 ? [] : warnings)].join('; '),
  };
}
