// Plans the monitoring of violations: metric filters, dashboard, alarm, topic and who is told; or the same as text for
// infrastructure code.
import { createAsk } from '../../../aws/ask.ts';
import { PlanError } from '../../../aws/make-plan.ts';
import {
  isEmail,
  isPeriod,
  loggedFunctions,
  type MonitoringWish,
  monitoringTopic,
  planMonitoring,
  wishMonitoring,
} from '../../../aws/plan-monitoring.ts';
import { monitoringNames } from '../../../core/remedy/monitoring.ts';
import { type MonitoringCodeKind, monitoringCode } from '../../../core/remedy/monitoring-code.ts';
import type { ChangeAnswers } from '../../../protocol/changes.ts';
import { answerTo, type Planner, type PlannerScope } from '../planner.ts';

const texts: Readonly<Record<MonitoringCodeKind, { readonly label: string; readonly language: string }>> = {
  cloudformation: { label: 'CloudFormation', language: 'json' },
  sam: { label: 'SAM', language: 'json' },
  cdk: { label: 'CDK (TypeScript)', language: 'typescript' },
  terraform: { label: 'Terraform', language: 'terraform' },
};

export const monitoring: Planner = {
  id: 'monitoring',
  title: 'Set Up Monitoring',
  async ask(scope) {
    scope.tell('functions');
    const functions = await loggedFunctions(scope);
    if (functions.length === 0) throw new PlanError(`there is no function in ${scope.region}`);
    scope.tell('metric filters');
    const counted = await countedGroups(scope);
    const isCounted = (logGroup: string) => counted?.has(logGroup) ?? false;
    const wanted = scope.about['function'];
    return [
      {
        kind: 'pick',
        id: 'functions',
        title: 'Whose violations are counted',
        placeHolder: 'Functions whose log groups get a metric filter',
        many: true,
        least: 1,
        choices: functions
          .toSorted((a, b) => Number(isCounted(a.logGroup)) - Number(isCounted(b.logGroup)))
          .map(({ name, logGroup }) => ({
            id: name,
            label: name,
            description: isCounted(logGroup) ? 'counted already' : '',
            detail: logGroup,
            picked: wanted === undefined ? !isCounted(logGroup) : name === wanted,
          })),
      },
      {
        kind: 'text',
        id: 'emails',
        title: 'Who is told',
        prompt:
          'E-mail addresses, each of which has to confirm, and at most one topic of SNS that is there; divided by commas. Empty: nobody',
        placeHolder: 'team@example.com, or the ARN of a topic',
        value: '',
        pattern: '\\s*(?:(?:arn:[^\\s,]+|[^@\\s,]+@[^@\\s,]+\\.[^@\\s,]+)\\s*(?:,\\s*|$))*',
        otherwise: 'addresses such as team@example.com or one ARN, divided by commas',
      },
      {
        kind: 'text',
        id: 'threshold',
        title: 'When the alarm is raised',
        prompt: 'Number of violations in a time',
        value: '1 in 5 minutes',
        pattern: '\\s*[1-9]\\d{0,8}\\s+in\\s+[1-9]\\d{0,3}\\s+minutes?\\s*',
        otherwise: 'such as 1 in 5 minutes',
      },
      {
        kind: 'pick',
        id: 'as',
        title: 'Made how',
        many: false,
        least: 1,
        choices: [
          {
            id: 'plan',
            label: 'Preview the changes',
            detail: 'every call first; applied when you say so; can be undone',
          },
          ...Object.entries(texts).map(([id, { label }]) => ({
            id,
            label: `As text: ${label}`,
            detail: 'opens as a document; nothing is changed in the account',
          })),
        ],
      },
    ];
  },
  async plan(scope, answers) {
    const wish = readWish(answers);
    const as = answerTo(answers, 'as');
    scope.tell('log groups and metric filters');
    if (!isCode(as))
      return { kind: 'plan', topic: monitoringTopic, plan: (await planMonitoring(scope, wish)).plan };
    const { wishes, warnings } = await wishMonitoring(scope, wish);
    return {
      kind: 'text',
      language: texts[as].language,
      text: monitoringCode(as, wishes),
      notes: warnings,
    };
  },
};

function isCode(word: string): word is MonitoringCodeKind {
  return Object.hasOwn(texts, word);
}

function readWish(answers: ChangeAnswers): MonitoringWish {
  const functions = answers['functions'] ?? [];
  if (functions.length === 0) throw new PlanError('no function was chosen');
  const told = answerTo(answers, 'emails')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const [topic, ...others] = told.filter((one) => one.startsWith('arn:'));
  if (others.length > 0) throw new PlanError('one topic at most can be told');
  const emails = told.filter((one) => one !== topic);
  const wrong = emails.find((one) => !isEmail(one));
  if (wrong !== undefined) throw new PlanError(`no e-mail address: ${wrong}`);
  const [, threshold, minutes] = /^\s*(\d+)\s+in\s+(\d+)\s+minutes?\s*$/.exec(
    answerTo(answers, 'threshold'),
  ) ?? ['', '1', '5'];
  const periodSeconds = Number(minutes) * 60;
  if (Number(threshold) < 1) throw new PlanError('the number of violations has to be 1 or more');
  if (!isPeriod(periodSeconds)) throw new PlanError('the time of an alarm is 1 to 1440 minutes');
  return {
    functions,
    emails,
    threshold: Number(threshold),
    periodSeconds,
    ...(topic === undefined ? {} : { topic }),
  };
}

/** Log groups that our filter is on; undefined where that may not be read. */
async function countedGroups({
  connection,
  region,
  signal,
}: PlannerScope): Promise<ReadonlySet<string> | undefined> {
  const logs = await connection.client('logs', region);
  const { namespace: metricNamespace, metric: metricName } = monitoringNames;
  const filters = await createAsk({ signal }).pages('logs:DescribeMetricFilters', async (token, options) => {
    const page = await logs.describeMetricFilters(
      { metricNamespace, metricName, ...(token === undefined ? {} : { nextToken: token }) },
      options,
    );
    return { items: page.metricFilters, next: page.nextToken };
  });
  return filters.known ? new Set(filters.value.map((one) => one.logGroupName ?? '')) : undefined;
}
