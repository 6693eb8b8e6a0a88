// Plans the archiving of a finding of GuardDuty, when an incident is over, and what GuardDuty is told of it.
import { PlanError } from '../../../aws/make-plan.ts';
import { planArchive, responseTopic } from '../../../aws/plan-response.ts';
import { answerTo, type Planner } from '../planner.ts';

/** Wants `about` `function`, `finding` and `detector`. */
export const archive: Planner = {
  id: 'archive',
  title: 'Archive Finding',
  async ask() {
    return [
      {
        kind: 'pick',
        id: 'feedback',
        title: 'what GuardDuty is told',
        placeHolder: 'A feedback cannot be taken back',
        many: false,
        least: 1,
        choices: [
          { id: 'none', label: 'Nothing', detail: 'the finding is archived and no more' },
          { id: 'useful', label: 'It was right to report it', detail: 'a feedback goes to AWS' },
          { id: 'not-useful', label: 'It need not have reported it', detail: 'a feedback goes to AWS' },
        ],
      },
      {
        kind: 'text',
        id: 'note',
        title: 'note',
        prompt: 'What it was. AWS reads it: write nothing secret. Empty: no note',
        value: '',
        when: { id: 'feedback', isOneOf: ['useful', 'not-useful'] },
      },
    ];
  },
  async plan(scope, answers) {
    const { function: name, finding: id, detector: detectorId } = scope.about;
    if (name === undefined || id === undefined || detectorId === undefined)
      throw new PlanError('no finding is known to be closed: read GuardDuty’s findings first');
    const feedback = answerTo(answers, 'feedback');
    const note = answerTo(answers, 'note').trim();
    scope.tell('the finding');
    const { plan } = await planArchive(scope, name, {
      id,
      detectorId,
      ...(feedback === 'useful' || feedback === 'not-useful' ? { wasUseful: feedback === 'useful' } : {}),
      ...(note === '' ? {} : { note }),
    });
    return { kind: 'plan', topic: responseTopic(name), plan };
  },
};
