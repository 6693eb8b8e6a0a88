import { expect, test } from 'vitest';
import type { ChangePage, ChangeState } from '../../server/protocol/changes.ts';
import { changeHtml } from './page.ts';

const hostile = '<img src=x onerror="alert(1)">&\'';

const page = (state: ChangeState, more: Partial<ChangePage> = {}): ChangePage => ({
  id: `response-${hostile}.journal`,
  print: 'x',
  topic: 'response-api',
  title: `contain ${hostile}`,
  account: '111122223333',
  regions: ['eu-central-1'],
  via: hostile,
  madeAt: '2026-11-21T12:00:00Z',
  state,
  steps: [
    {
      words: hostile,
      note: hostile,
      calls: [
        { name: 'lambda:PutFunctionConcurrency', input: `{"FunctionName":${JSON.stringify(hostile)}}` },
      ],
      undo: hostile,
      undoCalls: [{ name: 'lambda:DeleteFunctionConcurrency', input: 'no JSON <b>' }],
      state: 'begun',
    },
  ],
  permissions: [hostile],
  undoPermissions: [hostile],
  warnings: [hostile],
  folder: hostile,
  stopped: hostile,
  remarks: [hostile],
  ...more,
});

test('nothing of an account becomes markup or script', () => {
  const html = changeHtml(page('half-applied'), true);
  expect(html).not.toContain('<img');
  expect(html).not.toContain('<b>');
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toMatch(/default-src 'none'/);
});

const actionsOf = (html: string) =>
  [...html.matchAll(/data-action="([\w-]+)" class="(?:main|other)"/g)].map(([, action]) => action);
const clean = { stopped: undefined } as unknown as Partial<ChangePage>;

test.each<[ChangeState, boolean, readonly string[]]>([
  ['planned', false, ['apply', 'discard']],
  ['planned', true, ['apply', 'discard', 'again', 'as-other']],
  ['half-applied', true, ['apply', 'undo', 'as-other']],
  ['applied', false, ['undo']],
  ['half-undone', true, ['undo', 'as-other']],
  ['undone', false, ['again']],
  ['nothing', false, ['discard']],
])('%s, stopped: %s, offers %j', (state, isStopped, actions) => {
  expect(actionsOf(changeHtml(page(state, isStopped ? {} : clean), true))).toEqual(actions);
});

test('after a restart nobody knows what was asked: it is not offered to plan anew', () => {
  expect(actionsOf(changeHtml(page('planned'), false))).not.toContain('again');
});

test('each step says how far it got, in words', () => {
  const html = changeHtml(page('half-applied'), true);
  expect(html).toContain('begun: it may or may not have been made');
  expect(html).toContain('Half applied: 0 of 1 change made.');
  expect(html).toContain('role="alert"');
});
