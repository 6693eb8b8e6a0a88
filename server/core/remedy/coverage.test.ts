// Coverage: what of the chain from the record to a person is there, and how it is known that a function is guarded.
import { expect, test } from 'vitest';
import { known, unknown } from '../model/known.ts';
import { type AlarmFacts, type CoverageFacts, coverageOf, type FilterFacts } from './coverage.ts';
import { type GuardSigns, guardVariables, judgeGuard } from './guard-signs.ts';
import { recordShapes, shapeOf } from './record-shapes.ts';

const denied = unknown({ action: 'logs:Any', reason: 'denied', detail: 'AccessDeniedException' });
const filter: FilterFacts = {
  name: 'f',
  namespace: 'n',
  metric: 'm',
  dimensions: [],
  counts: recordShapes,
  countsOthers: false,
  countsNear: false,
};
const alarm: AlarmFacts = {
  name: 'a',
  metrics: [{ namespace: 'n', metric: 'm', dimensions: {} }],
  condition: 'Sum ≥ 1 in 5 minutes',
  state: 'OK',
  actionsEnabled: true,
  receivers: known({ confirmed: 1, pending: 0 }),
};
const covered: CoverageFacts = {
  name: 'api',
  logGroup: '/api',
  shape: 'json',
  groupClass: known('STANDARD'),
  filters: known([filter]),
  alarms: known([alarm]),
};
const onMetric = (dimensions: Readonly<Record<string, string>>) => ({
  alarms: known([{ ...alarm, metrics: [{ namespace: 'n', metric: 'm', dimensions }] }]),
});
const byRule: FilterFacts = { ...filter, name: 'r', metric: 'r', dimensions: ['Rule'] };

test.each<[Partial<CoverageFacts>, string, string]>([
  [{}, 'yes yes yes', 'a (Sum ≥ 1 in 5 minutes) is OK'],
  [{ groupClass: known(null) }, 'no no no', 'does not exist yet'],
  [{ groupClass: known('INFREQUENT_ACCESS') }, 'no no no', 'no metric filters'],
  [{ groupClass: known('DELIVERY') }, 'no no no', 'no metric filters'],
  [{ filters: denied }, 'unknown unknown unknown', 'logs:Any'],
  [{ filters: known([]) }, 'no no no', 'no metric filter'],
  [{ filters: known([{ ...filter, counts: [] }]) }, 'no no no', 'none counts violations'],
  [{ filters: known([{ ...filter, counts: ['json'] }]), shape: 'text' }, 'no no no', 'does not count'],
  [{ filters: known([{ ...filter, countsOthers: true }]) }, 'no no no', 'counts ordinary lines'],
  [{ filters: known([{ ...filter, countsNear: true }]) }, 'yes yes yes', 'only speak of violations'],
  [{ alarms: denied }, 'yes unknown unknown', 'logs:Any'],
  [{ alarms: known([]) }, 'yes no no', 'no alarm on m'],
  [onMetric({ Function: 'other' }), 'yes no no', 'a watches m of Function=other only'],
  [
    {
      filters: known([byRule]),
      alarms: known([{ ...alarm, metrics: [{ namespace: 'n', metric: 'r', dimensions: {} }] }]),
    },
    'yes no no',
    'without dimensions, which no filter feeds',
  ],
  [{ filters: known([byRule, filter]) }, 'yes yes yes', 'is OK'],
  [{ alarms: known([{ ...alarm, actionsEnabled: false }]) }, 'yes no no', 'actions of a are switched off'],
  [{ alarms: known([{ ...alarm, receivers: denied }]) }, 'yes yes unknown', 'logs:Any'],
  [
    { alarms: known([{ ...alarm, receivers: known({ confirmed: 0, pending: 2 }) }]) },
    'yes yes no',
    '2 subscribers have not',
  ],
  [
    { alarms: known([{ ...alarm, receivers: known({ confirmed: 0, pending: 0 }) }]) },
    'yes yes no',
    'nobody receives a',
  ],
])('coverage of %o', (more, verdict, words) => {
  const found = coverageOf({ ...covered, ...more });
  expect(`${found.filter} ${found.alarm} ${found.receiver}`).toBe(verdict);
  expect(found.words).toContain(words);
});

const bare: GuardSigns = { settings: { handler: 'app.handler', layers: [], environment: known({}) } };
const environment = (variables: Readonly<Record<string, string>>): GuardSigns => ({
  settings: { ...bare.settings, environment: known(guardVariables(variables)) },
});
const inCode = (wrapsHandler: 'yes' | 'no' | 'unclear') =>
  known({ files: ['protect_lambda.py'], wrapsHandler, evidence: 'app.py' });
const layer = 'arn:aws:lambda:eu-central-1:111122223333:layer:protect-lambda:3';

test.each<[string, GuardSigns, 'yes' | 'no' | 'unknown', string]>([
  ['nothing', bare, 'unknown', 'no sign'],
  [
    'the wrapper',
    environment({ AWS_LAMBDA_EXEC_WRAPPER: '/opt/protect-lambda/wrap' }),
    'yes',
    'EXEC_WRAPPER',
  ],
  ['another wrapper', environment({ AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler' }), 'unknown', 'no sign'],
  ['a variable', environment({ PROTECT_LAMBDA_MODE: 'monitor', SECRET: 'x' }), 'yes', 'PROTECT_LAMBDA_MODE'],
  [
    'switched off',
    { ...environment({ PROTECT_LAMBDA_MODE: 'off' }), code: inCode('yes') },
    'no',
    'switched off',
  ],
  [
    'the handler of the layer',
    { settings: { ...bare.settings, handler: 'protect_lambda_redirect.handler' } },
    'yes',
    'handler',
  ],
  ['the layer', { settings: { ...bare.settings, layers: [layer] } }, 'yes', 'layer protect-lambda:3'],
  ['the code', { ...bare, code: inCode('yes') }, 'yes', 'code: app.py'],
  ['code without it', { ...environment({ PROTECT_LAMBDA_LOG: 'text' }), code: inCode('no') }, 'no', 'code'],
  ['unclear code', { ...bare, code: inCode('unclear') }, 'unknown', 'no sign'],
  ['the log', { ...bare, logged: known(Date.UTC(2026, 10, 1, 10)) }, 'yes', '2026-11-01 10:00 UTC'],
  ['the workspace', { ...bare, workspace: { file: 'app.py', guarded: 'layer' } }, 'yes', 'by the layer'],
  ['a refusal', { ...bare, logged: denied }, 'unknown', 'logs:Any was denied'],
])('guarded by %s', (_name, signs, guarded, words) => {
  const found = judgeGuard(signs);
  expect(found.guarded).toBe(guarded);
  expect(found.words).toContain(words);
});

test('the shape of the records follows the settings of the guard and of Lambda', () => {
  expect(shapeOf({ logFormat: 'text' })).toBe('json');
  expect(shapeOf({ logFormat: 'json' })).toBe('json-with-level');
  expect(shapeOf({ logFormat: 'json', guardLog: 'TEXT ' })).toBe('text');
  expect(shapeOf({ logFormat: 'text', guardLog: 'text', guardEmf: '1' })).toBe('json');
});
