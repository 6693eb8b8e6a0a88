// Plans alarms on functions that react to outside input and have none on their calls, errors or throttles.
import { PlanError } from '../../../aws/make-plan.ts';
import { alarmsTopic, functionsWithoutAlarms, planAlarms } from '../../../aws/plan-alarms.ts';
import { answerTo, type Planner } from '../planner.ts';

export const alarms: Planner = {
  id: 'alarms',
  title: 'Add Alarms',
  async ask(scope) {
    scope.tell('functions, alarms, URLs and policies');
    const missing = await functionsWithoutAlarms(scope, [], () => {});
    if (missing.length === 0)
      throw new PlanError(`every function of ${scope.region} that is reachable from outside has its alarms`);
    const wanted = scope.about['function'];
    return [
      {
        kind: 'pick',
        id: 'functions',
        title: 'Functions without alarms',
        placeHolder: 'Reachable from outside; the latest changed first',
        many: true,
        least: 1,
        choices: missing.map(({ name, metrics, by }) => ({
          id: name,
          label: name,
          description: `no alarm on ${metrics.join(', ')}`,
          detail: `reachable by ${by.join(', ')}`,
          picked: wanted === undefined || wanted === name,
        })),
      },
      {
        kind: 'text',
        id: 'emails',
        title: 'Who is told',
        prompt:
          'E-mail addresses, divided by commas; each has to confirm. Empty: who subscribes to the topic already',
        placeHolder: 'team@example.com',
        value: '',
        pattern: '\\s*(?:[^@\\s,]+@[^@\\s,]+\\.[^@\\s,]+\\s*(?:,\\s*|$))*',
        otherwise: 'addresses such as team@example.com, divided by commas',
      },
    ];
  },
  async plan(scope, answers) {
    const functions = answers['functions'] ?? [];
    if (functions.length === 0) throw new PlanError('no function was chosen');
    const emails = answerTo(answers, 'emails')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    scope.tell('the past weeks of these functions');
    const { plan } = await planAlarms(scope, { functions, emails });
    return { kind: 'plan', topic: alarmsTopic, plan };
  },
};
